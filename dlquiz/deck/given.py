"""Fresh numbers for a card: each `given` value is one call of a generator below.

    given:
      x: integers(4, -2, 5)     # four whole numbers from -2 to 5, both included
      k: index(x)               # a place in x

Only the standard library's `random` is used, so that the first question needs no numpy.
"""

import random
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import NamedTuple, cast

from dlquiz.errors import UserError

Number = int | float
Value = Number | list[Number] | list[list[Number]]

MOST_VALUES = 1000
LARGEST = 2**53  # up to which every whole number is a float too
_CALL = re.compile(r"\s*([a-z]+)\s*\((.*)\)\s*\Z", re.DOTALL)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\Z")

_ARGUMENTS = "arguments are numbers, [lists] of them and names of values above"


class GivenError(UserError):
    """A `given` value that cannot be drawn."""


def draw(given: Mapping[str, str], seed: str | int) -> dict[str, Value]:
    """The values of a card, in their order; the same seed gives the same values.

    Raises `GivenError` naming the value that cannot be drawn.

    >>> draw({"x": "integers(3, -2, 5)", "k": "index(x)"}, seed=7)
    {'x': [-2, 0, -2], 'k': 0}
    """
    chance = random.Random(f"given {seed}")
    values: dict[str, Value] = {}
    for name, call in given.items():
        try:
            values[name] = _drawn(call, values, chance)
        except GivenError as error:
            raise GivenError(f"{name}: {error.what}", remedy=error.remedy) from error
    return values


def _drawn(call: str, values: Mapping[str, Value], chance: random.Random) -> Value:
    match = _CALL.match(call)
    generator = GENERATORS.get(match[1]) if match else None
    if match is None or generator is None:
        raise GivenError(f"{call!r} is not a generator", remedy=f"write one of {_listing()}")
    arguments = [_argument(text, values) for text in _split(match[2], call)]
    if not generator.least <= len(arguments) <= generator.most:
        raise GivenError(f"{call!r} has {len(arguments)} arguments", remedy=generator.form)
    try:
        return generator.draw(chance, *arguments)
    except (TypeError, ValueError, OverflowError, InvalidOperation) as error:
        raise GivenError(f"{call!r} cannot be drawn: {error}", remedy=generator.form) from error


def _listing() -> str:
    return ", ".join(generator.form for generator in GENERATORS.values())


def _split(text: str, call: str) -> list[str]:
    """The arguments, divided at the commas that stand in no brackets."""
    pieces, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += (character == "[") - (character == "]")
        if depth < 0:
            break
        if character == "," and depth == 0:
            pieces.append(text[start:place].strip())
            start = place + 1
    if depth != 0:
        raise GivenError(f"the brackets of {call!r} do not match", remedy=_ARGUMENTS)
    last = text[start:].strip()
    return [*pieces, last] if last or pieces else []


def _argument(text: str, values: Mapping[str, Value]) -> Value:
    if text in values:
        return values[text]
    if text.startswith("[") and text.endswith("]"):
        items = [_argument(piece, {}) for piece in _split(text[1:-1], text)]
        return cast(Value, items)
    return _number(text)


def _number(text: str) -> Number:
    text = text.strip()
    if not _NUMBER.match(text):
        raise GivenError(f"{text!r} is not a number", remedy=_ARGUMENTS)
    number = float(text) if any(mark in text for mark in ".eE") else int(text)
    if isinstance(number, int) and abs(number) > LARGEST:
        what = f"{text[:20]}… is too large a whole number"
        raise GivenError(what, remedy=f"{LARGEST:,} is the most")
    return number


def _integer(chance: random.Random, low: Value, high: Value) -> int:
    first, last = _whole(low), _whole(high)
    if first > last:
        raise ValueError("low must not exceed high")
    return chance.randint(first, last)


def _whole(value: Value) -> int:
    if isinstance(value, list) or not float(value).is_integer():
        raise TypeError(f"{value} is not a whole number")
    return int(value)


def _number_between(chance: random.Random, low: Number, high: Number, step: Number) -> float:
    """low + k·step, computed in decimals so that 0.1 + 2·0.1 is 0.3."""
    first, last, apart = Decimal(str(low)), Decimal(str(high)), Decimal(str(step))
    if apart <= 0 or last < first:
        raise ValueError("low must not exceed high, and step must be positive")
    return float(first + apart * chance.randint(0, int((last - first) / apart)))


def _many(size: Value, one: Callable[[], Number]) -> Value:
    rows, columns = map(_whole, size if isinstance(size, list) else [1, size])
    _check_count(rows * columns)
    matrix = [[one() for _ in range(columns)] for _ in range(rows)]
    return matrix if isinstance(size, list) else matrix[0]


def _integers(chance: random.Random, size: Value, low: int, high: int) -> Value:
    return _many(size, lambda: _integer(chance, low, high))


def _numbers(chance: random.Random, size: Value, low: float, high: float, step: float) -> Value:
    return _many(size, lambda: _number_between(chance, low, high, step))


def _distinct(chance: random.Random, count: Value, low: Value, high: Value) -> list[Number]:
    values = range(_whole(low), _whole(high) + 1)
    if not 1 <= _whole(count) <= min(len(values), MOST_VALUES):
        raise ValueError(f"there are {len(values)} values from {low} to {high}")
    return [*chance.sample(values, _whole(count))]


def _probabilities(chance: random.Random, size: Value) -> Value:
    """Positive multiples of 0.05 (of a smaller step for many) that sum to 1, row by row."""
    if isinstance(size, list):
        rows, columns = map(_whole, size)
        _check_count(rows * columns)
        return [_shares(chance, columns) for _ in range(rows)]
    return _shares(chance, _whole(size))


def _shares(chance: random.Random, count: int) -> list[Number]:
    _check_count(count)
    parts = 20 if count <= 10 else 10 * count
    cuts = sorted(chance.sample(range(1, parts), count - 1))
    edges = [0, *cuts, parts]
    return [round((after - before) / parts, 10) for before, after in pairwise(edges)]


def _check_count(count: int) -> None:
    if not 1 <= count <= MOST_VALUES:
        raise ValueError(f"between 1 and {MOST_VALUES} values can be drawn")


def _pick(chance: random.Random, *options: Value) -> Value:
    return chance.choice(options)


def _index(chance: random.Random, values: list[Number]) -> int:
    return chance.randrange(len(values))


class Generator(NamedTuple):
    """A way to draw a value, how many arguments it takes, and how it is written."""

    draw: Callable[..., Value]
    least: int
    most: int
    form: str


GENERATORS = {
    "integer": Generator(_integer, 2, 2, "integer(low, high)"),
    "integers": Generator(_integers, 3, 3, "integers(n, low, high)"),
    "distinct": Generator(_distinct, 3, 3, "distinct(n, low, high)"),
    "number": Generator(_number_between, 3, 3, "number(low, high, step)"),
    "numbers": Generator(_numbers, 4, 4, "numbers(n, low, high, step)"),
    "probabilities": Generator(_probabilities, 1, 1, "probabilities(n)"),
    "pick": Generator(_pick, 1, 50, "pick(a, b, …)"),
    "index": Generator(_index, 1, 1, "index(x)"),
}

"""The parameters of a demo: typed fields that know their range and read text or a card's values.

A demo's `Params` is a frozen, keyword-only dataclass whose fields come from the constructors
below. `parse` makes one from what a command line or a card says, `describe` lists its options.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field, fields
from math import inf
from typing import Any, NamedTuple, Protocol, TypeVar, cast

from dlquiz.errors import UsageError, unknown
from dlquiz.trace import Matrix, Vector

P = TypeVar("P")
D = TypeVar("D")


class Refused(ValueError):
    """A value that does not fit; the text says why, the caller adds the parameter's name."""


class Kind(Protocol):
    """What values a parameter takes."""

    @property
    def sign(self) -> str:
        """The stand-in for a value in a list of options; empty for a switch."""

    @property
    def range(self) -> str:
        """The values allowed, as a noun phrase."""

    def read(self, given: object) -> Any:
        """The value that text or a card's value stands for; raises `Refused`."""

    def write(self, value: Any) -> str:
        """The text that `read` turns back into the value."""


class Number(NamedTuple):
    """A number from `low` to `high`, without `high` itself if `below`; infinite only if they are.

    >>> Number(0, 1, below=True).range
    'a number from 0 to below 1'
    """

    low: float = -inf
    high: float = inf
    below: bool = False
    whole: bool = False

    @property
    def sign(self) -> str:
        return "NUMBER"

    @property
    def range(self) -> str:
        noun = "whole number" if self.whole else "number"
        if (self.low, self.high) == (-inf, inf):
            return f"a {noun}"
        low, high = self.write(self.low), self.write(self.high)
        return f"a {noun} from {low} to {'below ' if self.below else ''}{high}"

    def read(self, given: object) -> float:
        try:
            if isinstance(given, bool) or not isinstance(given, str | int | float):
                raise ValueError
            value = float(given)
        except (ValueError, OverflowError):
            raise Refused(f"{_quoted(given)} is not {self.range}") from None
        inside = self.low <= value < self.high if self.below else self.low <= value <= self.high
        if not inside or (self.whole and not value.is_integer()):
            raise Refused(f"{_quoted(given)} is not {self.range}")
        return int(value) if self.whole else value

    def write(self, value: float) -> str:
        return f"{value:.12g}".replace("e+0", "e").replace("e-0", "e-").replace("e+", "e")


class Numbers(NamedTuple):
    """A vector of `shortest` to `longest` numbers: `1,0,-2`.

    >>> Numbers(Number(), 1, 3).read("1,0,-2")
    (1.0, 0.0, -2.0)
    """

    each: Number
    shortest: int
    longest: int

    @property
    def sign(self) -> str:
        return "N,N,..."

    @property
    def range(self) -> str:
        each = self.each.range.removeprefix("a number")
        return f"{_count(self.shortest, self.longest)} numbers{each and ', each' + each}"

    def read(self, given: object) -> Vector:
        items = _items(given, ",", self.range)
        if not self.shortest <= len(items) <= self.longest:
            count = _count(self.shortest, self.longest)
            raise Refused(f"{_quoted(given)} has {len(items)} numbers, not {count}")
        return tuple(self.each.read(item) for item in items)

    def write(self, value: Vector) -> str:
        return ",".join(map(self.each.write, value))


class Rows(NamedTuple):
    """A matrix, its rows of equal length between semicolons: `1,2;3,4`.

    >>> Rows(Number(), 4, 4).read("1,2; 3,4")
    ((1.0, 2.0), (3.0, 4.0))
    """

    each: Number
    most_rows: int
    most_columns: int

    @property
    def sign(self) -> str:
        return "N,N;N,N"

    @property
    def range(self) -> str:
        each = self.each.range.removeprefix("a number")
        size = f"up to {self.most_rows} rows of up to {self.most_columns} numbers"
        return f"{size}{each and ', each' + each}"

    def read(self, given: object) -> Matrix:
        row = Numbers(self.each, 1, self.most_columns)
        rows = tuple(row.read(item) for item in _items(given, ";", self.range))
        if not 1 <= len(rows) <= self.most_rows:
            raise Refused(f"{_quoted(given)} has {len(rows)} rows, not {_count(1, self.most_rows)}")
        if len({len(row) for row in rows}) > 1:
            lengths = ", ".join(str(len(row)) for row in rows)
            raise Refused(f"{_quoted(given)} has rows of different lengths: {lengths}")
        return rows

    def write(self, value: Matrix) -> str:
        return ";".join(",".join(map(self.each.write, row)) for row in value)


class Option(NamedTuple):
    """One of several names."""

    choices: tuple[str, ...]

    @property
    def sign(self) -> str:
        return "NAME"

    @property
    def range(self) -> str:
        return f"one of {', '.join(self.choices)}"

    def read(self, given: object) -> str:
        if not isinstance(given, str) or given not in self.choices:
            raise Refused(str(unknown("choice", str(given), self.choices, listing=self.range)))
        return given

    def write(self, value: str) -> str:
        return value


class Names(NamedTuple):
    """Any of several names, each once: `sgd,rmsprop`."""

    choices: tuple[str, ...]

    @property
    def sign(self) -> str:
        return "NAME,..."

    @property
    def range(self) -> str:
        return f"any of {', '.join(self.choices)}"

    def read(self, given: object) -> tuple[str, ...]:
        items = [item for item in _items(given, ",", self.range) if item != ""]
        names = tuple(Option(self.choices).read(item) for item in items)
        if len(set(names)) < len(names):
            raise Refused(f"{_quoted(given)} names one of them twice")
        return names

    def write(self, value: Sequence[str]) -> str:
        return ",".join(value)


class Flag:
    """On or off; `--name` alone switches it on, `--no-name` off."""

    sign = ""
    range = "yes or no"

    def read(self, given: object) -> bool:
        words = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
        value = given if isinstance(given, bool) else words.get(str(given).lower())
        if value is None:
            raise Refused(f"{_quoted(given)} is not yes or no")
        return value

    def write(self, value: bool) -> str:
        return "yes" if value else "no"


def number(default: float, low: float, high: float, about: str, *, below: bool = False) -> float:
    """A field for a number from `low` to `high`, without `high` itself if `below`."""
    return _field(float(default), Number(low, high, below), about)


def whole(default: int, low: int, high: int, about: str) -> int:
    """A field for a whole number from `low` to `high`."""
    return _field(default, Number(low, high, whole=True), about)


def vector(
    default: Vector, about: str, *, low: float = -inf, high: float = inf, length: tuple[int, int]
) -> Vector:
    """A field for a vector whose length lies in the range `length`."""
    return _field(default, Numbers(Number(low, high), *length), about)


def matrix(
    default: Matrix, about: str, *, low: float = -inf, high: float = inf, most: tuple[int, int]
) -> Matrix:
    """A field for a matrix of at most `most` (rows, columns)."""
    return _field(default, Rows(Number(low, high), *most), about)


def option(default: str, choices: Sequence[str], about: str) -> str:
    """A field for one of several names."""
    return _field(default, Option(tuple(choices)), about)


def names(default: tuple[str, ...], choices: Sequence[str], about: str) -> tuple[str, ...]:
    """A field for any of several names."""
    return _field(default, Names(tuple(choices)), about)


def flag(default: bool, about: str) -> bool:
    """A field that is on or off."""
    return _field(default, Flag(), about)


def parse(parameters: type[P], raw: Mapping[str, object]) -> P:
    """The parameters that texts or plain values by name stand for; what is absent has its default.

    Raises `UsageError` naming the parameter and its range, or the nearest known names.
    """
    kinds = {option.name: option.kind for option in describe(parameters)}
    values = {}
    for given_name, given in raw.items():
        name = given_name.replace("_", "-")
        if name not in kinds:
            raise unknown("parameter", name, kinds, listing=f"there are {', '.join(kinds)}")
        try:
            values[name.replace("-", "_")] = kinds[name].read(given)
        except Refused as reason:
            raise UsageError(str(reason), where=f"--{name}") from None
    return parameters(**values)


class Described(NamedTuple):
    """One parameter: its name as an option is written, what it takes, and what it is for."""

    name: str
    kind: Kind
    default: str
    about: str

    @property
    def explained(self) -> str:
        """What it is for, its range and its default."""
        default = f"; default {self.default}" if self.default else ""
        return f"{self.about} ({self.kind.range}{default})"


def describe(parameters: type[Any]) -> list[Described]:
    """Every parameter, a demo's own before those it shares with others."""
    return [
        Described(
            one.name.replace("_", "-"),
            one.metadata["kind"],
            one.metadata["kind"].write(one.default),
            one.metadata["about"],
        )
        for one in sorted(
            fields(parameters), key=lambda one: one.name not in parameters.__annotations__
        )
    ]


def as_values(params: Any) -> dict[str, Any]:
    """The parameters by name, for a record of what was run."""
    return {one.name: getattr(params, one.name) for one in fields(params)}


def _field(default: D, kind: Kind, about: str) -> D:
    return field(default=default, metadata={"kind": kind, "about": about})


def _quoted(given: object) -> str:
    shown = repr(given)
    return shown if len(shown) <= 40 else f"{shown[:37]}..."


def _count(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _items(given: object, separator: str, range_: str) -> list[object]:
    """The parts of a text or a list; one number alone is a list of one."""
    if isinstance(given, str):
        return [part.strip() for part in given.split(separator)]
    if isinstance(given, int | float) and not isinstance(given, bool):
        return [given]
    if isinstance(given, list | tuple):
        return cast(list[object], list(given))
    raise Refused(f"{_quoted(given)} is not {range_}")

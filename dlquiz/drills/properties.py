"""What a solution must keep: each property has a name, and a message a person can act on.

They are checked one after the other up to the first that fails: what comes behind would only
repeat it. The right answers are the reference's, computed here and not where the code runs.
"""

import ast
import inspect
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from dlquiz import reference
from dlquiz.deck.cards import Code
from dlquiz.deck.expressions import evaluate
from dlquiz.deck.given import draw
from dlquiz.drills.comparison import difference, shape_of, small
from dlquiz.drills.sandbox import Ran, Reply, Seed, run

SEEDS = 20
_SLOW = 20  # times the reference, from which on a loop is pointed out


class Property(NamedTuple):
    """A property, whether it holds, and what there is to say about it."""

    name: str
    holds: bool
    message: str = ""


class Case(NamedTuple):
    """A call to make: the values drawn for it and its arguments; `edge` is its place among them."""

    values: Mapping[str, Any]
    arguments: tuple[Any, ...]
    edge: int | None = None


def check(card: Code, source: str, seeds: int = SEEDS, *, trusted: bool = False) -> list[Property]:
    """The properties in order, up to the first that fails; `trusted` code may use dlquiz."""
    found = []
    for one in _checked(card, source, seeds, trusted=trusted):
        found.append(one)
        if not one.holds:
            break
    return found


def passed(properties: Sequence[Property]) -> bool:
    return all(one.holds for one in properties)


def _checked(card: Code, source: str, seeds: int, *, trusted: bool) -> Iterator[Property]:
    if not trusted:
        yield _signature(card, source)
    cases = cases_of(card, seeds)
    calls = [case.arguments for case in (*cases, cases[0])]
    ran = run(source, card.function, calls, trusted=trusted)
    yield _runs(ran, cases)
    right = [expected(card, case) for case in cases]
    replies = ran.replies
    drawn = [i for i, case in enumerate(cases) if case.edge is None]
    edges = [i for i, case in enumerate(cases) if case.edge is not None]
    if card.compare:
        yield _shapes(card, cases, replies, right, drawn)
        yield _values("values", card, cases, replies, right, drawn)
        if edges:
            yield _values("edges", card, cases, replies, right, edges)
    for one in card.holds:
        yield _holds(card, one.name, one.expression, one.say, cases, replies)
    yield _mutation(card, cases, replies)
    yield _determinism(card, cases, replies)
    yield _speed(card, source, cases, replies)


def cases_of(card: Code, seeds: int) -> list[Case]:
    """The calls: with fresh values for each seed, then the edge cases."""
    drawn = [draw(card.given, seed) for seed in range(seeds if card.given else 1)]
    calls = [Case(values, _arguments(card.arguments, values)) for values in drawn]
    edges = [
        Case({}, _arguments(arguments, drawn[0]), edge) for edge, arguments in enumerate(card.edges)
    ]
    return [*calls, *edges]


def _arguments(expressions: Sequence[str], values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(_argument(expression, values) for expression in expressions)


def _argument(expression: str, values: Mapping[str, Any]) -> Any:
    if expression.startswith("generator("):
        return Seed(int(evaluate(expression[len("generator(") : -1], values)))
    value = evaluate(expression, values)
    if value == []:  # what comes back as lists has lost the shape of what is empty
        return np.zeros([int(size) for size in evaluate(f"array(shape({expression}))", values)])
    return np.asarray(value, float) if isinstance(value, list) else value


def expected(card: Code, case: Case) -> Any:
    """What the reference gives; None where it refuses the arguments."""
    function = getattr(reference, card.function)
    arguments = [_fresh(argument) for argument in case.arguments]
    with np.errstate(all="ignore"):
        result = function(*arguments)
        return list(result) if isinstance(result, Iterator) else result


def _fresh(argument: Any) -> Any:
    if isinstance(argument, Seed):
        return np.random.default_rng(argument.seed)
    return argument.copy() if isinstance(argument, np.ndarray) else argument


def _signature(card: Code, source: str) -> Property:
    wanted = [*inspect.signature(getattr(reference, card.function)).parameters]
    shown = f"def {card.function}({', '.join(wanted)})"
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = f"line {error.lineno}: " if isinstance(error, SyntaxError) and error.lineno else ""
        reason = error.msg if isinstance(error, SyntaxError) else str(error)
        return Property("signature", False, f"{line}this is not Python: {reason}")
    found = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name == card.function
    ]
    if not found:
        return Property("signature", False, f"there is no function `{shown}`")
    given = found[-1].args
    if given.vararg is None and len(given.posonlyargs) + len(given.args) < len(card.arguments):
        return Property("signature", False, f"the function takes too few arguments: `{shown}`")
    return Property("signature", True)


def _runs(ran: Ran, cases: Sequence[Case]) -> Property:
    if ran.trouble:
        return Property("runs", False, ran.trouble)
    for case, reply in zip(cases, ran.replies, strict=False):
        if reply.trouble and case.edge is None:
            return Property("runs", False, f"{reply.trouble}\n{_called(case)}")
    return Property("runs", True)


def _shapes(
    card: Code, cases: Sequence[Case], replies: Sequence[Reply], right: Sequence[Any], of: list[int]
) -> Property:
    for i in of:
        got, wanted = shape_of(replies[i].result), shape_of(right[i])
        if got != wanted:
            message = f"it returns {got}, and should return {wanted}\n{_called(cases[i])}"
            return Property("shapes", False, message)
    return Property("shapes", True)


def _values(
    name: str,
    card: Code,
    cases: Sequence[Case],
    replies: Sequence[Reply],
    right: Sequence[Any],
    of: list[int],
) -> Property:
    for i in of:
        if replies[i].trouble:
            return Property(name, False, f"{replies[i].trouble}\n{_called(cases[i])}")
        wrong = difference(replies[i].result, right[i])
        if wrong:
            lines = [wrong, _called(cases[i])]
            lines += [f"expected {small(right[i])}", f"got      {small(replies[i].result)}"]
            return Property(name, False, "\n".join(lines))
    return Property(name, True)


def _holds(
    card: Code,
    name: str,
    expression: str,
    say: str,
    cases: Sequence[Case],
    replies: Sequence[Reply],
) -> Property:
    for case, reply in zip(cases, replies, strict=False):
        if case.edge is None:
            values = {**case.values, "result": _listed(reply.result)}
            if evaluate(expression, values) is not True:
                return Property(name, False, f"{say}\n{_called(case)}\ngot {small(reply.result)}")
    return Property(name, True)


def _mutation(card: Code, cases: Sequence[Case], replies: Sequence[Reply]) -> Property:
    for case, reply in zip(cases, replies, strict=False):
        for place, (before, after) in enumerate(zip(case.arguments, reply.left, strict=False)):
            if isinstance(before, np.ndarray) and difference(after, before):
                message = f"it changes its argument number {place + 1}: work on a copy"
                return Property("mutation", False, f"{message}\n{_called(case)}")
    return Property("mutation", True)


def _determinism(card: Code, cases: Sequence[Case], replies: Sequence[Reply]) -> Property:
    first, again = replies[0].result, replies[-1].result
    if difference(again, first):
        message = "called twice with the same arguments it gives two results"
        return Property("determinism", False, f"{message}\n{_called(cases[0])}")
    return Property("determinism", True)


def _speed(card: Code, source: str, cases: Sequence[Case], replies: Sequence[Reply]) -> Property:
    """A remark alone: being slow is no failure."""
    loops = any(isinstance(node, ast.For | ast.While) for node in ast.walk(ast.parse(source)))
    own = inspect.getsource(getattr(reference, card.function))
    ratio = _ratio(card, cases, replies)
    remark = f"{ratio:.1f} × the time of the reference"
    if loops and "for " not in own and ratio > _SLOW:
        remark += "; a Python loop over elements is what takes long"
    return Property("speed", True, remark)


def _ratio(card: Code, cases: Sequence[Case], replies: Sequence[Reply]) -> float:
    import time

    begun = time.perf_counter()
    for case in cases:
        expected(card, case)
    own = time.perf_counter() - begun
    return sum(reply.seconds for reply in replies[: len(cases)]) / max(own, 1e-9)


def _called(case: Case) -> str:
    """The arguments of a call, small."""
    shown = ", ".join(
        f"generator({a.seed})" if isinstance(a, Seed) else small(a) for a in case.arguments
    )
    return f"with ({shown})"


def _listed(result: Any) -> Any:
    if isinstance(result, np.ndarray | np.generic):
        return result.tolist()
    return [_listed(item) for item in result] if isinstance(result, tuple | list) else result

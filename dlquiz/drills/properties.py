"""What a solution must keep: each property has a name, and a message a person can act on.

They are checked one after the other up to the first that fails: what comes behind would only
repeat it. The right answers are the reference's, computed here and not where the code runs.
"""

import ast
import inspect
import warnings
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from dlquiz import reference
from dlquiz.deck.cards import Code, Holds
from dlquiz.deck.expressions import evaluate_all
from dlquiz.drills.cases import Case, Exam, called, exam, parameters
from dlquiz.drills.comparison import TOLERANCE_IN_WORDS, difference, is_numeric, shape_of, small
from dlquiz.drills.sandbox import (
    NOT_WRITTEN,
    SECONDS,
    Ran,
    Reply,
    Seed,
    Solution,
    run,
    run_all,
)

_SLOW = 20  # times the reference, from which on a loop is pointed out

Pair = tuple[Case, Reply]


class Property(NamedTuple):
    """A property, whether it holds, and what there is to say about it."""

    name: str
    holds: bool
    message: str = ""


def check(card: Code, source: str, seconds: int = SECONDS) -> list[Property]:
    """The properties in order, up to the first that fails."""
    signature = _signature(card, source)
    if not signature.holds:
        return [signature]
    drawn = exam(card)
    ran = run(Solution(source, drawn.calls), card.function, seconds)
    return [signature, *_up_to_failure(_judged(drawn, source, ran))]


def prove(drawn: Exam, sources: Sequence[str], seeds: int) -> list[list[Property]]:
    """The properties of the reference in all its cases, then of each source with fewer seeds."""
    card, few = drawn.card, drawn.with_seeds(seeds)
    own = f"from dlquiz.reference import {card.function}\n"
    solutions = [Solution(own, drawn.calls, trusted=True)]
    solutions += [Solution(source, few.calls) for source in sources]
    first, *others = run_all(solutions, card.function)
    found = [_up_to_failure(_judged(drawn, own, first))]
    for source, ran in zip(sources, others, strict=True):
        signature = _signature(card, source)
        rest = _up_to_failure(_judged(few, source, ran)) if signature.holds else []
        found.append([signature, *rest])
    return found


def is_unwritten(properties: Sequence[Property]) -> bool:
    """Whether it is the stub that was checked, or code that says of itself that it is none."""
    last = properties[-1]
    return last.name == "runs" and last.message == NOT_WRITTEN


def _up_to_failure(properties: Iterator[Property]) -> list[Property]:
    found = []
    for one in properties:
        found.append(one)
        if not one.holds:
            break
    return found


def _judged(exam: Exam, source: str, ran: Ran) -> Iterator[Property]:
    """Every property but the signature; none is computed before those ahead of it hold."""
    card = exam.card
    if ran.printed.strip():
        yield Property("prints", True, ran.printed.rstrip())
    yield _runs(card, ran, exam.cases)
    pairs = list(zip(exam.cases, ran.replies, strict=False))
    drawn = [pair for pair in pairs if not pair[0].is_edge]
    edges = [pair for pair in pairs if pair[0].is_edge]
    yield _shapes(card, drawn)
    if card.compare:
        yield _values("values", card, drawn, f"{_count(drawn)}, {TOLERANCE_IN_WORDS}")
    if edges:
        yield _values("edges", card, edges, _count(edges))
    values = [{**case.values, "result": _listed(reply.result)} for case, reply in drawn]
    for one in card.holds:
        yield _holds(card, one, drawn, values)
    yield _mutation(card, pairs)
    yield _determinism(card, exam.cases[0], ran.replies[0], ran.replies[-1])
    yield _speed(card, source, pairs)


def _count(pairs: Sequence[Pair]) -> str:
    return "one input" if len(pairs) == 1 else f"{len(pairs)} inputs"


def _signature(card: Code, source: str) -> Property:
    shown = f"def {card.function}({', '.join(parameters(card.function))})"
    try:
        tree = _tree(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = f"line {error.lineno}: " if isinstance(error, SyntaxError) and error.lineno else ""
        reason = error.msg if isinstance(error, SyntaxError) else str(error)
        return Property("signature", False, f"{line}this is not Python: {reason}")
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    found = [node.args for node in functions if node.name == card.function]
    if not found:
        return Property("signature", False, f"there is no function `{shown}`")
    given = len(found[-1].posonlyargs) + len(found[-1].args)
    if found[-1].vararg is None and given < len(card.arguments):
        return Property("signature", False, f"the function takes too few arguments: `{shown}`")
    if given - len(found[-1].defaults) > len(card.arguments):
        return Property("signature", False, f"the function takes too many arguments: `{shown}`")
    return Property("signature", True)


def _tree(source: str) -> ast.Module:
    with warnings.catch_warnings():  # they are about style
        warnings.simplefilter("ignore")
        return ast.parse(source)


def _runs(card: Code, ran: Ran, cases: Sequence[Case]) -> Property:
    if ran.trouble:
        return Property("runs", False, ran.trouble)
    for case, reply in zip(cases, ran.replies, strict=False):
        if reply.trouble == NOT_WRITTEN:
            return Property("runs", False, NOT_WRITTEN)
        if reply.trouble and not case.is_edge:
            return _failed("runs", card, case, reply.trouble)
    return Property("runs", True)


def _shapes(card: Code, pairs: Sequence[Pair]) -> Property:
    for case, reply in pairs:
        got, wanted = shape_of(reply.result), shape_of(case.right)
        if card.compare and got != wanted and (wrong := difference(reply.result, case.right)):
            return _failed("shapes", card, case, wrong)
        if not card.compare and not _is_made_of_numbers(reply.result):
            return _failed("shapes", card, case, f"it gives {got}, and should give {wanted}")
    return Property("shapes", True, shape_of(pairs[-1][0].right) if card.compare else "")


def _is_made_of_numbers(result: Any) -> bool:
    if isinstance(result, tuple):
        return all(_is_made_of_numbers(item) for item in result)
    return is_numeric(result)


def _values(name: str, card: Code, pairs: Sequence[Pair], remark: str) -> Property:
    for case, reply in pairs:
        if reply.trouble:
            return _failed(name, card, case, reply.trouble)
        wrong = difference(reply.result, case.right) if card.compare else ""
        if wrong:
            both = (f"expected {small(case.right)}", f"got      {small(reply.result)}")
            return _failed(name, card, case, wrong, *both)
    return Property(name, True, remark)


def _holds(
    card: Code, wanted: Holds, pairs: Sequence[Pair], draws: Sequence[dict[str, Any]]
) -> Property:
    values, error = evaluate_all(wanted.expression, draws)
    for (case, reply), value in zip(pairs, values, strict=False):
        if value is not True:
            return _failed(wanted.name, card, case, wanted.say, f"got {small(reply.result)}")
    if error is not None:
        case, reply = pairs[len(values)]
        more = (f"got {small(reply.result)}", f"which cannot be checked: {error.what}")
        return _failed(wanted.name, card, case, wanted.say, *more)
    return Property(wanted.name, True)


def _mutation(card: Code, pairs: Sequence[Pair]) -> Property:
    names = parameters(card.function)
    for case, reply in pairs:
        for place, (before, after) in enumerate(zip(case.arguments, reply.left, strict=False)):
            if isinstance(before, np.ndarray) and difference(after, before):
                message = f"it changes its argument `{names[place]}`: work on a copy"
                return _failed("mutation", card, case, message)
    return Property("mutation", True, "the arguments stay as they are")


def _determinism(card: Code, case: Case, first: Reply, again: Reply) -> Property:
    if again.trouble:
        return _failed("determinism", card, case, f"the second time: {again.trouble}")
    if difference(again.result, first.result):
        drawn = any(isinstance(argument, Seed) for argument in case.arguments)
        remedy = ": draw from the generator it is given" if drawn else ""
        message = f"called twice with the same arguments it gives two results{remedy}"
        return _failed("determinism", card, case, message)
    return Property("determinism", True)


def _speed(card: Code, source: str, pairs: Sequence[Pair]) -> Property:
    """A remark alone: being slow is no failure."""
    taken = median(reply.seconds for _, reply in pairs)
    ratio = taken / max(median(case.seconds for case, _ in pairs), 1e-9)
    remark = f"{ratio:.1f} × the time of the reference"
    loops, own = _loops(source), _loops(inspect.getsource(getattr(reference, card.function)))
    if loops and not own and ratio > _SLOW:
        remark += f"; what takes long is the Python loop in line {loops[0]}"
    return Property("speed", True, remark)


def _loops(source: str) -> list[int]:
    """The lines with a loop in Python, comprehensions too."""
    nodes = ast.walk(_tree(source))
    loops = [node for node in nodes if isinstance(node, ast.For | ast.While | ast.comprehension)]
    return [node.test.lineno if isinstance(node, ast.While) else node.iter.lineno for node in loops]


def _failed(name: str, card: Code, case: Case, message: str, *more: str) -> Property:
    lines = (message, called(card.function, case.arguments), *more)
    return Property(name, False, "\n".join(lines))


def _listed(result: Any) -> Any:
    if isinstance(result, np.ndarray | np.generic):
        return result.tolist()
    return [_listed(item) for item in result] if isinstance(result, tuple | list) else result

"""The calls that a solution is checked with, and what the reference gives for each."""

import inspect
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from dlquiz import reference
from dlquiz.deck.cards import Code
from dlquiz.deck.expressions import evaluate, evaluate_all
from dlquiz.deck.given import draw
from dlquiz.drills.comparison import small
from dlquiz.drills.functions import Function, function_named
from dlquiz.drills.sandbox import Seed
from dlquiz.errors import UserError

SEEDS = 20
_GENERATOR, _FUNCTION = "generator(", "function("


class Case(NamedTuple):
    """A call: the values drawn for it, its arguments, and what is right; edges come last."""

    values: Mapping[str, Any]
    arguments: tuple[Any, ...]
    right: Any
    seconds: float
    is_edge: bool


class Exam(NamedTuple):
    """A drill with its calls; the first is made once more at the end."""

    card: Code
    cases: tuple[Case, ...]

    @property
    def calls(self) -> list[tuple[Any, ...]]:
        return [case.arguments for case in (*self.cases, self.cases[0])]

    def with_seeds(self, most: int) -> "Exam":
        """The same with fewer of the calls whose values are drawn."""
        drawn = [case for case in self.cases if not case.is_edge]
        edges = [case for case in self.cases if case.is_edge]
        return self._replace(cases=(*drawn[:most], *edges))


def exam(card: Code, seeds: int = SEEDS) -> Exam:
    """Draws the values and asks the reference. Raises `UserError` where that cannot be done."""
    drawn = [draw(card.given, seed) for seed in range(seeds if card.given else 1)]
    usual = zip(drawn, _arguments(card.arguments, drawn), strict=True)
    edges = ((drawn[0], next(_arguments(edge, drawn[:1]))) for edge in card.edges)
    calls = [(values, arguments, False) for values, arguments in usual]
    calls += [(values, arguments, True) for values, arguments in edges]
    return Exam(card, tuple(_case(card, *call) for call in calls))


def _case(card: Code, values: Mapping[str, Any], arguments: tuple[Any, ...], edge: bool) -> Case:
    function = getattr(reference, card.function)
    own = [_fresh(argument) for argument in arguments]
    begun = time.perf_counter()
    try:
        with np.errstate(all="ignore"):
            right = function(*own)
    except Exception as error:
        refused = f"the reference refuses {called(card.function, arguments)}: {error}"
        raise UserError(refused) from error
    seconds = time.perf_counter() - begun
    right = list(right) if isinstance(right, Iterator) else right
    return Case(values, arguments, right, seconds, edge)


def _arguments(
    expressions: Sequence[str], draws: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[Any, ...]]:
    """The arguments for each draw; an expression is computed for all draws in one go."""
    return zip(*(_values(expression, draws) for expression in expressions), strict=True)


def _values(expression: str, draws: Sequence[Mapping[str, Any]]) -> list[Any]:
    if expression.startswith(_GENERATOR):
        seeds = _computed(expression[len(_GENERATOR) : -1], draws)
        return [Seed(int(seed)) for seed in seeds]
    if expression.startswith(_FUNCTION):
        return [function_named(expression[len(_FUNCTION) : -1].strip())] * len(draws)
    computed = zip(_computed(expression, draws), draws, strict=True)
    return [_argument(expression, value, values) for value, values in computed]


def _computed(expression: str, draws: Sequence[Mapping[str, Any]]) -> list[Any]:
    values, error = evaluate_all(expression, draws)
    if error is not None:
        raise error
    return values


def _argument(expression: str, value: Any, values: Mapping[str, Any]) -> Any:
    if value == []:  # what comes back as lists has lost the shape of what is empty
        return np.zeros([int(size) for size in evaluate(f"array(shape({expression}))", values)])
    return np.asarray(value, float) if isinstance(value, list) else value


def _fresh(argument: Any) -> Any:
    if isinstance(argument, Seed):
        return np.random.default_rng(argument.seed)
    if isinstance(argument, Function):
        return argument.made()
    return argument.copy() if isinstance(argument, np.ndarray) else argument


def parameters(function: str) -> list[str]:
    """The names of a reference's parameters."""
    return [*inspect.signature(getattr(reference, function)).parameters]


def called(function: str, arguments: Sequence[Any]) -> str:
    """A call as a message shows it: the names of the arguments, and their values small."""
    shown = map(_shown, arguments)
    named = chain(parameters(function), (f"argument {n}" for n in range(1, 100)))
    pairs = (f"{name} = {value}" for name, value in zip(named, shown, strict=False))
    return f"{function}({', '.join(pairs)})"


def _shown(argument: Any) -> str:
    if isinstance(argument, Function):
        return argument.source
    return f"generator({argument.seed})" if isinstance(argument, Seed) else small(argument)

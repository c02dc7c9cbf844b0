"""Executes a card's answer and its proof, with fresh values many times over."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from dlquiz import reference
from dlquiz.deck.cards import Numeric
from dlquiz.deck.expressions import ExpressionError, evaluate_all, names
from dlquiz.deck.given import GivenError, Value, draw
from dlquiz.deck.nodes import Node
from dlquiz.deck.problems import Flaw, brief
from dlquiz.deck.rules import inside
from dlquiz.errors import UserError

ANSWER_SEEDS = 100
PROOF_SEEDS = 20

Draw = dict[str, Value]


@dataclass
class Tally:
    """What was executed."""

    answers: int = 0
    proofs: int = 0
    formulas: int = 0
    demos: int = 0
    drills: int = 0

    def add(self, other: "Tally") -> None:
        """Counts in what another has counted."""
        for name, number in asdict(other).items():
            setattr(self, name, getattr(self, name) + number)

    def as_json(self) -> dict[str, int]:
        return asdict(self)


def answer_flaws(card: Numeric, node: Node, tolerance: Node, tally: Tally) -> Iterator[Flaw]:
    """That an answer fails, is no number a person can type, or is met by any guess."""
    answers: list[float] = []
    for result in _results(card.answer, card.given, ANSWER_SEEDS):
        if fault := _fault(result, card.answer, node) or _no_number(result, node):
            yield fault
            return
        answers.append(result.value)
    tally.answers += len(answers)
    spread = max(answers) - min(answers)
    wide = widest(card.tolerance, answers)
    if len(answers) > 1 and wide >= spread:
        yield tolerance.flaw(
            f"a tolerance of {wide:.4g} is as wide as the spread of the answers, {spread:.4g}",
            "narrow it, or draw values whose answers differ more",
        )


def proof_flaws(given: Mapping[str, str], proof: str, node: Node, tally: Tally) -> Iterator[Flaw]:
    """That a proof fails, is false, or says nothing about the reference."""
    if not names(proof) & set(reference.__all__):
        yield node.flaw("a proof that uses no reference function proves nothing", "use one")
        return
    for result in _results(proof, given, PROOF_SEEDS):
        if fault := _fault(result, proof, node) or _no_truth(result, node):
            yield fault
            return
    tally.proofs += 1


class Result(NamedTuple):
    """What one draw led to: a value, or an error."""

    values: Draw
    value: Any = None
    error: UserError | None = None

    @property
    def given(self) -> str:
        """The values that led to it, for the end of a message."""
        shown = ", ".join(f"{name} = {value}" for name, value in self.values.items())
        return f" with {shown if len(shown) <= 120 else shown[:119] + '…'}" if shown else ""


def _results(text: str, given: Mapping[str, str], seeds: int) -> Iterator[Result]:
    """The results of all draws, up to the first that fails."""
    try:
        draws = draws_of(given, seeds)
    except GivenError as error:
        yield Result({}, error=error)
        return
    values, failure = evaluate_all(text, draws)
    for drawn, value in zip(draws, values, strict=False):
        yield Result(drawn, value)
    if failure is not None:
        yield Result(draws[len(values)], error=failure)


def draws_of(given: Mapping[str, str], seeds: int) -> list[Draw]:
    """What the generators draw with many seeds; one empty draw where there are none."""
    return [draw(given, seed) for seed in range(seeds if given else 1)]


def expression_fault(error: UserError, given: str, text: str, node: Node) -> Flaw:
    """Why an expression cannot be computed, at its column; `given` is the draw in words."""
    column = error.column if isinstance(error, ExpressionError) else 1
    return inside(node, text, column, f"{brief(text)}: {error.what}{given}", error.remedy)


def _fault(result: Result, text: str, node: Node) -> Flaw | None:
    if result.error is None:
        return None
    return expression_fault(result.error, result.given, text, node)


def _no_number(result: Result, node: Node) -> Flaw | None:
    answer = result.value
    if isinstance(answer, list):
        return node.flaw("the answer is not one number", "take one of its values by [0], [1] …")
    if isinstance(answer, bool):
        return node.flaw("the answer is true or false", "ask for a number, or make it a claim")
    if not math.isfinite(answer):
        return node.flaw(f"the answer is {answer}{result.given}", "narrow what `given` draws")
    return None


def _no_truth(result: Result, node: Node) -> Flaw | None:
    if not isinstance(result.value, bool):
        return node.flaw("a proof must come out true or false", "compare with == or allclose")
    if not result.value:
        return node.flaw(f"the proof is false{result.given}", "mend the card or its proof")
    return None


def widest(tolerance: float | str, answers: list[float]) -> float:
    """The largest distance that a tolerance allows around any of the answers."""
    if isinstance(tolerance, str):
        return float(tolerance.rstrip("% ")) / 100 * max(map(abs, answers))
    return float(tolerance)

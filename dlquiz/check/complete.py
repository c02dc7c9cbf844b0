"""Executes a formula with a hole: one filling comes to what the reference says, the others not."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from dlquiz import reference
from dlquiz.check.execution import PROOF_SEEDS, Draw, Result, Tally, draws_of, expression_fault
from dlquiz.deck.cards import Complete, Filling
from dlquiz.deck.expressions import evaluate_all, names
from dlquiz.deck.nodes import Node
from dlquiz.deck.problems import Flaw


def complete_flaws(card: Complete, node: Node, tally: Tally) -> Iterator[Flaw]:
    """That the right filling does not come to the answer, or that a wrong one does."""
    if not names(card.answer) & set(reference.__all__):
        yield node.at("answer").flaw("an answer that uses no reference function", "use one")
        return
    draws = draws_of(card.given, PROOF_SEEDS)
    try:
        answers = _computed(card.answer, draws, node.at("answer"))
    except _Failed as failure:
        yield failure.flaw
        return
    tally.answers += len(answers)
    for place, filling in enumerate(card.fillings):
        try:
            yield from _filling_flaws(card, filling, node, place, draws, answers)
        except _Failed as failure:
            yield failure.flaw


def _filling_flaws(
    card: Complete, filling: Filling, node: Node, place: int, draws: list[Draw], answers: list[Any]
) -> Iterator[Flaw]:
    where = node.at("fillings", place, "code")
    holes = _computed(filling.code, draws, where)
    filled = [{**values, "hole": hole} for values, hole in zip(draws, holes, strict=True)]
    try:
        results = _computed(card.code, filled, node.at("code"))
    except _Failed:
        if filling.right:
            raise
        return  # a factor whose shape does not fit is wrong enough
    for values, answer, result in zip(draws, answers, results, strict=True):
        if _same(result, answer) != filling.right:
            given = Result(values).given
            what = f"comes to {_brief(result)}, and the answer is {_brief(answer)}{given}"
            remedy = "mend it" if filling.right else "draw values with which it does not"
            yield where.flaw(what, remedy)
            return


class _Failed(Exception):
    """An expression that cannot be computed with some draw."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


def _computed(text: str, draws: list[Draw], node: Node) -> list[Any]:
    results, error = evaluate_all(text, draws)
    if error is not None:
        raise _Failed(expression_fault(error, Result(draws[len(results)]).given, text, node))
    return results


def _same(result: Any, answer: Any) -> bool:
    """Whether two results are equal but for rounding; a different shape is a different result."""
    a, b = np.asarray(result, dtype=float), np.asarray(answer, dtype=float)
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=1e-7, atol=1e-12))


def _brief(result: Any) -> str:
    return np.array2string(np.asarray(result, dtype=float), precision=4, separator=", ")

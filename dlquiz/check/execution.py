"""Executes a card: its numeric answer with many seeds, its proof, its reference and its demo."""

import math
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from dlquiz import reference
from dlquiz.deck.cards import Card, Claim, DemoLink, MultipleChoice, Numeric
from dlquiz.deck.expressions import ExpressionError, evaluate, names
from dlquiz.deck.given import GivenError, Value, draw
from dlquiz.deck.nodes import Node
from dlquiz.deck.problems import Flaw, brief
from dlquiz.deck.rules import inside
from dlquiz.demos import DEMOS, load
from dlquiz.demos.parameters import parse
from dlquiz.errors import UserError, unknown

ANSWER_SEEDS = 100
PROOF_SEEDS = 20
_LEFT_OVER = re.compile(r"\{([A-Za-z_]\w*)\}")
_MATHEMATICS = re.compile(r"\$[^$]*\$")


@dataclass
class Tally:
    """What was executed."""

    answers: int = 0
    proofs: int = 0
    formulas: int = 0
    demos: int = 0

    def as_json(self) -> dict[str, int]:
        return asdict(self)


def card_flaws(card: Card, node: Node, tally: Tally) -> Iterator[Flaw]:
    """Everything about a card that only shows when it is executed."""
    yield from _unfilled(card, node)
    if isinstance(card, Numeric):
        yield from _answer_flaws(card, node.at("answer"), node.at("tolerance"), tally)
    if card.proof is not None:
        yield from _proof_flaws(card, card.proof, node.at("proof"), tally)
    elif isinstance(card, Claim) and not card.sources:
        yield node.at("claim").flaw(
            "a claim without a proof", "add `proof:`, or `sources:` where it cannot be executed"
        )
    if isinstance(card, MultipleChoice):
        yield from _unexplained(card, node)
    if card.reference is not None:
        yield from reference_flaws(card.reference, node.at("reference"))
    if card.demo is not None:
        yield from _demo_link_flaws(card, card.demo, node.at("demo"), tally)


def reference_flaws(name: str, node: Node) -> Iterator[Flaw]:
    """That the reference has no function of this name."""
    if name not in reference.__all__:
        error = unknown("reference", name, reference.__all__)
        yield node.flaw(error.what, error.remedy)


def _unexplained(card: MultipleChoice, node: Node) -> Iterator[Flaw]:
    for place, choice in enumerate(card.choices):
        if not choice.right and choice.why is None:
            where = node.at("choices", place)
            yield where.flaw("a wrong option that does not say why", "add `why:` to it")


def _unfilled(card: Card, node: Node) -> Iterator[Flaw]:
    """Names in braces that no `given` value fills, in a card that has such values."""
    if not card.given:
        return
    for key, value in node.pairs:
        if key.text in ("ask", "answer", "claim", "explain", "hint") and value.text:
            for name in _LEFT_OVER.findall(_MATHEMATICS.sub("", value.text)):
                if name not in card.given:
                    known = ", ".join(card.given)
                    yield value.flaw(f"`{{{name}}}` is no value of this card", f"it has {known}")


def _answer_flaws(card: Numeric, node: Node, tolerance: Node, tally: Tally) -> Iterator[Flaw]:
    answers = []
    for seed in range(ANSWER_SEEDS if card.given else 1):
        try:
            values = draw(card.given, seed)
            answers.append(_real(evaluate(card.answer, values), values))
        except (ExpressionError, GivenError) as error:
            yield _expression_flaw(node, card.answer, error)
            return
    tally.answers += len(answers)
    spread = max(answers) - min(answers)
    wide = _widest(card.tolerance, answers)
    if len(answers) > 1 and wide >= spread:
        yield tolerance.flaw(
            f"a tolerance of {wide:.4g} is as wide as the spread of the answers, {spread:.4g}",
            "narrow it, or draw values whose answers differ more",
        )


def _real(answer: Any, values: dict[str, Value]) -> float:
    """The answer as a number a person can type. Raises `ExpressionError` for any other."""
    with_values = f" with {_shown(values)}" if values else ""
    if isinstance(answer, bool | np.bool_) or np.ndim(answer) or not np.isrealobj(answer):
        raise ExpressionError(f"the answer is not one number{with_values}", remedy="index it")
    try:
        number = float(answer)
    except (TypeError, ValueError):
        raise ExpressionError(f"the answer is not a number{with_values}") from None
    if not math.isfinite(number):
        raise ExpressionError(f"the answer is {number}{with_values}", remedy="narrow `given`")
    return number


def _shown(values: dict[str, Value]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in values.items())[:120]


def _widest(tolerance: float | str, answers: list[float]) -> float:
    if isinstance(tolerance, str):
        return float(tolerance.rstrip("% ")) / 100 * max(map(abs, answers))
    return float(tolerance)


def _proof_flaws(card: Card, proof: str, node: Node, tally: Tally) -> Iterator[Flaw]:
    if not names(proof) & set(reference.__all__):
        yield node.flaw("a proof that uses no reference function proves nothing", "use one")
        return
    for seed in range(PROOF_SEEDS if card.given else 1):
        try:
            values = draw(card.given, seed)
            result = evaluate(proof, values)
        except (ExpressionError, GivenError) as error:
            yield _expression_flaw(node, proof, error)
            return
        if np.ndim(result) or not isinstance(result, bool | np.bool_):
            yield node.flaw("a proof must come out true or false", "compare with == or allclose")
            return
        if not result:
            with_values = f" with {_shown(values)}" if values else ""
            yield node.flaw(f"the proof is false{with_values}", "mend the card or its proof")
            return
    tally.proofs += 1


def _expression_flaw(node: Node, text: str, error: UserError) -> Flaw:
    column = error.column if isinstance(error, ExpressionError) else 1
    return inside(node, text, column, f"{brief(text)}: {error.what}", error.remedy)


def _demo_link_flaws(card: Card, demo: str | DemoLink, node: Node, tally: Tally) -> Iterator[Flaw]:
    link = DemoLink(name=demo) if isinstance(demo, str) else demo
    given = draw(card.given, 0)
    raw = {
        name: given.get(value, value) if isinstance(value, str) else value
        for name, value in link.with_.items()
    }
    yield from demo_flaws(link.name, raw, node, tally)


def demo_flaws(name: str, raw: dict[str, Any], node: Node, tally: Tally) -> Iterator[Flaw]:
    """That a demo does not exist, refuses these parameters, or yields nothing."""
    if name not in DEMOS:
        error = unknown("demo", name, DEMOS)
        yield node.flaw(error.what, error.remedy)
        return
    demo = load(name)
    try:
        frames = sum(1 for _ in demo.run(parse(demo.parameters, raw)))
    except UserError as error:
        yield node.flaw(
            f"the demo {name} refuses {error.where or 'this'}: {error.what}", error.remedy
        )
        return
    tally.demos += 1
    if frames == 0:
        yield node.flaw(f"the demo {name} shows nothing", "give it other values")

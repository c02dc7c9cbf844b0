"""Everything about one card that only shows when it is executed or read as a whole."""

from collections.abc import Iterator, Sequence

from dlquiz.check.complete import complete_flaws
from dlquiz.check.demos import Demos
from dlquiz.check.drills import drill_flaws
from dlquiz.check.execution import Tally, answer_flaws, proof_flaws
from dlquiz.check.links import reference_flaws
from dlquiz.check.runs import bug_flaws, trace_flaws
from dlquiz.check.values import value_flaws
from dlquiz.deck.cards import (
    Bug,
    Card,
    Choice,
    Claim,
    Code,
    Complete,
    Filling,
    MultipleChoice,
    Numeric,
    Trace,
)
from dlquiz.deck.nodes import Node
from dlquiz.deck.problems import Flaw


def card_flaws(card: Card, node: Node, demos: Demos, tally: Tally) -> Iterator[Flaw]:
    """Its values, answer, proof, options, reference and demo, each flaw at its field."""
    yield from value_flaws(card, node)
    match card:
        case Numeric():
            yield from answer_flaws(card, node.at("answer"), node.at("tolerance"), tally)
        case Complete():
            yield from complete_flaws(card, node, tally)
        case Bug():
            yield from bug_flaws(card, node, demos)
        case Code():
            yield from drill_flaws(card, node, tally)
    if card.proof is not None:
        yield from proof_flaws(card.given, card.proof, node.at("proof"), tally)
    elif isinstance(card, Claim) and not card.sources:
        yield node.at("claim").flaw(
            "a claim without a proof", "add `proof:`, or `sources:` where it cannot be executed"
        )
    if isinstance(card, MultipleChoice | Bug):
        yield from _unexplained(card.choices, node.at("choices"))
    if isinstance(card, Complete):
        yield from _unexplained(card.fillings, node.at("fillings"))
    if card.reference is not None:
        yield from reference_flaws(card.reference, node.at("reference"))
    broken = [*demos.linked(card, node)]
    yield from broken
    if isinstance(card, Trace) and not broken:
        yield from trace_flaws(card, node, demos)


def _unexplained(options: Sequence[Choice | Filling], node: Node) -> Iterator[Flaw]:
    for place, option in enumerate(options):
        if not option.right and option.why is None:
            yield node.at(place).flaw("a wrong option that does not say why", "add `why:` to it")
    if all(option.right for option in options):
        yield node.at(0).flaw("every option is right", "add one that is wrong")

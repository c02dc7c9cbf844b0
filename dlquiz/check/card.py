"""Everything about one card that only shows when it is executed or read as a whole."""

from collections.abc import Iterator

from dlquiz.check.demos import Demos
from dlquiz.check.execution import Tally, answer_flaws, proof_flaws
from dlquiz.check.links import reference_flaws
from dlquiz.check.values import value_flaws
from dlquiz.deck.cards import Card, Claim, MultipleChoice, Numeric
from dlquiz.deck.nodes import Node
from dlquiz.deck.problems import Flaw


def card_flaws(card: Card, node: Node, demos: Demos, tally: Tally) -> Iterator[Flaw]:
    """Its values, answer, proof, options, reference and demo, each flaw at its field."""
    yield from value_flaws(card, node)
    if isinstance(card, Numeric):
        yield from answer_flaws(card, node.at("answer"), node.at("tolerance"), tally)
    if card.proof is not None:
        yield from proof_flaws(card, card.proof, node.at("proof"), tally)
    elif isinstance(card, Claim) and not card.sources:
        yield node.at("claim").flaw(
            "a claim without a proof", "add `proof:`, or `sources:` where it cannot be executed"
        )
    if isinstance(card, MultipleChoice):
        yield from _unexplained(card, node)
    if card.reference is not None:
        yield from reference_flaws(card.reference, node.at("reference"))
    yield from demos.linked(card, node)


def _unexplained(card: MultipleChoice, node: Node) -> Iterator[Flaw]:
    for place, choice in enumerate(card.choices):
        if not choice.right and choice.why is None:
            where = node.at("choices", place)
            yield where.flaw("a wrong option that does not say why", "add `why:` to it")
    if all(choice.right for choice in card.choices):
        yield node.at("choices", 0).flaw("every option is right", "add one that is wrong")

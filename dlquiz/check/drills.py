"""Proves a drill: the stub fails, the reference passes, and each known mistake is caught."""

from collections.abc import Iterator

from dlquiz import reference
from dlquiz.check.execution import Tally
from dlquiz.deck.cards import Code
from dlquiz.deck.nodes import Node
from dlquiz.deck.problems import Flaw
from dlquiz.drills.properties import Property, check, passed
from dlquiz.drills.stub import stub
from dlquiz.errors import UserError, unknown

REFERENCE_SEEDS = 200


def drill_flaws(card: Code, node: Node, tally: Tally) -> Iterator[Flaw]:
    """That there is no such function, that what is wrong passes, or that what is right does not."""
    if card.function not in reference.__all__:
        error = unknown("reference", card.function, reference.__all__)
        yield node.at("function").flaw(error.what, error.remedy)
        return
    try:
        yield from _reference(card, node)
        if passed(check(card, stub(card), seeds=1)):
            yield node.at("function").flaw("the stub passes", "check more")
        yield from _mistakes(card, node)
    except (UserError, ValueError, TypeError, IndexError) as error:
        yield node.at("arguments").flaw(f"the drill cannot be checked: {error}")
    tally.drills += 1


def _reference(card: Code, node: Node) -> Iterator[Flaw]:
    source = f"from dlquiz.reference import {card.function}\n"
    last = check(card, source, seeds=REFERENCE_SEEDS, trusted=True)[-1]
    if not last.holds:
        yield node.at("function").flaw(f"the reference fails `{last.name}`: {_brief(last)}")


def _mistakes(card: Code, node: Node) -> Iterator[Flaw]:
    for place, mistake in enumerate(card.mistakes):
        last = check(card, mistake.code)[-1]
        where = node.at("mistakes", place, "fails")
        if last.holds:
            yield where.flaw("this mistake passes every check", "add an edge or a property")
        elif last.name != mistake.fails:
            yield where.flaw(f"it fails `{last.name}` first: {_brief(last)}", "name that one")


def _brief(found: Property) -> str:
    return found.message.split("\n")[0]

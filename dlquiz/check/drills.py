"""Proves a drill: the stub fails, the reference passes, and each known mistake is caught."""

from collections.abc import Iterator

from dlquiz import reference
from dlquiz.check.execution import Tally
from dlquiz.deck.cards import Code
from dlquiz.deck.nodes import Node
from dlquiz.deck.problems import Flaw
from dlquiz.drills.cases import SEEDS, exam
from dlquiz.drills.properties import Property, is_unwritten, prove
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
        yield from _proof(card, node)
    except (UserError, ValueError, TypeError, IndexError) as error:
        yield node.at("arguments").flaw(f"the drill cannot be checked: {error}")
    tally.drills += 1


def _proof(card: Code, node: Node) -> Iterator[Flaw]:
    many = exam(card, REFERENCE_SEEDS)
    sources = [stub(many), *(one.code for one in card.mistakes)]
    own, untouched, *mistaken = prove(many, sources, SEEDS)
    if not own[-1].holds:
        what = f"the reference fails `{own[-1].name}`: {_brief(own[-1])}"
        yield node.at("function").flaw(what)
    if not is_unwritten(untouched):
        last = untouched[-1]
        how = "passes" if last.holds else f"fails `{last.name}`: {_brief(last)}"
        yield node.at("function").flaw(f"the stub {how}", "it must run and be unwritten")
    for place, found in enumerate(mistaken):
        yield from _mistake(card.mistakes[place].fails, found, node.at("mistakes", place, "fails"))


def _mistake(wanted: str, found: list[Property], where: Node) -> Iterator[Flaw]:
    last = found[-1]
    if last.holds:
        yield where.flaw("this mistake passes every check", "add an edge or a property")
    elif last.name != wanted:
        yield where.flaw(f"it fails `{last.name}` first: {_brief(last)}", "name that one")


def _brief(found: Property) -> str:
    return found.message.split("\n")[0]

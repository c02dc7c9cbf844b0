"""Chains of follow-ups: that none runs in a circle, and that each card of the deck is reached."""

from collections.abc import Iterable, Iterator, Mapping

from dlquiz.deck.cards import Card
from dlquiz.deck.problems import Flaw
from dlquiz.deck.reading import FileCards, ReadCard


def circle_flaws(read: ReadCard, cards: Mapping[str, Card]) -> Iterator[Flaw]:
    """That a follow-up leads back to the card it comes from."""
    for place, name in enumerate(read.card.follow_up):
        if name != read.card.id and read.card.id in _reached([name], cards):
            what = f"`{name}` leads back to this card"
            yield read.node.at("follow_up", place).flaw(what, "a chain of follow-ups has an end")


def unreached_flaws(file: FileCards) -> Iterator[Flaw]:
    """That a card is neither a first question nor reached from one by follow-ups of its topic."""
    own = {read.card.id: read.card for read in file.cards}
    first = [card.id for card in own.values() if card.level == 1 or card.opener]
    reached = _reached(first, own)
    for read in file.cards:
        if read.card.id not in reached:
            what = "no chain of follow-ups reaches this card from a level-1 card or an opener"
            yield read.place.flaw(what, "name it as a follow-up, or write `opener: true`")


def _reached(start: Iterable[str], cards: Mapping[str, Card]) -> set[str]:
    """The cards that follow-ups lead to from these, themselves among them."""
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name in cards and name not in reached:
            reached.add(name)
            waiting += cards[name].follow_up
    return reached

"""How questions follow from each other: the chains an interviewer digs along."""

from collections.abc import Iterator, Sequence

from dlquiz.deck.cards import Card


def follow_ups(cards: Sequence[Card]) -> Iterator[tuple[int, str]]:
    """(depth, id) of every card: those nobody leads to, each followed by its follow-ups.

    A card to which several lead stands below the first of them. Links to other cards than these
    are left out.
    """
    by_id = {card.id: card for card in cards}
    led_to = {name for card in cards for name in card.follow_up}
    seen: set[str] = set()

    def below(card: Card, depth: int) -> Iterator[tuple[int, str]]:
        if card.id in seen:
            return
        seen.add(card.id)
        yield depth, card.id
        for name in card.follow_up:
            if name in by_id:
                yield from below(by_id[name], depth + 1)

    for card in cards:
        if card.id not in led_to:
            yield from below(card, 0)
    for card in cards:  # what is left stands on a circle
        yield from below(card, 0)

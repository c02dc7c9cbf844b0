"""Which card comes next: due before new, failed ones again, siblings kept apart.

Everything is drawn lazily: the first question of a deck of 100,000 cards costs no more than that
of a deck of one hundred.
"""

import random
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from dlquiz.deck.index import Entry

T = TypeVar("T")

SIBLING_DISTANCE = 3
RETURN_DISTANCE = 4
MOST_RETURNS = 3
_LOOK_AHEAD = 12


def round_robin(sources: Iterable[Iterator[T]]) -> Iterator[T]:
    """One from each in turn, until all are exhausted."""
    waiting = deque(sources)
    while waiting:
        source = waiting.popleft()
        for item in islice(source, 1):
            yield item
            waiting.append(source)


def shuffled(items: Iterable[str], chance: random.Random) -> list[str]:
    mixed = list(items)
    chance.shuffle(mixed)
    return mixed


class Order:
    """The line of cards of one session.

    `ids` are the candidates in their preferred order; `find` gives the card of an id, or None for
    one that is not in the deck (any more) or not wanted in this session.
    """

    def __init__(self, ids: Iterator[str], find: Callable[[str], Entry | None]) -> None:
        self._ids, self._find = ids, find
        self._ahead: deque[Entry] = deque()
        self._again: deque[tuple[int, Entry]] = deque()
        self._returns: dict[str, int] = {}
        self._recent: deque[Entry] = deque(maxlen=SIBLING_DISTANCE - 1)
        self._drawn: set[str] = set()
        self._asked = 0

    def next(self) -> Entry | None:
        """The next card, or None at the end of the line."""
        entry = self._returning(due=True) or self._fresh() or self._returning(due=False)
        if entry is not None:
            self._asked += 1
            self._recent.append(entry)
        return entry

    def failed(self, entry: Entry) -> None:
        """Bring the card back later in the session, but not for ever."""
        count = self._returns.get(entry.card.id, 0)
        if count < MOST_RETURNS:
            self._returns[entry.card.id] = count + 1
            self._again.append((self._asked + RETURN_DISTANCE, entry))

    def will_return(self, card_id: str) -> bool:
        """Whether a failed card waits to be asked again."""
        return any(entry.card.id == card_id for _, entry in self._again)

    def passed(self, card_id: str) -> None:
        """The card needs no further return, as when a mistyped rating is taken back."""
        self._again = deque(item for item in self._again if item[1].card.id != card_id)

    def put_first(self, entry: Entry) -> None:
        """Ask this card next, as after an undo."""
        self.passed(entry.card.id)
        self._drawn.add(entry.card.id)
        self._recent.clear()
        self._ahead.appendleft(entry)

    def _returning(self, *, due: bool) -> Entry | None:
        if self._again and (not due or self._again[0][0] <= self._asked):
            return self._again.popleft()[1]
        return None

    def _fresh(self) -> Entry | None:
        self._look_ahead()
        for place, entry in enumerate(self._ahead):
            if not self._has_recent_sibling(entry):
                del self._ahead[place]
                return entry
        return self._ahead.popleft() if self._ahead else None

    def _look_ahead(self) -> None:
        for card_id in self._ids:
            if card_id in self._drawn:
                continue
            entry = self._find(card_id)
            if entry is not None:
                self._drawn.add(card_id)
                self._ahead.append(entry)
            # One card in hand is enough while nothing has been asked that it could clash with.
            if len(self._ahead) >= (_LOOK_AHEAD if self._recent else 1):
                return

    def _has_recent_sibling(self, entry: Entry) -> bool:
        return any(
            entry.card.id in other.card.follow_up or other.card.id in entry.card.follow_up
            for other in self._recent
        )

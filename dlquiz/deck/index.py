"""The deck: every card of the directories, found without opening a file that has not changed.

What the files say is kept in an index (`dlquiz.deck.store`); opening a deck looks at each file's
time and size and reads the changed ones alone. The index is a cache: one that is damaged, locked,
read-only or newer is replaced, or done without.
"""

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import msgspec

from dlquiz.deck.cards import Topic
from dlquiz.deck.entries import Entry, Listed, TopicSummary, merged
from dlquiz.deck.freshness import bring_up_to_date
from dlquiz.deck.listing import card_files
from dlquiz.deck.problems import Problem
from dlquiz.deck.store import BROKEN, Spot, Store, StoredCard

__all__ = ["Deck", "Entry", "TopicSummary", "open_deck"]

T = TypeVar("T")


def open_deck(
    directories: Sequence[Path], index_file: Path, clock: Callable[[], int] = time.time_ns
) -> "Deck":
    """The deck of all card files in the directories, the first directory's cards first.

    Broken cards are left out and stand in `Deck.problems`. `clock` counts nanoseconds as the file
    system does.
    """
    try:
        store = Store.open(index_file)
    except (*BROKEN, OSError):
        store = Store.in_memory()
    return Deck(directories, store, clock)


class Deck:
    """Every usable card of some directories, in order; each is read when it is asked for."""

    def __init__(
        self, directories: Sequence[Path], store: Store, clock: Callable[[], int] = time.time_ns
    ) -> None:
        self._directories, self._store, self._clock = directories, store, clock
        self.reread()

    def reread(self) -> None:
        """Takes in what has changed in the files since the deck was opened."""
        listed, self._unlisted = card_files(self._directories)
        self._files = {file.key: file for file in listed}
        self._heads: dict[bytes, Topic] = {}
        for cached in ("problems", "_tally"):
            self.__dict__.pop(cached, None)
        self._safely(self._load)

    def __enter__(self) -> "Deck":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the index."""
        self._store.close()

    def ids(
        self,
        topics: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        levels: Collection[int] | None = None,
    ) -> Iterator[str]:
        """The ids of the cards wanted, in deck order, found as they are asked for."""
        for card in self.listed(topics):
            kind_fits = kinds is None or card.kind in kinds
            if kind_fits and (levels is None or card.level in levels):
                yield card.id

    def listed(self, topics: Collection[str] | None = None) -> Iterator[Listed]:
        """Every card of the topics with its kind and level, without reading the cards."""
        for key, topic in self._topics.items():
            if topics is None or topic in topics:
                for card in self._cards(key):
                    yield Listed(card.id, topic, card.kind, card.level)

    def entries(
        self,
        topics: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        levels: Collection[int] | None = None,
    ) -> Iterator[Entry]:
        """The cards wanted, in deck order."""
        found = map(self.entry, self.ids(topics, kinds, levels))
        return (entry for entry in found if entry is not None)

    def entry(self, card_id: str) -> Entry | None:
        """The card of that id, if there is one."""
        return self._safely(lambda: self._entry(card_id))

    def count(
        self,
        topics: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        levels: Collection[int] | None = None,
    ) -> int:
        """How many cards are wanted."""
        return sum(
            number
            for (topic, kind, level), number in self._tally.items()
            if (topics is None or topic in topics)
            and (kinds is None or kind in kinds)
            and (levels is None or level in levels)
        )

    @property
    def topic_names(self) -> tuple[str, ...]:
        """The names of all topics, in the order of their first files; costs nothing."""
        return tuple(self._files_of)

    def topics(self) -> tuple[TopicSummary, ...]:
        """Every topic with its cards counted, in the order of its first file."""
        kinds: dict[str, Counter[str]] = {name: Counter() for name in self._files_of}
        for (topic, kind, _), number in self._tally.items():
            kinds[topic][kind] += number
        return tuple(self._summary(name, +counts) for name, counts in kinds.items())

    def topic(self, name: str) -> Topic | None:
        """The topic of that name: each field from the first file that has it."""
        heads = [self._head(key) for key in self._files_of.get(name, ())]
        return merged(heads) if heads else None

    @cached_property
    def problems(self) -> list[Problem]:
        """Everything that keeps a card or a file out of the deck, file by file."""
        return [*self._unlisted, *self._safely(self._file_problems)]

    def _load(self) -> None:
        """Reads what has changed, then what the index knows of this deck's files."""
        stored = bring_up_to_date(self._store, self._files.values(), self._directories, self._clock)
        known = {key: stored[key] for key in self._files if key in stored}
        self._numbers = {key: file.number for key, file in known.items()}
        self._keys = {number: key for key, number in self._numbers.items()}
        self._rank = {file.number: rank for rank, file in enumerate(known.values())}
        self._topics = {key: file.topic for key, file in known.items() if file.topic is not None}
        self._files_of: dict[str, list[bytes]] = {}
        for key, topic in self._topics.items():
            self._files_of.setdefault(topic, []).append(key)
        self._twins = self._store.twins()

    def _safely(self, work: Callable[[], T]) -> T:
        """What the work gives; if the index fails, from a copy in memory, or from the files."""
        try:
            return work()
        except BROKEN as error:
            failure: Exception = error
        with closing(self._store) as failed:
            for source in (failed, None):
                try:
                    self._store = Store.in_memory(source)
                    self._load()
                    return work()
                except BROKEN as error:
                    failure = error
                    self._store.close()
        raise failure

    def _cards(self, key: bytes) -> Iterator[StoredCard]:
        # The first question looks at the first cards of every topic, a list at all of them.
        last, most = -1, 8
        while chunk := self._chunk(key, last, most):
            for card in chunk:
                if card.id not in self._twins or self._is_first(card):
                    yield card
            last, most = chunk[-1].place, min(256, 4 * most)

    def _chunk(self, key: bytes, after: int, most: int) -> list[StoredCard]:
        return self._safely(lambda: self._store.cards(self._numbers[key], after, most))

    def _is_first(self, card: StoredCard) -> bool:
        first = self._safely(lambda: self._spots(card.id))[0]
        return (first.file, first.place) == (card.file, card.place)

    def _spots(self, card_id: str) -> list[Spot]:
        """Where cards of that id stand in this deck, the one that counts first."""
        spots = (spot for spot in self._store.spots(card_id) if spot.file in self._rank)
        return sorted(spots, key=lambda spot: (self._rank[spot.file], spot.place))

    def _entry(self, card_id: str) -> Entry | None:
        spots = self._spots(card_id)
        if not spots:
            return None
        spot, key = spots[0], self._keys[spots[0].file]
        head = self._inherited(key)
        return Entry(self._store.card(spot), head, self._files[key].path, spot.line)

    def _inherited(self, key: bytes) -> Topic:
        """A file's own topic, filled up from the other files of that topic."""
        own = self._head(key)
        others = (other for other in self._files_of[own.topic] if other != key)
        return merged([own, *map(self._head, others)])

    def _head(self, key: bytes) -> Topic:
        if key not in self._heads:
            self._heads[key] = self._safely(lambda: self._store.head(self._numbers[key]))
        return self._heads[key]

    @cached_property
    def _tally(self) -> Counter[tuple[str, str, int]]:
        """How many cards there are of each topic, kind and level."""
        return self._safely(self._counted)

    def _counted(self) -> Counter[tuple[str, str, int]]:
        tally: Counter[tuple[str, str, int]] = Counter()
        for file, counts in self._store.tally():
            if topic := self._topics.get(self._keys.get(file, b"")):
                tally.update({(topic, kind, level): count for kind, level, count in counts})
        for card_id in self._twins:
            for spot in self._spots(card_id)[1:]:
                tally[self._topics[self._keys[spot.file]], spot.kind, spot.level] -= 1
        return tally

    def _summary(self, name: str, kinds: Counter[str]) -> TopicSummary:
        head = merged([self._head(key) for key in self._files_of[name]])
        cards = kinds.total()
        return TopicSummary(name, head.title, cards, dict(kinds), head.references, head.demos)

    def _file_problems(self) -> list[Problem]:
        found = [
            (self._rank[file], msgspec.structs.replace(problem, file=self._shown(file)))
            for file, problem in self._store.problems()
            if file in self._rank
        ]
        for card_id in self._twins:
            spots = self._spots(card_id)
            found += [(self._rank[s.file], self._twin(card_id, spots[0], s)) for s in spots[1:]]
        return [p for _, p in sorted(found, key=lambda f: (f[0], f[1].line, f[1].column))]

    def _twin(self, card_id: str, first: Spot, spot: Spot) -> Problem:
        return Problem(
            file=self._shown(spot.file),
            line=spot.line,
            column=spot.column,
            what=f"the id `{card_id}` is taken by {self._shown(first.file)}:{first.line}",
            remedy="give this card an id of its own",
            width=len(card_id),
            source=spot.source,
            card=card_id,
        )

    def _shown(self, file: int) -> str:
        return str(self._files[self._keys[file]].path)

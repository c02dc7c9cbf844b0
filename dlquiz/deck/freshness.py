"""Which card files have changed since the index was made; those alone are read."""

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path

from dlquiz.deck.listing import CardFile, is_within
from dlquiz.deck.store import Store, StoredFile

_BATCH = 64
_TICK = 20_000_000  # a file system's clock may stand still for 10 ms …
_COARSE_TICK = 2_000_000_000  # … or, where it counts whole seconds, for two


def bring_up_to_date(
    store: Store,
    files: Collection[CardFile],
    directories: Sequence[Path],
    clock: Callable[[], int],
) -> dict[bytes, StoredFile]:
    """Reads the changed files into the index, forgets those that are gone, gives what it holds.

    Raises `sqlite3.Error` when something has changed and the index cannot be written.
    """
    stored = {file.key: file for file in store.files()}
    stale = [file for file in files if _is_stale(file, stored.get(file.key))]
    unread = iter(stale)
    while batch := list(islice(unread, _BATCH)):
        _read_into(store, batch, clock)
    absent = stored.keys() - {file.key for file in files}
    gone = [stored[key].number for key in absent if is_within(key, directories)]
    if gone:
        with store.writing():
            store.remove(gone)
    return {file.key: file for file in store.files()} if stale or gone else stored


def _is_stale(file: CardFile, known: StoredFile | None) -> bool:
    return known is None or known[2:4] != (file.changed, file.size)


def _read_into(store: Store, batch: Sequence[CardFile], clock: Callable[[], int]) -> None:
    from dlquiz.deck.reading import read_file  # loads yaml: only when something has changed

    read = [(file, read_file(file.path)) for file in batch]
    with store.writing():
        for file, cards in read:
            settled = cards.is_readable and _is_settled(file, clock())
            store.replace(file.key, file.changed if settled else -1, file.size, cards)
        store.remove(_vanished(store))


def _is_settled(file: CardFile, now: int) -> bool:
    """Whether a later change must show in the file's time; if not, it is read again next time."""
    tick = _TICK if file.changed % 1_000_000_000 else _COARSE_TICK
    return abs(now - file.changed) > tick


def _vanished(store: Store) -> Iterator[int]:
    """Files of directories that were used once and are no more, so that the index cannot grow."""
    return (file.number for file in store.files() if not os.path.lexists(file.key))

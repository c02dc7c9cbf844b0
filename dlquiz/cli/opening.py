"""Opens the deck and the progress that every command works on."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from dlquiz.deck.index import Deck, open_deck
from dlquiz.errors import UsageError
from dlquiz.memory import Progress, open_progress
from dlquiz.paths import added_cards, builtin_cards, home

MOST_WARNINGS = 5


@contextmanager
def opened_deck(extra: Path | None = None, *, warn: bool = True) -> Iterator[Deck]:
    """The built-in deck, the person's own and the directory added for this run.

    A broken card is skipped and named on standard error in one line.
    """
    deck = open_deck(card_directories(extra), home().index_file)
    try:
        if warn:
            _warn(deck)
        yield deck
    finally:
        deck.close()


def card_directories(extra: Path | None = None) -> list[Path]:
    """Where cards are read from: the built-in ones, the person's own, those of `DLQUIZ_CARDS`.

    Raises `UsageError` when a directory that was named does not exist.
    """
    added = [(directory, "DLQUIZ_CARDS: ") for directory in added_cards()]
    if extra is not None:
        added.append((extra, ""))
    for directory, origin in added:
        if not directory.exists():
            raise UsageError("no such directory of cards", where=f"{origin}{directory}")
    return [builtin_cards(), home().cards, *(directory for directory, _ in added)]


def _warn(deck: Deck) -> None:
    problems = deck.problems
    for problem in problems[:MOST_WARNINGS]:
        print(f"dlquiz: skipped: {problem}", file=sys.stderr)
    if len(problems) > MOST_WARNINGS:
        more = len(problems) - MOST_WARNINGS
        print(f"dlquiz: {more} more problems (dlquiz cards check shows all)", file=sys.stderr)


@contextmanager
def opened_progress() -> Iterator[Progress]:
    progress = open_progress(home().progress_file)
    try:
        yield progress
    finally:
        progress.close()


def now() -> datetime:
    """The time now, aware of its zone."""
    return datetime.now().astimezone()

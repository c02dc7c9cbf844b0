"""The person's own deck as files: what is checked before it stands there, and written whole."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from dlquiz.errors import UsageError, UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dlquiz.check import Report
    from dlquiz.deck.index import Deck
    from dlquiz.deck.problems import Problem


def topic_named(deck: Deck, typed: str) -> str:
    """A topic of the deck, or a new one of that name."""
    import msgspec

    from dlquiz.cli.names import beginning_of, printable
    from dlquiz.deck.cards import Name
    from dlquiz.errors import quoted

    typed = printable(typed)
    known = beginning_of(typed, list(deck.topic_names))
    if known is not None:
        return known
    try:
        return msgspec.convert(typed, Name)
    except msgspec.ValidationError as error:
        remedy = "small letters and digits in words joined by -, as my-cards"
        raise UsageError(f"{quoted(typed)} cannot be a topic's name", remedy=remedy) from error


def report_beside(paths: Sequence[Path], replaced: set[Path]) -> Report:
    """What is to be said of files that are to stand in the deck, in the place of some of it."""
    from dlquiz.check import check
    from dlquiz.cli.opening import card_directories
    from dlquiz.deck.listing import card_files
    from dlquiz.paths import builtin_cards

    around = [file.path for file in card_files(card_directories())[0]]
    deck = [path for path in around if path not in replaced]
    return check(paths, deck=deck, builtin=builtin_cards())


def refuse(problems: Iterable[Problem]) -> None:
    """Say what is wrong with cards that were to be added; nothing is, then."""
    found = list(problems)
    for problem in found:
        print(problem.pointed(), file=sys.stderr)
    if found:
        print("Nothing was added.", file=sys.stderr)
        raise typer.Exit(1)


def keep(path: Path, text: str) -> None:
    """Write a file of the deck in one go, and make its directory."""
    from dlquiz.screen.document import save

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"cannot be made: {error.strerror}", where=str(path.parent)) from error
    save(path, text, force=True)


def keep_schema() -> None:
    """Write the schema that card files name for editors."""
    from dlquiz.deck.schema import SCHEMA_FILE, schema_text
    from dlquiz.paths import home

    keep(home().cards / SCHEMA_FILE, schema_text())

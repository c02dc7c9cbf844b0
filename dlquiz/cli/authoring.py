"""A card file at work in the editor: what was saved is checked, and shown as it will be asked."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

import typer

from dlquiz.cli.editor import edit
from dlquiz.errors import UsageError, UserError
from dlquiz.paths import builtin_cards, is_installed

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from rich.console import Console

    from dlquiz.deck.index import Deck, Entry


class Place(NamedTuple):
    """Where a card stands."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def found(deck: Deck, card_id: str) -> Place:
    """The place of a card, even of a broken one, which is left out of the deck."""
    from pathlib import Path

    from dlquiz.cli.names import printable
    from dlquiz.errors import unknown

    card_id = printable(card_id.strip())
    entry = deck.entry(card_id)
    if entry is not None:
        return Place(entry.file, entry.line)
    for problem in deck.problems:
        if problem.card == card_id:
            return Place(Path(problem.file), problem.line)
    known = [*deck.ids(), *(problem.card for problem in deck.problems)]
    raise unknown("card", card_id, known, listing="dlquiz cards list shows the ids")


def own_place(place: Place, card_id: str) -> Place:
    """The place, unless the card came with an installed deck: an upgrade would undo the change."""
    builtin = builtin_cards()
    if place.file.parent == builtin and is_installed(builtin):
        what = f"{card_id} came with dlquiz, and the next upgrade would undo a change"
        copy = f"dlquiz cards new {place.file.stem} --like {card_id}"
        raise UsageError(what, remedy=f"{copy} makes a copy of your own")
    return place


def no_editor(place: Place) -> UsageError:
    """What to say where no editor is set."""
    return UsageError("no editor opens here", remedy=f"set EDITOR, or edit {place}")


def text_of(path: Path) -> str:
    """The text of a card file, "" when there is none yet."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise UserError(f"cannot be read: {reason}", where=str(path)) from error


class Author:
    """Somebody at work on a card; `aside` lends the terminal to the editor and to questions."""

    def __init__(
        self,
        place: Place,
        console: Console,
        *,
        plain: bool,
        aside: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._file, self._line = place
        self._console, self._plain, self._aside = console, plain, aside

    def open(self) -> bool:
        """The editor on the card; False where none can be opened."""
        with self._aside():
            return edit(self._file, self._line)

    def settle(self) -> bool:
        """The check, and the editor again as long as something is wrong; whether all is right."""
        from dlquiz.check import check
        from dlquiz.cli.opening import card_directories

        while True:
            report = check([self._file], deck=card_directories(), builtin=builtin_cards())
            for found in (*report.problems, *report.doubles):
                print(found.pointed(), file=sys.stderr)
            if not report.problems:
                return True
            self._line = report.problems[0].line
            with self._aside():
                again = typer.confirm("Edit again?", default=True)
            if not (again and self.open()):
                self._say("It is kept as it is. A broken card is not asked until it is right.")
                return False

    def show(self, before: str) -> None:
        """Every card that is new or changed against an earlier text, as it will be asked."""
        from dlquiz.cli.opening import opened_deck
        from dlquiz.deck.reading import read_text

        old = [read.card for read in read_text(before, "").cards]
        new = read_text(text_of(self._file), "")
        with opened_deck(warn=False) as deck:
            for card in (read.card for read in new.cards):
                entry = None if card in old else deck.entry(card.id)
                if entry is not None:
                    self._show(entry)
        ids = {read.card.id for read in new.cards}
        for card in old:
            if card.id not in ids:
                self._say(f"{card.id} is gone; its history stays under that name.")
        if new.topic:
            self._say(f"Kept in {self._file}; dlquiz practice {new.topic.topic} asks it.")

    def _show(self, entry: Entry) -> None:
        from dlquiz.cli.demo import run_demo
        from dlquiz.quiz.question import Question
        from dlquiz.screen.card import CardPrinter

        question = Question(entry, "preview", run_demo)
        printer = CardPrinter(self._console, plain=self._plain)
        printer.question(question, question.id)
        if question.form != "code":
            printer.rule("the answer")
            printer.reveal(question)
        if question.points:
            printer.points(question)

    def _say(self, text: str) -> None:
        self._console.print(f"  {text}", markup=False, soft_wrap=True)

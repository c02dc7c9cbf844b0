"""`dlquiz practice`: a session on the terminal, or over a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from dlquiz.cli.arguments import ExtraCards, Topics
from dlquiz.cli.completion import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from dlquiz.cli.drilling import Desk
    from dlquiz.deck.index import Deck
    from dlquiz.memory import Progress
    from dlquiz.quiz.question import Question
    from dlquiz.quiz.session import Session, Wishes
    from dlquiz.screen.keys import Keys

MORE_NEW = 10


def a_while(minutes: float | None) -> float | None:
    """Minutes as an option takes them; nan would pass a lower and an upper bound."""
    if minutes is not None and not 0.1 <= minutes <= 1440:
        raise typer.BadParameter(f"{minutes:g} is not between 0.1 and 1440")
    return minutes


def practice(
    topic: Topics = None,
    limit: Annotated[
        int | None, typer.Option(min=1, max=100_000, help="Stop after this many questions.")
    ] = None,
    minutes: Annotated[
        float | None,
        typer.Option(
            callback=a_while, help="Ask nothing new after so many minutes; else a plan's."
        ),
    ] = None,
    new: Annotated[
        int | None, typer.Option(min=0, max=100_000, help="New cards a day; else 20, or a plan's.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            help="Only cards of this kind, as recall, numeric or bug.", autocompletion=kinds
        ),
    ] = None,
    level: Annotated[
        list[int] | None, typer.Option(min=1, max=3, help="Only this level, 1 to 3.")
    ] = None,
    cram: Annotated[
        bool, typer.Option("--cram", help="Any card now; the schedule stays as it is.")
    ] = False,
    seed: Annotated[int | None, typer.Option(help="Repeat the same order and numbers.")] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="No colour, no boxes, formulas on one line.")
    ] = False,
    cards: ExtraCards = None,
) -> None:
    """Ask interview questions, due ones first, then new ones."""
    from dlquiz.cli.names import wanted_topics
    from dlquiz.cli.opening import opened_deck, opened_progress
    from dlquiz.quiz.session import Wishes

    with opened_deck(cards) as deck, opened_progress() as progress:
        wishes = Wishes(
            topics=wanted_topics(deck, topic),
            kinds=tuple(_kind(name) for name in kind or ()),
            levels=tuple(level or ()),
            limit=limit,
            minutes=minutes,
            new=new,
            cram=cram,
            seed=seed,
        )
        _practise(deck, progress, wishes, plain=plain)


def _kind(name: str) -> str:
    from dlquiz.cli.names import complete
    from dlquiz.deck.cards import KINDS

    return complete("kind of card", name, KINDS, f"it is one of {', '.join(KINDS)}")


def _practise(deck: Deck, progress: Progress, wishes: Wishes, *, plain: bool) -> None:
    """Run a session to its end and print what it came to; Ctrl-C ends it like that too."""
    from dlquiz.cli.demo import run_demo
    from dlquiz.cli.opening import now
    from dlquiz.quiz.session import Session
    from dlquiz.screen.console import open_console
    from dlquiz.screen.summary import print_nothing_due, print_summary

    on_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    console = open_console(plain=plain or not on_terminal)
    interrupted = False
    while True:
        session = Session(deck, progress, wishes, now, run_demo)
        try:
            if on_terminal:
                _on_terminal(session, console, plain=plain)
            else:
                _on_pipe(session, console)
        except KeyboardInterrupt:
            interrupted = True
        if session.has_asked or interrupted:
            break
        if not session.has_cards:
            console.print("No card of the deck fits these wishes (dlquiz topics lists them).")
            return
        print_nothing_due(console, session.summary(), now())
        more = _more(wishes, progress) if on_terminal else None
        if more is None:
            return
        wishes = more
    print_summary(console, session.summary(), now())
    if interrupted:
        raise typer.Exit(130)


def _more(wishes: Wishes, progress: Progress) -> Wishes | None:
    """What to do when nothing is due: new cards beyond the day's, cramming, or nothing."""
    from dlquiz.cli.opening import now
    from dlquiz.screen.keys import Keys, latin

    with Keys() as keys:
        while True:
            key = keys.read()
            choice = None if key is None else latin(key)
            if choice == "n":
                return wishes._replace(new=progress.new_today(now()) + MORE_NEW, cram=False)
            if choice == "c":
                return wishes._replace(cram=True)
            if choice in (None, "q", "enter", "esc"):
                return None


def _on_terminal(session: Session, console: Console, *, plain: bool) -> None:
    import time

    from dlquiz.cli.demo import play
    from dlquiz.screen.keys import Keys
    from dlquiz.screen.practice import Live, Practice

    with Keys() as keys:
        live = Live(
            demo=lambda name, given: play(name, given, console, keys, plain=plain),
            source=lambda names: _show_source(names, console, plain=plain),
            bench=lambda question: _bench(question, console, keys, plain=plain),
            edit=lambda question: _edit(question, console, keys, plain=plain),
        )
        Practice(session, console, keys, live, time.monotonic, plain=plain).run()


def _bench(question: Question, console: Console, keys: Keys, *, plain: bool) -> Desk:
    from dlquiz.cli.drilling import Desk

    return Desk(question.entry, console, plain=plain, aside=keys.given_back)


def _edit(question: Question, console: Console, keys: Keys, *, plain: bool) -> None:
    """The card's file in the editor until it is right, or left."""
    from dlquiz.cli.authoring import Author, Place, no_editor, own_place

    place = own_place(Place(question.entry.file, question.entry.line), question.id)
    author = Author(place, console, plain=plain, aside=keys.given_back)
    if not author.open():
        raise no_editor(place)
    author.settle()


def _show_source(names: Sequence[str], console: Console, *, plain: bool) -> None:
    """The source of the first of these names that the reference has."""
    from dlquiz.cli.sources import reference_names, reference_source
    from dlquiz.screen.sheet import Sheet

    known = reference_names()
    for name in [name for name in names if name in known][:1]:
        source = reference_source(name)
        Sheet(console, plain=plain).code(source.text, f"{source.file}:{source.line}")


def _on_pipe(session: Session, console: Console) -> None:
    import time

    from dlquiz.cli.drilling import Desk
    from dlquiz.screen.piped import PipedPractice

    def bench(question: Question) -> Desk:
        return Desk(question.entry, console, plain=True)

    lines = iter(sys.stdin.readline, "")
    PipedPractice(session, console, lines, time.monotonic, bench).run()

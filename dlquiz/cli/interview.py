"""`dlquiz interview`: a mock interview with a scorecard."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dlquiz.cli.arguments import TopicList
from dlquiz.cli.practice import a_while
from dlquiz.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from rich.console import Console

    from dlquiz.cli.drilling import Desk
    from dlquiz.deck.index import Deck
    from dlquiz.memory import Progress
    from dlquiz.memory.interviews import Record
    from dlquiz.quiz.interview import Interview, Settings
    from dlquiz.quiz.question import Question
    from dlquiz.quiz.scorecard import Scorecard

NO_ANSWER = "No answer was given, so there is no scorecard."


def interview(
    minutes: Annotated[float, typer.Option(callback=a_while, help="How long.")] = 20,
    level: Annotated[int, typer.Option(min=1, max=3, help="The hardest questions, 1 to 3.")] = 3,
    topics: TopicList = None,
    seed: Annotated[int | None, typer.Option(help="Repeat the same questions.")] = None,
    code: Annotated[
        bool, typer.Option("--code/--no-code", help="Ask for a function to write, or not.")
    ] = True,
    save: Annotated[Path | None, typer.Option(help="Write the scorecard: .md .html .json.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file of --save.")] = False,
    history: Annotated[
        bool, typer.Option("--history", help="Show earlier interviews; --save writes the last.")
    ] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="No colour, no boxes, formulas on one line.")
    ] = False,
) -> None:
    """Rehearse: a mock interview with a scorecard in the end."""
    from dlquiz.cli.opening import opened_deck, opened_progress
    from dlquiz.quiz.interview import Settings

    if save is not None:
        _check(save, force=force)
    with opened_deck() as deck, opened_progress() as progress:
        if history:
            card = _history(deck, progress, plain=plain)
        else:
            wishes = Settings(minutes, level, _topics(deck, topics), _seed(seed), code)
            card = _interviewed(deck, progress, wishes, plain=plain)
        if save is not None and card is not None:
            _save(save, card, force=force)


def _topics(deck: Deck, typed: str | None) -> tuple[str, ...]:
    from dlquiz.cli.names import wanted_topics

    names = typed.split(",") if typed is not None else ()
    return tuple(dict.fromkeys(wanted_topics(deck, [name.strip() for name in names])))


def _seed(seed: int | None) -> int:
    import random

    return random.SystemRandom().getrandbits(32) if seed is None else seed


def _history(deck: Deck, progress: Progress, *, plain: bool) -> Scorecard | None:
    """Print the trend; returns the scorecard of the last interview."""
    from dlquiz.quiz.scorecard import history, scorecard
    from dlquiz.screen.console import open_console
    from dlquiz.screen.scorecard import print_history

    plain = plain or not sys.stdout.isatty()
    records = [record for record in progress.interviews() if record.answers]
    print_history(open_console(plain=plain), history(deck, records), plain=plain)
    last = _opened(deck, progress, records[-1]) if records else None
    return scorecard(last.given, last.began) if last and last.given else None


def _interviewed(
    deck: Deck, progress: Progress, wishes: Settings, *, plain: bool
) -> Scorecard | None:
    """Conduct an interview to its end; returns its scorecard, None when there are no answers."""
    from dlquiz.quiz.scorecard import scorecard
    from dlquiz.screen.console import open_console
    from dlquiz.screen.scorecard import print_scorecard

    on_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    plain = plain or not on_terminal
    console = open_console(plain=plain)
    left = _left(progress, console, plain=plain) if on_terminal else None
    conducted = _opened(deck, progress, left or wishes)
    first = conducted.next()
    if first is not None:
        _conduct(conducted, console, on_terminal=on_terminal, plain=plain)
    conducted.end()
    if not conducted.given:
        unfit = "No card of the deck fits these wishes (dlquiz topics lists them)."
        console.print(NO_ANSWER if first else unfit)
        return None
    card = scorecard(conducted.given, conducted.began)
    print_scorecard(console, card, plain=plain)
    return card


def _left(progress: Progress, console: Console, *, plain: bool) -> Record | None:
    """The interview that was left, unless a new one is wanted; others that were left end here.

    It is over when its scorecard is all that is wanted. Raises `Exit` when nothing is.
    """
    from dlquiz.cli.opening import now

    left = [record for record in progress.interviews() if not record.is_over and record.answers]
    if not left:
        return None
    choice = _asked_about(left[-1], console, plain=plain)
    for record in left[:-1] if choice == "enter" else left:
        progress.end_interview(record.id, now())
    return None if choice == "n" else left[-1]._replace(is_over=choice == "e")


def _asked_about(record: Record, console: Console, *, plain: bool) -> str:
    """The key that was pressed: enter goes on with it, e ends it, n begins a new one."""
    from dlquiz.quiz.interview import settings_of
    from dlquiz.screen.card import CardPrinter
    from dlquiz.screen.interview import clock
    from dlquiz.screen.keys import Keys
    from dlquiz.screen.prompt import Prompt, TerminalGone
    from dlquiz.screen.summary import count

    seconds = sum(answer.review.seconds for answer in record.answers)
    printer = CardPrinter(console, plain=plain)
    printer.block(
        f"The interview of {record.at.astimezone():%d %B, %H:%M} is not over:"
        f" {count(len(record.answers), 'answer')},"
        f" {clock(seconds)} of {settings_of(record).minutes:g} min."
    )
    printer.keys(["Enter go on", "e end it, with its scorecard", "n begin a new one", "q quit"])
    with Keys() as keys:
        try:
            key = Prompt(console, keys).ask("go on", keys="enq")
        except TerminalGone:
            key = "q"
    if key == "q":
        raise typer.Exit
    return key


def _opened(deck: Deck, progress: Progress, what: Settings | Record) -> Interview:
    """An interview that was left, or a new one."""
    from dlquiz.cli.demo import run_demo
    from dlquiz.cli.opening import now
    from dlquiz.quiz.interview import Interview, Settings, settings_of

    if isinstance(what, Settings):
        return Interview(deck, progress, what, now, run_demo)
    return Interview(deck, progress, settings_of(what), now, run_demo, what)


def _conduct(interview: Interview, console: Console, *, on_terminal: bool, plain: bool) -> None:
    """Ask until the end. Raises `Exit` when the candidate left, by Ctrl-C with another code."""
    from dlquiz.screen.summary import count

    try:
        if _is_over(interview, console, on_terminal=on_terminal, plain=plain):
            return
        code = 0
    except KeyboardInterrupt:
        code = 130
    console.print()
    answers = count(len(interview.given), "answer")
    going_on = f"Paused after {answers}; dlquiz interview goes on from here."
    console.print(going_on if interview.given else NO_ANSWER)
    raise typer.Exit(code)


def _is_over(interview: Interview, console: Console, *, on_terminal: bool, plain: bool) -> bool:
    """Ask; whether the interview came to its end."""
    import time

    from dlquiz.screen.card import CardPrinter
    from dlquiz.screen.interview import AtTheTerminal, Conducting, InAPipe
    from dlquiz.screen.keys import Keys
    from dlquiz.screen.prompt import Prompt
    from dlquiz.screen.writing import Draft

    printer = CardPrinter(console, plain=plain)
    if not on_terminal:
        lines = InAPipe(iter(sys.stdin.readline, ""), printer)
        return Conducting(interview, printer, lines, time.monotonic, _bench(console)).run()
    with Keys() as keys:
        person = AtTheTerminal(Prompt(console, keys), Draft(console, keys), printer)
        bench = _bench(console, keys.given_back)
        return Conducting(interview, printer, person, time.monotonic, bench).run()


def _bench(
    console: Console, aside: Callable[[], AbstractContextManager[None]] = nullcontext
) -> Callable[[Question], Desk]:
    """Where a drill is worked on; `aside` gives the terminal to an editor."""

    def bench(question: Question) -> Desk:
        from dlquiz.cli.drilling import Desk

        return Desk(question.entry, console, plain=True, aside=aside)

    return bench


def _check(path: Path, *, force: bool) -> None:
    from dlquiz.screen.document import check_place
    from dlquiz.screen.report import ENDINGS

    if path.suffix.lower() not in ENDINGS:
        what = f"{path.name!r} is no kind of report"
        raise UsageError(what, where="--save", remedy="end it in .md, .html or .json")
    check_place(path, force=force)


def _save(path: Path, card: Scorecard, *, force: bool) -> None:
    from dlquiz.screen.document import save
    from dlquiz.screen.report import report

    save(path, report(card, path.suffix.lower()), force=force)
    print(f"wrote {path}", file=sys.stderr)

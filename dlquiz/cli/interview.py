"""`dlquiz interview`: a mock interview with a scorecard."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dlquiz.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from dlquiz.deck.index import Deck
    from dlquiz.memory import Progress, Record
    from dlquiz.quiz.interview import Interview, Settings
    from dlquiz.quiz.scorecard import Scorecard

USUAL_MINUTES = 20.0
REPORTS = (".md", ".html", ".json")


def interview(
    minutes: Annotated[
        float | None, typer.Option(min=1, max=240, help="How long, else 20 minutes.")
    ] = None,
    level: Annotated[int, typer.Option(min=1, max=3, help="The hardest questions, 1 to 3.")] = 3,
    topics: Annotated[str | None, typer.Option(help="Only these topics: adam,softmax.")] = None,
    seed: Annotated[int | None, typer.Option(help="Repeat the same questions.")] = None,
    save: Annotated[Path | None, typer.Option(help="Write the scorecard: .md .html .json.")] = None,
    history: Annotated[bool, typer.Option("--history", help="Show earlier interviews.")] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="No colour, no boxes, formulas on one line.")
    ] = False,
) -> None:
    """Rehearse: a mock interview with a scorecard in the end."""
    from dlquiz.cli.names import wanted_topics
    from dlquiz.cli.opening import opened_deck, opened_progress
    from dlquiz.quiz.interview import Settings
    from dlquiz.screen.console import open_console

    on_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    console = open_console(plain=plain or not sys.stdout.isatty())
    _check_report(save)
    with opened_deck() as deck, opened_progress() as progress:
        if history:
            _history(deck, progress, console, plain=plain or not sys.stdout.isatty())
            return
        chosen = wanted_topics(deck, [name.strip() for name in topics.split(",")] if topics else [])
        wishes = Settings(minutes or USUAL_MINUTES, level, chosen, _seed(seed))
        conducted = _opened(deck, progress, wishes, console, on_terminal=on_terminal)
        _conduct(conducted, console, save, on_terminal=on_terminal, plain=plain)


def _seed(seed: int | None) -> int:
    import random

    return random.SystemRandom().getrandbits(32) if seed is None else seed


def _history(deck: Deck, progress: Progress, console: Console, *, plain: bool) -> None:
    from dlquiz.quiz.scorecard import history
    from dlquiz.screen.scorecard import print_history

    print_history(console, history(deck, progress.interviews()), plain=plain)


def _opened(
    deck: Deck, progress: Progress, wishes: Settings, console: Console, *, on_terminal: bool
) -> Interview:
    """The interview that was left, if there is one and it is wanted, or a new one."""
    from dlquiz.cli.demo import run_demo
    from dlquiz.cli.opening import now
    from dlquiz.quiz.interview import Interview, settings_of

    left = [record for record in progress.interviews() if not record.is_over]
    if left and left[-1].answers and (not on_terminal or _wants_to_go_on(left[-1], console)):
        return Interview(deck, progress, settings_of(left[-1]), now, run_demo, left[-1])
    for record in left:
        progress.end_interview(record.id, now())
    return Interview(deck, progress, wishes, now, run_demo)


def _wants_to_go_on(record: Record, console: Console) -> bool:
    from dlquiz.screen.keys import Keys
    from dlquiz.screen.prompt import Prompt

    begun = f"{record.at.astimezone():%d %B, %H:%M}"
    console.print(f"The interview of {begun} is not over: {len(record.answers)} answers are kept.")
    console.print("g go on   n begin a new one")
    with Keys() as keys:
        return Prompt(console, keys).ask("go on", keys="gn") != "n"


def _conduct(
    conducted: Interview, console: Console, save: Path | None, *, on_terminal: bool, plain: bool
) -> None:
    """The interview to its end, and the scorecard of what was answered."""
    import time

    from dlquiz.screen.card import CardPrinter
    from dlquiz.screen.interview import AtTheTerminal, Conducting, InAPipe
    from dlquiz.screen.keys import Keys
    from dlquiz.screen.piped import complain
    from dlquiz.screen.prompt import Prompt

    printer = CardPrinter(console, plain=plain or not on_terminal)
    is_plain = plain or not on_terminal
    interrupted = False
    try:
        if on_terminal:
            with Keys() as keys:
                listener = AtTheTerminal(Prompt(console, keys), printer)
                at_end = Conducting(conducted, console, listener, time.monotonic, plain=plain).run()
        else:
            lines = InAPipe(iter(sys.stdin.readline, ""), printer, complain)
            at_end = Conducting(conducted, console, lines, time.monotonic, plain=True).run()
    except KeyboardInterrupt:
        at_end, interrupted = False, True
    if at_end:
        conducted.end()
    _finish(conducted, console, save, at_end=at_end, plain=is_plain)
    if interrupted:
        raise typer.Exit(130)


def _finish(
    conducted: Interview, console: Console, save: Path | None, *, at_end: bool, plain: bool
) -> None:
    from dlquiz.quiz.scorecard import scorecard
    from dlquiz.screen.scorecard import print_scorecard

    console.print()
    if not conducted.given:
        console.print("No answer was given, so there is no scorecard.")
        return
    card = scorecard(conducted.given)
    if save is not None:
        _save(save, card)
    if at_end:
        print_scorecard(console, card, plain=plain)
    else:
        console.print(
            f"Paused after {len(conducted.given)} answers; dlquiz interview goes on from here."
        )


def _check_report(path: Path | None) -> None:
    from dlquiz.screen.document import check_place

    if path is None:
        return
    if path.suffix.lower() not in REPORTS:
        what = f"{path.name!r} is no kind of report"
        raise UsageError(what, where="--save", remedy="end it in .md, .html or .json")
    check_place(path, force=False)


def _save(path: Path, card: Scorecard) -> None:
    import json

    from dlquiz.cli.opening import now
    from dlquiz.screen import report
    from dlquiz.screen.document import save

    when = f"{now():%d %B %Y}"
    match path.suffix.lower():
        case ".md":
            text = report.markdown(card, when)
        case ".html":
            text = report.html(card, when)
        case _:
            text = json.dumps(card.as_json(), indent=2, ensure_ascii=False) + "\n"
    save(path, text)
    print(f"wrote {path}", file=sys.stderr)

"""`dlquiz code`: functions to write, checked against the reference."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dlquiz.errors import UsageError

if TYPE_CHECKING:
    from dlquiz.cli.drilling import Desk
    from dlquiz.deck.index import Deck, Entry
    from dlquiz.memory import Progress


def code(
    name: Annotated[str | None, typer.Argument(help="A drill, function or topic.")] = None,
    check: Annotated[Path | None, typer.Option(help="Only check this file.")] = None,
    stub: Annotated[bool, typer.Option("--stub", help="Print the stub.")] = False,
    hint: Annotated[bool, typer.Option("--hint", help="Show the next hint.")] = False,
    solution: Annotated[bool, typer.Option("--solution", help="Show the reference.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Begin anew.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Check on every save.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Write it yourself: code drills, checked against the reference."""
    from dlquiz.cli import drilling
    from dlquiz.cli.opening import opened_deck, opened_progress

    with opened_deck() as deck, opened_progress() as progress:
        if name is None:
            if check or stub or hint or solution or reset or watch:
                raise UsageError("which drill?", remedy="dlquiz code lists them")
            _list(deck, progress, as_json=as_json)
            return
        desk = drilling.Counted(_found(deck, name), progress)
        if check is not None:
            _only_check(desk, check, as_json=as_json)
        elif stub:
            print(desk.stub(), end="")
        elif hint:
            print(desk.next_hint())
        elif solution:
            desk.reveal()
        elif reset:
            desk.reset()
        else:
            if not desk.work(watch=watch, as_json=as_json):
                raise typer.Exit(1)


def _list(deck: Deck, progress: Progress, *, as_json: bool) -> None:
    from dlquiz.cli.drilling import standing

    rows = [(entry, standing(entry, progress)) for entry in deck.entries(kinds=["code"])]
    if as_json:
        import json

        listed = [
            {
                "id": entry.card.id,
                "topic": entry.topic,
                "function": getattr(entry.card, "function", ""),
                "level": entry.card.level,
                "state": state,
            }
            for entry, state in rows
        ]
        print(json.dumps(listed, indent=2))
        return
    from dlquiz.screen.console import open_console
    from dlquiz.screen.tables import plain_table

    console = open_console(plain=not sys.stdout.isatty())
    shown = [(entry.topic, entry.card.id, str(entry.card.level), state) for entry, state in rows]
    console.print(plain_table(("topic", "drill", "level", "state"), shown))
    console.print("dlquiz code NAME writes a file to fill in, opens your editor and checks it.")


def _only_check(desk: Desk, path: Path, *, as_json: bool) -> None:
    from dlquiz.cli.drilling import report

    properties = desk.check(path)
    report(properties, as_json=as_json)
    if not all(one.holds for one in properties):
        raise typer.Exit(1)


def _found(deck: Deck, name: str) -> Entry:
    """The drill of an id, of a function, or the only one of a topic."""
    from dlquiz.cli.names import beginning_of, printable
    from dlquiz.errors import unknown

    name = printable(name)
    entries = list(deck.entries(kinds=["code"]))
    for entry in entries:
        if name in (entry.card.id, getattr(entry.card, "function", "")):
            return entry
    topic = beginning_of(name, list(deck.topic_names))
    of_topic = [entry for entry in entries if entry.topic == topic]
    if len(of_topic) == 1:
        return of_topic[0]
    if of_topic:
        ids = ", ".join(entry.card.id for entry in of_topic)
        raise UsageError(f"{topic} has {len(of_topic)} drills", remedy=f"one of {ids}")
    known = [entry.card.id for entry in entries]
    raise unknown("drill", name, known, listing="dlquiz code lists them")

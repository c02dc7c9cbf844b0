"""`dlquiz code`: functions to write, checked against the reference."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dlquiz.cli.completion import drills
from dlquiz.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dlquiz.cli.drilling import Counted
    from dlquiz.deck.index import Deck, Entry
    from dlquiz.drills.properties import Property
    from dlquiz.memory import Progress


def code(
    name: Annotated[
        str | None, typer.Argument(help="A drill, function or topic.", autocompletion=drills)
    ] = None,
    check: Annotated[
        Path | None, typer.Option(help="Only check this file; nothing is counted.")
    ] = None,
    stub: Annotated[bool, typer.Option("--stub", help="Print the file it begins with.")] = False,
    hint: Annotated[bool, typer.Option("--hint", help="Show the next hint.")] = False,
    solution: Annotated[bool, typer.Option("--solution", help="Show the reference.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Put the draft aside.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Check on every save.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Write it yourself: code drills, checked against the reference."""
    from dlquiz.cli.opening import opened_deck, opened_progress

    flags = {"--stub": stub, "--hint": hint, "--solution": solution}
    flags |= {"--reset": reset, "--watch": watch}
    wanted = [flag for flag, given in flags.items() if given]
    wanted += ["--check"] * (check is not None)
    _refuse_mixtures(wanted, name, as_json=as_json)
    with opened_deck() as deck, opened_progress() as progress:
        if name is None:
            _list(deck, progress, as_json=as_json)
        else:
            _work(_desk(deck, progress, name), "".join(wanted), check, as_json=as_json)


def _refuse_mixtures(wanted: Sequence[str], name: str | None, *, as_json: bool) -> None:
    if wanted and name is None:
        raise UsageError("which drill?", where=wanted[0], remedy="dlquiz code lists them")
    if len(wanted) > 1:
        raise UsageError(f"{' and '.join(wanted)} do not go together", remedy="take one of them")
    if as_json and wanted not in ([], ["--check"]):
        raise UsageError(f"{wanted[0]} writes no JSON", where="--json", remedy="leave it out")


def _desk(deck: Deck, progress: Progress, name: str) -> Counted:
    from dlquiz.cli.drilling import Counted
    from dlquiz.screen.console import open_console

    plain = not sys.stdout.isatty()
    return Counted(_found(deck, name), open_console(plain=plain), progress, plain=plain)


def _work(desk: Counted, wanted: str, path: Path | None, *, as_json: bool) -> None:
    match wanted:
        case "--stub":
            print(desk.stub(), end="")
        case "--hint":
            _hint(desk)
        case "--solution":
            desk.reveal()
        case "--reset":
            old = desk.draft.reset()
            print(f"The draft is kept as {old}." if old else "There is no draft.")
        case "--watch":
            desk.watch()
        case "--check":
            assert path is not None
            _leave(_reported(desk.check(path), as_json=as_json))
        case _:
            _leave(_as_json(desk) if as_json else desk.work())


def _leave(passed: bool) -> None:
    if not passed:
        raise typer.Exit(1)


def _hint(desk: Counted) -> None:
    from dlquiz.screen.prose import prose

    was_helped = desk.is_helped
    desk.say(prose(desk.next_hint()))
    if not was_helped:
        desk.say("It helps, so a solution will count as hard.")


def _as_json(desk: Counted) -> bool:
    """The editor, the check of the draft, which counts, and its properties as JSON."""
    import time

    begun = time.monotonic()
    desk.begin()
    desk.edit()
    properties = desk.check(desk.draft.path)
    desk.settle(properties, time.monotonic() - begun)
    return _reported(properties, as_json=True)


def _reported(properties: Sequence[Property], *, as_json: bool) -> bool:
    """Prints what a check found, for people or for programs; whether it passed."""
    from dlquiz.quiz.drilling import has_passed

    passed = has_passed(properties)
    if as_json:
        import json

        found = [one._asdict() for one in properties]
        print(json.dumps({"passed": passed, "properties": found}, indent=2, allow_nan=False))
    else:
        from dlquiz.screen.console import open_console
        from dlquiz.screen.drill import print_properties

        print_properties(open_console(plain=not sys.stdout.isatty()), properties)
    return passed


def _list(deck: Deck, progress: Progress, *, as_json: bool) -> None:
    from dlquiz.cli.drilling import standings

    entries = list(deck.entries(kinds=["code"]))
    rows = list(zip(entries, standings(entries, progress), strict=True))
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
    solved = sum(state.startswith("solved") for _, state in rows)
    console.print(f"\n{solved} of {len(rows)} solved.", end=" ")
    console.print("dlquiz code NAME writes a file to fill in, opens your editor and checks it.")


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
    known = [text for e in entries for text in (e.card.id, getattr(e.card, "function", ""))]
    raise unknown("drill", name, known, listing="dlquiz code lists them")

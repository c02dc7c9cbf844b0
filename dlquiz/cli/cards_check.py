"""`dlquiz cards check|schema`: every card executed, once or on every save; what a card may hold."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dlquiz.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dlquiz.check import Report

_POLL = 0.2  # seconds between looks at the files that are watched


def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Card files or directories; else the whole deck.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Check what is saved.")] = False,
) -> None:
    """Execute every answer, proof, formula and demo of the cards."""
    from dlquiz.cli.opening import card_directories

    if watch and as_json:
        raise UsageError("--watch writes no JSON", where="--json", remedy="leave it out")
    wanted = [_found(path) for path in paths or ()]
    if watch:
        _watch(wanted)
        return
    report = _checked(wanted or card_directories())
    if as_json:
        import json

        print(json.dumps(report.as_json(), indent=2, ensure_ascii=False))
    else:
        _print(report)
    if report.problems:
        raise typer.Exit(1)


def schema() -> None:
    """Print the JSON Schema of card files, for editors."""
    from dlquiz.deck.schema import schema_text

    print(schema_text(), end="")


def _checked(paths: Sequence[Path]) -> Report:
    from dlquiz.check import check
    from dlquiz.cli.opening import card_directories
    from dlquiz.paths import builtin_cards

    return check(paths, deck=card_directories(), builtin=builtin_cards())


def _print(report: Report) -> None:
    for found in (*report.problems, *report.doubles):
        print(found.pointed(), file=sys.stderr)
    print(report.summary(), flush=True)


def _watch(wanted: Sequence[Path]) -> None:
    """Check the files that were named, then each that is saved, until Ctrl-C."""
    import time

    from dlquiz.cli.opening import card_directories
    from dlquiz.deck.listing import card_files

    places = wanted or card_directories()
    seen = {file.key: file for file in card_files(places)[0]}
    if wanted:
        _print(_checked(wanted))
    print(f"Watching {len(seen)} card files: every save is checked; Ctrl-C ends.", flush=True)
    while True:
        now = {file.key: file for file in card_files(places)[0]}
        saved = [file.path for key, file in now.items() if seen.get(key) != file]
        seen = now
        if saved:
            print(f"\n{time.strftime('%H:%M:%S')}  {', '.join(path.name for path in saved)}")
            _print(_checked(saved))
        time.sleep(_POLL)


def _found(path: Path) -> Path:
    """A path as it is given, or of that name in the person's own deck."""
    from dlquiz.paths import home

    own_deck = home().cards
    for place in (path, own_deck / path):
        if place.exists():
            return place
    raise UsageError(f"no such file or directory, nor in {own_deck}", where=str(path))

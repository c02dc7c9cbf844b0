"""`dlquiz doctor`: what a report of a bug should say of this installation."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

Findings = dict[str, dict[str, object]]
_PACKAGES = (
    "numpy",
    "typer",
    "rich",
    "pyyaml",
    "msgspec",
    "fsrs",
    "platformdirs",
    "zstandard",
    "genanki",
)
_MOST_PROBLEMS = 5


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Show what a report of a bug should say of this installation."""
    problems: list[str] = []
    found: Findings = {
        "versions": dict(_versions()),
        "paths": dict(_paths(problems)),
        "terminal": dict(_terminal()),
        "deck": dict(_deck(problems)),
        "progress": dict(_progress(problems)),
    }
    if as_json:
        import json

        print(json.dumps({**found, "problems": problems}, indent=2, ensure_ascii=False))
    else:
        _print(found, problems)
    if problems:
        raise typer.Exit(1)


def _print(found: Findings, problems: list[str]) -> None:
    width = max(len(name) for rows in found.values() for name in rows) + 2
    for heading, rows in found.items():
        print(heading)
        for name, value in rows.items():
            print(f"  {name:{width}}{value}")
    print(f"problems: {len(problems) or 'none'}")
    for problem in problems:
        print(f"  {problem}")


def _versions() -> Iterator[tuple[str, str]]:
    import platform
    import sqlite3
    from importlib.metadata import PackageNotFoundError, version

    from dlquiz import __version__

    yield "dlquiz", __version__
    yield "Python", f"{platform.python_version()} ({platform.python_implementation()})"
    yield "system", platform.platform(terse=True)
    yield "SQLite", sqlite3.sqlite_version
    for package in _PACKAGES:
        try:
            yield package, version(package)
        except PackageNotFoundError:
            yield package, "not installed"


def _paths(problems: list[str]) -> Iterator[tuple[str, str]]:
    from dlquiz.errors import UserError
    from dlquiz.paths import added_cards, builtin_cards, home

    mine = home()
    yield "program", _private(Path(__file__).parents[1])
    try:
        yield "built-in cards", _private(builtin_cards())
    except UserError as error:
        problems.append(_private_text(str(error)))
    yield "your cards", _private(mine.cards)
    for directory in added_cards():
        yield f"added cards {directory.name}", _private(directory)
    yield "drills", _private(mine.drills)
    yield "progress", _private(mine.progress_file)
    yield "index", _private(mine.index_file)


def _private(path: Path) -> str:
    """The path without the name of the person, for a report that others read."""
    from contextlib import suppress

    from dlquiz.screen.prose import visible

    with suppress(ValueError, RuntimeError):
        return visible(str("~" / path.relative_to(Path.home())))
    return visible(str(path))


def _terminal() -> Iterator[tuple[str, object]]:
    from dlquiz.paths import editor
    from dlquiz.screen.console import open_console

    console = open_console()
    yield "input is a terminal", sys.stdin.isatty()
    yield "output is a terminal", sys.stdout.isatty()
    yield "size", f"{console.width} columns, {console.height} rows"
    yield "colours", "none" if console.no_color else console.color_system or "none"
    moves = console.is_terminal and not (console.is_dumb_terminal or console.legacy_windows)
    yield "moves the cursor", moves
    yield "encoding", console.encoding
    try:
        yield "editor", " ".join(editor()) or "none: EDITOR is not set"
    except ValueError as error:
        yield "editor", f"EDITOR is no command: {error}"


def _deck(problems: list[str]) -> Iterator[tuple[str, object]]:
    from dlquiz.cli.opening import opened_deck
    from dlquiz.errors import UserError

    try:
        with opened_deck(warn=False) as deck:
            yield "topics", len(deck.topic_names)
            yield "cards", deck.count()
            yield "broken cards", len(deck.problems)
            problems += [_private_text(str(one)) for one in deck.problems[:_MOST_PROBLEMS]]
    except UserError as error:
        problems.append(_private_text(str(error)))


def _progress(problems: list[str]) -> Iterator[tuple[str, object]]:
    """What the file holds; one that is not there yet is not made."""
    from dlquiz.cli.opening import opened_progress
    from dlquiz.errors import UserError
    from dlquiz.memory import backups
    from dlquiz.paths import home

    file = home().progress_file
    if not file.exists():
        yield "file", "none yet: the first answer makes it"
        return
    copies = [copy.stem.removeprefix("progress-") for copy in backups.backups(file)]
    yield "backups", f"{len(copies)}, the last of {copies[0]}" if copies else "none"
    try:
        with opened_progress() as progress:
            damage = progress.damage()
            yield "file", f"{file.stat().st_size:,} bytes, {'damaged' if damage else 'sound'}"
            yield "answers", sum(1 for _ in progress.reviews())
            yield "cards seen", len(progress.states())
            yield "flagged cards", len(progress.flags())
            if damage:
                remedy = "dlquiz progress restore lists the backups"
                problems.append(f"the progress file is damaged: {damage} ({remedy})")
    except UserError as error:
        problems.append(_private_text(str(error)))


def _private_text(text: str) -> str:
    return text.replace(str(Path.home()), "~")

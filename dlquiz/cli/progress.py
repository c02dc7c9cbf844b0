"""`dlquiz progress …`: where it is kept, taking it to another machine, and getting it back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dlquiz.cli.completion import topics

commands = typer.Typer(
    help="Export, import, restore and reset progress.",
    rich_markup_mode=None,
    no_args_is_help=True,
)


@commands.command()
def path() -> None:
    """Print where progress is kept."""
    from dlquiz.paths import home

    print(home().progress_file)


@commands.command("export")
def export_progress(
    file: Annotated[Path, typer.Argument(help="The file to write, .jsonl.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
) -> None:
    """Write the log of answers to a file."""
    from dlquiz.cli.opening import opened_progress
    from dlquiz.screen.document import save

    with opened_progress() as progress:
        lines = list(progress.export())
    save(file, "\n".join(lines) + "\n", force=force)
    print(f"wrote {len(lines) - 1} rows to {file}", file=sys.stderr)


@commands.command("import")
def import_progress(
    file: Annotated[Path, typer.Argument(help="A file that progress export wrote.")],
) -> None:
    """Merge the log of another machine into this one."""
    from dlquiz.cli.opening import opened_progress
    from dlquiz.errors import UserError

    try:
        with opened_progress() as progress, file.open(encoding="utf-8") as lines:
            merged = progress.merge(lines)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise UserError(f"cannot be read: {reason}", where=str(file)) from error
    print(f"{merged.added} rows added, {merged.known} were there already.")


@commands.command()
def restore(
    day: Annotated[str | None, typer.Argument(help="The day of a backup, as 2026-11-26.")] = None,
) -> None:
    """List the daily backups, or go back to one."""
    from dlquiz.errors import unknown
    from dlquiz.memory import backups
    from dlquiz.paths import home

    file = home().progress_file
    by_day = {copy.stem.removeprefix("progress-"): copy for copy in backups.backups(file)}
    if day is None:
        print("\n".join(by_day) or "There is no backup yet: the first answer of a day makes one.")
        return
    if day not in by_day:
        raise unknown("backup", day, by_day, listing="dlquiz progress restore lists them")
    kept = backups.restore(file, by_day[day])
    print(f"Progress is that of {day} again." + (f" The old one is {kept}." if kept else ""))


@commands.command()
def reset(
    topic: Annotated[str, typer.Argument(help="The topic to begin anew.", autocompletion=topics)],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Forget the answers to a topic's cards."""
    from dlquiz.cli.names import wanted_topics
    from dlquiz.cli.opening import now, opened_deck, opened_progress

    with opened_deck() as deck, opened_progress() as progress:
        (name,) = wanted_topics(deck, [topic])
        if not yes and not typer.confirm(f"Forget all answers to {name}?"):
            raise typer.Exit(1)
        count = progress.forget(deck.ids(topics=[name]), now())
    print(f"{count} answers taken back.")

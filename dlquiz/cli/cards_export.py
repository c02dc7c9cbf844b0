"""`dlquiz cards export`: the deck for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dlquiz.cli.arguments import Topics
from dlquiz.errors import UsageError


def export(
    topic: Topics = None,
    anki: Annotated[
        Path | None, typer.Option("--anki", metavar="FILE", help="A package for Anki.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there.")] = False,
) -> None:
    """Take the deck to another program."""
    if anki is None:
        raise UsageError("export to what?", remedy="--anki deck.apkg")
    from dlquiz.cli.anki import export_package

    export_package(topic, anki, force=force)

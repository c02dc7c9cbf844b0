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
    html: Annotated[
        Path | None, typer.Option("--html", metavar="DIR", help="A study book, a page a topic.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there.")] = False,
) -> None:
    """Take the deck away, for Anki or as a book."""
    if anki is None and html is None:
        raise UsageError("export to what?", remedy="--anki deck.apkg, or --html book")
    if anki is not None:
        from dlquiz.cli.anki import export_package

        export_package(topic, anki, force=force)
    if html is not None:
        from dlquiz.cli.book import export_book

        export_book(topic, html, force=force)

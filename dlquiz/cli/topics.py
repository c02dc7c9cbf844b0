"""`dlquiz topics`: what the deck is about."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer


def topics(
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """List the topics with their cards and demos."""
    from dlquiz.cli.opening import opened_deck

    with opened_deck() as deck:
        rows = [
            {
                "topic": summary.name,
                "title": summary.title,
                "cards": summary.cards,
                "kinds": dict(summary.kinds),
                "references": list(summary.references),
                "demos": list(summary.demos),
            }
            for summary in deck.topics()
        ]
    if as_json:
        import json

        print(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        _show(rows)


def _show(rows: list[dict[str, Any]]) -> None:
    from dlquiz.screen.console import open_console
    from dlquiz.screen.tables import plain_table

    console = open_console(plain=not sys.stdout.isatty())
    lines = [(row["topic"], str(row["cards"]), ", ".join(row["demos"])) for row in rows]
    console.print(plain_table(("topic", "cards", "demos"), lines))
    console.print(
        f"{sum(row['cards'] for row in rows)} cards. dlquiz practice TOPIC asks them,"
        " dlquiz explain TOPIC is the study sheet."
    )

"""`dlquiz stats`: how the learning goes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from dlquiz.quiz.overview import Overview


def stats(
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Show retention, strength by topic and what falls due."""
    from dlquiz.cli.opening import now, opened_deck, opened_progress
    from dlquiz.quiz.overview import overview

    with opened_deck() as deck, opened_progress() as progress:
        found = overview(deck, progress, now())
    if as_json:
        import json

        print(json.dumps(_as_json(found), indent=2))
        return
    from dlquiz.screen.console import open_console
    from dlquiz.screen.overview import print_overview

    print_overview(open_console(plain=not sys.stdout.isatty()), found)


def _as_json(found: Overview) -> dict[str, Any]:
    return {
        "cards": found.standing.cards,
        "due": found.standing.due,
        "new": found.standing.new,
        "streak": found.standing.streak,
        "answered_today": found.standing.answered_today,
        "reviews": found.reviews,
        "retention": {"all": found.retention, "last_30_days": found.retention_month},
        "seconds_spent": round(found.time_spent.total_seconds()),
        "topics": [topic._asdict() for topic in found.topics],
        "forecast": list(found.forecast),
    }

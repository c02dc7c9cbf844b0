"""`dlquiz stats`: how the learning goes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from dlquiz.quiz.overview import Overview


def stats(
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page with all pictures.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Let --html replace a file.")] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="No colour, one column, no pictures but bars.")
    ] = False,
) -> None:
    """Show recall by topic, what falls due, and when you studied."""
    from dlquiz.cli.opening import now, opened_deck, opened_progress
    from dlquiz.quiz.overview import overview

    if html is not None:
        from dlquiz.screen.document import check_place

        check_place(html, force=force)
    with opened_deck() as deck, opened_progress() as progress:
        found = overview(deck, progress, now())
    if html is not None:
        _write(html, found, force=force)
    if as_json:
        import json

        print(json.dumps(_as_json(found), indent=2))
    elif html is None:
        _show(found, plain=plain or not sys.stdout.isatty())


def _write(path: Path, found: Overview, *, force: bool) -> None:
    from dlquiz.screen.document import save
    from dlquiz.screen.overview import html

    save(path, html(found), force=force)
    print(f"wrote {path}", file=sys.stderr)


def _show(found: Overview, *, plain: bool) -> None:
    from dlquiz.screen.console import open_console
    from dlquiz.screen.overview import print_overview

    print_overview(open_console(plain=plain), found, plain=plain)


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
        "today": found.today.isoformat(),
        "days": [day._asdict() | {"day": day.day.isoformat()} for day in found.days],
        "forgetting": _forgetting(found),
    }


def _forgetting(found: Overview) -> dict[str, Any]:
    """Expected and observed recall; nulls before any card was answered on two days."""
    measured = found.forgetting
    return {
        "repeats": measured.repeats if measured else 0,
        "expected": measured.expected if measured else None,
        "remembered": measured.remembered if measured else None,
        "standard_deviation": measured.chance if measured else None,
        "by_expectation": [band._asdict() for band in measured.by_expectation] if measured else [],
        "by_days_since": [band._asdict() for band in measured.by_wait] if measured else [],
    }

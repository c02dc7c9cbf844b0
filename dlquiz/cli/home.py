"""`dlquiz` alone: what is due, the streak, what to type next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dlquiz.quiz.overview import Standing


def show_home() -> None:
    """Print where the person stands and the commands that go on from there."""
    from dlquiz.cli.opening import now, opened_deck, opened_progress
    from dlquiz.quiz.overview import standing

    with opened_deck() as deck, opened_progress() as progress:
        print(home_text(standing(deck, progress, now())))


def home_text(standing: Standing) -> str:
    """The lines of the start page."""
    days = "day" if standing.streak == 1 else "days"
    streak = f"  Streak: {standing.streak} {days}." if standing.streak else ""
    return "\n".join(
        (
            f"dlquiz: {standing.cards} deep-learning interview questions.",
            f"{standing.due} due, {standing.new} new,"
            f" {standing.answered_today} answered today.{streak}",
            *([f"The interview is on {standing.interview:%d %B}."] if standing.interview else ()),
            "",
            f"  dlquiz practice           {_invitation(standing)}",
            "  dlquiz practice softmax   only one topic",
            "  dlquiz demo adam          watch Adam step by step",
            "  dlquiz explain dropout    a study sheet with formula, source and pitfalls",
            "  dlquiz plan               be ready on a date",
            "  dlquiz topics             all topics",
            "  dlquiz stats              how you are doing",
            "  dlquiz --help             all commands",
        )
    )


def _invitation(standing: Standing) -> str:
    if standing.due:
        return "answer what is due, then new cards"
    return "meet new cards" if standing.new else "nothing is due: --cram repeats any card"

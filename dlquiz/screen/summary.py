"""What a session came to, in a few lines."""

from datetime import datetime

from rich.console import Console

from dlquiz.quiz.session import Rating, Summary
from dlquiz.screen.card import RATING_NAMES


def print_summary(console: Console, summary: Summary, now: datetime) -> None:
    """How many answers, how they were rated, and when the next card is due."""
    console.print()
    if summary.kept == 0:
        console.print("No answers were kept this time.")
        return
    right = sum(summary.ratings[r] for r in (Rating.HARD, Rating.GOOD, Rating.EASY))
    console.print(
        f"{count(summary.kept, 'answer')} kept, {right} of them right"
        f" ({right / summary.kept:.0%}), {count(summary.new, 'new card')},"
        f" in {duration(summary.seconds)}."
    )
    ratings = ", ".join(f"{summary.ratings[r]} {name}" for r, name in RATING_NAMES.items())
    console.print(f"Rated: {ratings}.")
    if summary.next_due is not None:
        console.print(f"The next card is due {when(summary.next_due, now)}.")


def print_nothing_due(console: Console, summary: Summary, now: datetime) -> None:
    """That there is nothing to ask, when there will be, and what can be done all the same."""
    console.print("Nothing is due, and today's new cards have been met.")
    if summary.next_due is not None:
        console.print(f"The next card is due {when(summary.next_due, now)}.")
    if console.is_terminal:
        console.print("n 10 more new cards   c cram any card   q quit")
    else:
        console.print("--new 30 asks more new cards, --cram any card without moving the schedule.")


def count(number: int, noun: str) -> str:
    """The number with its noun.

    >>> count(1, "card"), count(2, "card"), count(0, "new card")
    ('1 card', '2 cards', '0 new cards')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def duration(seconds: float) -> str:
    """
    >>> [duration(s) for s in (8, 75, 3700)]
    ['8 s', '1 min 15 s', '1 h 1 min']
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def when(due: datetime, now: datetime) -> str:
    """The day of a due time as a person would say it, seen from now."""
    days = (due.astimezone().date() - now.astimezone().date()).days
    if days <= 0:
        return "now"
    if days == 1:
        return "tomorrow"
    return f"in {days} days, on {due.astimezone():%d %B}"

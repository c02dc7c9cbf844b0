"""What the log and the schedule say about a person's learning. Pure functions, no file."""

from collections.abc import Iterable
from datetime import date, timedelta

from dlquiz.memory.log import Rating, Review
from dlquiz.memory.schedule import State

_DECAY = -0.1542
_FACTOR = 0.9 ** (1 / _DECAY) - 1

ABANDONED = 120.0
"""Seconds after which nobody is thinking about a card any more."""


def streak(days: Iterable[date], today: date) -> int:
    """How many study days in a row end today, or yesterday while today has no answer yet.

    `days` are the days with an answer, the latest first, and are read only until a gap.

    >>> streak([date(2025, 3, 9), date(2025, 3, 8), date(2025, 3, 1)], today=date(2025, 3, 10))
    2
    """
    length, expected = 0, today
    for day in days:
        if length == 0 and day == today - timedelta(days=1):
            expected = day
        if day < expected:
            break
        if day == expected:
            length, expected = length + 1, expected - timedelta(days=1)
    return length


def retention(
    reviews: Iterable[Review], today: date | None = None, days: int | None = None
) -> float | None:
    """The share of remembered cards among those seen on an earlier day; None without any.

    `reviews` come in the order of the log. The first answer of a day counts: asking a failed
    card again in the same session would flatter. Crams do not count. With `days`, only the
    study days counted back from and with `today` do.
    """
    last: dict[str, date] = {}
    counted: list[bool] = []
    for review in reviews:
        if review.mode == "cram":
            continue
        before = last.get(review.card)
        last[review.card] = review.day
        if before is not None and before < review.day and _within(review.day, today, days):
            counted.append(review.rating > Rating.AGAIN)
    return sum(counted) / len(counted) if counted else None


def _within(day: date, today: date | None, days: int | None) -> bool:
    return today is None or days is None or 0 <= (today - day).days < days


def retrievability(stability: float, days: float) -> float:
    """(1 + F·t/S)^-0.1542 with F such that t = S gives 0.9: FSRS-6's forgetting curve.

    >>> retrievability(stability=10, days=10)
    0.9
    """
    return float((1 + _FACTOR * max(0.0, days) / stability) ** _DECAY)


def strength(state: State, today: date) -> float:
    """The probability that the card is remembered tomorrow; today's says nothing of an answer."""
    return retrievability(state.stability, (today - state.last).days + 1)


def forecast(states: Iterable[State], today: date, days: int = 14) -> list[int]:
    """How many cards fall due today, tomorrow, …; overdue ones count today."""
    counts = [0] * days
    for state in states:
        distance = max(0, (state.due - today).days)
        if distance < days:
            counts[distance] += 1
    return counts


def reviews_per_day(reviews: Iterable[Review]) -> dict[date, int]:
    """The number of answers of each study day that has any, crams included."""
    counts: dict[date, int] = {}
    for review in reviews:
        counts[review.day] = counts.get(review.day, 0) + 1
    return counts


def time_spent(reviews: Iterable[Review], abandoned: float = ABANDONED) -> timedelta:
    """The time spent answering; no single answer counts for more than `abandoned` seconds."""
    return timedelta(seconds=sum(min(review.seconds, abandoned) for review in reviews))

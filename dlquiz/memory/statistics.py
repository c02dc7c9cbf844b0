"""What the log and the schedule say about a person's learning. Pure functions, no file."""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from math import sqrt
from typing import NamedTuple

from dlquiz.memory.log import ABANDONED, Rating, Review
from dlquiz.memory.schedule import State, answered

_DECAY = -0.1542
_FACTOR = 0.9 ** (1 / _DECAY) - 1

_EXPECTATIONS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
_WAITS = (1, 2, 3, 5, 9, 17, 33, 65)


class Recall(NamedTuple):
    """An answer to a card seen `waited` days before: how likely it was, and whether it came."""

    card: str
    waited: int
    expected: float
    remembered: bool


class Band(NamedTuple):
    """The recalls whose expectation, or wait in days, is from `low` to below `high`, None for ever.

    `expected` is the mean probability, `remembered` the share that came.
    """

    low: float
    high: float | None
    expected: float
    remembered: float
    repeats: int


class Forgetting(NamedTuple):
    """How the expected recall compares with the observed one: in all, by expectation, by wait.

    `chance` is the standard deviation of the share remembered if all expectations are right.
    """

    repeats: int
    expected: float
    remembered: float
    chance: float
    by_expectation: tuple[Band, ...]
    by_wait: tuple[Band, ...]

    @property
    def is_within_chance(self) -> bool:
        """Whether expected and remembered differ by no more than two standard deviations."""
        return abs(self.remembered - self.expected) <= 2 * self.chance


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


def recalls(reviews: Iterable[Review]) -> Iterator[Recall]:
    """The answers that count for `retention`, with the recall that FSRS expected before each.

    The log is replayed from its beginning: an expectation knows only what came before it.
    """
    states: dict[str, State] = {}
    for review in reviews:
        if review.mode == "cram":
            continue
        before = states.get(review.card)
        if before is not None and before.last < review.day:
            waited = (review.day - before.last).days
            expected = retrievability(before.stability, waited)
            yield Recall(review.card, waited, expected, review.rating > Rating.AGAIN)
        states[review.card] = answered(before, review.card, review.rating, review.day, review.at)


def forgetting(found: Sequence[Recall]) -> Forgetting | None:
    """Expected against observed recall; None without any."""
    if not found:
        return None
    variance = sum(recall.expected * (1 - recall.expected) for recall in found)
    return Forgetting(
        len(found),
        *_means(found),
        chance=sqrt(variance) / len(found),
        by_expectation=_bands(found, [recall.expected for recall in found], _EXPECTATIONS),
        by_wait=_bands(found, [recall.waited for recall in found], _WAITS),
    )


def _bands(
    found: Sequence[Recall], keys: Iterable[float], edges: Sequence[float]
) -> tuple[Band, ...]:
    """The recalls by where their keys lie between the edges, without empty bands."""
    own: dict[int, list[Recall]] = {}
    for recall, key in zip(found, keys, strict=True):
        own.setdefault(bisect(edges, key) - 1, []).append(recall)
    highs = [*edges[1:], None]
    return tuple(
        Band(edges[place], highs[place], *_means(own[place]), len(own[place]))
        for place in sorted(own)
    )


def _means(found: Sequence[Recall]) -> tuple[float, float]:
    """Of the expectations, and of what came."""
    expected = sum(recall.expected for recall in found)
    return expected / len(found), sum(recall.remembered for recall in found) / len(found)


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


def seconds_per_day(reviews: Iterable[Review], abandoned: float = ABANDONED) -> dict[date, float]:
    """The seconds spent answering on each study day that has an answer, cut as in `time_spent`."""
    seconds: dict[date, float] = {}
    for review in reviews:
        seconds[review.day] = seconds.get(review.day, 0.0) + min(review.seconds, abandoned)
    return seconds


def time_spent(reviews: Iterable[Review], abandoned: float = ABANDONED) -> timedelta:
    """The time spent answering; no single answer counts for more than `abandoned` seconds."""
    return timedelta(seconds=sum(min(review.seconds, abandoned) for review in reviews))

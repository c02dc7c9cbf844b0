"""How ready a deck is on a day, and which card is worth answering now.

Readiness is the expected recall on the day, the mean over cards by their weights; a card that was
never seen counts as not known. What an answer gains is the recall on the day if the card is
answered now, less what it is if not; cards are ordered by that gain a second, new and due ones on
one scale. An answer that fails is asked again, so it costs twice and ends remembered.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dlquiz.memory.forgetting import Array, Memory, first_answer, next_answer, recall
from dlquiz.memory.log import Rating
from dlquiz.memory.schedule import Known, scheduler

FIRST_TIME_RIGHT = 0.2  # how often a card is known before it was ever seen
_ROLLOUTS = 12


class Item(NamedTuple):
    """A card of the plan: how much it counts, and the seconds an answer takes."""

    card: str
    weight: float
    seconds: float


class Outlook:
    """What is known of the cards today, and what can still be gained before the day."""

    def __init__(
        self, items: Sequence[Item], known: Mapping[str, Known], today: date, day: date
    ) -> None:
        never = Known(today.toordinal(), np.nan, np.nan)
        found = [known.get(item.card, never) for item in items]
        last, stability, difficulty = (
            np.array(column, float) for column in zip(*found, strict=True)
        )
        self._cards = np.array([item.card for item in items], dtype=object)
        self._weight = np.array([item.weight for item in items], float)
        self._seconds = np.array([item.seconds for item in items], float)
        self._memory = Memory(stability, difficulty)
        self._elapsed = today.toordinal() - last
        self._left = (day - today).days

    def readiness(self, chosen: Sequence[bool] | None = None) -> float:
        """The expected recall on the day without another answer, of all cards or of some."""
        weight = self._weight if chosen is None else self._weight * np.array(chosen)
        ready = _recall(self._memory, self._elapsed + self._left)
        return float((weight * ready).sum() / max(weight.sum(), 1e-12))

    def order(self) -> list[str]:
        """The cards that gain anything, by what they gain a second, the most first."""
        rate = _gain(self._memory, self._elapsed, self._left, self._weight) / _cost(
            self._memory, self._elapsed, self._seconds
        )
        best = np.argsort(-rate, kind="stable")
        return [str(card) for card in self._cards[best[rate[best] > 0]]]

    def work(self, minutes: float) -> tuple[int, int, float]:
        """(seen cards, new cards, minutes) of a day of so many minutes, in that order."""
        chosen = self._chosen(self._memory, self._elapsed, self._left, minutes)
        new = np.isnan(self._memory.stability)
        seconds = _cost(self._memory, self._elapsed, self._seconds)[chosen].sum()
        return int((chosen & ~new).sum()), int((chosen & new).sum()), float(seconds / 60)

    def curve(
        self, minutes: float, groups: Sequence[int] = (), count: int = 0
    ) -> tuple[list[float], list[float]]:
        """Readiness after each day of work from today to the day before, and by group at the end.

        `groups` gives each card's, from 0 to below `count`. The mean over runs in which answers
        come out right or wrong by chance.
        """
        rng = np.random.default_rng(0)
        members = [np.array(groups, int) == group for group in range(count)]
        runs = [self._run(minutes, members, rng) for _ in range(_ROLLOUTS)]
        days, ends = zip(*runs, strict=True)
        return np.mean(days, axis=0).tolist(), np.mean(ends, axis=0).tolist()

    def _run(
        self, minutes: float, members: Sequence[NDArray[np.bool_]], rng: np.random.Generator
    ) -> tuple[list[float], list[float]]:
        memory, elapsed = self._memory, self._elapsed.copy()
        after = []
        for left in range(self._left, 0, -1):
            chosen = self._chosen(memory, elapsed, left, minutes)
            memory = _answered(memory, elapsed, chosen, rng)
            elapsed = np.where(chosen, 0, elapsed)
            after.append(_mean(_recall(memory, elapsed + left), self._weight))
            elapsed += 1
        ready = _recall(memory, elapsed)
        return after, [_mean(ready[own], self._weight[own]) for own in members]

    def _chosen(
        self, memory: Memory, elapsed: Array, left: int, minutes: float
    ) -> NDArray[np.bool_]:
        """The cards that a day of so many minutes has room for."""
        cost = _cost(memory, elapsed, self._seconds)
        rate = _gain(memory, elapsed, left, self._weight) / cost
        best = np.argsort(-rate, kind="stable")
        within = np.zeros(len(rate), bool)
        within[best] = (np.cumsum(cost[best]) <= 60 * minutes) & (rate[best] > 0)
        return within


def _weights() -> Any:
    return np.array(scheduler().parameters)


def _recall(memory: Memory, days: Array) -> Array:
    """The probability of recall; 0 for a card that was never seen."""
    seen = recall(_weights(), memory.stability, days)
    return np.where(np.isnan(memory.stability), 0.0, seen)


def _right_now(memory: Memory, elapsed: Array) -> Array:
    """The probability that an answer is right now, a card never seen among them."""
    return np.where(np.isnan(memory.stability), FIRST_TIME_RIGHT, _recall(memory, elapsed))


def _gain(memory: Memory, elapsed: Array, left: int, weight: Array) -> Array:
    """What an answer now adds to the recall on the day; nothing for a card of today."""
    right = _right_now(memory, elapsed)
    good, again = (_after(memory, elapsed, rating) for rating in (Rating.GOOD, Rating.AGAIN))
    days = np.full(len(right), float(left))
    reached = right * _recall(good, days) + (1 - right) * _recall(again, days)
    gained = weight * (reached - _recall(memory, elapsed + left))
    of_today = ~np.isnan(memory.stability) & (elapsed < 1)
    return np.where(of_today, 0.0, np.maximum(gained, 0.0))


def _after(memory: Memory, elapsed: Array, rating: Rating) -> Memory:
    """The memory after an answer; a failed card is asked again the same day and then known."""
    weights, new = _weights(), np.isnan(memory.stability)
    first, later = first_answer(weights, rating), next_answer(weights, memory, elapsed, rating)
    after = Memory(*(np.where(new, one, other) for one, other in zip(first, later, strict=True)))
    return next_answer(weights, after, 0, Rating.GOOD) if rating == Rating.AGAIN else after


def _cost(memory: Memory, elapsed: Array, seconds: Array) -> Array:
    return seconds * (2 - _right_now(memory, elapsed))


def _answered(
    memory: Memory, elapsed: Array, chosen: NDArray[np.bool_], rng: np.random.Generator
) -> Memory:
    right = rng.random(len(elapsed)) < _right_now(memory, elapsed)
    good, again = (_after(memory, elapsed, rating) for rating in (Rating.GOOD, Rating.AGAIN))
    outcome = (np.where(right, g, a) for g, a in zip(good, again, strict=True))
    return Memory(*(np.where(chosen, now, was) for now, was in zip(outcome, memory, strict=True)))


def _mean(values: Array, weight: Array) -> float:
    return float((values * weight).sum() / max(weight.sum(), 1e-12))

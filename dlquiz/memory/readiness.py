"""How ready a deck is on a day, and which card is worth answering now.

Readiness is the expected recall on the day, the mean over cards by their weights; a card that was
never seen counts as not known. What an answer gains is the recall on the day if the card is
answered now, less what it is if not, which for a new card is the chance to know it all the same;
cards are ordered by that gain a second, new and due ones on one scale. An answer that fails is
asked again, so it costs twice and ends remembered.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dlquiz.memory.forgetting import Array, Memory, first_answer, next_answer, recall
from dlquiz.memory.log import Rating
from dlquiz.memory.schedule import Known, scheduler

FIRST_TIME_RIGHT = 0.2  # how often a card is known before it was ever seen
_MOST_RUNS, _LEAST_RUNS = 12, 2
_CARD_DAYS = 250_000  # beyond so many cards times days, chance evens out in fewer runs

Mask = NDArray[np.bool_]


class Cards(NamedTuple):
    """Cards as arrays, of shape (cards,) or (learners, cards).

    `parameters` are those of FSRS-6, `elapsed` the days since the last answer, `weight` how much a
    card counts and `seconds` how long an answer takes.
    """

    parameters: Any
    memory: Memory
    elapsed: Array
    weight: Array
    seconds: Array


class Prospect(NamedTuple):
    """What an answer now would come to: the probability that it is right, the memory after it."""

    right: Array
    good: Memory
    again: Memory


def recall_after(cards: Cards, days: float) -> Array:
    """The probability of recall so many days from today; 0 for a card that was never seen."""
    seen = recall(cards.parameters, cards.memory.stability, cards.elapsed + days)
    return np.where(is_new(cards), 0.0, seen)


def readiness(cards: Cards, days: float) -> Any:
    """The mean recall so many days from today, by weight; over the last axis."""
    whole = np.maximum(cards.weight.sum(-1), 1e-12)
    return (cards.weight * recall_after(cards, days)).sum(-1) / whole


def is_new(cards: Cards) -> Mask:
    return np.isnan(cards.memory.stability)


def prospect(cards: Cards) -> Prospect:
    """A card that fails is asked again the same day, and then known."""
    right = np.where(is_new(cards), FIRST_TIME_RIGHT, recall_after(cards, 0))
    failed = _after(cards, Rating.AGAIN)
    again = next_answer(cards.parameters, failed, 0, Rating.GOOD)
    return Prospect(right, _after(cards, Rating.GOOD), again)


def cost(cards: Cards, ahead: Prospect) -> Array:
    """The seconds until the card is known: an answer, and one more where it fails."""
    return cards.seconds * (2 - ahead.right)


def gain_a_second(cards: Cards, ahead: Prospect, days: float) -> Array:
    """What an answer now adds to the recall so many days from today, for each second it costs.

    Nothing for a card that was answered today.
    """
    good, again = (recall(cards.parameters, m.stability, days) for m in ahead[1:])
    reached = ahead.right * good + (1 - ahead.right) * again
    without = np.where(is_new(cards), FIRST_TIME_RIGHT, recall_after(cards, days))
    gained = cards.weight * np.maximum(reached - without, 0.0)
    of_today = ~is_new(cards) & (cards.elapsed < 1)
    return np.where(of_today, 0.0, gained / cost(cards, ahead))


def answered(cards: Cards, ahead: Prospect, chosen: Mask, right: Mask) -> Cards:
    """The cards after those chosen were answered, right or wrong."""
    outcomes = zip(cards.memory, ahead.good, ahead.again, strict=True)
    memory = Memory(*(np.where(chosen, np.where(right, g, a), was) for was, g, a in outcomes))
    return cards._replace(memory=memory, elapsed=np.where(chosen, 0.0, cards.elapsed))


def _after(cards: Cards, rating: Rating) -> Memory:
    first = first_answer(cards.parameters, rating)
    later = next_answer(cards.parameters, cards.memory, cards.elapsed, rating)
    return Memory(*(np.where(is_new(cards), f, n) for f, n in zip(first, later, strict=True)))


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
        last, stability, difficulty = np.array(found, float).reshape(-1, 3).T
        self._ids = [item.card for item in items]
        self._cards = Cards(
            np.array(scheduler().parameters),
            Memory(stability, difficulty),
            elapsed=today.toordinal() - last,
            weight=np.array([item.weight for item in items], float),
            seconds=np.array([item.seconds for item in items], float),
        )
        self._left = (day - today).days

    def readiness(self, chosen: Sequence[bool] | None = None) -> float:
        """The expected recall on the day without another answer, of all cards or of some."""
        cards = self._cards
        if chosen is not None:
            cards = cards._replace(weight=cards.weight * np.array(chosen))
        return float(readiness(cards, self._left))

    def order(self) -> list[str]:
        """The cards that gain anything, by what they gain a second, the most first."""
        rate = gain_a_second(self._cards, prospect(self._cards), self._left)
        best = np.argsort(-rate, kind="stable")
        return [self._ids[place] for place in best[rate[best] > 0]]

    def work(self, minutes: float) -> tuple[int, int, float]:
        """(seen cards, new cards, minutes) of a day of so many minutes, in that order."""
        ahead, new = prospect(self._cards), is_new(self._cards)
        chosen = _within(self._cards, ahead, self._left, minutes)
        seconds = cost(self._cards, ahead)[chosen].sum()
        return int((chosen & ~new).sum()), int((chosen & new).sum()), float(seconds / 60)

    def curve(
        self, minutes: float, today: float, groups: Sequence[int] = (), count: int = 0
    ) -> tuple[list[float], list[float]]:
        """Readiness after each day of work from today to the day before, and by group at the end.

        `today` are the minutes that today still has; `groups` gives each card's, from 0 to below
        `count`. The mean over runs in which answers come out right or wrong by chance.
        """
        members = [np.array(groups, int) == group for group in range(count)]
        enough = _CARD_DAYS // max(1, len(self._ids) * self._left)
        rng = np.random.default_rng(0)
        after, ends = [], []
        for _ in range(min(max(enough, _LEAST_RUNS), _MOST_RUNS)):
            days = list(self._days_of_work(minutes, today, rng))
            after.append([float(readiness(cards, left)) for cards, left in days])
            last, left = days[-1] if days else (self._cards, self._left)
            ends.append([_readiness_of(last, own, left) for own in members])
        return np.mean(after, axis=0).tolist(), np.mean(ends, axis=0).tolist()

    def _days_of_work(
        self, minutes: float, today: float, rng: np.random.Generator
    ) -> Iterator[tuple[Cards, int]]:
        """The cards in the evening of each day, and the days that are then left."""
        cards = self._cards
        for left in range(self._left, 0, -1):
            ahead = prospect(cards)
            chosen = _within(cards, ahead, left, today if left == self._left else minutes)
            cards = answered(cards, ahead, chosen, rng.random(len(self._ids)) < ahead.right)
            yield cards, left
            cards = cards._replace(elapsed=cards.elapsed + 1)


def _within(cards: Cards, ahead: Prospect, left: int, minutes: float) -> Mask:
    """The cards that gain most and that a day of so many minutes has room for."""
    rate, seconds = gain_a_second(cards, ahead, left), cost(cards, ahead)
    best = np.argsort(-rate, kind="stable")
    chosen = np.zeros(len(rate), bool)
    chosen[best] = (np.cumsum(seconds[best]) <= 60 * minutes) & (rate[best] > 0)
    return chosen


def _readiness_of(cards: Cards, chosen: Mask, days: float) -> float:
    return float(readiness(cards._replace(weight=cards.weight * chosen), days))

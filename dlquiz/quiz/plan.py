"""The way to an interview: what to answer today, and how ready that makes you on the day.

A topic weighs what the goal says, 1 if nothing; a card of level 1 counts three times as much as one
of level 3, because an interviewer who gets no answer there goes no deeper.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from dlquiz.deck.entries import Listed
from dlquiz.deck.index import Deck
from dlquiz.errors import UserError
from dlquiz.memory import Goal, Progress
from dlquiz.quiz.order import round_robin

if TYPE_CHECKING:
    from dlquiz.memory.readiness import Outlook

LEVEL_WEIGHTS = {1: 3.0, 2: 2.0, 3: 1.0}
USUAL_SECONDS, _BELIEVED = 30.0, 10  # an answer takes so long; so many count before the own ones
DRILL_SECONDS = 600.0  # writing code takes far longer than the log counts for one answer
ENOUGH = 0.85  # the readiness that a plan aims at
MOST_NEEDED = 480  # minutes a day; whoever needs more is told that it is out of reach
_STEP = 5  # minutes; a forecast knows no better


class TopicReadiness(NamedTuple):
    """Expected recall on the day: with no more answers, and with the plan kept."""

    topic: str
    now: float
    planned: float


class Plan(NamedTuple):
    """`review`, `new` and `minutes` are what today still has.

    `curve` is the readiness after each day of work, from today to the day before; `gone` are
    topics of the goal that the deck no longer has; `after` counts cards due only after the day.
    """

    goal: Goal
    today: date
    days_left: int
    review: int
    new: int
    minutes: float
    now: float
    planned: float
    curve: tuple[float, ...]
    topics: tuple[TopicReadiness, ...]
    gone: tuple[str, ...]
    needed: float | None
    after: int

    @property
    def suffices(self) -> bool:
        return self.planned >= ENOUGH

    @property
    def weakest(self) -> tuple[TopicReadiness, ...]:
        """The topics that the plan leaves lowest, the lowest first."""
        return tuple(sorted(self.topics, key=lambda topic: topic.planned)[:3])


def planned(deck: Deck, progress: Progress, goal: Goal, at: datetime) -> Plan:
    """The plan as it stands now. Loads numpy.

    Raises `UserError` when the deck has no card for the goal.
    """
    today = progress.days.of(at)
    cards = _cards(deck, progress, goal)
    outlook = _outlook(cards, progress, goal, at)
    topics = list(dict.fromkeys(card.topic for card in cards))
    spent = spent_today(progress, at)
    review, new, minutes = outlook.work(_left(goal.minutes, spent))
    groups = [topics.index(card.topic) for card in cards]
    curve, ends = outlook.curve(goal.minutes, _left(goal.minutes, spent), groups, len(topics))
    reached = curve[-1] if curve else outlook.readiness()
    return Plan(
        goal=goal,
        today=today,
        days_left=(goal.day - today).days,
        review=review,
        new=new,
        minutes=minutes,
        now=outlook.readiness(),
        planned=reached,
        curve=tuple(curve),
        topics=tuple(
            TopicReadiness(topic, outlook.readiness([c.topic == topic for c in cards]), end)
            for topic, end in zip(topics, ends, strict=True)
        ),
        gone=_gone(deck, goal),
        needed=None if reached >= ENOUGH or not curve else _minutes_needed(outlook, goal, spent),
        after=_due_after(cards, progress, goal.day),
    )


def best_first(deck: Deck, progress: Progress, goal: Goal, at: datetime) -> list[str]:
    """The cards worth answering now, what they gain a second first. Loads numpy.

    Raises `UserError` when the deck has no card for the goal.
    """
    return _outlook(_cards(deck, progress, goal), progress, goal, at).order()


def spent_today(progress: Progress, at: datetime) -> float:
    """The minutes of today's answers so far."""
    return progress.seconds_on(at) / 60


def minutes_left(progress: Progress, goal: Goal, at: datetime) -> float | None:
    """The minutes that the plan still has for today; None, no limit, once they are used."""
    left = goal.minutes - spent_today(progress, at)
    return left if left >= 1 else None


def _left(minutes: float, spent: float) -> float:
    return max(0.0, minutes - spent)


def _cards(deck: Deck, progress: Progress, goal: Goal) -> list[Listed]:
    """The cards that count: of the goal's topics, not suspended, of some weight.

    The topics take turns, so that of cards that gain the same no topic comes last.
    """
    suspended = progress.suspended()
    by_topic: dict[str, list[Listed]] = {}
    for card in deck.listed(goal.topics or None):
        if card.id not in suspended and _weight(goal, card.topic) > 0:
            by_topic.setdefault(card.topic, []).append(card)
    if not by_topic:
        raise _no_cards(deck, goal)
    return list(round_robin(map(iter, by_topic.values())))


def _no_cards(deck: Deck, goal: Goal) -> UserError:
    remedy = "dlquiz plan --topics names others, dlquiz plan --end ends the plan"
    if goal.topics and len(gone := _gone(deck, goal)) == len(goal.topics):
        return UserError(
            f"the deck no longer has what the plan is for: {', '.join(gone)}", remedy=remedy
        )
    what = "no card counts for the plan: the deck has none, or all are suspended or of weight 0"
    return UserError(what, remedy=remedy)


def _gone(deck: Deck, goal: Goal) -> tuple[str, ...]:
    return tuple(topic for topic in goal.topics if topic not in deck.topic_names)


def _due_after(cards: Sequence[Listed], progress: Progress, day: date) -> int:
    ids = {card.id for card in cards}
    return sum(state.due > day and state.card in ids for state in progress.states())


def _weight(goal: Goal, topic: str) -> float:
    return goal.weights.get(topic, 1.0)


def _outlook(cards: Sequence[Listed], progress: Progress, goal: Goal, at: datetime) -> Outlook:
    from dlquiz.memory.readiness import Item, Outlook

    seconds = _seconds_by_kind(cards, progress)
    items = [
        Item(card.id, _weight(goal, card.topic) * LEVEL_WEIGHTS[card.level], seconds[card.kind])
        for card in cards
    ]
    return Outlook(items, progress.known(), progress.days.of(at), goal.day)


def _seconds_by_kind(cards: Sequence[Listed], progress: Progress) -> dict[str, float]:
    """The candidate's own mean for each kind of card, as if ten usual answers came before."""
    answers: dict[str, float] = {}
    spent: dict[str, float] = {}
    taken = progress.seconds()
    for card in cards:
        count, seconds = taken.get(card.id, (0, 0.0))
        answers[card.kind] = answers.get(card.kind, _BELIEVED) + count
        spent[card.kind] = spent.get(card.kind, _BELIEVED * USUAL_SECONDS) + seconds
    learnt = {kind: spent[kind] / answers[kind] for kind in answers}
    return learnt | {"code": DRILL_SECONDS}


def _minutes_needed(outlook: Outlook, goal: Goal, spent: float) -> float | None:
    """The minutes a day that would be enough, if any are."""

    def suffice(minutes: float) -> bool:
        curve, _ = outlook.curve(minutes, _left(minutes, spent))
        return curve[-1] >= ENOUGH

    first = _STEP * (math.floor(goal.minutes / _STEP) + 1)
    more = range(first, MOST_NEEDED + 1, _STEP)
    place = bisect_left(more, True, key=suffice)
    return float(more[place]) if place < len(more) else None

"""Where a person stands: what the deck holds, what is due, and how strong each topic is."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from dlquiz.deck.index import Deck
from dlquiz.memory import Progress
from dlquiz.memory import statistics as measure


class Standing(NamedTuple):
    """The short answer to "what now?"."""

    cards: int
    due: int
    new: int
    streak: int
    answered_today: int
    interview: date | None


class TopicStrength(NamedTuple):
    """`strength` is the mean probability of recall tomorrow over the cards seen, None if none."""

    topic: str
    cards: int
    seen: int
    strength: float | None


class Overview(NamedTuple):
    """The numbers of `dlquiz stats`."""

    standing: Standing
    reviews: int
    retention: float | None
    retention_month: float | None
    time_spent: timedelta
    topics: tuple[TopicStrength, ...]
    forecast: tuple[int, ...]


def standing(deck: Deck, progress: Progress, at: datetime) -> Standing:
    """What is due and new among the cards of the deck, and the streak."""
    today = progress.days.of(at)
    suspended = progress.suspended()
    in_deck = set(deck.ids())
    scheduled = {state.card for state in progress.states()}
    return Standing(
        cards=len(in_deck),
        due=sum(card in in_deck for card in progress.due(at)),
        new=len(in_deck - scheduled - suspended),
        streak=measure.streak(progress.study_days(), today),
        answered_today=measure.reviews_per_day(progress.reviews()).get(today, 0),
        interview=goal.day if (goal := progress.goal(at)) is not None else None,
    )


def overview(deck: Deck, progress: Progress, at: datetime) -> Overview:
    """Everything that the log and the schedule say about the cards of the deck."""
    today = progress.days.of(at)
    reviews = list(progress.reviews())
    topic_of = {entry.card.id: entry.topic for entry in deck.entries()}
    states = [state for state in progress.states() if state.card in topic_of]
    recalls: dict[str, list[float]] = {}
    for state in states:
        recalls.setdefault(topic_of[state.card], []).append(measure.strength(state, today))
    return Overview(
        standing=standing(deck, progress, at),
        reviews=len(reviews),
        retention=measure.retention(reviews),
        retention_month=measure.retention(reviews, today, days=30),
        time_spent=measure.time_spent(reviews),
        topics=tuple(
            _strength(summary.name, summary.cards, recalls.get(summary.name, []))
            for summary in deck.topics()
        ),
        forecast=tuple(measure.forecast(states, today)),
    )


def _strength(topic: str, cards: int, recalls: list[float]) -> TopicStrength:
    mean = sum(recalls) / len(recalls) if recalls else None
    return TopicStrength(topic, cards, len(recalls), mean)

"""Where a person stands: what the deck holds, what is due, and how strong each topic is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeVar

from dlquiz.deck.index import Deck
from dlquiz.memory import Progress, Review
from dlquiz.memory import statistics as measure
from dlquiz.memory.statistics import Band as Band
from dlquiz.memory.statistics import Forgetting as Forgetting
from dlquiz.memory.statistics import Recall

T = TypeVar("T")


class Standing(NamedTuple):
    """The short answer to "what now?"."""

    cards: int
    due: int
    new: int
    streak: int
    answered_today: int
    interview: date | None


class TopicStrength(NamedTuple):
    """`strength` is the mean probability of recall tomorrow over the cards seen, None if none.

    `retention` is the share remembered of the `repeats`, answers to cards seen on an earlier day.
    """

    topic: str
    cards: int
    seen: int
    strength: float | None
    repeats: int
    retention: float | None
    seconds: float


class StudyDay(NamedTuple):
    """A day with answers."""

    day: date
    answers: int
    seconds: float


class Overview(NamedTuple):
    """The numbers of `dlquiz stats`; `days` are those with an answer, the first one first."""

    today: date
    standing: Standing
    reviews: int
    retention: float | None
    retention_month: float | None
    time_spent: timedelta
    topics: tuple[TopicStrength, ...]
    forecast: tuple[int, ...]
    days: tuple[StudyDay, ...]
    forgetting: Forgetting | None


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
    recalls = list(measure.recalls(reviews))
    topic_of = {card.id: card.topic for card in deck.listed()}
    states = [state for state in progress.states() if state.card in topic_of]
    strengths = [(state.card, measure.strength(state, today)) for state in states]
    return Overview(
        today=today,
        standing=standing(deck, progress, at),
        reviews=len(reviews),
        retention=measure.retention(reviews),
        retention_month=measure.retention(reviews, today, days=30),
        time_spent=measure.time_spent(reviews),
        topics=tuple(_topics(deck, topic_of, strengths, recalls, reviews)),
        forecast=tuple(measure.forecast(states, today)),
        days=_days(reviews),
        forgetting=measure.forgetting(recalls),
    )


def _topics(
    deck: Deck,
    topic_of: Mapping[str, str],
    strengths: Iterable[tuple[str, float]],
    recalls: Iterable[Recall],
    reviews: Iterable[Review],
) -> Iterator[TopicStrength]:
    strong = _by_topic(topic_of, strengths)
    remembered = _by_topic(topic_of, ((recall.card, recall.remembered) for recall in recalls))
    answers = _by_topic(topic_of, ((review.card, review) for review in reviews))
    for topic in deck.topics():
        own = strong.get(topic.name, []), remembered.get(topic.name, [])
        spent = measure.time_spent(answers.get(topic.name, []))
        yield TopicStrength(
            topic=topic.name,
            cards=topic.cards,
            seen=len(own[0]),
            strength=_mean(own[0]),
            repeats=len(own[1]),
            retention=_mean(own[1]),
            seconds=spent.total_seconds(),
        )


def _by_topic(topic_of: Mapping[str, str], pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    """What belongs to a card, gathered by topic; cards that left the deck belong to none."""
    gathered: dict[str, list[T]] = {}
    for card, value in pairs:
        if card in topic_of:
            gathered.setdefault(topic_of[card], []).append(value)
    return gathered


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _days(reviews: Sequence[Review]) -> tuple[StudyDay, ...]:
    """Every day with an answer, crams included."""
    answers, seconds = measure.reviews_per_day(reviews), measure.seconds_per_day(reviews)
    return tuple(StudyDay(day, answers[day], seconds[day]) for day in sorted(answers))

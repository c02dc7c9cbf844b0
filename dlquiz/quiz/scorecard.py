"""What an interview came to: by topic, how deep it went, what was missed, how long it took."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from dlquiz.deck.index import Deck
from dlquiz.memory import Record
from dlquiz.quiz.interview import Given, score_of


class TopicScore(NamedTuple):
    """A topic: the mean score, the questions, and the depth its chains reached."""

    topic: str
    title: str
    score: float
    questions: int
    depth: int
    seconds: float


class Scorecard(NamedTuple):
    """The whole of an interview; `answers` in the order they were given."""

    score: float
    seconds: float
    topics: tuple[TopicScore, ...]
    answers: tuple[Given, ...]

    @property
    def strongest(self) -> TopicScore:
        return max(self.topics, key=lambda topic: topic.score)

    @property
    def weakest(self) -> TopicScore:
        return min(self.topics, key=lambda topic: topic.score)

    @property
    def practise(self) -> str:
        """The command that repeats what was missed; "" when nothing was."""
        low = sorted((t for t in self.topics if t.score < 1), key=lambda topic: topic.score)
        return f"dlquiz practice {' '.join(topic.topic for topic in low[:3])}" if low else ""

    def as_json(self) -> dict[str, Any]:
        return {
            "score": self.score,
            "seconds": self.seconds,
            "topics": [topic._asdict() for topic in self.topics],
            "strongest": self.strongest.topic,
            "weakest": self.weakest.topic,
            "practise": self.practise,
            "answers": [
                {
                    "card": given.entry.card.id,
                    "topic": given.entry.topic,
                    "kind": given.entry.kind,
                    "level": given.entry.card.level,
                    "depth": given.depth,
                    "score": given.score,
                    "seconds": given.seconds,
                    "said": given.said,
                    "missed": list(given.missed),
                }
                for given in self.answers
            ],
        }


def scorecard(given: Sequence[Given]) -> Scorecard:
    """The scorecard of answers, of which there is at least one."""
    by_topic: dict[str, list[Given]] = {}
    for answer in given:
        by_topic.setdefault(answer.entry.topic, []).append(answer)
    return Scorecard(
        score=sum(answer.score for answer in given) / len(given),
        seconds=sum(answer.seconds for answer in given),
        topics=tuple(_topic(topic, answers) for topic, answers in by_topic.items()),
        answers=tuple(given),
    )


def _topic(topic: str, answers: Sequence[Given]) -> TopicScore:
    return TopicScore(
        topic=topic,
        title=answers[0].entry.title,
        score=sum(answer.score for answer in answers) / len(answers),
        questions=len(answers),
        depth=max(answer.depth for answer in answers if answer.is_good or answer.depth == 1),
        seconds=sum(answer.seconds for answer in answers),
    )


class Past(NamedTuple):
    """An earlier interview in one line."""

    at: datetime
    questions: int
    score: float
    seconds: float
    is_over: bool


def history(deck: Deck, records: Sequence[Record]) -> list[Past]:
    """Every interview with an answer, the first one first, without cards that left the deck."""
    return [past for record in records if (past := _past(deck, record)) is not None]


def _past(deck: Deck, record: Record) -> Past | None:
    scores = [
        score_of(entry, answer.review.rating, answer.missed)
        for answer in record.answers
        if (entry := deck.entry(answer.review.card)) is not None
    ]
    if not scores:
        return None
    seconds = sum(answer.review.seconds for answer in record.answers)
    return Past(record.at, len(scores), sum(scores) / len(scores), seconds, record.is_over)

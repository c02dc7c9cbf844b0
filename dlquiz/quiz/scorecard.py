"""What an interview came to: by topic, how deep it went, what was missed, how long it took."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from dlquiz.deck.index import Deck
from dlquiz.memory.interviews import Record
from dlquiz.quiz.interview import Given, score_of


class Chain(NamedTuple):
    """A question and its follow-ups: how deep they went, and how deep the answers were good."""

    asked: int
    reached: int


class TopicScore(NamedTuple):
    """A topic: the mean score, the questions, its chains, the seconds that its answers took."""

    topic: str
    title: str
    score: float
    questions: int
    chains: tuple[Chain, ...]
    seconds: float


class Scorecard(NamedTuple):
    """The whole of an interview; `answers` in the order they were given."""

    begun: datetime
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
        """The command that practises what was weak; "" when nothing was missed."""
        low = sorted((t for t in self.topics if t.score < 1), key=lambda topic: topic.score)
        return f"dlquiz practice {' '.join(topic.topic for topic in low[:3])}" if low else ""

    def as_json(self) -> dict[str, Any]:
        return {
            "begun": self.begun.isoformat(timespec="seconds"),
            "score": self.score,
            "seconds": self.seconds,
            "topics": [
                topic._asdict() | {"chains": [chain._asdict() for chain in topic.chains]}
                for topic in self.topics
            ],
            "strongest": self.strongest.topic,
            "weakest": self.weakest.topic,
            "practise": self.practise,
            "answers": [_answer_as_json(given) for given in self.answers],
        }


def _answer_as_json(given: Given) -> dict[str, Any]:
    is_open = given.question.form in ("rating", "code")
    return {
        "card": given.question.id,
        "topic": given.entry.topic,
        "kind": given.entry.kind,
        "level": given.entry.card.level,
        "depth": given.depth,
        "asked": given.question.ask,
        "said": given.said,
        "score": given.score,
        "missed": list(given.missed if is_open else ()),
        "right": list(() if is_open else given.missed),
        "seconds": given.seconds,
    }


def scorecard(given: Sequence[Given], begun: datetime) -> Scorecard:
    """The scorecard of answers, of which there is at least one."""
    by_topic: dict[str, list[Given]] = {}
    for answer in given:
        by_topic.setdefault(answer.entry.topic, []).append(answer)
    return Scorecard(
        begun=begun,
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
        chains=tuple(map(_chain, _chains(answers))),
        seconds=sum(answer.seconds for answer in answers),
    )


def _chains(answers: Sequence[Given]) -> Iterator[list[Given]]:
    """The answers cut where one does not go deeper than the one before."""
    chain: list[Given] = []
    for answer in answers:
        if chain and answer.depth <= chain[-1].depth:
            yield chain
            chain = []
        chain.append(answer)
    yield chain


def _chain(answers: Sequence[Given]) -> Chain:
    """A chain that came from another topic was good up to where it came in."""
    came_in_at = answers[0].depth - 1
    good = (answer.depth for answer in answers if answer.is_good)
    return Chain(answers[-1].depth, max(good, default=came_in_at))


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
    answers = [
        (score_of(entry.card, answer.review.rating, answer.missed), answer.review.seconds)
        for answer in record.answers
        if (entry := deck.entry(answer.review.card)) is not None
    ]
    if not answers:
        return None
    scores, seconds = zip(*answers, strict=True)
    score = sum(scores) / len(scores)
    return Past(record.at, len(scores), score, sum(seconds), record.is_over)

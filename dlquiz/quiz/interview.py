"""A mock interview: a broad question, then deeper while the answers are good, then another topic.

What comes next follows from the settings and the answers so far alone, so an interview that was
interrupted goes on where it stood.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from dlquiz.deck.index import Deck, Entry
from dlquiz.memory import Place, Progress, Record, Review
from dlquiz.memory import Rating as Rating
from dlquiz.quiz.order import shuffled
from dlquiz.quiz.question import Question
from dlquiz.quiz.runs import Runner

DEEPEST = 5  # questions of one chain


class Settings(NamedTuple):
    """What an interview is about: how long, how hard at the most, which topics."""

    minutes: float = 20.0
    level: int = 3
    topics: tuple[str, ...] = ()
    seed: int = 0


class Given(NamedTuple):
    """An answer that was given; `score` is the share of it that was right."""

    entry: Entry
    depth: int
    score: float
    seconds: float
    said: str
    missed: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether an interviewer digs deeper after it."""
        return self.score >= 2 / 3


class Interview:
    """Draws questions and keeps answers; each is on the disk before the next is drawn."""

    def __init__(
        self,
        deck: Deck,
        progress: Progress,
        settings: Settings,
        clock: Callable[[], datetime],
        run: Runner,
        record: Record | None = None,
    ) -> None:
        self._deck, self._progress, self._clock, self._run = deck, progress, clock, run
        self.settings = settings
        self.id = record.id if record else progress.begin_interview(settings._asdict(), clock())
        self.given: list[Given] = list(_restored(deck, record) if record else ())
        self._topics = shuffled(
            settings.topics or deck.topic_names, random.Random(f"topics {settings.seed}")
        )

    @property
    def elapsed(self) -> float:
        """The seconds that the answers have taken."""
        return sum(given.seconds for given in self.given)

    def next(self) -> Question | None:
        """The next question; None when the time is up or no topic is left."""
        if self.elapsed >= 60 * self.settings.minutes:
            return None
        entry = self._follow_up() or self._opening()
        if entry is None:
            return None
        seed = f"{self.settings.seed} interview {len(self.given)} {entry.card.id}"
        return Question(entry, seed, self._run)

    def keep(
        self, question: Question, score: float, *, seconds: float, said: str, missed: Sequence[str]
    ) -> Review:
        """Write an answer to the log; it is on the disk when this returns."""
        depth = self._depth_of(question.entry)
        rating = rating_of(score)
        place = Place(self.id, depth, tuple(missed))
        review = self._progress.record(
            question.id,
            rating,
            at=self._clock(),
            seconds=seconds,
            answer=said,
            mode="interview",
            place=place,
        )
        given = Given(question.entry, depth, score, seconds, said, tuple(missed))
        self.given.append(given)
        return review

    def end(self) -> None:
        """The interview is over and will not be gone on with."""
        self._progress.end_interview(self.id, self._clock())

    def _depth_of(self, entry: Entry) -> int:
        """1 for the question that opens a topic, one more for each follow-up."""
        last = self.given[-1] if self.given else None
        return last.depth + 1 if last and entry.card.id in last.entry.card.follow_up else 1

    def _follow_up(self) -> Entry | None:
        """The next link of the chain, of another kind than the last where there is one."""
        last = self.given[-1] if self.given else None
        if last is None or not last.is_good or last.depth >= DEEPEST:
            return None
        asked = {given.entry.card.id for given in self.given}
        wanted = [
            entry
            for name in last.entry.card.follow_up
            if name not in asked
            and (entry := self._deck.entry(name)) is not None
            and self._is_wanted(entry)
        ]
        kinds = [given.entry.kind for given in self.given[-2:]]
        return min(wanted, key=lambda entry: kinds.count(entry.kind), default=None)

    def _opening(self) -> Entry | None:
        """A question that opens a topic not yet talked of; when all were, one not yet asked."""
        asked = {given.entry.card.id for given in self.given}
        met = {given.entry.topic for given in self.given}
        for topic in (*[t for t in self._topics if t not in met], *self._topics):
            for entry in self._broad_first(topic):
                if entry.card.id not in asked:
                    return entry
        return None

    def _broad_first(self, topic: str) -> list[Entry]:
        """The topic's questions: those that open an interview, the easy ones, then the rest."""
        wanted = filter(self._is_wanted, self._deck.entries(topics=[topic]))
        return sorted(wanted, key=lambda entry: (not entry.card.opener, entry.card.level))

    def _is_wanted(self, entry: Entry) -> bool:
        in_topics = not self.settings.topics or entry.topic in self.settings.topics
        return entry.card.level <= self.settings.level and in_topics


def rating_of(score: float) -> Rating:
    """All of it is good, half of it hard, less again."""
    if score >= 1:
        return Rating.GOOD
    return Rating.HARD if score >= 0.5 else Rating.AGAIN


def settings_of(record: Record) -> Settings:
    """The settings an interview was begun with."""
    known: dict[str, Any] = {k: v for k, v in record.settings.items() if k in Settings._fields}
    return Settings(**known | {"topics": tuple(known.get("topics", ()))})


def _restored(deck: Deck, record: Record) -> Iterator[Given]:
    """The answers of an interrupted interview whose cards are still in the deck."""
    for answer in record.answers:
        entry = deck.entry(answer.review.card)
        if entry is not None:
            yield Given(
                entry,
                answer.depth,
                score_of(entry, answer.review.rating, answer.missed),
                answer.review.seconds,
                answer.review.answer,
                answer.missed,
            )


def score_of(entry: Entry, rating: Rating, missed: Sequence[str]) -> float:
    """The share of an answer that was right, from what the log keeps of it."""
    points = len(getattr(entry.card, "points", ()))
    if points:
        return max(0.0, 1 - len(missed) / points)
    return 1.0 if rating >= Rating.GOOD else 0.5 if rating == Rating.HARD else 0.0

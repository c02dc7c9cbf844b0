"""A mock interview: a broad question, then deeper while the answers are good, then another topic.

What comes next follows from the settings and the answers so far alone, so an interview that was
interrupted goes on where it stood.
"""

import random
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from dlquiz.deck.cards import KINDS, Card, Code, Recall
from dlquiz.deck.index import Deck, Entry
from dlquiz.errors import UserError
from dlquiz.memory import Progress, Review
from dlquiz.memory import Rating as Rating
from dlquiz.memory.interviews import Place, Record
from dlquiz.quiz.coverage import covered
from dlquiz.quiz.drilling import Work
from dlquiz.quiz.order import shuffled
from dlquiz.quiz.question import Question
from dlquiz.quiz.runs import Runner
from dlquiz.quiz.verdicts import Verdict

DEEPEST = 5  # questions of one chain
EDITOR = "code"  # the kind that is answered in an editor
MINUTES_A_DRILL = 20  # an interview has one drill in so much time, and at least one


class Settings(NamedTuple):
    """What an interview is about: how long, how hard at the most, which topics."""

    minutes: float = 20.0
    level: int = 3
    topics: tuple[str, ...] = ()
    seed: int = 0
    code: bool = True


class Given(NamedTuple):
    """An answer that was given; `score` is the share of it that was right.

    `missed` are the points that were not said, or what a graded answer should have been.
    """

    question: Question
    depth: int
    score: float
    seconds: float
    said: str
    missed: tuple[str, ...]

    @property
    def entry(self) -> Entry:
        return self.question.entry

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
        self.began = record.at if record else clock()
        self._id = record.id if record else None
        self._is_over = record is not None and record.is_over
        self._last: Review | None = None  # of this program: an earlier one is not changed
        self.given = self._restored(record) if record else []
        self._done = progress.suspended() | {given.question.id for given in self.given}
        self._topics = shuffled(
            settings.topics or deck.topic_names, random.Random(f"topics {settings.seed}")
        )

    @property
    def elapsed(self) -> float:
        """The seconds that the answers have taken."""
        return sum(given.seconds for given in self.given)

    @property
    def time_is_up(self) -> bool:
        return self.elapsed >= 60 * self.settings.minutes

    # What is asked

    def next(self) -> Question | None:
        """The next question; None when the time is up, no card is left, or it was ended."""
        if self._is_over or self.time_is_up:
            return None
        deeper = self._follow_up()
        self._depth = self.given[-1].depth + 1 if deeper else 1
        entry = deeper or self._drill() or self._opening()
        if entry is None:
            return None
        try:
            return self._question(entry)
        except UserError:  # its values cannot be drawn
            self._done.add(entry.card.id)
            return self.next()

    def leave_out(self, question: Question) -> None:
        """Has another question come in place of one that cannot be asked."""
        self._done.add(question.id)

    def _follow_up(self) -> Entry | None:
        """The next link of the chain, while the answers are good."""
        last = self.given[-1] if self.given else None
        if last is None or not last.is_good or last.depth >= DEEPEST:
            return None
        linked = filter(None, map(self._deck.entry, last.entry.card.follow_up))
        wanted = (entry for entry in linked if entry.kind != EDITOR and self._is_wanted(entry))
        return min(wanted, key=self._deepening, default=None)

    def _deepening(self, entry: Entry) -> tuple[object, ...]:
        """What to ask first of several follow-ups: another kind, then what leads on further."""
        leads_on = any(name not in self._done for name in entry.card.follow_up)
        return self._lately(entry.kind), not leads_on, self._chance(entry)

    def _drill(self) -> Entry | None:
        """A function to write, once half of the time of a drill has passed, of what was asked."""
        asked = sum(given.entry.kind == EDITOR for given in self.given)
        begins = 60 * (asked + 0.5) * min(MINUTES_A_DRILL, self.settings.minutes)
        if not self.settings.code or not self.given or self.elapsed < begins:
            return None
        talked_of = {given.entry.topic for given in self.given}
        wanted = filter(self._is_wanted, self._deck.entries(talked_of, kinds=[EDITOR]))
        return min(wanted, key=lambda entry: (entry.card.level, self._chance(entry)), default=None)

    def _opening(self) -> Entry | None:
        """A question that opens a topic: one that was talked of least, and not the last one."""
        for topic in sorted(self._topics, key=self._talked_of):
            spoken = [kind for kind in KINDS if kind != EDITOR]
            wanted = filter(self._is_wanted, self._deck.entries([topic], spoken))
            if (entry := min(wanted, key=self._breadth, default=None)) is not None:
                return entry
        return None

    def _talked_of(self, topic: str) -> tuple[bool, int]:
        topics = [given.entry.topic for given in self.given]
        return topics[-1:] == [topic], topics.count(topic)

    def _breadth(self, entry: Entry) -> tuple[object, ...]:
        """What to open a topic with: no third of a kind, an opener, then the easy ones."""
        card, lately = entry.card, self._lately(entry.kind)
        return lately == 2, not card.opener, card.level, lately, self._chance(entry)

    def _lately(self, kind: str) -> int:
        """How many of the last two questions were of this kind."""
        return sum(given.entry.kind == kind for given in self.given[-2:])

    def _chance(self, entry: Entry) -> float:
        return random.Random(f"{self.settings.seed} {entry.card.id}").random()

    def _is_wanted(self, entry: Entry) -> bool:
        in_topics = not self.settings.topics or entry.topic in self.settings.topics
        is_new = entry.card.id not in self._done
        return is_new and in_topics and entry.card.level <= self.settings.level

    def _question(self, entry: Entry) -> Question:
        return Question(entry, f"{self.settings.seed} interview {entry.card.id}", self._run)

    # What was answered

    def keep_speech(
        self, question: Question, said: str, places: Collection[int], seconds: float
    ) -> None:
        """Write an answer to an open question, and the places of the points it covers."""
        points = points_of(question)
        missed = tuple(text for place, text in enumerate(points) if place not in places)
        score = (len(points) - len(missed)) / len(points)
        self._keep(Given(question, self._depth, score, seconds, said, missed))

    def keep_verdict(self, question: Question, verdict: Verdict, seconds: float) -> None:
        """Write an answer that was graded."""
        missed = () if verdict.right else question.right
        score = float(verdict.right)
        self._keep(Given(question, self._depth, score, seconds, verdict.said, missed))

    def keep_work(self, question: Question, work: Work, seconds: float) -> None:
        """Write what came of a drill: all of it at the first try, half with help or later."""
        score = {Rating.GOOD: 1.0, Rating.HARD: 0.5}.get(work.rating, 0.0)
        failed = (one for one in work.properties if not one.holds)
        missed = tuple(f"{one.name}: {one.message.splitlines()[0]}" for one in failed)
        said = f"checked {work.tries} times" if work.tries > 1 else ""
        self._keep(Given(question, self._depth, score, seconds, said, missed))

    def _keep(self, given: Given) -> None:
        """Write the answer to the log, in place of an earlier one to the same question.

        It is on the disk when this returns, and at no moment is there none.
        """
        before = self.given[-1] if self.given else None
        if given == before:
            return
        if self._id is None:
            self._id = self._progress.begin_interview(self.settings._asdict(), self.began)
        review = self._progress.record(
            given.question.id,
            rating_of(given.score),
            at=self._clock(),
            seconds=given.seconds,
            answer=given.said,
            mode="interview",
            place=Place(self._id, given.depth, given.missed),
        )
        if before is not None and before.question is given.question and self._last is not None:
            self._progress.retract(self._last, self._clock())
            self.given.pop()
        self.given.append(given)
        self._done.add(given.question.id)
        self._last = review

    def end(self) -> None:
        """The interview is over and will not be gone on with."""
        self._is_over = True
        if self._id is not None:
            self._progress.end_interview(self._id, self._clock())

    def _restored(self, record: Record) -> list[Given]:
        """The answers of an interview that was kept, whose cards are still in the deck."""
        last = {answer.review.card: answer for answer in record.answers}
        found = ((self._deck.entry(card), answer) for card, answer in last.items())
        return [
            Given(
                self._question(entry),
                answer.depth,
                score_of(entry.card, answer.review.rating, answer.missed),
                answer.review.seconds,
                answer.review.answer,
                answer.missed,
            )
            for entry, answer in found
            if entry is not None
        ]


def points_of(question: Question) -> tuple[str, ...]:
    """What an interviewer listens for; the answer itself where the card names no points."""
    return question.points or (question.explanation,)


def plausible(question: Question, said: str) -> frozenset[int]:
    """The places of the points that an answer seems to cover."""
    return covered(question.card_points or points_of(question), said)


def rating_of(score: float) -> Rating:
    """All of it is good, half of it hard, less again."""
    if score >= 1:
        return Rating.GOOD
    return Rating.HARD if score >= 0.5 else Rating.AGAIN


def settings_of(record: Record) -> Settings:
    """The settings an interview was begun with."""
    known: dict[str, Any] = {k: v for k, v in record.settings.items() if k in Settings._fields}
    return Settings(**known | {"topics": tuple(known.get("topics", ()))})


def score_of(card: Card, rating: Rating, missed: Sequence[str]) -> float:
    """The share of an answer that was right, from what the log keeps of it."""
    if isinstance(card, Recall):
        points = len(card.points) or 1
        return max(0, points - len(missed)) / points
    if isinstance(card, Code) and rating == Rating.HARD:
        return 0.5
    return 1.0 if rating >= Rating.GOOD else 0.0

"""A practice session: what is asked next, what was answered, what was learnt.

It runs without a terminal: the screen shows a `Question`, hands back the answer, and the session
keeps it in the log before the next question is drawn.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import chain, islice
from typing import NamedTuple

from dlquiz.deck.index import Deck, Entry
from dlquiz.memory import Progress, Review
from dlquiz.memory import Rating as Rating
from dlquiz.quiz.order import Order, round_robin, shuffled
from dlquiz.quiz.question import Question
from dlquiz.quiz.runs import Runner
from dlquiz.quiz.verdicts import Verdict

NEW_A_DAY = 20
_CHUNK = 32


class Wishes(NamedTuple):
    """What the candidate asked of this session; None and () mean no restriction.

    New cards are `NEW_A_DAY` where nothing is said, and under a plan as many as gain most. Minutes
    are those that a plan has left for today, unless there is a limit of another sort.
    """

    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    limit: int | None = None
    minutes: float | None = None
    new: int | None = None
    cram: bool = False
    seed: int | None = None


class Summary(NamedTuple):
    """What a session came to."""

    kept: int
    ratings: Counter[Rating]
    new: int
    seconds: float
    next_due: datetime | None


class Undone(NamedTuple):
    """An answer taken back, and its card to be asked again, unless it has left the deck."""

    review: Review
    question: Question | None
    is_earlier: bool


class Session:
    """Draws questions, keeps answers, brings failed cards back.

    `clock` gives the aware time now, `run` runs demos; `wishes.seed` makes order and numbers
    repeatable.
    """

    def __init__(
        self,
        deck: Deck,
        progress: Progress,
        wishes: Wishes,
        clock: Callable[[], datetime],
        run: Runner,
    ) -> None:
        self._deck, self._progress, self._wishes, self._clock = deck, progress, wishes, clock
        self._run = run
        seed = random.SystemRandom().getrandbits(32) if wishes.seed is None else wishes.seed
        self._seed = seed
        self._suspended = progress.suspended()
        self.goal = progress.goal(clock())
        self._order = Order(self._ids(), self._find)
        self._started = clock()
        self._minutes = self._minutes_to_go()
        self._asked = 0
        self.has_asked = False  # stays true after an undo
        self._draws: Counter[str] = Counter()
        self._kept: list[tuple[Review, Entry, bool]] = []

    def next(self) -> Question | None:
        """The next question; None when the line, the limit or the minutes are used up."""
        if self._limit_reached():
            return None
        entry = self._order.next()
        if entry is None:
            return None
        self._asked += 1
        self.has_asked = True
        return self._question(entry)

    def keep(
        self, question: Question, rating: Rating, *, seconds: float, answer: str = ""
    ) -> Review:
        """Write the answer to the log; it is on the disk when this returns."""
        is_new = not self._wishes.cram and bool(self._progress.unseen([question.id]))
        review = self._progress.record(
            question.id,
            rating,
            at=self._clock(),
            seconds=seconds,
            answer=answer,
            mode="cram" if self._wishes.cram else "drill" if question.form == "code" else "review",
        )
        self._kept.append((review, question.entry, is_new))
        if rating == Rating.AGAIN:
            self._order.failed(question.entry)
        return review

    def rate_anew(self, question: Question, rating: Rating) -> Review:
        """Replace the rating just kept for this question by another one."""
        review, _, _ = self._kept.pop()
        self._progress.retract(review, self._clock())
        self._order.passed(question.id)
        return self.keep(question, rating, seconds=review.seconds, answer=review.answer)

    def undo(self) -> Undone | None:
        """Take the last answer back, even one of an earlier session, and ask its card again.

        None when there is nothing to take back.
        """
        review = self._progress.undo(self._clock())
        if review is None:
            return None
        own = bool(self._kept)
        if own:
            self._kept.pop()
        entry = self._deck.entry(review.card)
        if entry is None:
            return Undone(review, None, is_earlier=not own)
        self._order.passed(entry.card.id)
        return Undone(review, self._question(entry), is_earlier=not own)

    def ask_anew(self, question: Question) -> Question | None:
        """The question as its card is written now; None when the deck has it no more."""
        self._deck.reread()
        entry = self._deck.entry(question.id)
        return None if entry is None else self._question(entry)

    def ask_later(self, question: Question) -> None:
        """Put an unanswered question back to the front of the line, as when another is undone."""
        self._order.put_first(question.entry)
        self._asked -= 1

    def flag(self, question: Question, remark: str) -> None:
        """Mark the card as in need of repair, with the candidate's words."""
        self._progress.flag(question.id, remark, self._clock())

    def intervals(self, question: Question) -> dict[Rating, timedelta]:
        """When the card would come again after each rating."""
        return self._progress.intervals(question.id, self._clock())

    def suggest(self, verdict: Verdict, *, hinted: bool) -> Rating:
        """Right is good, wrong is again, and a hint makes a right answer hard."""
        if not verdict.right:
            return Rating.AGAIN
        return Rating.HARD if hinted else Rating.GOOD

    def suggest_recall(self, question: Question, ticked: int | None, *, hinted: bool) -> Rating:
        """All points said is good, half of them hard, fewer again; good where there are none."""
        points = len(question.points)
        ticked = points if ticked is None else ticked
        if 2 * ticked < points:
            return Rating.AGAIN
        return Rating.HARD if hinted or ticked < points else Rating.GOOD

    @property
    def has_cards(self) -> bool:
        """Whether the deck has any card of the topics, kinds and levels that are wished for."""
        return next(self._wanted(), None) is not None

    def falls_after_the_day(self, interval: timedelta) -> date | None:
        """The day of the interview, if so long an interval leads beyond it."""
        due = self._progress.days.of(self._clock()) + interval
        return self.goal.day if self.goal is not None and due > self.goal.day else None

    @property
    def is_cram(self) -> bool:
        """Whether the answers leave the schedule as it is."""
        return self._wishes.cram

    def comes_back(self, question: Question) -> bool:
        """Whether the card is asked once more in this session."""
        return self._order.will_return(question.id)

    @property
    def kept(self) -> int:
        """How many answers of this session stand."""
        return len(self._kept)

    def summary(self) -> Summary:
        now = self._clock()
        return Summary(
            kept=len(self._kept),
            ratings=Counter(review.rating for review, _, _ in self._kept),
            new=sum(is_new for _, _, is_new in self._kept),
            seconds=(now - self._started).total_seconds(),
            next_due=self._progress.next_due(now),
        )

    def _question(self, entry: Entry) -> Question:
        draw = self._draws[entry.card.id]
        self._draws[entry.card.id] += 1
        return Question(entry, f"{self._seed} {entry.card.id} {draw}", self._run)

    def _limit_reached(self) -> bool:
        if self._wishes.limit is not None and self._asked >= self._wishes.limit:
            return True
        elapsed = self._clock() - self._started
        return self._minutes is not None and elapsed >= timedelta(minutes=self._minutes)

    def _minutes_to_go(self) -> float | None:
        wishes = self._wishes
        is_limited = wishes.minutes is not None or wishes.limit is not None or wishes.cram
        if self.goal is None or is_limited:
            return wishes.minutes
        from dlquiz.quiz.plan import minutes_left

        return minutes_left(self._progress, self.goal, self._started)

    def _ids(self) -> Iterator[str]:
        """Due cards, then new ones; with `cram` every card in a random order.

        Under a plan those that gain most for the interview come first, new and due alike; the
        others are asked, as without a plan, if topics are wished for.
        """
        if self._wishes.cram:
            return iter(shuffled(self._wanted(), random.Random(f"cram {self._seed}")))
        usual = chain(self._progress.due(self._clock()), self._new_ids())
        if self.goal is None or self._wishes.new is not None:
            return usual
        from dlquiz.quiz.plan import best_first

        first = best_first(self._deck, self._progress, self.goal, self._clock())
        return chain(first, usual if self._wishes.topics else ())

    def _new_ids(self) -> Iterator[str]:
        """New cards, one topic after the other in turn, each topic in its author's order."""
        a_day = NEW_A_DAY if self._wishes.new is None else self._wishes.new
        allowed = max(0, a_day - self._progress.new_today(self._clock()))
        yield from islice(self._unseen(), allowed)

    def _unseen(self) -> Iterator[str]:
        topics = self._wishes.topics or self._deck.topic_names
        mixed = shuffled(topics, random.Random(f"topics {self._seed}"))
        ids = round_robin(self._wanted((topic,)) for topic in mixed)
        while chunk := list(islice(ids, _CHUNK)):
            yield from self._progress.unseen(chunk)

    def _wanted(self, topics: tuple[str, ...] | None = None) -> Iterator[str]:
        wishes = self._wishes
        return self._deck.ids(
            topics=topics or wishes.topics or None,
            kinds=wishes.kinds or None,
            levels=wishes.levels or None,
        )

    def _find(self, card_id: str) -> Entry | None:
        entry = self._deck.entry(card_id)
        if entry is None or card_id in self._suspended or not self._is_wanted(entry):
            return None
        return entry

    def _is_wanted(self, entry: Entry) -> bool:
        wishes = self._wishes
        return (
            (not wishes.topics or entry.topic in wishes.topics)
            and (not wishes.kinds or entry.kind in wishes.kinds)
            and (not wishes.levels or entry.card.level in wishes.levels)
        )

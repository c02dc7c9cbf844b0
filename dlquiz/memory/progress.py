"""A person's progress: records answers for good, says what is due, and takes back a slip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import time as clock
from itertools import islice
from pathlib import Path
from sqlite3 import Connection
from types import TracebackType
from typing import TYPE_CHECKING, Any

from dlquiz.memory import goals, log, schedule
from dlquiz.memory.days import DAY_STARTS, StudyDays
from dlquiz.memory.goals import Goal
from dlquiz.memory.log import ABANDONED, MODES, Flag, Rating, Review
from dlquiz.memory.schedule import Known, State
from dlquiz.memory.storage import Store, open_store

if TYPE_CHECKING:
    from dlquiz.memory.exchange import Merged
    from dlquiz.memory.interviews import Place, Record

_AWAKE = "card NOT IN (SELECT card FROM suspended)"
_DUE = f"""SELECT due, at, card FROM schedule
    WHERE due <= ? AND (due, at, card) > (?, ?, ?) AND {_AWAKE}
    ORDER BY due, at, card LIMIT ?"""
_MISDATED = f"""SELECT card FROM schedule
    WHERE last > ? AND card IN (SELECT card FROM reviews WHERE day > ?) AND {_AWAKE}
    ORDER BY at"""
_NEW_TODAY = """SELECT count(*) FROM schedule
    WHERE first = ? AND card IN (SELECT card FROM reviews WHERE day = ?)"""
_PAGE = 64
_CHUNK = 400  # two lists of so many ids stay under the 999 values old SQLites take


def open_progress(
    path: Path,
    *,
    zone: tzinfo | None = None,
    day_starts: clock = DAY_STARTS,
    patience: float = 10.0,
) -> Progress:
    """Opens the progress file, or creates it and its directory.

    Study days begin at `day_starts` on the clock of `zone`, the computer's own if None.
    Another program's lock is waited for `patience` seconds. Raises `UserError` when the file
    cannot be used; it then stays as it is.
    """
    return Progress(open_store(path, patience), StudyDays(day_starts, zone))


class Progress:
    """An open progress file. Every change is on the disk when its method returns."""

    def __init__(self, store: Store, days: StudyDays) -> None:
        self.days = days
        self._store = store
        self._recorded: list[str] = []  # by this program: two terminals undo their own answers

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file; a day's first program that has added to it leaves a copy behind."""
        if self._recorded:
            from dlquiz.memory import backups

            with self._store.reading() as db:
                backups.back_up(db, self._store.path, self.days.of(datetime.now(UTC)))
        self._store.close()

    # Answers

    def record(
        self,
        card: str,
        rating: int,
        *,
        at: datetime,
        seconds: float,
        answer: str = "",
        mode: str = "review",
        place: Place | None = None,
    ) -> Review:
        """Keeps an answer and, unless it is a cram, moves the card in the schedule.

        `place` is where it stands in an interview.
        """
        if mode not in MODES:
            raise ValueError(f"mode {mode!r} is none of {', '.join(sorted(MODES))}")
        rating, said = Rating(rating), log.storable(answer)
        moment, day = at.astimezone(UTC), self.days.of(at)
        schedule.scheduler()  # its import takes longer than others should wait for the file
        with self._store.transaction() as db:
            key = log.next_id(db, "reviews", card, at)
            review = Review(key, card, rating, moment, day, max(0.0, float(seconds)), said, mode)
            log.append(db, review)
            schedule.advance(db, review)
            if place is not None:
                from dlquiz.memory import interviews  # practice does without

                interviews.add(db, review, place)
        self._recorded.append(review.id)
        return review

    def undo(self, at: datetime) -> Review | None:
        """Takes back the last answer, crams too, and returns it; None when there is none.

        The last one of this program comes first, then the last one of the file: two terminals
        do not undo each other's answers, and an answer can be undone after a restart.
        """
        return self._retract(self._last, at)

    def retract(self, review: Review, at: datetime) -> Review | None:
        """Takes back this answer; None when it was taken back already."""
        return self._retract(
            lambda db: next(iter(log.effective(db, "WHERE id = ?", (review.id,))), None), at
        )

    def _retract(self, find: Callable[[Connection], Review | None], at: datetime) -> Review | None:
        moment, day = at.astimezone(UTC), self.days.of(at)
        schedule.scheduler()
        with self._store.transaction() as db:
            review = find(db)
            if review is not None:
                key = log.next_id(db, "reviews", review.card, at)
                row = review._replace(id=key, at=moment, day=day, seconds=0.0, answer="")
                log.append(db, row, retracts=review.id)
                schedule.refold(db, review.card)
        return review

    def _last(self, db: Connection) -> Review | None:
        for key in reversed(self._recorded):
            own = log.effective(db, "WHERE id = ?", (key,))
            if own:
                return own[0]
        return next(iter(log.effective(db, "ORDER BY seq DESC LIMIT 1", ())), None)

    def reviews(self) -> Iterator[Review]:
        """The answers that stand, crams included, in the order of the log."""
        last = ""
        while True:
            with self._store.reading() as db:
                page = log.effective(db, "WHERE id > ? ORDER BY id LIMIT 1000", (last,))
            if not page:
                return
            yield from page
            last = page[-1].id

    def seconds(self) -> dict[str, tuple[int, float]]:
        """How many answers each card has, and the seconds they took; none counts for too much."""
        rows = self._store.rows(
            "SELECT card, count(*), sum(min(seconds, ?)) FROM effective GROUP BY card", (ABANDONED,)
        )
        return {card: (int(answers), float(spent)) for card, answers, spent in rows}

    def seconds_on(self, at: datetime) -> float:
        """The seconds spent answering in the study day of `at`."""
        query = "SELECT coalesce(sum(min(seconds, ?)), 0) FROM effective WHERE day = ?"
        ((spent,),) = self._store.rows(query, (ABANDONED, self.days.of(at).toordinal()))
        return float(spent)

    def last_ratings(self, mode: str) -> dict[str, Rating]:
        """The rating of each card's last answer of this mode."""
        query = """SELECT card, rating FROM effective AS it WHERE mode = ? AND id =
            (SELECT max(id) FROM effective WHERE card = it.card AND mode = it.mode)"""
        return {card: Rating(rating) for card, rating in self._store.rows(query, (mode,))}

    def failed_today(self, card: str, at: datetime) -> bool:
        """Whether the card was failed in the study day of `at`."""
        query = "SELECT 1 FROM effective WHERE card = ? AND day = ? AND rating = ? LIMIT 1"
        values = (card, self.days.of(at).toordinal(), int(Rating.AGAIN))
        return bool(self._store.rows(query, values))

    def study_days(self) -> Iterator[date]:
        """The days with an answer that stands, the latest first; each is looked up when asked."""
        query = "SELECT day FROM effective WHERE day < ? ORDER BY day DESC LIMIT 1"
        rows = self._store.rows(query, (date.max.toordinal() + 1,))
        while rows:
            yield date.fromordinal(rows[0][0])
            rows = self._store.rows(query, rows[0])

    def rebuild(self) -> None:
        """Makes the schedule again from the log."""
        schedule.scheduler()
        with self._store.transaction() as db:
            schedule.rebuild(db)

    # The log as a whole

    def damage(self) -> str:
        """What SQLite finds wrong with the file itself, "" when it is sound."""
        ((said,), *_) = self._store.rows("PRAGMA quick_check(1)")
        return "" if said == "ok" else str(said)

    def export(self) -> Iterator[str]:
        """The log as lines of JSON."""
        from dlquiz.memory import exchange

        with self._store.reading() as db:
            yield from exchange.exported(db)

    def merge(self, lines: Iterable[str]) -> Merged:
        """Adds what another log has and this one has not; all of it or nothing."""
        from dlquiz.memory import exchange

        schedule.scheduler()
        with self._store.transaction() as db:
            merged = exchange.merge(db, lines)
            schedule.rebuild(db)
        return merged

    def forget(self, cards: Iterable[str], at: datetime) -> int:
        """Takes back every answer of these cards; gives how many."""
        forgotten = [review for review in self.reviews() if review.card in set(cards)]
        for review in forgotten:
            self.retract(review, at)
        return len(forgotten)

    # The schedule

    def due(self, at: datetime) -> Iterator[str]:
        """The cards due within the study day of `at`, longest due first, without suspended ones.

        They are read a page at a time, so answers may be recorded meanwhile. Cards answered
        under a clock that ran days ahead come first: their due day means nothing.
        """
        today = self.days.of(at).toordinal()
        for (card,) in self._store.rows(_MISDATED, (today + 1, today + 1)):
            yield card
        key: tuple[int, int, str] = (0, 0, "")
        while rows := self._store.rows(_DUE, (today, *key, _PAGE)):
            yield from (card for _, _, card in rows)
            key = rows[-1]

    def due_count(self, at: datetime) -> int:
        """How many cards `due` would name."""
        today = self.days.of(at).toordinal()
        query = f"SELECT count(*) FROM schedule WHERE due <= ? AND {_AWAKE}"
        ((count,),) = self._store.rows(query, (today,))
        return int(count) + len(self._store.rows(_MISDATED, (today + 1, today + 1)))

    def next_due(self, at: datetime) -> datetime | None:
        """When the next card falls due: `at` itself if one is due now, None if none ever is."""
        if next(self.due(at), None) is not None:
            return at
        query = f"SELECT due FROM schedule WHERE {_AWAKE} ORDER BY due LIMIT 1"
        for (due,) in self._store.rows(query):
            return self.days.start(date.fromordinal(due))
        return None

    def unseen(self, ids: Iterable[str], limit: int | None = None) -> list[str]:
        """The cards that were never answered outside a cram and are not suspended, in order.

        With a limit, `ids` is read only as far as needed.
        """
        ids, found = iter(ids), list[str]()
        while (limit is None or len(found) < limit) and (chunk := list(islice(ids, _CHUNK))):
            known = self._known(chunk)
            found += [card for card in chunk if card not in known]
        return found[:limit]

    def _known(self, ids: list[str]) -> set[str]:
        marks = ",".join("?" * len(ids))
        query = f"""SELECT card FROM schedule WHERE card IN ({marks})
            UNION ALL SELECT card FROM suspended WHERE card IN ({marks})"""
        return {card for (card,) in self._store.rows(query, ids + ids)}

    def new_today(self, at: datetime) -> int:
        """How many cards were answered for the first time in the study day of `at`."""
        today = self.days.of(at).toordinal()
        ((count,),) = self._store.rows(_NEW_TODAY, (today, today))
        return int(count)

    def intervals(self, card: str, at: datetime) -> dict[Rating, timedelta]:
        """In how many days each rating would bring the card back."""
        state, day = self.state(card), self.days.of(at)
        return {
            rating: schedule.answered(state, card, rating, day, at).due - day for rating in Rating
        }

    def state(self, card: str) -> State | None:
        """What is known about a card; None while it is new."""
        with self._store.reading() as db:
            return schedule.read(db, card)

    def states(self) -> list[State]:
        """Every scheduled card that is not suspended."""
        return [
            schedule.from_row(row)
            for row in self._store.rows(f"SELECT * FROM schedule WHERE {_AWAKE}")
        ]

    def known(self) -> dict[str, Known]:
        """What a plan needs of every scheduled card that is not suspended."""
        query = f"SELECT card, last, stability, difficulty FROM schedule WHERE {_AWAKE}"
        return {card: Known(*rest) for card, *rest in self._store.rows(query)}

    # The goal

    def set_goal(self, goal: Goal | None, at: datetime) -> None:
        """Keeps a goal in place of any other; None ends it."""
        with self._store.transaction() as db:
            goals.set_goal(db, goal, at)

    def goal(self, at: datetime) -> Goal | None:
        """The goal that is in force; None once its day has passed."""
        with self._store.reading() as db:
            goal = goals.goal_in_force(db)
        return goal if goal is not None and goal.day >= self.days.of(at) else None

    # Interviews

    def begin_interview(self, settings: dict[str, Any], at: datetime) -> str:
        """Opens a mock interview and gives its id, which its answers bear."""
        from dlquiz.memory import interviews

        with self._store.transaction() as db:
            return interviews.begin(db, settings, at)

    def end_interview(self, interview: str, at: datetime) -> None:
        from dlquiz.memory import interviews

        with self._store.transaction() as db:
            interviews.end(db, interview, at)

    def interviews(self) -> list[Record]:
        """Every mock interview with its answers, the first one first."""
        from dlquiz.memory import interviews

        with self._store.reading() as db:
            return interviews.records(db)

    # Marks

    def suspend(self, card: str, at: datetime) -> None:
        """Keeps a card from being asked until it is resumed."""
        with self._store.transaction() as db:
            log.mark(db, card, "suspend", "", at)
            db.execute("INSERT OR IGNORE INTO suspended VALUES (?)", (card,))

    def resume(self, card: str, at: datetime) -> None:
        """Lets a suspended card be asked again."""
        with self._store.transaction() as db:
            log.mark(db, card, "resume", "", at)
            db.execute("DELETE FROM suspended WHERE card = ?", (card,))

    def suspended(self) -> set[str]:
        return {card for (card,) in self._store.rows("SELECT card FROM suspended")}

    def flag(self, card: str, remark: str, at: datetime) -> None:
        """Notes that a card needs attention."""
        with self._store.transaction() as db:
            log.mark(db, card, "flag", remark, at)

    def flags(self) -> list[Flag]:
        """Every flag, in the order of the log."""
        query = "SELECT card, remark, at FROM marks WHERE kind = 'flag' ORDER BY id"
        return [Flag(card, remark, log.moment(at)) for card, remark, at in self._store.rows(query)]

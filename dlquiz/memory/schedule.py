"""The schedule: a fold of FSRS over the log. It can be thrown away and made again.

FSRS is asked in whole study days, never in hours: who answers a card at nine one evening and
at eight the next has slept over it once, which a difference of 23 hours would deny. So every
answer is given to FSRS at midnight of its study day, and a card is due on a day.
"""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from dlquiz.memory.log import Rating, Review, effective, microseconds, moment

if TYPE_CHECKING:
    import fsrs


class State(NamedTuple):
    """What is known about a card: `stability` in days, `difficulty` from 1 to 10.

    `first`, `last` and `due` are study days; `at` is the moment of the last answer.
    """

    card: str
    first: date
    last: date
    due: date
    at: datetime
    stability: float
    difficulty: float


class Known(NamedTuple):
    """What a plan needs of a state: the ordinal of the last day, stability and difficulty."""

    last: int
    stability: float
    difficulty: float


@cache
def scheduler() -> "fsrs.Scheduler":
    """FSRS-6 in whole days: failed cards come back in the session, not through the schedule."""
    import fsrs  # some twenty milliseconds, which showing a question need not wait for

    return fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def answered(state: State | None, card: str, rating: Rating, day: date, at: datetime) -> State:
    """The state of a card after one more answer; `state` is None for a new card."""
    import fsrs

    now = _midnight(day)
    before = fsrs.Card(card_id=0, due=now) if state is None else _fsrs_card(state)
    after, _ = scheduler().review_card(before, fsrs.Rating(int(rating)), now)
    assert after.stability is not None
    assert after.difficulty is not None
    first = day if state is None else state.first
    return State(card, first, day, after.due.date(), at, after.stability, after.difficulty)


def _fsrs_card(state: State) -> "fsrs.Card":
    import fsrs

    return fsrs.Card(
        card_id=0,
        state=fsrs.State.Review,
        stability=state.stability,
        difficulty=state.difficulty,
        due=_midnight(state.due),
        last_review=_midnight(state.last),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def fold(reviews: Iterable[Review]) -> State | None:
    """The state that the answers to one card, in the order of the log, lead to; crams do not."""
    state = None
    for review in reviews:
        if review.mode != "cram":
            state = answered(state, review.card, review.rating, review.day, review.at)
    return state


def read(db: sqlite3.Connection, card: str) -> State | None:
    """The state of `card`, None while it is new."""
    row = db.execute("SELECT * FROM schedule WHERE card = ?", (card,)).fetchone()
    return None if row is None else from_row(row)


def from_row(row: tuple[str, int, int, int, int, float, float]) -> State:
    card, first, last, due, at, stability, difficulty = row
    day = date.fromordinal
    return State(card, day(first), day(last), day(due), moment(at), stability, difficulty)


def write(db: sqlite3.Connection, state: State) -> None:
    days = (day.toordinal() for day in (state.first, state.last, state.due))
    db.execute(
        "INSERT OR REPLACE INTO schedule VALUES (?, ?, ?, ?, ?, ?, ?)",
        (state.card, *days, microseconds(state.at), state.stability, state.difficulty),
    )


def advance(db: sqlite3.Connection, review: Review) -> None:
    """One step of the fold, for an answer that was just appended."""
    if review.mode != "cram":
        state = read(db, review.card)
        write(db, answered(state, review.card, review.rating, review.day, review.at))


def refold(db: sqlite3.Connection, card: str) -> None:
    """The fold of one card from its beginning."""
    db.execute("DELETE FROM schedule WHERE card = ?", (card,))
    state = fold(effective(db, "WHERE card = ? ORDER BY id", (card,)))
    if state is not None:
        write(db, state)


def rebuild(db: sqlite3.Connection) -> None:
    """The schedule and the suspensions, from the log alone."""
    db.execute("DELETE FROM schedule")
    for (card,) in db.execute("SELECT DISTINCT card FROM reviews").fetchall():
        refold(db, card)
    db.execute("DELETE FROM suspended")
    db.execute("INSERT INTO suspended SELECT card FROM marks_in_force WHERE kind = 'suspend'")

"""The log: what was answered when, what was taken back, and marks on cards. Rows are only added.

The order of the log is the order of its ids. An id begins with the time, so the logs of two
machines interleave by time; and it always follows the ids its card already has in this file,
so a clock that was set back cannot put an answer before an earlier one.
"""

import os
import sqlite3
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

MODES = frozenset({"review", "cram", "interview", "drill"})
ABANDONED = 120.0
"""Seconds after which nobody is thinking about a card any more."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_REVIEW = "id, card, rating, at, day, seconds, answer, mode"


class Rating(IntEnum):
    """How well a card was remembered, in the words of FSRS."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Review(NamedTuple):
    """One answer: `at` is in UTC, `day` the study day on the clock the person lived by."""

    id: str
    card: str
    rating: Rating
    at: datetime
    day: date
    seconds: float
    answer: str
    mode: str


class Flag(NamedTuple):
    """A remark that something about a card needs attention."""

    card: str
    remark: str
    at: datetime


def microseconds(at: datetime) -> int:
    """Since 1970, exactly: how the file keeps a moment."""
    return (at - _EPOCH) // _MICROSECOND


def moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


def new_id(at: datetime, after: str | None) -> str:
    """A UUID (version 7, RFC 9562) that sorts by `at` to the millisecond, and later than `after`.

    The 12 bits behind the milliseconds count upwards from the id it has to follow.
    """
    stamp = max(0, microseconds(at) // 1000) << 12
    if after is not None:
        stamp = max(stamp, _stamp(after) + 1)
    time, count = f"{stamp >> 12:012x}", f"{stamp & 0xFFF:03x}"
    chance = f"{int.from_bytes(os.urandom(8)) & (1 << 62) - 1 | 1 << 63:016x}"
    return f"{time[:8]}-{time[8:]}-7{count}-{chance[:4]}-{chance[4:]}"


def _stamp(uuid: str) -> int:
    return int(uuid[:8] + uuid[9:13] + uuid[15:18], 16)


def next_id(db: sqlite3.Connection, table: str, card: str, at: datetime) -> str:
    """The id of the next row about `card` in `table`."""
    (last,) = db.execute(f"SELECT max(id) FROM {table} WHERE card = ?", (card,)).fetchone()
    return new_id(at, last)


def append(db: sqlite3.Connection, review: Review, retracts: str | None = None) -> None:
    """Adds an answer, or with `retracts` the row that takes an earlier one back."""
    rating = int(review.rating) if retracts is None else None
    times = microseconds(review.at), review.day.toordinal()
    rest = review.seconds, review.answer, review.mode, retracts
    db.execute(
        f"INSERT INTO reviews ({_REVIEW}, retracts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (review.id, review.card, rating, *times, *rest),
    )


def storable(text: str) -> str:
    """`text` without the half characters that a terminal can send and no file can keep."""
    return text.encode("utf-8", "replace").decode("utf-8")


def effective(db: sqlite3.Connection, condition: str, values: Iterable[object]) -> list[Review]:
    """The answers that were not taken back and meet a condition in SQL."""
    rows = db.execute(f"SELECT {_REVIEW} FROM effective {condition}", tuple(values))
    return [_review(row) for row in rows]


def _review(row: tuple[str, str, int, int, int, float, str, str]) -> Review:
    key, card, rating, at, day, seconds, answer, mode = row
    lived = date.fromordinal(day)
    return Review(key, card, Rating(rating), moment(at), lived, seconds, answer, mode)


def mark(db: sqlite3.Connection, card: str, kind: str, remark: str, at: datetime) -> None:
    """Adds a mark: suspend, resume or flag."""
    db.execute(
        "INSERT INTO marks (id, card, at, kind, remark) VALUES (?, ?, ?, ?, ?)",
        (next_id(db, "marks", card, at), card, microseconds(at), kind, storable(remark)),
    )

"""Mock interviews in the log: when one began, what was answered in it, that it ended.

An answer is a review as any other; here stands what only an interview knows of it.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from dlquiz.memory.log import Review, effective, microseconds, moment, new_id


class Place(NamedTuple):
    """Where an answer stands in an interview: how deep in its chain, and what was missing in it."""

    interview: str
    depth: int
    missed: tuple[str, ...] = ()


class Answer(NamedTuple):
    """An answer of an interview that stands."""

    review: Review
    depth: int
    missed: tuple[str, ...]


class Record(NamedTuple):
    """An interview as it was kept; `settings` are whatever began it."""

    id: str
    at: datetime
    settings: dict[str, Any]
    is_over: bool
    answers: tuple[Answer, ...]


def begin(db: sqlite3.Connection, settings: dict[str, Any], at: datetime) -> str:
    """Opens an interview and gives its id."""
    import json

    (last,) = db.execute("SELECT max(id) FROM interviews").fetchone()
    key = new_id(at, last)
    row = key, microseconds(at), json.dumps(settings)
    db.execute("INSERT INTO interviews (id, at, settings) VALUES (?, ?, ?)", row)
    return key


def add(db: sqlite3.Connection, review: Review, place: Place) -> None:
    """Notes that a review was given in an interview."""
    import json

    row = review.id, place.interview, place.depth, json.dumps(place.missed)
    db.execute(
        "INSERT INTO interview_answers (review, interview, depth, missed) VALUES (?, ?, ?, ?)", row
    )


def end(db: sqlite3.Connection, interview: str, at: datetime) -> None:
    """Notes that an interview is over."""
    row = interview, microseconds(at)
    db.execute("INSERT OR IGNORE INTO interview_ends (interview, at) VALUES (?, ?)", row)


def records(db: sqlite3.Connection) -> list[Record]:
    """Every interview in the order they began, with the answers that stand."""
    import json

    over = {key for (key,) in db.execute("SELECT interview FROM interview_ends")}
    rows = db.execute("SELECT id, at, settings FROM interviews ORDER BY id").fetchall()
    return [
        Record(key, moment(at), json.loads(settings), key in over, tuple(_answers(db, key)))
        for key, at, settings in rows
    ]


def _answers(db: sqlite3.Connection, interview: str) -> Sequence[Answer]:
    import json

    query = "SELECT review, depth, missed FROM interview_answers WHERE interview = ? ORDER BY seq"
    rows = db.execute(query, (interview,)).fetchall()
    condition = "WHERE id IN (SELECT review FROM interview_answers WHERE interview = ?)"
    standing = {review.id: review for review in effective(db, condition, (interview,))}
    return [
        Answer(standing[key], depth, tuple(json.loads(missed)))
        for key, depth, missed in rows
        if key in standing
    ]

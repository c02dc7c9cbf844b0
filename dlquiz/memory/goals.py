"""The goal: be ready on a date. Rows are only added; the last one is in force."""

import sqlite3
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from dlquiz.memory.log import microseconds, new_id


class Goal(NamedTuple):
    """An interview on `day`, and the minutes a day until then.

    `topics` are those that count, () for all; `weights` say how much more one counts than another.
    """

    day: date
    minutes: float
    topics: tuple[str, ...] = ()
    weights: Mapping[str, float] = {}


def set_goal(db: sqlite3.Connection, goal: Goal | None, at: datetime) -> None:
    """Puts a goal in force, or with None ends the one that is."""
    import json  # practice without a goal does not wait for it

    (last,) = db.execute("SELECT max(id) FROM goals").fetchone()
    body = None if goal is None else json.dumps({**goal._asdict(), "day": goal.day.isoformat()})
    row = new_id(at, last), microseconds(at), body
    db.execute("INSERT INTO goals (id, at, goal) VALUES (?, ?, ?)", row)


def goal_in_force(db: sqlite3.Connection) -> Goal | None:
    """The last goal that was set, unless it was ended; its day may have passed."""
    row = db.execute("SELECT goal FROM goals ORDER BY id DESC LIMIT 1").fetchone()
    if row is None or row[0] is None:
        return None
    import json

    body = json.loads(row[0])
    day, topics = date.fromisoformat(body["day"]), tuple(body["topics"])
    return Goal(day, body["minutes"], topics, body["weights"])

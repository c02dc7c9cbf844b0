"""The log as lines of JSON, to be taken to another machine and merged with the log there.

Every row of the log has an id of its own, so a merge adds what is not there yet: done twice it
changes nothing, and in either order it comes to the same schedule.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from dlquiz.errors import UserError

FORMAT = "dlquiz progress 1"
LONGEST = 1 << 20  # characters of a line

# Each table of the log with what tells its rows apart and the types of its columns.
_LOG: dict[str, tuple[str, dict[str, tuple[type, ...]]]] = {
    "reviews": (
        "id",
        {
            "id": (str,),
            "card": (str,),
            "rating": (int, type(None)),
            "at": (int,),
            "day": (int,),
            "seconds": (int, float),
            "answer": (str,),
            "mode": (str,),
            "retracts": (str, type(None)),
        },
    ),
    "marks": ("id", {"id": (str,), "card": (str,), "at": (int,), "kind": (str,), "remark": (str,)}),
    "goals": ("id", {"id": (str,), "at": (int,), "goal": (str, type(None))}),
    "interviews": ("id", {"id": (str,), "at": (int,), "settings": (str,)}),
    "interview_answers": (
        "review",
        {"review": (str,), "interview": (str,), "depth": (int,), "missed": (str,)},
    ),
    "interview_ends": ("interview", {"interview": (str,), "at": (int,)}),
}


class Merged(NamedTuple):
    """How many rows were added, and how many were there already."""

    added: int
    known: int


def exported(db: sqlite3.Connection) -> Iterator[str]:
    """The log, a line a row; the first line names the format."""
    yield json.dumps({"format": FORMAT})
    for table, (_, columns) in _LOG.items():
        names = list(columns)
        for row in db.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY seq"):
            yield json.dumps({"table": table, **dict(zip(names, row, strict=True))})


def merge(db: sqlite3.Connection, lines: Iterable[str]) -> Merged:
    """Adds the rows that are not there yet. Raises `UserError` for a line that is none of ours."""
    added = known = 0
    for number, line in enumerate(lines, start=1):
        row = _row(number, line)
        if number == 1:
            if row.get("format") != FORMAT:
                raise _refused(1, f"this is not {FORMAT!r}", "export it again")
            continue
        if _added(db, number, row):
            added += 1
        else:
            known += 1
    return Merged(added, known)


def _row(number: int, line: str) -> dict[str, Any]:
    if len(line) > LONGEST:
        raise _refused(number, "the line is too long")
    try:
        row = json.loads(line)
    except ValueError as error:
        raise _refused(number, "this is not JSON") from error
    if not isinstance(row, dict):
        raise _refused(number, "this is no row of a log")
    return row


def _added(db: sqlite3.Connection, number: int, row: dict[str, Any]) -> bool:
    """Whether the row was new."""
    key, columns = _LOG.get(str(row.pop("table", "")), ("", {}))
    if not columns or row.keys() != columns.keys():
        raise _refused(number, "this is no row of a log")
    for name, types in columns.items():
        if not isinstance(row[name], types) or isinstance(row[name], bool):
            raise _refused(number, f"`{name}` is {json.dumps(row[name])[:40]}")
    table = next(table for table, (_, known) in _LOG.items() if known is columns)
    names = ", ".join(columns)
    marks = ", ".join("?" * len(columns))
    query = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT ({key}) DO NOTHING"
    try:
        return db.execute(query, tuple(row[name] for name in columns)).rowcount > 0
    except (sqlite3.IntegrityError, OverflowError) as error:
        raise _refused(number, f"a row that cannot be: {error}") from error


def _refused(number: int, what: str, remedy: str = "nothing was taken over") -> UserError:
    return UserError(what, where=f"line {number}", remedy=remedy)

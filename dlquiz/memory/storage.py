"""The progress file itself: its schema, its transactions, and why it cannot be used.

Journal: write-ahead, a commit being one flush to disk where a rollback journal takes several.
It is folded into the main file only when the last program closes it. Doing so between two
writers is slow, and SQLite before 3.51.3 can corrupt the file there (its "WAL-reset bug").
"""

import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from dlquiz.errors import ProgressError

APPLICATION = int.from_bytes(b"dlqz")


def _only_added_to(table: str) -> tuple[str, ...]:
    return tuple(
        f"""CREATE TRIGGER {table}_refuse_{verb} BEFORE {verb} ON {table}
                BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END"""
        for verb in ("UPDATE", "DELETE")
    )


# One entry a version of the file: the statements that lead to it from the version before.
# A published entry is never edited.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE reviews (
            seq INTEGER PRIMARY KEY,     -- the order of recording in this file
            id TEXT NOT NULL UNIQUE,     -- the order of the log
            card TEXT NOT NULL,
            rating INTEGER CHECK (rating BETWEEN 1 AND 4),
            at INTEGER NOT NULL,         -- microseconds since 1970, UTC
            day INTEGER NOT NULL,        -- the study day lived, as a proleptic ordinal
            seconds REAL NOT NULL,
            answer TEXT NOT NULL,
            mode TEXT NOT NULL,
            retracts TEXT,               -- the id of the review this row takes back
            CHECK ((rating IS NULL) = (retracts IS NOT NULL))
        )""",
        "CREATE INDEX reviews_of_card ON reviews (card, id)",
        "CREATE INDEX reviews_of_day ON reviews (day)",
        "CREATE INDEX retractions ON reviews (retracts) WHERE retracts IS NOT NULL",
        """CREATE VIEW effective AS SELECT * FROM reviews AS it WHERE retracts IS NULL
            AND NOT EXISTS (SELECT 1 FROM reviews WHERE retracts = it.id)""",
        """CREATE TABLE marks (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            card TEXT NOT NULL,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('suspend', 'resume', 'flag')),
            remark TEXT NOT NULL
        )""",
        "CREATE INDEX marks_of_card ON marks (card, id)",
        """CREATE VIEW marks_in_force AS SELECT * FROM marks AS it WHERE kind <> 'flag'
            AND id = (SELECT max(id) FROM marks WHERE card = it.card AND kind <> 'flag')""",
        *_only_added_to("reviews"),
        *_only_added_to("marks"),
        # Derived from the log:
        """CREATE TABLE schedule (
            card TEXT NOT NULL PRIMARY KEY,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            due INTEGER NOT NULL,
            at INTEGER NOT NULL,
            stability REAL NOT NULL,
            difficulty REAL NOT NULL
        ) WITHOUT ROWID""",
        "CREATE INDEX schedule_by_due ON schedule (due, at, card)",
        "CREATE TABLE suspended (card TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID",
    ),
    (
        """CREATE TABLE goals (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            at INTEGER NOT NULL,
            goal TEXT                    -- JSON; NULL ends the one before
        )""",
        *_only_added_to("goals"),
        """CREATE TABLE interviews (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            at INTEGER NOT NULL,
            settings TEXT NOT NULL       -- JSON
        )""",
        """CREATE TABLE interview_answers (
            seq INTEGER PRIMARY KEY,
            review TEXT NOT NULL UNIQUE,
            interview TEXT NOT NULL,
            depth INTEGER NOT NULL,
            missed TEXT NOT NULL         -- JSON, the points that were not said
        )""",
        "CREATE INDEX answers_of_interview ON interview_answers (interview, seq)",
        """CREATE TABLE interview_ends (
            seq INTEGER PRIMARY KEY,
            interview TEXT NOT NULL UNIQUE,
            at INTEGER NOT NULL
        )""",
        *_only_added_to("interviews"),
        *_only_added_to("interview_answers"),
        *_only_added_to("interview_ends"),
    ),
)

_ELSEWHERE = "or set DLQUIZ_HOME to another directory"
_WRITABLE = f"make it writable, {_ELSEWHERE}"
_MOVE = f"move it away, {_ELSEWHERE}"
_DAMAGED = (
    "the progress file is damaged",
    f"restore a copy, try `sqlite3 FILE .recover`, or {_MOVE}",
)
_TROUBLES = {
    sqlite3.SQLITE_FULL: (
        "the disk is full; what was kept before is safe, this was not added",
        "free some space and try again",
    ),
    sqlite3.SQLITE_READONLY: ("the progress file is read-only", _WRITABLE),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_BUSY: (
        "another program keeps the progress file locked",
        "close that program and try again",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "the progress file cannot be opened or created",
        f"check the permissions of its directory, {_ELSEWHERE}",
    ),
    sqlite3.SQLITE_PERM: ("the progress file may not be opened", _WRITABLE),
    sqlite3.SQLITE_IOERR: (
        "the progress file could not be read or written; what was kept before is safe",
        "check the disk and the space left on it, and try again",
    ),
}


class Store:
    """An open progress file."""

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path = path
        self._db = db
        self._identity = _identity(path)

    def rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        """All rows at once: a query left open would keep other programs from writing."""
        with plainly(self.path):
            return self._db.execute(query, values).fetchall()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        with plainly(self.path):
            yield self._db

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it is on the disk when the block has ended, or none of it."""
        with plainly(self.path), transaction(self._db):
            if _identity(self.path) != self._identity:
                what = "the progress file was moved or deleted while it was open; nothing was kept"
                raise ProgressError(
                    what, where=str(self.path), remedy="put it back, and start anew"
                )
            yield self._db

    def close(self) -> None:
        self._db.close()


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file it is, whatever it is called; None when there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Turns what a user can put right from SQLite's words into plain ones; bugs pass through."""
    try:
        yield
    except sqlite3.Error as error:
        trouble = _TROUBLES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if trouble is None:
            raise
        what, remedy = trouble
        raise ProgressError(what, where=str(path), remedy=remedy) from error


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Takes the right to write at once, so that two writers wait instead of failing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def open_store(path: Path, patience: float) -> Store:
    """Opens the file, or creates it and its directory; waits `patience` seconds for a lock.

    Raises `ProgressError` for a file that cannot be used, which then stays as it is.
    """
    path = path.absolute()
    with _reached(path):
        _make_room(path)
        _refuse_foreign(path)
    with plainly(path):
        db = sqlite3.connect(path, timeout=patience, isolation_level=None)
        try:
            _prepare(db, path)
        except BaseException:
            db.close()
            raise
    return Store(path, db)


@contextmanager
def _reached(path: Path) -> Iterator[None]:
    """Says plainly that the operating system refuses the way to the file."""
    try:
        yield
    except OSError as error:
        what = f"the progress file cannot be reached: {error.strerror}"
        place = error.filename or path
        raise ProgressError(
            what, where=str(place), remedy=f"make it usable, {_ELSEWHERE}"
        ) from error


def _make_room(path: Path) -> None:
    """A writable directory, and in it a writable file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not os.access(path.parent, os.W_OK):
        what = "the directory of the progress file is read-only"
        raise ProgressError(what, where=str(path.parent), remedy=_WRITABLE)
    if not path.exists():
        return
    if not path.is_file():
        kind = "a directory" if path.is_dir() else "no regular file"
        what = f"what stands in place of the progress file is {kind}"
        raise ProgressError(what, where=str(path), remedy=_MOVE)
    if not os.access(path, os.W_OK):
        raise ProgressError("the progress file is read-only", where=str(path), remedy=_WRITABLE)


def _refuse_foreign(path: Path) -> None:
    """Looks before SQLite does, which may write to a file by merely opening and closing it."""
    if not path.exists():
        return
    with path.open("rb") as file:
        header = file.read(100)
    if not header:
        return
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        raise ProgressError("this is not a dlquiz progress file", where=str(path), remedy=_MOVE)
    cookie, version, application = (int.from_bytes(header[i : i + 4]) for i in (40, 60, 68))
    _refuse(path, version, application, empty=cookie == 0)
    if path.with_name(f"{path.name}-wal").exists():
        _refuse_journal(path)


def _refuse_journal(path: Path) -> None:
    """Looks again where a journal may hold a newer header than the file does."""
    with plainly(path):
        db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        try:
            (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
            (version,) = db.execute("PRAGMA user_version").fetchone()
            (application,) = db.execute("PRAGMA application_id").fetchone()
        finally:
            db.close()
    _refuse(path, version, application, empty=tables == 0)


def _refuse(path: Path, version: int, application: int, *, empty: bool) -> None:
    if application != APPLICATION and not empty:
        raise ProgressError("this is not a dlquiz progress file", where=str(path), remedy=_MOVE)
    if application == APPLICATION and version > len(MIGRATIONS):
        what = (
            f"the progress file was written by a newer dlquiz "
            f"(its version is {version}, this program knows {len(MIGRATIONS)})"
        )
        raise ProgressError(what, where=str(path), remedy=f"update dlquiz, {_ELSEWHERE}")


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA wal_autocheckpoint = 0")
    migrate(db, MIGRATIONS)
    made = re.findall(r"CREATE (?:TABLE|VIEW) (\w+)", " ".join(chain(*MIGRATIONS)))
    if not {name for (name,) in db.execute("SELECT name FROM sqlite_master")}.issuperset(made):
        what, remedy = _DAMAGED
        raise ProgressError(what, where=str(path), remedy=remedy)


def migrate(db: sqlite3.Connection, migrations: Sequence[Sequence[str]]) -> None:
    """Brings the file to the latest version, in one transaction."""
    if _version(db) == len(migrations):
        return
    with transaction(db):
        done = _version(db)  # another program may have been faster
        for statement in (line for version in migrations[done:] for line in version):
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        db.execute(f"PRAGMA user_version = {len(migrations)}")


def _version(db: sqlite3.Connection) -> int:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return int(version)

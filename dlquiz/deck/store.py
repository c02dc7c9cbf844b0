"""The index as a table of files and a table of cards in SQLite: a cache of what the YAML says.

It can be deleted at any time. One file may serve several sets of directories: rows of files that
are not asked for stay, and are left out by whoever asks.
"""

import os
import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

import dlquiz
from dlquiz.deck.cards import Card, Topic
from dlquiz.deck.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlquiz.deck.reading import FileCards

_SCHEMA = """
CREATE TABLE stamp (text TEXT);
CREATE TABLE file (
    number INTEGER PRIMARY KEY, key BLOB UNIQUE, changed INTEGER, size INTEGER,
    topic TEXT, head BLOB, tally BLOB
);
CREATE TABLE card (
    number INTEGER PRIMARY KEY, file INTEGER, place INTEGER, id TEXT, kind TEXT, level INTEGER,
    line INTEGER, "column" INTEGER, source TEXT, body BLOB
);
CREATE INDEX card_order ON card (file, place, id, kind, level);
CREATE INDEX card_id ON card (id);
CREATE TABLE twin (id TEXT PRIMARY KEY);
CREATE TABLE problem (file INTEGER, body BLOB);
"""
_TABLES = ("stamp", "file", "card", "twin", "problem")
_APPLICATION = 0x646C717A
_PATIENCE = 2.0

BROKEN = (sqlite3.Error, msgspec.MsgspecError)


class ForeignFile(sqlite3.Error):
    """The file is a database of another program, or of another purpose."""


Tally = list[tuple[str, int, int]]
"""Kind, level, how many cards."""


class StoredFile(NamedTuple):
    """A file as it was when it was read; `topic` is None for a file without usable cards."""

    number: int
    key: bytes
    changed: int
    size: int
    topic: str | None


class StoredCard(NamedTuple):
    """A card's row without its body."""

    file: int
    place: int
    id: str
    kind: str
    level: int


class Spot(NamedTuple):
    """Where a card with a given id stands, and its encoded body."""

    file: int
    place: int
    kind: str
    level: int
    line: int
    column: int
    source: str
    body: bytes


class Store:
    """An open index. Every query is complete when it returns, so no lock outlives it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._cards: msgspec.msgpack.Decoder[Card] = msgspec.msgpack.Decoder(Card)
        self._heads = msgspec.msgpack.Decoder(Topic)

    @classmethod
    def open(cls, path: Path) -> "Store":
        """The index in that file, emptied if another version made it.

        A file that is no database is replaced. Raises `sqlite3.Error` or `OSError` when the file
        cannot be used, and leaves a database that is not an index alone.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return cls(_connected(path))
        except sqlite3.DatabaseError as error:
            if type(error) is not sqlite3.DatabaseError:  # its subclasses: locked, read-only, full
                raise
        for ending in ("", "-journal", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + ending).unlink()
        return cls(_connected(path))

    @classmethod
    def in_memory(cls, copied_from: "Store | None" = None) -> "Store":
        """An index that lasts as long as the program, empty or a copy."""
        store = cls(sqlite3.connect(":memory:", isolation_level=None))
        try:
            _create(store._db)
            if copied_from is not None:
                store._copy(copied_from)
        except BaseException:
            store.close()
            raise
        return store

    def _copy(self, source: "Store") -> None:
        for table in _TABLES[1:]:
            rows = source._db.execute(f"SELECT * FROM {table}")
            signs = ", ".join("?" for _ in rows.description)
            self._db.executemany(f"INSERT INTO {table} VALUES ({signs})", rows)

    def close(self) -> None:
        """Lets go of the file."""
        self._db.close()

    def files(self) -> list[StoredFile]:
        """Every file that was ever read and is not known to be gone."""
        rows = self._db.execute("SELECT number, key, changed, size, topic FROM file")
        return [StoredFile(*row) for row in rows]

    def head(self, file: int) -> Topic:
        """The fields of a file's topic."""
        (head,) = self._row("SELECT head FROM file WHERE number = ?", file)
        return self._heads.decode(head)

    def cards(self, file: int, after: int = -1, most: int = 256) -> list[StoredCard]:
        """The next cards of a file in order, without their bodies; empty at its end."""
        rows = self._db.execute(
            "SELECT file, place, id, kind, level FROM card"
            " WHERE file = ? AND place > ? ORDER BY place LIMIT ?",
            (file, after, most),
        )
        return [StoredCard(*row) for row in self._still_ours(rows.fetchall())]

    def spots(self, card_id: str) -> list[Spot]:
        """Every place where a card of that id stands."""
        rows = self._db.execute(
            'SELECT file, place, kind, level, line, "column", source, body FROM card WHERE id = ?',
            (card_id,),
        )
        return [Spot(*row) for row in self._still_ours(rows.fetchall())]

    def card(self, spot: Spot) -> Card:
        """The card that stands there."""
        return self._cards.decode(spot.body)

    def tally(self) -> list[tuple[int, Tally]]:
        """How many cards each file has."""
        rows = self._db.execute("SELECT number, tally FROM file").fetchall()
        return [(file, msgspec.msgpack.decode(tally, type=Tally)) for file, tally in rows]

    def twins(self) -> set[str]:
        """The ids that stand on more than one card."""
        return {card_id for (card_id,) in self._db.execute("SELECT id FROM twin")}

    def problems(self) -> list[tuple[int, Problem]]:
        """What is wrong with the files, each problem with its file's number."""
        rows = self._db.execute("SELECT file, body FROM problem ORDER BY rowid").fetchall()
        return [(file, msgspec.msgpack.decode(body, type=Problem)) for file, body in rows]

    @contextmanager
    def writing(self) -> "Iterator[None]":
        """One transaction: all that is written in it, or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def replace(self, key: bytes, changed: int, size: int, read: "FileCards") -> None:
        """Puts what was read from a file in the place of what was known of it."""
        encode = msgspec.msgpack.encode
        topic = read.topic.topic if read.topic else None
        head = encode(read.topic) if read.topic else None
        file = self._file_number(key)
        self.remove([file])
        row = (file, key, changed, size, topic, head, encode(_tally(read)))
        self._db.execute("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        self._db.executemany(
            "INSERT INTO card VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (_card_row(file, place, read) for place in range(len(read.cards))),
        )
        self._db.executemany(
            "INSERT INTO problem VALUES (?, ?)",
            ((file, encode(problem)) for problem in read.problems),
        )
        self._db.execute(
            "INSERT OR IGNORE INTO twin SELECT mine.id FROM card AS mine JOIN card AS other"
            " ON other.id = mine.id AND other.number <> mine.number WHERE mine.file = ?",
            (file,),
        )

    def remove(self, files: Iterable[int]) -> None:
        """Forgets files, and which ids stood twice because of them."""
        for file in files:
            for table, column in (("card", "file"), ("problem", "file"), ("file", "number")):
                self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", (file,))
        self._db.execute(
            "DELETE FROM twin WHERE (SELECT count(*) FROM card WHERE card.id = twin.id) < 2"
        )

    def _file_number(self, key: bytes) -> int:
        query = (
            "SELECT coalesce((SELECT number FROM file WHERE key = ?),"
            " (SELECT coalesce(max(number), 0) + 1 FROM file))"
        )
        (number,) = self._row(query, key)
        return int(number)

    def _still_ours(self, rows: list[Any]) -> list[Any]:
        """The rows, unless there are none because another version has emptied the index."""
        if not rows and not _is_current(self._db):
            raise sqlite3.DataError("the index is of another version now")
        return rows

    def _row(self, query: str, *values: Any) -> tuple[Any, ...]:
        row = self._db.execute(query, values).fetchone()
        if row is None:
            raise sqlite3.DataError("a row of the index is gone")
        return tuple(row)


def _tally(read: "FileCards") -> Tally:
    counts = Counter((_kind(card), card.level) for card, *_ in read.cards)
    return [(kind, level, count) for (kind, level), count in counts.items()]


def _kind(card: Card) -> str:
    return str(card.__struct_config__.tag)


def _card_row(file: int, place: int, read: "FileCards") -> tuple[Any, ...]:
    card, spot, _ = read.cards[place]
    source = read.lines[spot.line - 1][:200]
    body = msgspec.msgpack.encode(card)
    return (file, place, card.id, _kind(card), card.level, spot.line, spot.column, source, body)


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = NORMAL")
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and application != _APPLICATION:
            raise ForeignFile("not an index of cards")
        if not tables or not _is_current(connection):
            _create(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _is_current(connection: sqlite3.Connection) -> bool:
    with suppress(sqlite3.OperationalError):  # no such table
        return bool(connection.execute("SELECT text FROM stamp").fetchone() == (_stamp(),))
    return False


def _create(connection: sqlite3.Connection) -> None:
    """Empty tables under today's stamp, whatever stood there, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    if not _is_current(connection):  # nobody was faster
        for table in _TABLES:
            connection.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in filter(str.strip, _SCHEMA.split(";")):
            connection.execute(statement)
        connection.execute("INSERT INTO stamp VALUES (?)", (_stamp(),))
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
    connection.execute("COMMIT")


def _stamp() -> str:
    """What the rows depend on besides the card files: the version, and this room's own code."""
    with os.scandir(Path(__file__).parent) as entries:
        code = max((e.stat().st_mtime_ns for e in entries if e.name.endswith(".py")), default=0)
    return f"{dlquiz.__version__} {code}"

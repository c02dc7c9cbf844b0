"""An Anki package as rows, though anybody may have made it: nothing in it is run or unpacked.

A package is a zip file with an SQLite database, which newer versions compress once more. Its
pictures are left where they are.
"""

from __future__ import annotations

import json
import sqlite3
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from dlquiz.errors import UserError

LARGEST = 256 * 2**20  # bytes of a collection
MOST_NOTES = 100_000
_SECONDS = 60.0
_MEMBERS = ("collection.anki21b", "collection.anki21", "collection.anki2")  # the newest first
_NEEDED = {"notes", "cards", "col"}


class NoteType(NamedTuple):
    """How the fields of a note are called, whether it has gaps, how many cards it makes."""

    name: str
    fields: tuple[str, ...]
    templates: int
    is_cloze: bool


class Row(NamedTuple):
    """A note as it is kept: its permanent name, its fields in HTML, the deck of its first card."""

    guid: str
    type: NoteType
    fields: tuple[str, ...]
    deck: str
    tags: str


def rows(path: Path) -> Iterator[Row]:
    """The notes of a package. Raises `UserError` for a file that is none, or is not sound."""
    data = _database(path)
    with TemporaryDirectory() as place:
        file = Path(place) / "collection"
        file.write_bytes(data)
        del data
        with _understood(path), closing(_opened(file)) as database:
            yield from _notes(database)


class _NotAsExpected(Exception):
    """The database is sound, and still not to be read; says why."""


@contextmanager
def _understood(path: Path) -> Iterator[None]:
    """Says in one line what is wrong with the file."""
    try:
        yield
    except _NotAsExpected as error:
        raise _refused(path, str(error)) from error
    except sqlite3.Error as error:
        late = "interrupt" in str(error)
        why = "it takes too long to read" if late else f"its collection is damaged: {error}"
        raise _refused(path, why) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _refused(path, "its collection is not as Anki writes it") from error


def _database(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            member = next((name for name in _MEMBERS if name in names), None)
            if member is None:
                raise _refused(path, "there is no collection in it", "export it from Anki again")
            data = _member(path, package, package.getinfo(member))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _refused(path, f"it is no sound zip file: {error}") from error
    except (OSError, ValueError) as error:
        raise _refused(path, getattr(error, "strerror", None) or str(error)) from error
    if member.endswith("b"):
        data = _expanded(path, data)
    if not data.startswith(b"SQLite format 3\0"):
        raise _refused(path, "its collection is no SQLite database")
    return data


def _member(path: Path, package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a member, read no further than what one may have."""
    if member.flag_bits & 1:
        raise _refused(path, "it is encrypted")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refused(path, "it is compressed in a way that Anki does not use")
    with package.open(member) as file:
        return _bounded(path, file.read(LARGEST + 1))


def _expanded(path: Path, data: bytes) -> bytes:
    import io

    import zstandard

    try:
        reader = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(io.BytesIO(data))
        return _bounded(path, reader.read(LARGEST + 1))
    except zstandard.ZstdError as error:
        raise _refused(path, f"its collection is damaged: {error}") from error


def _bounded(path: Path, data: bytes) -> bytes:
    if len(data) > LARGEST:
        raise _refused(path, f"its collection is larger than {LARGEST // 2**20} MiB")
    return data


def _refused(path: Path, why: str, remedy: str = "") -> UserError:
    return UserError(f"cannot be read: {why}"[:200], where=str(path), remedy=remedy)


def _opened(file: Path) -> sqlite3.Connection:
    """The database, to be read alone and only for so long; its own code is not trusted."""
    database = sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)
    until = time.monotonic() + _SECONDS
    database.set_progress_handler(lambda: time.monotonic() > until, 100_000)
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA query_only = ON")
    database.text_factory = lambda data: data.decode("utf-8", "replace")
    database.create_collation(
        "unicase", lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower())
    )
    return database


def _notes(database: sqlite3.Connection) -> Iterator[Row]:
    tables = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    if not tables.keys() >= _NEEDED:
        raise _NotAsExpected("its database is of another program")
    if any("VIRTUAL" in str(sql).upper() for sql in tables.values()):
        raise _NotAsExpected("its database holds virtual tables")
    is_old = "notetypes" not in tables
    types = _types_in_json(database) if is_old else _types(database)
    decks = _decks_in_json(database) if is_old else _decks(database)
    deck_of = dict(
        database.execute("SELECT nid, CASE WHEN odid > 0 THEN odid ELSE did END FROM cards")
    )
    found = database.execute(
        "SELECT id, guid, mid, flds, tags FROM notes ORDER BY id LIMIT ?", (MOST_NOTES + 1,)
    )
    for count, (number, guid, kind, fields, tags) in enumerate(found):
        if count == MOST_NOTES:
            raise _NotAsExpected(f"it has more than {MOST_NOTES:,} notes")
        note_type = types.get(kind, NoteType("an unknown note type", (), 1, False))
        deck = decks.get(deck_of.get(number, 0), "")
        yield Row(str(guid), note_type, tuple(str(fields).split("\x1f")), deck, str(tags or ""))


def _types(database: sqlite3.Connection) -> dict[int, NoteType]:
    fields: dict[int, list[str]] = {}
    for kind, name in database.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
        fields.setdefault(kind, []).append(str(name))
    templates = dict(database.execute("SELECT ntid, count(*) FROM templates GROUP BY ntid"))
    # The first field of the configuration, a protocol buffer, is 1 for a note with gaps.
    return {
        kind: NoteType(
            str(name),
            tuple(fields.get(kind, ())),
            templates.get(kind, 1),
            bytes(config or b"")[:2] == b"\x08\x01",
        )
        for kind, name, config in database.execute("SELECT id, name, config FROM notetypes")
    }


def _decks(database: sqlite3.Connection) -> dict[int, str]:
    found = database.execute("SELECT id, name FROM decks")
    return {number: str(name).replace("\x1f", "::") for number, name in found}


def _types_in_json(database: sqlite3.Connection) -> dict[int, NoteType]:
    return {
        int(number): NoteType(
            str(kind["name"]),
            tuple(str(field["name"]) for field in kind["flds"]),
            len(kind["tmpls"]),
            kind["type"] == 1,
        )
        for number, kind in _json(database, "models").items()
    }


def _decks_in_json(database: sqlite3.Connection) -> dict[int, str]:
    return {int(number): str(deck["name"]) for number, deck in _json(database, "decks").items()}


def _json(database: sqlite3.Connection, column: str) -> dict[str, Any]:
    ((text,),) = database.execute(f"SELECT {column} FROM col LIMIT 1").fetchall()
    read = json.loads(text)
    if not isinstance(read, dict):
        raise TypeError(column)
    return read

"""Anki packages as anybody could have made them."""

import json
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

TYPES = {
    "1": {"name": "Basic", "type": 0, "flds": [{"name": "Front"}, {"name": "Back"}], "tmpls": [{}]},
    "2": {"name": "Cloze", "type": 1, "flds": [{"name": "Text"}, {"name": "Extra"}], "tmpls": [{}]},
    "3": {
        "name": "Both ways",
        "type": 0,
        "flds": [{"name": "F"}, {"name": "B"}],
        "tmpls": [{}, {}],
    },
}
DECKS = {"1": {"name": "Deep Learning::Basics"}}
Statements = Callable[[sqlite3.Connection], object]
Note = tuple[int, str]  # the number of its type, its fields


def database(path: Path, *statements: Statements) -> bytes:
    with closing(sqlite3.connect(path)) as made:
        for statement in statements:
            statement(made)
        made.commit()
    data = path.read_bytes()
    path.unlink()
    return data


def old_schema(types: object = None) -> Statements:
    """The tables of the schema that every version of Anki can read."""

    def statement(made: sqlite3.Connection) -> None:
        made.execute("CREATE TABLE col (models, decks)")
        text = json.dumps(TYPES) if types is None else types
        made.execute("INSERT INTO col VALUES (?, ?)", (text, json.dumps(DECKS)))
        made.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, guid, mid, flds, tags)")
        made.execute("CREATE TABLE cards (id INTEGER PRIMARY KEY, nid, did, odid)")

    return statement


def new_schema(made: sqlite3.Connection) -> None:
    """The tables of today's schema, with the collation that its names have."""
    made.create_collation("unicase", lambda a, b: (a > b) - (a < b))
    made.execute("CREATE TABLE col (models, decks)")
    made.execute("INSERT INTO col VALUES ('', '')")
    made.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, guid, mid, flds, tags)")
    made.execute("CREATE TABLE cards (id INTEGER PRIMARY KEY, nid, did, odid)")
    made.execute("CREATE TABLE notetypes (id INTEGER, name TEXT COLLATE unicase, config BLOB)")
    made.execute("CREATE TABLE fields (ntid, ord, name TEXT COLLATE unicase, config BLOB)")
    made.execute("CREATE TABLE templates (ntid, ord, name TEXT COLLATE unicase, config BLOB)")
    made.execute("CREATE TABLE decks (id INTEGER, name TEXT COLLATE unicase)")
    made.execute("INSERT INTO decks VALUES (1, 'Deep Learning\x1fBasics')")
    for number, kind in TYPES.items():
        config = b"\x08\x01\x1a\x00" if kind["type"] else b"\x1a\x00"
        made.execute("INSERT INTO notetypes VALUES (?, ?, ?)", (int(number), kind["name"], config))
        for table, parts in (("fields", kind["flds"]), ("templates", kind["tmpls"])):
            for place, part in enumerate(parts):
                row = (int(number), place, part.get("name", ""), b"")
                made.execute(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", row)


def with_notes(*notes: Note) -> Statements:
    """Notes whose permanent names are g1, g2 …; the fields are divided by |."""

    def statement(made: sqlite3.Connection) -> None:
        for number, (kind, fields) in enumerate(notes, 1):
            row = (number, f"g{number}", kind, fields.replace("|", "\x1f"), " a b ")
            made.execute("INSERT INTO notes VALUES (?, ?, ?, ?, ?)", row)
            made.execute("INSERT INTO cards VALUES (?, ?, 1, 0)", (number, number))

    return statement


@pytest.fixture
def package(tmp_path: Path) -> Callable[..., Path]:
    """Makes a package of some bytes, or of statements that make a database."""

    def package(
        *content: Statements | bytes,
        member: str = "collection.anki2",
        compression: int = zipfile.ZIP_DEFLATED,
        extra: Sequence[str] = (),
    ) -> Path:
        path = tmp_path / "deck.apkg"
        data = content[0] if isinstance(content[0], bytes) else database(tmp_path / "db", *content)
        with zipfile.ZipFile(path, "w", compression) as made:
            made.writestr(member, data)
            for name in extra:
                made.writestr(name, "x")
        return path

    return package

"""A package of Anki is read whoever made it, and refused in one line where it is not sound."""

import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from dlquiz.errors import UserError
from dlquiz.interchange import collection
from dlquiz.interchange.collection import rows
from tests.interchange.conftest import new_schema, old_schema, with_notes

Package = Callable[..., Path]
NOTES = with_notes((1, "q|a"), (2, "{{c1::x}}|"), (3, "f|b"))


@pytest.mark.parametrize("schema", [old_schema(), new_schema])
def test_both_schemas_give_the_same_notes(package: Package, schema: Callable) -> None:
    basic, cloze, both = rows(package(schema, NOTES))
    assert (basic.guid, basic.fields, basic.deck) == ("g1", ("q", "a"), "Deep Learning::Basics")
    assert basic.type == ("Basic", ("Front", "Back"), 1, False)
    assert (cloze.type.is_cloze, cloze.fields) == (True, ("{{c1::x}}", ""))
    assert (both.type.templates, both.tags.split()) == (2, ["a", "b"])


def test_the_compressed_collection_counts_before_the_stub_beside_it(
    package: Package, tmp_path: Path
) -> None:
    stub = package(old_schema(), with_notes((1, "please update|")))
    with zipfile.ZipFile(stub) as file:
        whole = file.read("collection.anki2")
    path = package(zstandard.compress(whole), member="collection.anki21b")
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("collection.anki2", b"not looked at")
    assert [row.fields for row in rows(path)] == [("please update", "")]


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as raised:
        list(rows(path))
    return str(raised.value).removeprefix(f"{path}: cannot be read: ")


def test_what_is_no_package_is_refused(package: Package, tmp_path: Path) -> None:
    (tmp_path / "no.apkg").write_bytes(b"hello")
    assert refusal(tmp_path / "no.apkg").startswith("it is no sound zip file")
    assert refusal(tmp_path / "none.apkg") == "No such file or directory"
    assert refusal(package(b"x", member="other")).startswith("there is no collection in it")
    assert refusal(package(b"x" * 999)) == "its collection is no SQLite database"
    other = package(lambda made: made.execute("CREATE TABLE mine (x)"))
    assert refusal(other) == "its database is of another program"


@pytest.mark.parametrize("compression", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_compression_that_cannot_be_bounded_is_refused(
    package: Package, compression: int
) -> None:
    path = package(old_schema(), NOTES, compression=compression)
    assert refusal(path) == "it is compressed in a way that Anki does not use"


def test_a_bomb_is_refused(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "LARGEST", 2**20)
    bomb = b"SQLite format 3\0" + bytes(2**21)
    assert refusal(package(bomb)) == "its collection is larger than 1 MiB"
    path = package(zstandard.compress(bomb), member="collection.anki21b")
    assert refusal(path) == "its collection is larger than 1 MiB"


def test_names_that_lead_out_of_the_package_lead_nowhere(package: Package, tmp_path: Path) -> None:
    before = sorted(tmp_path.parent.rglob("*"))
    path = package(old_schema(), NOTES, extra=["../../evil", "/tmp/evil"])
    assert len(list(rows(path))) == 3
    assert [one for one in sorted(tmp_path.parent.rglob("*")) if one != path] == before


def test_an_encrypted_package_is_refused(package: Package) -> None:
    path = package(old_schema(), NOTES)
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert refusal(path) == "it is encrypted"


@pytest.mark.parametrize("types", ["7", "[1]", '{"1": 5}', '{"x": {}}', "[" * 10**5, "no JSON"])
def test_a_description_that_is_none_is_refused(package: Package, types: str) -> None:
    path = package(old_schema(types), NOTES)
    assert refusal(path) == "its collection is not as Anki writes it"


def test_a_damaged_database_is_refused(package: Package) -> None:
    with zipfile.ZipFile(package(old_schema(), NOTES)) as file:
        whole = file.read("collection.anki2")
    broken = whole[:4096] + b"\x55" * 4096 + whole[8192:]
    assert refusal(package(broken)).startswith("its collection is damaged: ")


def test_a_view_without_end_in_the_place_of_the_notes_is_refused(package: Package) -> None:
    def endless(made: sqlite3.Connection) -> None:
        made.execute("DROP TABLE notes")
        made.execute(
            "CREATE VIEW notes AS WITH RECURSIVE r(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM r)"
            " SELECT id, id AS guid, 1 AS mid, 'q' AS flds, '' AS tags FROM r"
        )

    assert refusal(package(old_schema(), endless)) == "its database is of another program"


def test_a_query_that_does_not_end_is_given_up(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collection, "_SECONDS", -1.0)
    many = with_notes(*[(1, "q|a")] * 20000)
    assert refusal(package(old_schema(), many)) == "it takes too long to read"


def test_too_many_notes_are_refused(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "MOST_NOTES", 2)
    assert refusal(package(old_schema(), NOTES)) == "it has more than 2 notes"

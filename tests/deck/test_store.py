"""The index is a cache: it is replaced when it is damaged or old, and never in anyone's way."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest

from dlquiz.deck.reading import FileCards, read_text
from dlquiz.deck.store import BROKEN, ForeignFile, Store, StoredFile

Opened = Callable[[], Store]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "index.db"


@pytest.fixture
def opened(index: Path) -> Iterator[Opened]:
    """Opens the index once more, and closes all of them in the end."""
    stores: list[Store] = []

    def opened() -> Store:
        stores.append(Store.open(index))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


def made(*ids: str, topic: str = "made") -> FileCards:
    cards = (
        f"  - {{id: {i}, kind: claim, level: 1, claim: x, truth: no, answer: y}}\n" for i in ids
    )
    return read_text(f"topic: {topic}\ncards:\n{''.join(cards)}  - broken\n", "f")


def put(store: Store, key: bytes, *ids: str) -> int:
    with store.writing():
        store.replace(key, 1, 2, made(*ids))
    return next(file.number for file in store.files() if file.key == key)


def ids_in(store: Store, file: int) -> list[str]:
    return [card.id for card in store.cards(file)]


def test_what_is_put_in_comes_out_after_reopening(opened: Opened) -> None:
    file = put(opened(), b"/a.yaml", "a.a", "a.b")
    store = opened()
    assert store.files() == [(file, b"/a.yaml", 1, 2, "made")]
    assert ids_in(store, file) == ["a.a", "a.b"]
    (spot,) = store.spots("a.b")
    assert (spot.line, spot.column, spot.source[4:12]) == (4, 10, "{id: a.b")
    assert store.card(spot).id == "a.b"
    assert store.head(file).topic == "made"
    assert store.tally() == [(file, [("claim", 1, 2)])]
    ((number, problem),) = store.problems()
    assert (number, problem.what) == (file, "a card is a list of fields")


def test_a_file_is_replaced_as_a_whole_and_keeps_its_number(opened: Opened) -> None:
    store = opened()
    file = put(store, b"/a.yaml", "a.a", "a.b")
    assert put(store, b"/a.yaml", "a.c") == file
    assert ids_in(store, file) == ["a.c"]
    assert store.spots("a.a") == []
    assert len(store.problems()) == 1


def test_a_long_file_is_handed_out_in_pieces(opened: Opened) -> None:
    store = opened()
    file = put(store, b"/a.yaml", *(f"a.n{n}" for n in range(600)))
    pieces = [store.cards(file)]
    while pieces[-1]:
        pieces.append(store.cards(file, after=pieces[-1][-1].place))
    assert [card.id for piece in pieces for card in piece] == [f"a.n{n}" for n in range(600)]
    assert len(pieces) > 3


def test_ids_that_stand_twice_are_known_as_long_as_they_do(opened: Opened) -> None:
    store = opened()
    put(store, b"/a.yaml", "a.a", "a.b")
    other = put(store, b"/b.yaml", "a.b", "a.c")
    assert store.twins() == {"a.b"}
    assert [spot.place for spot in store.spots("a.b")] == [1, 0]
    put(store, b"/b.yaml", "a.c")
    assert store.twins() == set()
    put(store, b"/b.yaml", "a.a")
    assert store.twins() == {"a.a"}
    with store.writing():
        store.remove([other])
    assert store.twins() == set()


def test_a_write_that_fails_leaves_what_was_there(opened: Opened) -> None:
    store = opened()
    file = put(store, b"/a.yaml", "a.a")
    with suppress(KeyboardInterrupt), store.writing():
        store.replace(b"/a.yaml", 3, 4, made("a.b"))
        raise KeyboardInterrupt
    assert ids_in(store, file) == ["a.a"]
    assert ids_in(opened(), file) == ["a.a"]


def test_a_copy_in_memory_holds_the_same_and_lets_the_file_be(opened: Opened) -> None:
    store = opened()
    file = put(store, b"/a.yaml", "a.a")
    with closing(Store.in_memory(store)) as copy:
        put(copy, b"/a.yaml", "a.b")
        assert ids_in(copy, file) == ["a.b"]
    assert ids_in(store, file) == ["a.a"]


@pytest.mark.parametrize("garbage", [b"not a database", b"", b"SQLite format 3\0" + b"\xff" * 4080])
def test_a_file_that_is_no_database_is_replaced(
    garbage: bytes, index: Path, opened: Opened
) -> None:
    index.parent.mkdir()
    index.write_bytes(garbage)
    put(opened(), b"/a.yaml", "a.a")
    assert len(opened().files()) == 1


def test_an_index_of_another_version_is_emptied(index: Path, opened: Opened) -> None:
    put(opened(), b"/a.yaml", "a.a")
    with closing(sqlite3.connect(index)) as database, database:
        database.execute("UPDATE stamp SET text = '99.0'")
        database.execute("ALTER TABLE card ADD COLUMN new_field")
    store = opened()
    assert store.files() == []
    put(store, b"/a.yaml", "a.a")


def test_whoever_still_has_it_open_is_told_when_another_version_empties_it(
    index: Path, opened: Opened
) -> None:
    store = opened()
    file = put(store, b"/a.yaml", "a.a")
    with closing(sqlite3.connect(index)) as database, database:
        database.execute("DELETE FROM card")
        database.execute("UPDATE stamp SET text = '99.0'")
    with pytest.raises(BROKEN):
        store.cards(file)
    with pytest.raises(BROKEN):
        store.spots("a.a")


def test_a_database_of_something_else_is_left_alone(index: Path, opened: Opened) -> None:
    index.parent.mkdir()
    with closing(sqlite3.connect(index)) as database, database:
        database.execute("CREATE TABLE review (id)")
        database.execute("INSERT INTO review VALUES ('precious')")
    with pytest.raises(ForeignFile):
        opened()
    with closing(sqlite3.connect(index)) as database:
        assert database.execute("SELECT * FROM review").fetchall() == [("precious",)]


def test_two_may_open_a_new_index_at_once(opened: Opened) -> None:
    first, second = opened(), opened()
    put(first, b"/a.yaml", "a.a")
    put(second, b"/b.yaml", "b.b")
    assert len(first.files()) == len(second.files()) == 2


def test_who_comes_second_to_a_new_index_keeps_what_the_first_has_put_in(
    index: Path, opened: Opened
) -> None:
    put(opened(), b"/a.yaml", "a.a")
    index.rename(index.with_name("first.db"))
    with (
        closing(sqlite3.connect(index.with_name("first.db"))) as first,
        closing(sqlite3.connect(index, isolation_level=None)) as database,
        ThreadPoolExecutor() as pool,
    ):
        database.execute("BEGIN IMMEDIATE")
        second = pool.submit(lambda: [file.key for file in closed_after(Store.open(index))])
        time.sleep(0.2)  # the second has seen an empty file and waits for its turn to make tables
        database.execute("PRAGMA application_id = 0x646C717A")
        for statement in first.iterdump():
            if statement not in ("BEGIN TRANSACTION;", "COMMIT;"):
                database.execute(statement)
        database.execute("COMMIT")
        assert second.result() == [b"/a.yaml"]


def closed_after(store: Store) -> list[StoredFile]:
    with closing(store):
        return store.files()


def test_an_index_that_no_directory_can_hold_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=r"File exists|Not a directory"):
        Store.open(tmp_path / "file" / "index.db")
    with pytest.raises(sqlite3.OperationalError):
        Store.open(tmp_path)

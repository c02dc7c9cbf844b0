"""The deck finds every card and costs next to nothing to open, whatever state its index is in."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from dlquiz.deck.index import Deck, open_deck
from dlquiz.deck.store import Store

Write = Callable[..., Path]
Open = Callable[..., Deck]
Cards = dict[str, str]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "index.db"


@pytest.fixture
def opened(tmp_path: Path, index: Path) -> Iterator[Open]:
    """Opens the deck of some directories, and closes all decks in the end."""
    decks: list[Deck] = []

    def opened(*directories: str) -> Deck:
        paths = [tmp_path / directory for directory in directories or ("cards",)]
        decks.append(open_deck(paths, index))
        return decks[-1]

    yield opened
    for deck in decks:
        deck.close()


def claim(card_id: str, level: int = 1, kind: str = "claim") -> str:
    body = {"claim": "claim: x, truth: no, answer: y", "recall": "ask: x, answer: y"}[kind]
    return f"  - {{id: {card_id}, kind: {kind}, level: {level}, {body}}}\n"


def deck_file(*cards: str, topic: str = "made", head: str = "") -> str:
    return f"topic: {topic}\n{head}cards:\n{''.join(cards)}"


def test_cards_come_in_the_order_of_directories_files_and_lines(write: Write, opened: Open) -> None:
    write("one/b.yaml", deck_file(claim("z.z"), claim("a.a")))
    write("one/a.yaml", deck_file(claim("m.m"), topic="other"))
    write("two/a.yaml", deck_file(claim("b.b")))
    assert [*opened("one", "two").ids()] == ["m.m", "z.z", "a.a", "b.b"]
    assert [*opened("two", "one").ids()] == ["b.b", "m.m", "z.z", "a.a"]


def test_cards_are_chosen_by_topic_kind_and_level(write: Write, opened: Open) -> None:
    write("cards/a.yaml", deck_file(claim("a.one", 1), claim("a.two", 2), topic="a"))
    write("cards/b.yaml", deck_file(claim("b.one", 1, "recall"), claim("b.two", 2), topic="b"))
    deck = opened()
    assert [*deck.ids(topics=["b"])] == ["b.one", "b.two"]
    assert [*deck.ids(levels=[2])] == ["a.two", "b.two"]
    assert [*deck.ids(kinds=["recall"], levels=[1, 3])] == ["b.one"]
    assert [entry.card.id for entry in deck.entries(topics=["a"], levels=[1])] == ["a.one"]
    assert (deck.count(), deck.count(topics=["b"]), deck.count(kinds=["claim"])) == (4, 2, 3)
    assert deck.count(levels=[3]) == deck.count(topics=["c"]) == 0


def test_an_entry_is_the_card_with_its_place_and_its_topic(
    write: Write, opened: Open, head: str, cards: Cards
) -> None:
    path = write("cards/a.yaml", head + cards["numeric"] + cards["claim"])
    entry = opened().entry("softmax.overflow")
    assert entry is not None
    assert (entry.topic, entry.title, entry.file, entry.line) == ("softmax", "Softmax", path, 14)
    assert entry.card.id == "softmax.overflow"
    assert opened().entry("softmax.nothing") is None


def test_topics_are_summed_up(write: Write, opened: Open) -> None:
    head = "title: Soft\nreferences: [softmax]\ndemos: [softmax]\n"
    write("cards/s.yaml", deck_file(claim("s.a"), claim("s.b"), topic="softmax", head=head))
    write("cards/t.yaml", deck_file(claim("t.a", 1, "recall"), topic="batch-norm"))
    deck = opened()
    assert deck.topic_names == ("softmax", "batch-norm")
    assert deck.topics() == (
        ("softmax", "Soft", 2, {"claim": 2}, ("softmax",), ("softmax",)),
        ("batch-norm", "Batch norm", 1, {"recall": 1}, (), ()),
    )
    assert deck.topic("adam") is None


def test_a_users_file_adds_cards_to_a_topic_and_inherits_its_head(
    write: Write, opened: Open
) -> None:
    head = "title: Softmax\nformula: F\nreferences: [softmax]\npitfalls: [axis]\n"
    write("builtin/softmax.yaml", deck_file(claim("s.a"), topic="softmax", head=head))
    write("mine/own.yaml", deck_file(claim("me.a"), topic="softmax", head="formula: G\n"))
    deck = opened("builtin", "mine")
    assert deck.problems == []
    assert [*deck.ids(topics=["softmax"])] == ["s.a", "me.a"]
    mine = deck.entry("me.a")
    assert mine is not None
    assert (mine.title, mine.formula, mine.references) == ("Softmax", "G", ("softmax",))
    topic = deck.topic("softmax")
    assert topic is not None
    assert (topic.formula, topic.pitfalls) == ("F", ("axis",))
    assert [summary.cards for summary in deck.topics()] == [2]


def test_of_two_cards_with_one_id_the_first_stays_and_the_second_is_told(
    write: Write, opened: Open
) -> None:
    builtin = write("builtin/a.yaml", deck_file(claim("a.a"), claim("a.b", 1)))
    mine = write("mine/0.yaml", deck_file(claim("a.b", 3), claim("c.c")))
    deck = opened("builtin", "mine")
    assert [*deck.ids()] == ["a.a", "a.b", "c.c"]
    assert deck.count() == 3
    assert deck.count(levels=[3]) == 0
    entry = deck.entry("a.b")
    assert entry is not None
    assert entry.file == builtin
    assert [problem.pointed() for problem in deck.problems] == [
        f"{mine}:3:10: the id `a.b` is taken by {builtin}:4 (give this card an id of its own)\n"
        "    - {id: a.b, kind: claim, level: 3, claim: x, truth: no, answer: y}\n"
        "           ^^^"
    ]
    alone = opened("mine")
    assert [*alone.ids()] == ["a.b", "c.c"]
    assert alone.problems == []
    entry = alone.entry("a.b")
    assert entry is not None
    assert entry.card.level == 3


def test_problems_are_told_again_when_nothing_is_read_again(
    write: Write, opened: Open, tmp_path: Path
) -> None:
    path = write("cards/b.yaml", deck_file(claim("a.a"), claim("a.b", 9)))
    other = write("cards/a.yaml", "nonsense")
    cold = [str(problem) for problem in opened().problems]
    assert cold == [
        f"{other}:1:1: a card file holds fields, but text begins here"
        " (begin with `topic: NAME`, then `cards:` and a list of cards)",
        f"{path}:4:35: `level` must be 1, 2 or 3, not `9`",
    ]
    assert [str(problem) for problem in opened().problems] == cold
    assert [*opened().ids()] == ["a.a"]


def test_a_missing_directory_is_an_empty_one(opened: Open) -> None:
    deck = opened("missing")
    assert ([*deck.ids()], deck.topics(), deck.problems, deck.count()) == ([], (), [], 0)


def test_ids_are_found_as_they_are_asked_for(write: Write, opened: Open) -> None:
    for n in range(3):
        write(f"cards/{n}.yaml", deck_file(*(claim(f"a.n{n}-{m}") for m in range(300))))
    ids = opened().ids()
    assert [*islice(ids, 2)] == ["a.n0-0", "a.n0-1"]
    assert len([*ids]) == 898


# The index in every state it can be found in.


def sabotages() -> dict[str, Callable[[Path], None]]:
    def garbage(index: Path) -> None:
        index.write_bytes(b"garbage" * 1000)

    def truncated(index: Path) -> None:
        index.write_bytes(index.read_bytes()[:5000])

    def scrambled(index: Path) -> None:
        data = bytearray(index.read_bytes())
        data[4096:] = b"\x5a" * (len(data) - 4096)
        index.write_bytes(data)

    def empty(index: Path) -> None:
        index.write_bytes(b"")

    def directory(index: Path) -> None:
        index.unlink()
        index.mkdir()

    def newer(index: Path) -> None:
        with closing(sqlite3.connect(index)) as database, database:
            database.execute("UPDATE stamp SET text = '99.0'")
            database.execute("DROP TABLE card")

    def foreign(index: Path) -> None:
        index.unlink()
        with closing(sqlite3.connect(index)) as database, database:
            database.execute("CREATE TABLE other (id)")

    def bodies(index: Path) -> None:
        with closing(sqlite3.connect(index)) as database, database:
            database.execute("UPDATE card SET body = x'ff'")

    def heads(index: Path) -> None:
        with closing(sqlite3.connect(index)) as database, database:
            database.execute("UPDATE file SET head = x'80'")

    made = (garbage, truncated, scrambled, empty, directory, newer, foreign, bodies, heads)
    return {sabotage.__name__: sabotage for sabotage in made}


@pytest.mark.parametrize("sabotage", sabotages().values(), ids=sabotages())
def test_no_state_of_the_index_keeps_a_card_away(
    sabotage: Callable[[Path], None], write: Write, opened: Open, index: Path
) -> None:
    write("cards/a.yaml", deck_file(*(claim(f"a.n{n}") for n in range(100)), claim("a.b", 9)))
    opened().close()
    sabotage(index)
    deck = opened()
    assert [entry.card.id for entry in deck.entries()] == [f"a.n{n}" for n in range(100)]
    assert (deck.count(), len(deck.problems), len(deck.topics())) == (100, 1, 1)


@pytest.mark.parametrize("sabotage", ["garbage", "scrambled", "newer", "bodies"])
def test_damage_in_the_middle_of_a_session_keeps_no_card_away(
    sabotage: str, write: Write, opened: Open, index: Path
) -> None:
    for n in range(2):
        write(f"cards/{n}.yaml", deck_file(*(claim(f"a.n{n}-{m}") for m in range(400))))
    deck = opened()
    ids = deck.ids()
    first = [*islice(ids, 10)]
    sabotages()[sabotage](index)
    assert len([*first, *ids]) == 800
    assert deck.entry("a.n1-399") is not None
    assert deck.topic("made") is not None


def test_an_index_that_cannot_be_written_is_copied_and_left_as_it_is(
    write: Write, tmp_path: Path, index: Path
) -> None:
    path = write("cards/a.yaml", deck_file(claim("a.a")))
    open_deck([tmp_path / "cards"], index).close()
    write("cards/b.yaml", deck_file(claim("b.b")))
    with closing(sqlite3.connect(index)) as database, database:
        for table in ("file", "card", "problem"):
            database.execute(
                f"CREATE TRIGGER no_{table} BEFORE INSERT ON {table}"
                " BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
    unseen = path.stat().st_mtime_ns
    path.write_text(deck_file(claim("x.x")))
    os.utime(path, ns=(unseen, unseen))
    with open_deck([tmp_path / "cards"], index) as deck:
        assert [*deck.ids()] == ["a.a", "b.b"]  # a file that has not changed is not read again
    with closing(sqlite3.connect(index)) as database:
        assert database.execute("SELECT count(*) FROM card").fetchone() == (1,)


def test_a_locked_index_is_waited_for_and_then_done_without(
    write: Write, opened: Open, index: Path
) -> None:
    write("cards/a.yaml", deck_file(claim("a.a")))
    opened().close()
    with closing(sqlite3.connect(index, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        assert [*opened().ids()] == ["a.a"]


def test_a_reader_is_not_held_up_by_a_writer(write: Write, opened: Open, index: Path) -> None:
    write("cards/a.yaml", deck_file(claim("a.a")))
    opened().close()
    with closing(sqlite3.connect(index, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        database.execute("DELETE FROM card")
        assert [*opened().ids()] == ["a.a"]


def test_an_index_nowhere_is_none(write: Write, tmp_path: Path) -> None:
    write("cards/a.yaml", deck_file(claim("a.a")))
    (tmp_path / "file").write_text("")
    with open_deck([tmp_path / "cards"], tmp_path / "file" / "index.db") as deck:
        assert [*deck.ids()] == ["a.a"]


def test_many_may_open_a_new_deck_at_once(write: Write, tmp_path: Path, index: Path) -> None:
    for n in range(20):
        write(f"cards/{n:02}.yaml", deck_file(*(claim(f"a.n{n}-{m}") for m in range(20))))
    found: list[int] = []

    def count() -> None:
        with open_deck([tmp_path / "cards"], index) as deck:
            found.append(len([*deck.entries()]))

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [400] * 8


def test_a_session_goes_on_while_another_reads_a_changed_file(write: Write, opened: Open) -> None:
    write("cards/a.yaml", deck_file(claim("a.a"), claim("a.b")))
    deck = opened()
    write("cards/a.yaml", deck_file(claim("a.new"), claim("a.a"), claim("a.b")), age=1800)
    assert [*opened().ids()] == ["a.new", "a.a", "a.b"]
    entry = deck.entry("a.b")
    assert entry is not None
    assert (entry.card.id, entry.line) == ("a.b", 5)


WARM = """
import sys
from pathlib import Path
from dlquiz.deck.index import open_deck
with open_deck([Path(sys.argv[1])], Path(sys.argv[2])) as deck:
    entry = deck.entry(next(deck.ids()))
    from dlquiz.deck.given import draw
    from dlquiz.deck.templates import fill
    fill(entry.card.ask, draw(entry.card.given, 1))
    len(deck.problems), deck.count(), deck.topics()
print(*sys.modules)
"""


def test_with_a_warm_index_neither_yaml_nor_numpy_nor_the_reader_is_loaded(
    write: Write, tmp_path: Path, index: Path, head: str, cards: Cards
) -> None:
    write("cards/a.yaml", head + cards["numeric"] + cards["claim"] + claim("a.a", 9))
    command = [sys.executable, "-c", WARM, str(tmp_path / "cards"), str(index)]
    cold, warm = (
        set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
        for _ in range(2)
    )
    assert {"yaml", "dlquiz.deck.reading"} <= cold
    never = {"yaml", "numpy", "difflib", "dlquiz.deck.reading", "dlquiz.deck.expressions"}
    assert warm & never == set()


def test_opening_a_large_deck_reads_no_card(write: Write, tmp_path: Path) -> None:
    """Counted in steps of SQLite's machine, which no load on the computer changes."""

    def steps(cards: int) -> int:
        for n in range(10):
            ids = (f"a.n{n}-{m}" for m in range(cards))
            write(f"{cards}/{n}.yaml", deck_file(*map(claim, ids)))
        directories, index = [tmp_path / str(cards)], tmp_path / f"{cards}.db"
        open_deck(directories, index).close()
        counted = []
        with closing(sqlite3.connect(index, isolation_level=None)) as database:
            database.set_progress_handler(lambda: counted.append(1), 1)
            deck = Deck(directories, Store(database))
            assert deck.entry("a.n9-0") is not None
        return len(counted)

    assert steps(500) < 1.1 * steps(1)

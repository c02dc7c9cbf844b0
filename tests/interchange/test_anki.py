"""The package for Anki, read as the SQLite file in a zip that it is.

`tests/anki/check_package.py` has Anki's own library import it.
"""

import json
import re
import sqlite3
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest

from dlquiz.cli.studio import studio
from dlquiz.deck.index import Deck, open_deck
from dlquiz.errors import UsageError
from dlquiz.interchange.anki import _mathjax, package
from dlquiz.paths import builtin_cards


class Note(NamedTuple):
    guid: str
    type_id: int
    tags: str
    fields: list[str]


class Read(NamedTuple):
    notes: dict[str, Note]
    cards: int
    decks: set[str]
    pictures: dict[str, bytes]


@pytest.fixture
def deck(tmp_path: Path) -> Iterator[Deck]:
    with open_deck([builtin_cards()], tmp_path / "index.db") as deck:
        yield deck


def made(deck: Deck, *topics: str, where: Path) -> Read:
    """The package of some topics; notes by the id of their card."""
    with ZipFile(BytesIO(package(deck.entries(topics=topics), studio(alone=True)))) as file:
        (where / "collection").write_bytes(file.read("collection.anki2"))
        media = json.loads(file.read("media"))
        pictures = {name: file.read(member) for member, name in media.items()}
    database = sqlite3.connect(where / "collection")
    rows = database.execute("SELECT guid, mid, tags, flds FROM notes").fetchall()
    notes = [Note(*row[:3], row[3].split("\x1f")) for row in rows]
    (cards,) = database.execute("SELECT count(*) FROM cards").fetchone()
    (decks,) = database.execute("SELECT decks FROM col").fetchone()
    database.close()
    by_id = {note.fields[-1].split(" · ")[0]: note for note in notes}
    return Read(by_id, cards, {d["name"] for d in json.loads(decks).values()}, pictures)


def test_every_card_is_a_note_in_the_deck_of_its_topic(deck: Deck, tmp_path: Path) -> None:
    read = made(deck, "softmax", "dropout", where=tmp_path)
    assert set(read.notes) == {e.card.id for e in deck.entries(topics=["softmax", "dropout"])}
    assert {"dlquiz::Softmax and cross-entropy", "dlquiz::Dropout"} <= read.decks
    assert read.notes["softmax.by-hand"].tags.split() == [
        "dlquiz::softmax",
        "dlquiz::level-1",
        "dlquiz::numeric",
    ]


def test_a_numeric_card_has_three_questions_with_numbers_of_their_own(
    deck: Deck, tmp_path: Path
) -> None:
    read = made(deck, "softmax", where=tmp_path)
    questions = read.notes["softmax.by-hand"].fields[0:6:2]
    assert len(set(questions)) == 3
    numeric = {id for id, note in read.notes.items() if all(note.fields[:6]) and note.fields[6:]}
    assert read.cards == len(read.notes) + 2 * len(numeric)


def test_a_second_export_has_the_same_notes_under_the_same_guids(
    deck: Deck, tmp_path: Path
) -> None:
    assert made(deck, "dropout", where=tmp_path) == made(deck, "dropout", where=tmp_path)


def test_a_card_keeps_its_guid_when_its_text_changes(tmp_path: Path) -> None:
    own, text = tmp_path / "own", "topic: a\ncards:\n- {id: a.b, kind: recall, level: 1, ask: %s}"
    own.mkdir()
    guids = set()
    for ask in ("x, answer: y", "z, answer: y"):
        (own / "a.yaml").write_text(text % ask, encoding="utf-8")
        with open_deck([own], tmp_path / "index.db") as deck:
            guids.add(made(deck, "a", where=tmp_path).notes["a.b"].guid)
    assert len(guids) == 1


def test_every_picture_that_a_note_shows_is_in_the_package(deck: Deck, tmp_path: Path) -> None:
    read = made(deck, "adam", where=tmp_path)
    fields = "".join(field for note in read.notes.values() for field in note.fields)
    assert set(re.findall('src="([^"]*)"', fields)) == set(read.pictures)
    assert all(picture.startswith(b"<svg") for picture in read.pictures.values())


def test_without_genanki_it_says_what_to_install(
    deck: Deck, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "genanki", None)
    with pytest.raises(UsageError) as raised:
        package(deck.entries(topics=["softmax"]), studio(alone=True))
    assert str(raised.value) == "this needs the package genanki (pip install genanki)"


@pytest.mark.parametrize("tex", [r"\href{javascript:alert(1)}{x}", r"\require{html}x", "{"])
def test_mathjax_is_given_no_command_that_is_not_known_here(tex: str) -> None:
    for display in (True, False):
        shown = _mathjax(tex, display)
        assert shown == f"<code>{tex}</code>"


def test_what_mathjax_does_not_know_is_written_in_what_it_knows() -> None:
    assert _mathjax(r"\argmax_i z_i < 1", True) == r"\[\operatorname*{argmax}_i z_i &lt; 1\]"
    assert _mathjax("x", False) == r"\(x\)"

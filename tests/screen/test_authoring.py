"""Cards written and changed in an editor, as somebody sees it who sits at the terminal."""

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from dlquiz.deck.reading import read_file

# Replaces a text in the file it is given, if that is typed as `old=new`.
EDITOR = """
import sys, termios
from pathlib import Path

assert termios.tcgetattr(0)[3] & termios.ECHO
print("opened", *sys.argv[1:-1], flush=True)
old, _, new = input("editor> ").partition("=")
path = Path(sys.argv[-1])
if old:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
"""


@pytest.fixture
def editor(tmp_path: Path) -> str:
    path = tmp_path / "editor.py"
    path.write_text(EDITOR)
    vim = tmp_path / "vim"
    vim.write_text(f'#!/bin/sh\nexec {sys.executable} {path} "$@"\n')
    vim.chmod(0o755)
    return str(vim)


@pytest.fixture
def own(home: Path) -> Path:
    return home / "cards" / "own.yaml"


def ids(path: Path) -> list[str]:
    return [read.card.id for read in read_file(path).cards]


def answers(home: Path) -> list[tuple[str, int | None]]:
    with closing(sqlite3.connect(home / "progress.db")) as db:
        return list(db.execute("SELECT card, rating FROM reviews ORDER BY seq"))


def test_a_card_is_written_checked_and_shown_as_it_will_be_asked(
    terminal: Callable, own: Path, editor: str
) -> None:
    program = terminal("cards", "new", "own", "--kind", "numeric", EDITOR=editor)
    program.wait_for("editor>")
    assert "opened +5" in program.screen
    program.press("numeric-1=mine\r")
    program.wait_for("dlquiz practice own asks it.")
    assert program.wait_for_end() == 0
    assert "own.mine · numeric · level 1" in program.screen
    assert "The logits are [" in program.screen
    assert "The answer is 0." in program.screen
    assert ids(own) == ["own.mine"]


def test_what_is_wrong_is_shown_and_the_editor_opens_there_again(
    terminal: Callable, own: Path, editor: str
) -> None:
    program = terminal("cards", "new", "own", "--kind", "claim", EDITOR=editor, columns=200)
    program.wait_for("editor>")
    program.press("truth: false=truth: perhaps\r")
    program.wait_for("Edit again?")
    assert "own.yaml:10:12: " in program.screen
    program.press("\r")
    program.wait_for("opened +10")
    program.press("truth: perhaps=truth: false\r")
    assert program.wait_for_end() == 0


def test_a_card_that_stays_wrong_is_kept_and_the_exit_code_tells(
    terminal: Callable, own: Path, editor: str
) -> None:
    program = terminal("cards", "new", "own", "--kind", "claim", EDITOR=editor, columns=200)
    program.wait_for("editor>")
    program.press("truth: false=truth: perhaps\r")
    program.wait_for("Edit again?")
    program.press("n\r")
    assert program.wait_for_end() == 1
    assert "truth: perhaps" in own.read_text(encoding="utf-8")


@pytest.mark.parametrize("leave", ["n\r", "\x03"])
def test_an_example_of_which_nothing_was_made_is_taken_back(
    terminal: Callable, own: Path, editor: str, leave: str
) -> None:
    program = terminal("cards", "new", "own", EDITOR=editor)
    program.wait_for("editor>")
    program.press("\r")
    program.wait_for("Nothing was changed. Open it again?")
    program.press(leave)
    assert program.wait_for_end() in (0, 130)
    assert not own.exists()


def test_without_an_editor_the_place_of_the_example_is_said(terminal: Callable, own: Path) -> None:
    program = terminal("cards", "new", "own", EDITOR="", VISUAL="", columns=200)
    program.wait_for("own.yaml:5 is an example to change;")
    assert program.wait_for_end() == 0
    assert ids(own) == ["own.recall-1"]


@pytest.mark.usefixtures("made")
def test_a_card_that_is_edited_before_its_answer_is_asked_anew(
    terminal: Callable, home: Path, editor: str
) -> None:
    program = terminal("practice", "made", "--kind", "claim", EDITOR=editor)
    program.wait_for("true or false ▸")
    program.press("e")
    program.wait_for("editor>")
    program.press("equal logits=like logits\r")
    program.wait_for("Softmax of like logits is uniform.")
    program.wait_for("true or false ▸")
    assert program.screen.count("question 1 ") == 2
    program.press("y")
    program.wait_for("go on ▸")
    assert answers(home) == [("made.claim", 3)]


@pytest.mark.usefixtures("made")
def test_an_answer_to_what_a_card_was_does_not_stand_and_earlier_ones_do(
    terminal: Callable, home: Path, editor: str, dlquiz: Callable
) -> None:
    dlquiz("practice", "made", "--kind", "claim", "--cram", input="n\n")
    program = terminal("practice", "made", "--kind", "claim", EDITOR=editor)
    program.wait_for("true or false ▸")
    program.press("n")
    program.wait_for("go on ▸")
    program.press("e")
    program.wait_for("editor>")
    program.press("equal logits=like logits\r")
    program.wait_for("Softmax of like logits is uniform.")
    program.wait_for("true or false ▸")
    program.press("y")
    program.wait_for("Kept as good")
    assert answers(home) == [
        ("made.claim", 1),
        ("made.claim", 1),
        ("made.claim", None),
        ("made.claim", 3),
    ]


@pytest.mark.usefixtures("made")
def test_a_card_that_is_broken_in_the_editor_is_left_out(terminal: Callable, editor: str) -> None:
    program = terminal("practice", "made", "--kind", "claim", EDITOR=editor)
    program.wait_for("true or false ▸")
    program.press("e")
    program.wait_for("editor>")
    program.press("truth: true=truth: perhaps\r")
    program.wait_for("Edit again?")
    program.press("n\r")
    program.wait_for("The card is no longer in the deck as it is written now.")
    program.wait_for("No answers were kept")
    assert program.wait_for_end() == 0


@pytest.mark.usefixtures("made")
def test_without_an_editor_the_question_stays_and_the_place_is_said(terminal: Callable) -> None:
    program = terminal("practice", "made", "--kind", "claim", EDITOR="", VISUAL="", columns=200)
    program.wait_for("true or false ▸")
    program.press("e")
    program.wait_for("no editor opens here (set EDITOR, or edit")
    program.press("y")
    program.wait_for("✓ right")


def test_every_save_is_checked_until_ctrl_c(
    terminal: Callable, own: Path, dlquiz: Callable
) -> None:
    dlquiz("cards", "new", "own", "--kind", "claim")
    program = terminal("cards", "check", "own.yaml", "--watch", columns=120)
    program.wait_for("no problems.")
    program.wait_for("Watching 1 card files: every save is checked; Ctrl-C ends.")
    text = own.read_text(encoding="utf-8")
    own.write_text(text.replace("truth: false", "truth: perhaps"), encoding="utf-8")
    program.wait_for("1 problem.")
    assert "own.yaml:10:12: " in program.screen
    own.write_text(text, encoding="utf-8")
    program.wait_for("no problems.")
    program.press("\x03")
    assert program.wait_for_end() == 130

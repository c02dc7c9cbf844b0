"""A code drill as somebody sees it who sits at the terminal with an editor."""

import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from rich.console import Console

from dlquiz.drills.properties import Property
from dlquiz.screen.drill import print_properties

pytestmark = pytest.mark.usefixtures("drills")
NAME = "drills.softmax"
EDITOR = """
import sys, termios
from pathlib import Path

mode = termios.tcgetattr(0)[3]
sane = bool(mode & termios.ECHO and mode & termios.ICANON)
print("terminal as it should be" if sane else "terminal in disorder", flush=True)
typed = input("editor> ")
if typed:
    Path(sys.argv[-1]).write_text(Path(typed).read_text())
"""


@pytest.fixture
def editor(tmp_path: Path, solution: str, overflowing: str) -> str:
    """A command that asks for a file and saves its text; right.py and wrong.py are there."""
    (tmp_path / "right.py").write_text(solution)
    (tmp_path / "wrong.py").write_text(overflowing)
    path = tmp_path / "my editor.py"
    path.write_text(EDITOR)
    return f"{sys.executable} '{path}'"


def kept(home: Path) -> list[tuple[int, str]]:
    with closing(sqlite3.connect(home / "progress.db")) as db:
        return list(db.execute("SELECT rating, mode FROM reviews ORDER BY seq"))


def test_the_editor_opens_and_what_it_saved_is_checked(
    terminal: Callable, home: Path, editor: str
) -> None:
    program = terminal("code", NAME, EDITOR=editor)
    program.wait_for("editor>")
    program.press("right.py\r")
    program.wait_for("Kept as good, next in 2 d.")
    assert program.wait_for_end() == 0
    assert "terminal as it should be" in program.screen
    assert kept(home) == [(3, "drill")]


def test_ctrl_c_in_the_editor_is_meant_for_the_editor(terminal: Callable) -> None:
    program = terminal("code", NAME, EDITOR="sh -c 'echo begun; exec sleep 100'")
    program.wait_for("begun")
    program.press("\x03")
    program.wait_for("Nothing is written yet, and nothing is counted.")
    assert program.wait_for_end() == 1


@pytest.mark.parametrize(
    ("editor_command", "message"),
    [
        ("no-such-editor -w", "no-such-editor: the editor does not start: No such file"),
        ("'half", "EDITOR: no command: No closing quotation"),
    ],
)
def test_an_editor_that_does_not_start_is_named(
    terminal: Callable, editor_command: str, message: str
) -> None:
    program = terminal("code", NAME, EDITOR=editor_command, columns=120)
    program.wait_for(message)
    assert program.wait_for_end() == 1


def test_without_an_editor_the_place_is_told(terminal: Callable, home: Path) -> None:
    program = terminal("code", NAME, EDITOR="", VISUAL="", columns=200)
    program.wait_for(f"Write it in {home / 'drills' / NAME}.py")
    assert program.wait_for_end() == 0


def test_practice_opens_the_editor_until_it_is_solved(
    terminal: Callable, home: Path, editor: str
) -> None:
    program = terminal("practice", "drills", "--kind", "code", EDITOR=editor, rows=100)
    program.wait_for("code ▸")
    program.press("\r")
    program.wait_for("editor>")
    program.press("\r")
    program.wait_for("Nothing is written yet in")
    program.press("\r")
    program.wait_for("editor>")
    program.press("wrong.py\r")
    program.wait_for("✗ edges")
    program.press("\r")
    program.press("right.py\r")
    program.wait_for("Kept as hard")
    assert "terminal in disorder" not in program.screen
    assert "def softmax(logits: ArrayLike" in program.screen
    program.press("\r")
    program.wait_for("1 answer kept")
    assert kept(home) == [(2, "drill")]


def test_practice_counts_a_first_solution_as_good(
    terminal: Callable, home: Path, editor: str
) -> None:
    program = terminal("practice", "drills", "--kind", "code", EDITOR=editor, rows=100)
    program.wait_for("code ▸")
    program.press("\r")
    program.wait_for("editor>")
    program.press("right.py\r")
    program.wait_for("Kept as good")
    program.press("q")
    program.wait_for_end()
    assert kept(home) == [(3, "drill")]


def test_practice_gives_hint_after_hint_and_then_the_solution(
    terminal: Callable, home: Path
) -> None:
    program = terminal("practice", "drills", "--kind", "code", EDITOR="", VISUAL="", rows=100)
    program.wait_for("h hint")
    program.press("h")
    program.wait_for("Hint 1 of 2: What happens to exp(1000) in float64?")
    program.press("h")
    program.wait_for("Hint 2 of 2:")
    program.press("r")
    program.wait_for("Kept as again, asked again in this session.")
    assert "def softmax(logits: ArrayLike" in program.screen
    assert kept(home) == [(1, "drill")]


TALK = """
  - {id: drills.talk, kind: claim, level: 1, claim: It is so., truth: true, answer: It is.}
"""


def test_an_interview_asks_for_a_function_and_scores_it(
    terminal: Callable, home: Path, drills: Path, editor: str
) -> None:
    drills.write_text(drills.read_text(encoding="utf-8") + TALK, encoding="utf-8")
    words = ("interview", "--topics", "drills", "--minutes", "0.1")
    program = terminal(*words, EDITOR=editor, rows=100)
    program.wait_for("True or false?")
    time.sleep(3.1)  # half of the time
    program.press("y")
    program.wait_for("code ▸")
    program.press("h")
    program.wait_for("Hint 1 of 2: What happens to exp(1000) in float64?")
    program.press("\r")
    program.wait_for("editor>")
    program.press("right.py\r")
    program.wait_for("Scorecard")
    assert program.wait_for_end() == 0
    assert "terminal in disorder" not in program.screen
    assert "def softmax(logits: ArrayLike" not in program.screen
    assert " 2  50% Write softmax over the last axis" in program.screen
    assert kept(home) == [(3, "interview"), (2, "interview")]


def test_practice_goes_on_after_a_draft_that_cannot_be_read(terminal: Callable, home: Path) -> None:
    draft = home / "drills" / f"{NAME}.py"
    draft.parent.mkdir(parents=True)
    draft.write_bytes(b"\xff")
    program = terminal("practice", "drills", "--kind", "code", EDITOR="", VISUAL="", rows=100)
    program.wait_for("code ▸")
    program.press("\r")
    program.wait_for("it is not text in UTF-8")
    assert "cannot be asked" not in program.screen
    program.press("q")
    assert program.wait_for_end() == 0


def test_what_fails_is_told_below_what_holds() -> None:
    console = Console(width=40, record=True, markup=False)
    found = [Property("runs", True), Property("values", False, "at [0] it gives 1\x1b\ngot [1]")]
    with console.capture() as capture:
        print_properties(console, found)
    assert capture.get() == ("  ✓ runs   \n  ✗ values at [0] it gives 1\\x1b\n           got [1]\n")


def test_nothing_checked_is_not_solved() -> None:
    console = Console(width=40)
    with console.capture() as capture:
        print_properties(console, [])
    assert capture.get() == ""

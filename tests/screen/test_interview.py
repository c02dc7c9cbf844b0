"""A mock interview as somebody sees it who sits at the terminal."""

import re
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from dlquiz.cli.demo import run_demo
from dlquiz.deck.index import open_deck
from dlquiz.memory import open_progress
from dlquiz.quiz.interview import Interview, Settings
from dlquiz.quiz.question import Question
from dlquiz.screen.card import CardPrinter
from dlquiz.screen.drill import Bench
from dlquiz.screen.interview import (
    Conducting,
    InAPipe,
    clock,
)

AT = datetime(2025, 3, 10, 20, 0, tzinfo=UTC)

TALK = """
topic: talk
title: Talk for tests
cards:
  - id: talk.open
    kind: recall
    level: 1
    opener: true
    ask: What does softmax do?
    answer: It makes probabilities of logits.
    points: [they are positive, they sum to one, the order is kept]
    follow_up: [talk.claim]
  - id: talk.claim
    kind: claim
    level: 2
    claim: Softmax of equal logits is uniform.
    truth: true
    answer: Every exponent is the same.
    follow_up: [talk.number]
  - id: talk.number
    kind: numeric
    level: 3
    ask: What is two plus two?
    answer: 2 + 2 + 0 * softmax([1.0])[0]
    tolerance: 0.001
"""
ARGUMENTS = ("interview", "--topics", "talk")


def no_bench(question: Question) -> Bench:
    raise AssertionError(f"{question.id} is no drill")


@pytest.fixture
def talk(home: Path) -> Path:
    """Three cards that are asked one after the other, whatever is answered."""
    path = home / "cards" / "talk.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(TALK, encoding="utf-8")
    return path


def test_a_time_is_minutes_and_seconds() -> None:
    assert [clock(seconds) for seconds in (0, 59.9, 60, 4500)] == ["0:00", "0:59", "1:00", "75:00"]


def test_the_clock_stands_above_every_question_until_the_time_is_up(
    talk: Path, tmp_path: Path
) -> None:
    times = iter([5.0, 35.0, 36.0, 67.0])
    console = Console(file=StringIO(), width=80, color_system=None)
    printer = CardPrinter(console, plain=True)
    lines = InAPipe(iter(["positive, and in order\n", "y\n", "4\n"]), printer)
    with (
        open_deck([talk.parent], tmp_path / "index.db") as deck,
        open_progress(tmp_path / "progress.db") as progress,
    ):
        interview = Interview(deck, progress, Settings(minutes=1), lambda: AT, run_demo)
        assert Conducting(interview, printer, lines, lambda: next(times), no_bench).run()
        assert [given.seconds for given in interview.given] == [30.0, 31.0]
    shown = [line.rstrip() for line in console.file.getvalue().splitlines()]
    assert [line for line in shown if re.match("question|  Kept|  The time", line)] == [
        "question 1 · 0:00 of 1 min · recall · level 1",
        "  Kept. 0:30 for this question.",
        "question 2 · 0:30 of 1 min · claim · level 2",
        "  Kept. 0:31 for this question.",
        "  The time is up.",
    ]


# On a real terminal ---------------------------------------------------------------------------


@pytest.fixture
def begin(talk: Path, terminal: Callable) -> Callable[..., Any]:
    """Begins an interview and waits for its first question."""

    def begin(*arguments: str, **surroundings: Any) -> Any:
        program = terminal(*ARGUMENTS, *arguments, **surroundings)
        program.wait_for("\n  ▸")
        return program

    return begin


def standing(home: Path) -> list[tuple[str, int, str]]:
    """(card, rating, answer) of the answers that stand."""
    with closing(sqlite3.connect(home / "progress.db")) as db:
        return list(db.execute("SELECT card, rating, answer FROM effective ORDER BY seq"))


def interviews(home: Path) -> list[bool]:
    """Of every interview in the log, whether it is over."""
    query = "SELECT id IN (SELECT interview FROM interview_ends) FROM interviews ORDER BY id"
    with closing(sqlite3.connect(home / "progress.db")) as db:
        return [bool(is_over) for (is_over,) in db.execute(query)]


def speak(program: Any, ticks: str = "123") -> None:
    """Answer the first question aloud, well or with fewer ticks, and wait for the second."""
    program.press("\r")
    program.wait_for("points ▸")
    program.press(f"{ticks}\r")
    program.wait_for("true or false ▸")


def test_an_interview_begins_with_a_word_and_a_quiet_clock(begin: Callable) -> None:
    assert (
        begin().screen.rstrip()
        == """\
  Answer as you would at the whiteboard: type it, or say it aloud and press
  Enter. What was right you learn at the end. q pauses at any question;
  nothing is lost.


question 1 · 0:00 of 20 min · recall · level 1 ─────────────────────────────────

  Talk for tests

  What does softmax do?

  Enter done, typed or said aloud  q alone pauses
  ▸"""
    )


def test_what_was_typed_is_kept_before_its_points_are_asked_for(
    begin: Callable, home: Path
) -> None:
    program = begin()
    program.press("all positive, in the same order\r")
    screen = program.wait_for("points ▸")
    assert standing(home) == [("talk.open", 2, "all positive, in the same order")]
    assert (
        screen.rstrip().split("\n\n")[-1]
        == """\
  Which of these did you say?
  1 [x] they are positive
  2 [ ] they sum to one
  3 [x] the order is kept
  1-3 tick or untick  Enter done  q pause
  points ▸"""
    )


def test_ticks_change_at_once_and_the_last_state_counts(begin: Callable, home: Path) -> None:
    program = begin()
    program.press("They are positive\r")
    program.wait_for("points ▸")
    program.press("1")
    program.wait_for("points ▸ 1\n  1 [ ] they are positive\n  points ▸")
    program.press("23")
    program.wait_for("points ▸ 3\n  3 [x] the order is kept\n  points ▸")
    assert standing(home) == [("talk.open", 2, "They are positive")]
    program.press("1\r")
    program.wait_for("question 2")
    assert standing(home) == [("talk.open", 3, "They are positive")]


def test_what_was_spoken_counts_once_its_points_are_ticked(begin: Callable, home: Path) -> None:
    program = begin()
    program.press("\r")
    assert "[x]" not in program.wait_for("points ▸")
    program.press("q")
    program.wait_for("\nNo answer was given, so there is no scorecard.")
    assert program.wait_for_end() == 0
    assert standing(home) == []


def test_who_says_nothing_and_ticks_nothing_did_not_know(begin: Callable, home: Path) -> None:
    speak(begin(), ticks="")
    assert standing(home) == [("talk.open", 1, "")]


def test_a_long_answer_wraps_at_words_and_can_be_changed_anywhere(
    begin: Callable, home: Path
) -> None:
    program = begin(columns=60)
    program.press("Softmax turns any logits into numbers that are all positiv and of sum one")
    screen = program.wait_for("sum one")
    assert screen.rstrip().splitlines()[-2:] == [
        "  ▸ Softmax turns any logits into numbers that are all",
        "    positiv and of sum one",
    ]
    program.press("\x1b[D" * len(" and of sum one") + "e")
    program.wait_for("    positive and of sum one")
    program.press("\x1b[F" + "\x7f" * len("numbers that are all positive and of sum one") + "√v.\r")
    program.wait_for("  ▸ Softmax turns any logits into √v.\n\n  Which")
    assert standing(home) == [("talk.open", 1, "Softmax turns any logits into √v.")]


def test_after_a_resize_the_answer_is_written_anew(begin: Callable, home: Path) -> None:
    program = begin()
    program.press("one two three four five six seven eight nine ten eleven")
    program.wait_for("eleven")
    program.resize(40, 50)
    program.press("!")
    program.wait_for("  ▸ one two three four five six seven\n    eight nine ten eleven!")
    program.press("\r")
    program.wait_for("points ▸")
    assert standing(home)[0][2] == "one two three four five six seven eight nine ten eleven!"


@pytest.mark.parametrize(("ticks", "truth", "number"), [("123", "y", "4\r"), ("", "n", "5\r")])
def test_not_a_word_is_said_about_what_was_right_until_the_end(
    begin: Callable, ticks: str, truth: str, number: str
) -> None:
    program = begin()
    speak(program, ticks)
    program.press(truth)
    screen = program.wait_for("your number ▸")
    for hint in ("✓", "✗", "right.", "wrong", "again", "%", "Every exponent", "probabilities of"):
        assert hint not in screen
    kept = [line for line in screen.splitlines() if "Kept" in line]
    assert kept == ["  Kept. 0:00 for this question."] * 2
    program.press(number)
    program.wait_for("\n  There are no more questions.\n")
    screen = program.wait_for("comes back in practice." if ticks == "" else "Nothing was missed.")
    assert screen.count("✓") == (0 if ticks == "" else 3)


def test_at_a_graded_question_enter_says_i_do_not_know(begin: Callable, home: Path) -> None:
    program = begin()
    speak(program)
    assert "  y true  n false  Enter I don't know  q pause\n" in program.screen
    program.press("\r")
    program.wait_for("  0-9 number  Enter done, alone: I don't know  q pause\n")
    program.press("\r")
    screen = program.wait_for("Next: dlquiz practice talk")
    assert "talk.claim · depth 2 · 0:00\n          right: true\n" in screen
    assert "talk.number · depth 1 · 0:00\n          right: 4\n" in screen
    assert program.wait_for_end() == 0
    assert standing(home) == [("talk.open", 3, ""), ("talk.claim", 1, ""), ("talk.number", 1, "")]


def test_what_is_no_number_is_asked_again(begin: Callable, home: Path) -> None:
    program = begin()
    speak(program)
    program.press("y")
    program.wait_for("your number ▸")
    program.press("1/0\r")
    program.wait_for("'1/0' is not a number (type one like 0.25, 1/4, 2.5e-1 or 25%)")
    program.press("4\r")
    program.wait_for("Nothing was missed.")
    assert standing(home)[-1] == ("talk.number", 3, "4")


def test_a_card_whose_answer_fails_is_left_out_and_the_interview_goes_on(
    talk: Path, begin: Callable, home: Path
) -> None:
    failing = TALK.replace("answer: 2 + 2", "answer: 2 + nothing")
    last = "  - {id: talk.last, kind: claim, level: 3, claim: So., truth: true, answer: So.}\n"
    talk.write_text(failing.replace("[talk.number]", "[talk.number, talk.last]") + last)
    program = begin()
    speak(program)
    program.press("y")
    screen = program.wait_for("  So.\n")
    message = "talk.number cannot be asked and is left out: column 5: unknown name\n  'nothing'"
    assert f"\n  {message}" in screen
    assert screen.count("question 3 · 0:00 of 20 min") == 2
    program.press("y")
    program.wait_for("100% over 3 questions")


# Leaving and going on


def test_q_pauses_and_enter_goes_on_with_the_next_question(
    begin: Callable, terminal: Callable, home: Path
) -> None:
    program = begin()
    speak(program)
    program.press("q")
    program.wait_for("Paused after 1 answer; dlquiz interview goes on from here.")
    assert program.wait_for_end() == 0
    program = terminal("interview")
    screen = program.wait_for("go on ▸")
    assert re.fullmatch(
        r"  The interview of \d\d \w+, \d\d:\d\d is not over: 1 answer, 0:0\d of 20 min\.\n\n"
        r"  Enter go on  e end it, with its scorecard  n begin a new one  q quit\n"
        r"  go on ▸",
        screen.rstrip(),
    )
    program.press("\r")
    program.wait_for("question 2 · 0:00 of 20 min · claim · level 2")
    assert interviews(home) == [False]


@pytest.mark.parametrize("typed", ["q\r", "й\r", " Q \r", "\x04"])
def test_q_alone_is_no_answer(begin: Callable, home: Path, typed: str) -> None:
    program = begin()
    program.press(typed)
    program.wait_for("No answer was given, so there is no scorecard.")
    assert program.wait_for_end() == 0
    assert standing(home) == []


def test_one_that_was_left_can_be_ended_with_its_scorecard(
    begin: Callable, terminal: Callable, home: Path
) -> None:
    program = begin()
    speak(program, "12")
    program.press("q")
    program.wait_for_end()
    program = terminal("interview")
    program.wait_for("go on ▸")
    program.press("e")
    screen = program.wait_for("Next: dlquiz practice talk")
    assert "missed: the order is kept" in screen
    assert program.wait_for_end() == 0
    assert interviews(home) == [True]


def test_one_that_was_left_ends_where_a_new_one_begins(
    begin: Callable, terminal: Callable, home: Path
) -> None:
    program = begin()
    speak(program)
    program.press("q")
    program.wait_for_end()
    program = terminal(*ARGUMENTS)
    program.wait_for("go on ▸")
    program.press("n")
    program.wait_for("\n  ▸")
    assert "question 1 · 0:00 of 20 min · recall" in program.screen
    speak(program)
    assert interviews(home) == [True, False]


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("\x04", 0), ("\x03", 130)])
def test_one_that_was_left_stays_when_the_question_about_it_is_not_answered(
    begin: Callable, terminal: Callable, home: Path, key: str, code: int
) -> None:
    program = begin()
    speak(program)
    program.press("q")
    program.wait_for_end()
    program = terminal("interview")
    program.wait_for("go on ▸")
    program.press(key)
    assert program.wait_for_end() == code
    assert interviews(home) == [False]


def test_ctrl_c_keeps_what_was_answered_and_ends_with_130(begin: Callable, home: Path) -> None:
    program = begin()
    program.press("\r")
    program.wait_for("points ▸")
    program.press("13")
    program.wait_for("3 [x] the order is kept\n  points ▸")
    program.press("\x03")
    program.wait_for("Paused after 1 answer; dlquiz interview goes on from here.")
    assert program.wait_for_end() == 130
    assert standing(home) == [("talk.open", 2, "")]


def test_killed_at_the_points_what_was_typed_and_ticked_stands(
    begin: Callable, terminal: Callable, home: Path
) -> None:
    program = begin()
    program.press("They are positive\r")
    program.wait_for("points ▸")
    program.press("2")
    program.wait_for("2 [x] they sum to one\n  points ▸")
    program.child.kill(signal.SIGKILL)
    assert standing(home) == [("talk.open", 2, "They are positive")]
    program = terminal("interview")
    program.wait_for("go on ▸")
    program.press("\r")
    program.wait_for("question 2 · 0:00 of 20 min · claim · level 2")


def test_ctrl_c_within_a_long_answer_leaves_the_screen_in_order(begin: Callable) -> None:
    program = begin(columns=40)
    program.press("one two three four five six seven eight nine\x1b[H")
    program.wait_for("nine")
    program.press("\x03")
    screen = program.wait_for("No answer was given")
    assert "\n    eight nine\n\nNo answer was given, so there is no\nscorecard." in screen
    assert program.wait_for_end() == 130


# Looks


def test_no_color_leaves_no_colour_codes(begin: Callable) -> None:
    program = begin(NO_COLOR="1")
    speak(program)
    assert b"\x1b[3" not in program.raw


def test_plain_moves_no_cursor_and_draws_no_box(begin: Callable) -> None:
    program = begin("--plain")
    speak(program)
    program.press("y")
    program.wait_for("your number ▸")
    program.press("4\r")
    screen = program.wait_for("Nothing was missed.")
    assert "─" not in screen
    assert b"\x1b[" not in program.raw


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal_or_too_long_to_read(
    begin: Callable, columns: int
) -> None:
    program = begin(columns=columns, rows=80)
    speak(program)
    program.press("n")
    program.wait_for("your number ▸")
    program.press("3\r")
    screen = program.wait_for("What was missed comes back in practice.")
    lines = [line for line in screen.splitlines() if "─" not in line]
    assert max(map(len, lines)) <= min(columns, 92)


def test_the_history_draws_the_trend(begin: Callable, terminal: Callable) -> None:
    for truth in "ny":
        program = begin()
        speak(program)
        program.press(truth)
        program.wait_for("your number ▸")
        program.press("4\r")
        assert program.wait_for_end() == 0
    program = terminal("interview", "--history")
    assert program.wait_for_end() == 0
    assert "From 67% to 100% over 2 interviews.\n\nScore over interview\n" in program.screen

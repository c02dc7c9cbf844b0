"""Practice as somebody sees it who sits at the terminal."""

import re
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("made")


def answers(home: Path) -> list[tuple[str, int | None]]:
    """(card, rating) of every row in the log; a retraction has no rating."""
    with closing(sqlite3.connect(home / "progress.db")) as db:
        return list(db.execute("SELECT card, rating FROM reviews ORDER BY seq"))


def test_a_claim_is_asked_graded_kept_and_explained(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "claim")
    program.wait_for("true or false ▸")
    assert "Softmax of equal logits is uniform." in program.screen
    program.press("y")
    program.wait_for("go on ▸")
    assert "✓ right" in program.screen
    assert "Every exponent is the same." in program.screen
    assert "─" in program.screen.split("✓ right")[1]  # the formula's fraction bar
    assert answers(home) == [("made.claim", 3)]
    program.press("\r")
    program.wait_for("1 answer kept")
    assert program.wait_for_end() == 0


def test_a_wrong_choice_says_why_it_is_wrong(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "choice", "--seed", "3")
    screen = program.wait_for("your choice ▸")
    wrong = re.search(r"(\d) the wrong one", screen)[1]
    program.press(wrong)
    program.wait_for("go on ▸")
    assert "✗ wrong" in program.screen
    assert "It only looks right." in program.screen
    assert answers(home) == [("made.choice", 1)]


def test_a_hint_makes_a_right_answer_hard(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "choice")
    screen = program.wait_for("your choice ▸")
    program.press("h")
    program.wait_for("It is the longest.")
    program.press(re.search(r"(\d) the right option", screen)[1])
    program.wait_for("Kept as hard")
    assert answers(home) == [("made.choice", 2)]


@pytest.mark.parametrize("spelling", ["{n}", "{n}.0", "{n},0", "{d}/2", "{n}e0", "{p}%"])
def test_a_number_is_right_in_every_spelling(terminal: Callable, home: Path, spelling: str) -> None:
    program = terminal("practice", "made", "--kind", "numeric")
    screen = program.wait_for("your number ▸")
    x, y = map(int, re.search(r"What is (\d) plus (\d)", screen).groups())
    program.press(spelling.format(n=x + y, d=2 * (x + y), p=100 * (x + y)) + "\r")
    program.wait_for("✓ right")
    assert answers(home) == [("made.numeric", 3)]


def test_what_is_no_number_is_asked_again_and_not_kept(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "numeric")
    program.wait_for("your number ▸")
    program.press("1/0\r")
    program.wait_for("'1/0' is not a number (type one like 0.25, 1/4, 2.5e-1 or 25%)")
    assert answers(home) == []


def test_the_points_said_suggest_the_rating(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "recall")
    program.wait_for("say your answer aloud ▸")
    assert "probabilities of logits" not in program.screen
    program.press("\r")
    program.wait_for("points you said ▸")
    assert "It makes probabilities of logits." in program.screen
    program.press("13\r")
    program.wait_for("▸2 hard")
    program.press("\r")
    program.wait_for("1 answer kept")
    assert answers(home) == [("made.recall", 2)]


def test_the_rating_can_be_changed_after_grading(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "claim")
    program.wait_for("true or false ▸")
    program.press("y")
    program.wait_for("Kept as good")
    program.press("4")
    program.wait_for("Kept as easy")
    kept = [rating for _, rating in answers(home)]
    assert kept == [3, None, 4]


def test_undo_asks_the_card_again_also_after_a_restart(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "claim")
    program.wait_for("true or false ▸")
    program.press("n")
    program.wait_for("go on ▸")
    program.child.kill(signal.SIGKILL)
    program = terminal("practice", "made", "--kind", "choice")
    program.wait_for("your choice ▸")
    program.press("u")
    program.wait_for("Taken back")
    program.wait_for("true or false ▸")
    program.press("y")
    program.wait_for("✓ right")
    assert [rating for _, rating in answers(home)] == [1, None, 3]
    program.press("\r")
    program.wait_for("your choice ▸")


def test_letters_work_on_a_cyrillic_layout(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "claim")
    program.wait_for("true or false ▸")
    program.press("н")  # where y is
    program.wait_for("✓ right")
    program.press("\r")
    program.wait_for("1 answer kept")


def test_a_failed_card_comes_back_at_most_three_times(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "claim")
    for number in range(1, 5):
        program.wait_for(f"question {number}")
        program.wait_for("true or false ▸")
        program.press("n")
        program.wait_for("go on ▸")
        program.press("\r")
    program.wait_for("4 answers kept")
    assert program.wait_for_end() == 0


def test_what_is_typed_ahead_is_not_lost(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "claim")
    program.press("y\r")
    program.wait_for("1 answer kept")
    assert program.wait_for_end() == 0


def test_ctrl_c_ends_with_a_summary_and_130(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "claim")
    program.wait_for("true or false ▸")
    program.press("y")
    program.wait_for("go on ▸")
    program.press("\x03")
    program.wait_for("1 answer kept")
    assert program.wait_for_end() == 130


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_gives_the_terminal_back(
    terminal: Callable, home: Path, number: signal.Signals
) -> None:
    import termios

    program = terminal("practice", "made")
    program.wait_for("▸")
    before = termios.tcgetattr(program.child.child_fd)
    assert not before[3] & termios.ECHO
    program.signal(number)
    deadline = time.monotonic() + 10
    while not termios.tcgetattr(program.child.child_fd)[3] & termios.ECHO:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_an_answer_survives_a_kill_at_any_moment(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "claim")
    program.wait_for("true or false ▸")
    program.press("y")
    program.wait_for("✓ right")
    program.child.kill(signal.SIGKILL)
    assert answers(home) == [("made.claim", 3)]


def test_commands_do_nothing_while_a_number_is_typed(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "numeric")
    program.wait_for("your number ▸")
    program.press("1q\x7f")
    program.press("q")
    program.wait_for("No answers were kept")
    assert program.wait_for_end() == 0


def test_a_flag_keeps_the_remark(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "claim")
    program.wait_for("true or false ▸")
    program.press("!")
    program.wait_for("what is wrong")
    program.press("wording é\r")
    program.wait_for("Flagged.")
    with closing(sqlite3.connect(home / "progress.db")) as db:
        marks = list(db.execute("SELECT card, kind, remark FROM marks"))
    assert marks == [("made.claim", "flag", "wording é")]


def test_no_color_leaves_no_colour_codes(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "claim", NO_COLOR="1")
    program.wait_for("true or false ▸")
    assert b"\x1b[3" not in program.raw


def test_plain_has_neither_boxes_nor_colours_nor_tall_formulas(
    terminal: Callable, home: Path
) -> None:
    program = terminal("practice", "made", "--kind", "claim", "--plain")
    program.wait_for("true or false ▸")
    program.press("y")
    program.wait_for("go on ▸")
    assert "a/b" in program.screen
    assert "─" not in program.screen
    assert b"\x1b[" not in program.raw


def test_the_live_demo_runs_with_the_cards_numbers(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "recall")
    program.wait_for("say your answer aloud ▸")
    program.press("\r")
    program.wait_for("points you said ▸")
    program.press("d")
    program.wait_for("Divided by the temperature 2 they move together.")
    program.press("q")
    program.wait_for("points you said ▸\n")
    program.press("123\r")
    program.wait_for("▸3 good")


def test_the_source_of_the_reference_is_shown(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "claim", rows=80)
    program.wait_for("true or false ▸")
    program.press("y")
    program.wait_for("go on ▸")
    program.press("s")
    program.wait_for("def softmax(")


def test_nothing_due_offers_new_cards_and_cramming(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "claim", "--new", "0")
    program.wait_for("n 10 more new cards   c cram any card   q quit")
    program.press("n")
    program.wait_for("true or false ▸")
    program.press("y")
    program.wait_for("go on ▸")
    program.press("q")
    program.wait_for("1 answer kept")
    program = terminal("practice", "made", "--kind", "claim")
    program.wait_for("The next card is due")
    program.press("c")
    program.wait_for("true or false ▸")
    program.press("q")
    assert program.wait_for_end() == 0


def test_the_answer_key_is_seen(terminal: Callable) -> None:
    program = terminal("practice", "made", "--kind", "claim")
    program.wait_for("true or false ▸")
    program.press("n")
    program.wait_for("true or false ▸ n\n")


def test_enter_alone_shows_the_answer_without_calling_it_wrong(
    terminal: Callable, home: Path
) -> None:
    program = terminal("practice", "made", "--kind", "numeric")
    program.wait_for("your number ▸")
    program.press("\r")
    program.wait_for("Kept as again, asked again in this session.")
    assert "The answer is" in program.screen
    assert "wrong" not in program.screen
    assert answers(home) == [("made.numeric", 1)]


def test_the_formula_is_a_hint_too(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "made", "--kind", "claim")
    program.wait_for("true or false ▸")
    program.press("f")
    program.wait_for("It helps, so a right answer will count as hard.")
    program.press("y")
    program.wait_for("Kept as hard")
    assert answers(home) == [("made.claim", 2)]


def test_a_cram_promises_no_next_time(terminal: Callable) -> None:
    program = terminal("practice", "made", "--kind", "claim", "--cram")
    program.wait_for("true or false ▸")
    program.press("y")
    program.wait_for("Kept as good, the schedule stays as it was.")


def test_an_answer_whose_card_is_gone_is_taken_back_and_said_so(
    terminal: Callable, home: Path, made: Path
) -> None:
    program = terminal("practice", "made", "--kind", "claim")
    program.wait_for("true or false ▸")
    program.press("y")
    program.wait_for("✓ right")
    program.press("q")
    program.wait_for_end()
    made.write_text(made.read_text().replace("made.claim", "made.other"), encoding="utf-8")
    program = terminal("practice", "made", "--kind", "claim")
    program.wait_for("true or false ▸")
    program.press("u")
    program.wait_for("the answer to made.claim, given on")
    program.wait_for("Its card is no")
    assert [rating for _, rating in answers(home)] == [3, None]


def test_quitting_after_an_undo_is_not_taken_for_nothing_due(terminal: Callable) -> None:
    program = terminal("practice", "made", "--kind", "claim")
    program.wait_for("true or false ▸")
    program.press("y")
    program.wait_for("go on ▸")
    program.press("q")
    program.wait_for_end()
    program = terminal("practice", "made", "--kind", "choice")
    program.wait_for("your choice ▸")
    program.press("u")
    program.wait_for("Taken back, given on")
    program.wait_for("true or false ▸")
    program.press("q")
    assert program.wait_for_end() == 0
    assert "Nothing is due" not in program.screen


@pytest.mark.usefixtures("puzzles")
def test_a_hole_is_filled_by_its_number(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "puzzles", "--kind", "complete")
    screen = program.wait_for("your choice ▸")
    assert "□" in screen
    program.press(re.search(r"(\d)  *√v \+ ε\n", screen.replace("⎷", "√"))[1])
    program.wait_for("✓ right")
    program.wait_for("The root comes first.")
    assert answers(home) == [("puzzles.complete", 3)]


@pytest.mark.usefixtures("puzzles")
def test_a_bug_is_named_and_then_mended(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "puzzles", "--kind", "bug", rows=120)
    screen = program.wait_for("your choice ▸")
    assert "W += lr * X[batch].T @ error" in screen
    assert "● this loop  ▲ healthy loop" in screen
    program.press(re.search(r"(\d) The batches are too small", screen)[1])
    program.wait_for("Twenty examples are enough.")
    program.wait_for("+ W -= lr * X[batch].T @ error")
    assert answers(home) == [("puzzles.bug", 1)]


@pytest.mark.usefixtures("puzzles")
def test_a_run_is_predicted_and_then_goes_on(terminal: Callable, home: Path) -> None:
    program = terminal("practice", "puzzles", "--kind", "trace", "--seed", "1", rows=80)
    screen = program.wait_for("▸")
    if "your choice" in screen:
        program.press(re.search(r"(\d) plain descent", screen)[1])
    else:
        program.press("0\r")
    program.wait_for("go on ▸")
    assert re.search(r"It jumps across|Both move alike|The answer is", program.screen)

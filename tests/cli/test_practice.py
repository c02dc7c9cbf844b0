"""Practice over a pipe: one line an answer, everything kept, nothing but text."""

import contextlib
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("made")


def ratings(home: Path) -> list[int]:
    with contextlib.closing(sqlite3.connect(home / "progress.db")) as db:
        return [rating for (rating,) in db.execute("SELECT rating FROM reviews ORDER BY seq")]


def test_one_line_answers_a_graded_card(dlquiz: Callable, home: Path) -> None:
    run = dlquiz("practice", "made", "--kind", "claim", input="y\n")
    assert (run.returncode, run.stderr) == (0, "")
    assert "Softmax of equal logits is uniform." in run.stdout
    assert "✓ right" in run.stdout
    assert "1 answer kept, 1 of them right (100%)" in run.stdout
    assert ratings(home) == [3]


def test_a_rating_answers_a_recall_card_and_its_answer_follows(
    dlquiz: Callable, home: Path
) -> None:
    run = dlquiz("practice", "made", "--kind", "recall", input="2\n")
    question, answer = run.stdout.split("Answer aloud;")
    assert "What does softmax do?" in question
    assert "It makes probabilities of logits." in answer
    assert ratings(home) == [2]


def test_a_line_that_is_no_answer_is_named_and_the_question_stays(
    dlquiz: Callable, home: Path
) -> None:
    run = dlquiz("practice", "made", "--kind", "recall", input="\nfive\n3\n")
    assert run.returncode == 0
    assert run.stderr == (
        "dlquiz: '' is not a rating (type 1, 2, 3 or 4)\n"
        "dlquiz: 'five' is not a rating (type 1, 2, 3 or 4)\n"
    )
    assert ratings(home) == [3]


def test_the_end_of_the_lines_ends_the_session_without_an_error(
    dlquiz: Callable, home: Path
) -> None:
    run = dlquiz("practice", "made")
    assert run.returncode == 0
    assert "No answers were kept" in run.stdout
    assert ratings(home) == []


def test_the_seed_repeats_order_and_numbers(dlquiz: Callable, tmp_path: Path) -> None:
    asked = {
        dlquiz("practice", "made", "--seed", "4", "--cram", input="3\n" * 9).stdout
        for _ in range(2)
    }
    assert len({re.sub(r"in \d+ s|The next.*", "", text) for text in asked}) == 1


def test_cramming_asks_what_is_not_due_and_leaves_the_schedule(
    dlquiz: Callable, home: Path
) -> None:
    dlquiz("practice", "made", "--kind", "claim", input="y\n")
    with contextlib.closing(sqlite3.connect(home / "progress.db")) as db:
        before = list(db.execute("SELECT * FROM schedule"))
    assert "question 1" not in dlquiz("practice", "made", "--kind", "claim", input="y\n").stdout
    run = dlquiz("practice", "made", "--kind", "claim", "--cram", input="n\n")
    assert "✗ wrong" in run.stdout
    with contextlib.closing(sqlite3.connect(home / "progress.db")) as db:
        assert list(db.execute("SELECT * FROM schedule")) == before
        assert list(db.execute("SELECT mode FROM reviews ORDER BY seq")) == [
            ("review",),
            ("cram",),
        ]


def test_nothing_due_says_when_and_what_to_do(dlquiz: Callable) -> None:
    dlquiz("practice", "made", "--kind", "claim", input="y\n")
    run = dlquiz("practice", "made", "--kind", "claim")
    assert run.returncode == 0
    assert "Nothing is due" in run.stdout
    assert "--cram" in run.stdout


def test_wishes_that_no_card_fits_are_told_apart_from_nothing_due(dlquiz: Callable) -> None:
    run = dlquiz("practice", "made", "--kind", "claim", "--level", "3")
    assert run.returncode == 0
    assert run.stdout == "No card of the deck fits these wishes (dlquiz topics lists them).\n"


@pytest.mark.parametrize("arguments", [["practice", "--cram"], ["cards", "list"], ["demo", "adam"]])
def test_a_reader_that_stops_reading_is_no_error(
    environment: dict[str, str], arguments: list[str]
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "dlquiz", *arguments],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        program.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            program.stdin.write(b"3\n" * 2000)
            program.stdin.flush()
        with contextlib.suppress(BrokenPipeError):
            program.stdin.close()
        complaints = program.stderr.read()
        assert program.wait(timeout=60) == 0
    assert b"Traceback" not in complaints


def test_the_limit_counts_questions(dlquiz: Callable, home: Path) -> None:
    run = dlquiz("practice", "made", "--limit", "2", "--cram", input="1\ny\n3\n2\n" * 4)
    assert "question 2" in run.stdout
    assert "question 3" not in run.stdout


def test_no_new_cards_are_asked_beyond_the_days_allowance(dlquiz: Callable) -> None:
    assert "question 1" not in dlquiz("practice", "made", "--new", "0").stdout


def test_a_suspended_card_is_left_out_until_it_is_resumed(dlquiz: Callable) -> None:
    assert dlquiz("cards", "suspend", "made.claim").returncode == 0
    assert "question 1" not in dlquiz("practice", "made", "--kind", "claim").stdout
    assert dlquiz("cards", "resume", "made.claim").returncode == 0
    assert "question 1" in dlquiz("practice", "made", "--kind", "claim").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["practice", "mde"], "dlquiz: unknown topic 'mde' (did you mean made?)"),
        (
            ["practice", "--kind", "numbers"],
            "dlquiz: unknown kind of card 'numbers' (did you mean numeric?)",
        ),
        (
            ["practice", "--cards", "/nowhere"],
            "dlquiz: /nowhere: no such directory of cards",
        ),
        (["cards", "show", "made.clam"], "dlquiz: unknown card 'made.clam' (did you mean"),
        (["demo", "adm"], "dlquiz: unknown demo 'adm' (did you mean adam"),
        (["explain", "sofmax"], "dlquiz: unknown topic, card, reference or demo 'sofmax' (did"),
    ],
)
def test_an_unknown_name_ends_with_2_and_the_nearest_known_one(
    dlquiz: Callable, arguments: list[str], message: str
) -> None:
    run = dlquiz(*arguments)
    assert run.returncode == 2
    assert run.stderr.startswith(message)
    assert run.stdout == ""


def test_the_beginning_of_a_topic_is_enough(dlquiz: Callable) -> None:
    assert "Made for tests" in dlquiz("practice", "mad", "--kind", "claim").stdout


def test_a_broken_card_is_skipped_with_one_line(dlquiz: Callable, made: Path) -> None:
    text = made.read_text(encoding="utf-8")
    made.write_text(text.replace("truth: true", "truth: maybe"), encoding="utf-8")
    run = dlquiz("practice", "made", "--kind", "choice", input="1\n")
    assert run.returncode == 0
    assert "question 1" in run.stdout
    assert len(run.stderr.splitlines()) == 1
    assert f"{made}:39:12:" in run.stderr


def test_a_card_whose_answer_cannot_be_computed_is_left_out(
    dlquiz: Callable, made: Path, home: Path
) -> None:
    text = made.read_text(encoding="utf-8")
    made.write_text(text.replace("answer: x + y", "answer: x + unknown"), encoding="utf-8")
    run = dlquiz("practice", "made", "--kind", "numeric", input="3\n")
    assert run.returncode == 0
    assert "made.numeric cannot be asked and is left out" in run.stderr
    assert ratings(home) == []


def test_text_of_cards_is_shown_and_not_obeyed(dlquiz: Callable, made: Path) -> None:
    text = made.read_text(encoding="utf-8")
    evil = r'"[bold]\e[31mred\e]0;title\a[/bold] $\\text{x}$"'
    made.write_text(
        text.replace("claim: Softmax of equal logits is uniform.", f"claim: {evil}"),
        encoding="utf-8",
    )
    run = dlquiz("practice", "made", "--kind", "claim", input="y\n")
    assert r"[bold]\x1b[31mred\x1b]0;title\x07[/bold] x" in run.stdout
    assert "\x1b" not in run.stdout

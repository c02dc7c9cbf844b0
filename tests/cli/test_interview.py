"""A mock interview over a pipe: one line an answer, a scorecard in the end, nothing but text."""

import contextlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
ABOUT = ("interview", "--topics", "talk")
TALK = r"""
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
    follow_up: [talk.choice]
  - id: talk.choice
    kind: choice
    level: 2
    ask: Which one is right?
    choices:
      - {text: the right option, right: true}
      - {text: the wrong one, why: It only looks right.}
"""


@pytest.fixture(autouse=True)
def talk(home: Path) -> Path:
    """A topic of two cards, a question and its follow-up."""
    path = home / "cards" / "talk.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(TALK, encoding="utf-8")
    return path


def answers(home: Path) -> list[tuple[str, int, str]]:
    """(card, rating, answer) of every row in the log."""
    with contextlib.closing(sqlite3.connect(home / "progress.db")) as db:
        return list(db.execute("SELECT card, rating, answer FROM reviews ORDER BY seq"))


def lines_of(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]


def test_a_line_answers_a_question_and_the_end_of_the_lines_ends_the_interview(
    dlquiz: Run, home: Path
) -> None:
    run = dlquiz(*ABOUT, "--seed", "1", input="all positive, in the same order\n")
    assert (run.returncode, run.stderr) == (0, "")
    options = re.search(r"  1 the .*\n  2 the .*\n", run.stdout)[0]
    assert "\n".join(lines_of(run.stdout.replace(options, "OPTIONS\n"))) == (
        """\
  A line is an answer. What was right you learn at the end.


question 1 · 0:00 of 20 min · recall · level 1

  Talk for tests

  What does softmax do?

  A line with your answer.
  Kept. 0:00 for this question.

question 2 · 0:00 of 20 min · choice · level 2

  Talk for tests

  Which one is right?

OPTIONS

  A line with the number of the option.

Scorecard

   1  67% What does softmax do?
          talk.open · depth 1 · 0:00
          missed: they sum to one

topic           score  questions  depth   time each
Talk for tests    67%          1  1 of 1  0:00

67% over 1 question in 0:00.
Next: dlquiz practice talk
What was missed comes back in practice."""
    )
    assert answers(home) == [("talk.open", 2, "all positive, in the same order")]


def test_a_line_that_is_no_answer_is_named_and_the_question_stays(dlquiz: Run, home: Path) -> None:
    run = dlquiz(*ABOUT, input="\n \norder\nfive\n\n3\n1\n")
    assert run.returncode == 0
    assert run.stderr == (
        "dlquiz: an empty line is no answer (say what you know)\n"
        "dlquiz: an empty line is no answer (say what you know)\n"
        "dlquiz: 'five' is not an option (answer with one number from 1 to 2)\n"
        "dlquiz: '' is not an option (answer with one number from 1 to 2)\n"
        "dlquiz: '3' is not an option (answer with one number from 1 to 2)\n"
    )
    assert [card for card, _, _ in answers(home)] == ["talk.open", "talk.choice"]
    assert "\n  There are no more questions.\n" in run.stdout


def test_an_option_is_kept_by_its_words_and_not_by_its_place(dlquiz: Run, home: Path) -> None:
    dlquiz(*ABOUT, input="order\n1\n")
    assert answers(home)[1][2] in ("the right option", "the wrong one")


def test_not_a_word_is_said_about_what_was_right_until_the_end(dlquiz: Run) -> None:
    run = dlquiz(*ABOUT, input="order\n1\n")
    asked, _, scorecard = run.stdout.partition("Scorecard")
    for hint in ("%", "✓", "✗", "probabilities", "It only looks right", "they are positive"):
        assert hint not in asked
    assert "missed: they are positive" in " ".join(scorecard.split())


def test_without_a_line_there_is_no_scorecard_and_no_trace(dlquiz: Run, tmp_path: Path) -> None:
    run = dlquiz(*ABOUT, "--save", "card.md")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.endswith("No answer was given, so there is no scorecard.\n")
    assert not (tmp_path / "card.md").exists()
    assert dlquiz("interview", "--history").stdout == (
        "No interview yet: dlquiz interview begins one.\n"
    )


def test_wishes_that_no_card_fits_are_told_apart_from_silence(dlquiz: Run, talk: Path) -> None:
    talk.write_text(TALK.replace("level: 1", "level: 2"), encoding="utf-8")
    run = dlquiz(*ABOUT, "--level", "1", input="order\n")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == "No card of the deck fits these wishes (dlquiz topics lists them).\n"


def test_nothing_harder_than_the_level_is_asked(dlquiz: Run, home: Path) -> None:
    dlquiz(*ABOUT, "--level", "1", input="positive, and in order\n1\n1\n")
    assert [card for card, _, _ in answers(home)] == ["talk.open"]


def test_the_seed_repeats_the_questions(dlquiz: Run) -> None:
    runs = [
        dlquiz("interview", "--seed", seed, input="mean variance sum root\n" * 3).stdout
        for seed in ("4", "4", "5")
    ]
    asked = [run.partition("Scorecard")[0] for run in runs]
    assert asked[0] == asked[1] != asked[2]


@pytest.mark.parametrize("ending", ["md", "html", "json"])
def test_the_scorecard_is_written_and_named(dlquiz: Run, tmp_path: Path, ending: str) -> None:
    run = dlquiz(*ABOUT, "--save", f"card.{ending}", input="in order\n")
    assert (run.returncode, run.stderr) == (0, f"wrote card.{ending}\n")
    text = (tmp_path / f"card.{ending}").read_text(encoding="utf-8")
    for part in ("talk.open", "in order", "they are positive", "dlquiz practice talk"):
        assert part in text
    beginning = {"md": "# Mock interview, ", "html": "<!DOCTYPE html>", "json": '{\n  "begun": "'}
    assert text.startswith(beginning[ending])


def test_a_file_is_replaced_only_by_force(dlquiz: Run, tmp_path: Path, home: Path) -> None:
    (tmp_path / "card.json").write_text("mine")
    run = dlquiz(*ABOUT, "--save", "card.json", input="in order\n")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "dlquiz: card.json: the file exists (--force replaces it)\n"
    assert (tmp_path / "card.json").read_text() == "mine"
    assert dlquiz(*ABOUT, "--save", "card.json", "--force", input="in order\n").returncode == 0
    assert json.loads((tmp_path / "card.json").read_text())["answers"][0]["said"] == "in order"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--save", "no/card.md"), "no: no such directory"),
        (
            ("--save", "card.pdf"),
            "--save: 'card.pdf' is no kind of report (end it in .md, .html or .json)",
        ),
        (
            ("--save", "card"),
            "--save: 'card' is no kind of report (end it in .md, .html or .json)",
        ),
        (("--topics", "tlak"), "unknown topic 'tlak' (did you mean talk?)"),
        (("--topics", "talk,"), "unknown topic '' (dlquiz topics lists them)"),
        (
            ("--level", "4"),
            "Invalid value for '--level': 4 is not in the range 1<=x<=3. (see dlquiz --help)",
        ),
        (
            ("--minutes", "nan"),
            "Invalid value for '--minutes': nan is not between 0.1 and 1440 (see dlquiz --help)",
        ),
    ],
)
def test_a_mistake_is_answered_before_the_first_question(
    dlquiz: Run, arguments: tuple[str, ...], message: str
) -> None:
    run = dlquiz("interview", *arguments, input="in order\n")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == f"dlquiz: {message}\n"


def test_an_ending_in_capitals_is_an_ending(dlquiz: Run, tmp_path: Path) -> None:
    dlquiz(*ABOUT, "--save", "CARD.MD", input="in order\n")
    assert (tmp_path / "CARD.MD").read_text(encoding="utf-8").startswith("# Mock interview, ")


def test_one_interview_in_the_history_is_a_line(dlquiz: Run) -> None:
    dlquiz(*ABOUT, input="in order\n1\n")
    run = dlquiz("interview", "--history")
    assert (run.returncode, run.stderr) == (0, "")
    head, row = lines_of(run.stdout)
    assert head == "begun             questions  score  time"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d          2    (17|67)%  0:00", row)


def test_several_interviews_in_the_history_show_where_they_lead(dlquiz: Run) -> None:
    for line in ("no idea\n", "in order\n", "positive, and in order\n"):
        dlquiz(*ABOUT, input=line)
    lines = lines_of(dlquiz("interview", "--history").stdout)
    assert [line.split()[-2] for line in lines[1:4]] == ["0%", "33%", "67%"]
    assert lines[4:] == ["", "From 0% to 67% over 3 interviews."]


def test_the_last_scorecard_can_be_written_later(dlquiz: Run, tmp_path: Path) -> None:
    dlquiz(*ABOUT, "--save", "at-once.json", input="in order\n")
    run = dlquiz("interview", "--history", "--save", "later.json")
    assert (run.returncode, run.stderr) == (0, "wrote later.json\n")
    at_once, later = (
        json.loads((tmp_path / name).read_text()) for name in ("at-once.json", "later.json")
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", later.pop("begun"))
    del at_once["begun"]  # the same moment on the clock of the place
    assert later == at_once


@pytest.mark.parametrize(
    ("happen", "message"),
    [
        (lambda file: shutil.rmtree(file.parent), "kept: no such directory"),
        (Path.touch, "kept/card.md: the file exists (--force replaces it)"),
    ],
)
def test_a_file_that_cannot_be_written_costs_nothing_of_the_interview(
    environment: dict[str, str],
    dlquiz: Run,
    tmp_path: Path,
    happen: Callable[[Path], None],
    message: str,
) -> None:
    (tmp_path / "kept").mkdir()
    with subprocess.Popen(
        [sys.executable, "-m", "dlquiz", *ABOUT, "--save", "kept/card.md"],
        env=environment,
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as program:
        while "A line with your answer." not in program.stdout.readline():
            pass
        happen(tmp_path / "kept" / "card.md")
        shown, complaint = program.communicate("in order\n", timeout=60)
    assert program.returncode == 2
    assert complaint == f"dlquiz: {message}\n"
    assert "33% over 1 question in 0:0" in shown
    assert dlquiz("interview", "--history", "--save", "card.md").returncode == 0


def test_a_pipe_leaves_alone_what_was_left_on_a_terminal(
    dlquiz: Run, environment: dict[str, str], home: Path
) -> None:
    dlquiz(*ABOUT, input="in order\n")
    with contextlib.closing(sqlite3.connect(home / "progress.db")) as db:
        db.execute("INSERT INTO interviews (id, at, settings) VALUES ('0', 0, '{}')")
        db.execute("INSERT INTO interview_answers VALUES (9, '0', '0', 1, '[]')")
        db.execute(
            "INSERT INTO reviews VALUES (9, '0', 'talk.open', 3, 0, 1, 5, 'x', 'interview', NULL)"
        )
        db.commit()
    run = dlquiz(*ABOUT, input="in order\n")
    assert "question 1 · 0:00 of 20 min · recall" in run.stdout
    history = lines_of(dlquiz("interview", "--history").stdout)
    assert [line.endswith("not ended") for line in history[1:4]] == [True, False, False]


def test_an_answer_of_an_interview_counts_in_practice(dlquiz: Run, talk: Path) -> None:
    dlquiz(*ABOUT, "--level", "1", input="positive, and in order\n")
    run = dlquiz("practice", "talk", "--level", "1")
    assert "Nothing is due" in run.stdout
    assert dlquiz("stats", "--json").stdout.count('"reviews": 1') == 1


def test_text_of_cards_and_answers_is_shown_and_not_obeyed(
    dlquiz: Run, talk: Path, tmp_path: Path
) -> None:
    evil = r"[bold]\e[31mred\e]0;title\a[/bold] <script>x</script>"
    text = TALK.replace("title: Talk for tests", f'title: "{evil}"')
    talk.write_text(text.replace("points: [they", f'points: ["{evil}", they'), encoding="utf-8")
    said = "[i]\x1b[2J\x07[/i] <em>y</em> & so on"
    run = dlquiz(*ABOUT, "--save", "card.html", input=f"{said}\n")
    shown = r"[bold]\x1b[31mred\x1b]0;title\x07[/bold]"
    assert f"missed: {shown} <script>x</script>" in " ".join(run.stdout.split())
    page = (tmp_path / "card.html").read_text(encoding="utf-8")
    assert r"said: [i]\x1b[2J\x07[/i] &lt;em&gt;y&lt;/em&gt; &amp; so on" in page
    assert f"missed: {shown} &lt;script&gt;x&lt;/script&gt;" in page
    assert "<script" not in page
    assert "\x1b" not in run.stdout + page


def test_the_first_question_loads_neither_numpy_nor_yaml_nor_fsrs(
    dlquiz: Run, first_question: Callable[..., tuple[str, set[str]]]
) -> None:
    dlquiz("interview")  # makes the index
    asked, loaded = first_question("interview")
    assert "question 1 · 0:00 of 20 min" in asked
    assert loaded & {"numpy", "yaml", "fsrs", "pydantic", "platformdirs"} == set()

"""`dlquiz code` as a person or a script uses it without a terminal."""

import contextlib
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("drills")
NAME = "drills.softmax"


@pytest.fixture
def draft(home: Path) -> Path:
    """Where the draft of the drill is kept, whose directory is there."""
    path = home / "drills" / f"{NAME}.py"
    path.parent.mkdir(parents=True)
    return path


def kept(home: Path) -> list[tuple[str, int, str]]:
    with contextlib.closing(sqlite3.connect(home / "progress.db")) as db:
        return list(db.execute("SELECT card, rating, mode FROM reviews ORDER BY seq"))


def state(dlquiz: Callable) -> str:
    drills = json.loads(dlquiz("code", "--json").stdout)
    return next(drill["state"] for drill in drills if drill["id"] == NAME)


def test_the_drills_are_listed_by_topic_with_their_state(dlquiz: Callable) -> None:
    run = dlquiz("code")
    assert (run.returncode, run.stderr) == (0, "")
    assert next(line for line in run.stdout.splitlines() if NAME in line).split() == [
        "drills",
        NAME,
        "1",
        "new",
    ]
    count = len(json.loads(dlquiz("code", "--json").stdout))
    assert run.stdout.endswith(
        f"\n0 of {count} solved. dlquiz code NAME writes a file to fill in, opens your editor and"
        " checks it.\n"
    )


def test_the_list_is_json_on_demand(dlquiz: Callable) -> None:
    run = dlquiz("code", "--json")
    assert json.loads(run.stdout)[-1] == {
        "id": NAME,
        "topic": "drills",
        "function": "softmax",
        "level": 1,
        "state": "new",
    }


def test_a_drill_goes_from_stub_to_solved(
    dlquiz: Callable, home: Path, draft: Path, solution: str
) -> None:
    run = dlquiz("code", NAME)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == (
        f"Write it in {draft}\nthen dlquiz code {NAME} checks it; --watch checks on every save.\n"
    )
    assert draft.read_text() == dlquiz("code", NAME, "--stub").stdout
    assert state(dlquiz) == "started"
    draft.write_text(solution)
    run = dlquiz("code", NAME)
    assert run.returncode == 0
    assert run.stdout.endswith("  Solved.\n  Kept as good, next in 2 d.\n")
    assert kept(home) == [(NAME, 3, "drill")]
    assert state(dlquiz) == "solved"


def test_what_is_not_written_yet_is_not_counted(dlquiz: Callable, home: Path, draft: Path) -> None:
    dlquiz("code", NAME)
    run = dlquiz("code", NAME)
    assert run.returncode == 1
    assert run.stdout == (
        "  ✓ signature \n"
        "  ✗ runs      it is not written yet (NotImplementedError)\n"
        "  Nothing is written yet, and nothing is counted.\n"
    )
    assert kept(home) == []


def test_the_first_failure_of_a_day_counts_and_makes_the_solution_hard(
    dlquiz: Callable, home: Path, draft: Path, solution: str, overflowing: str
) -> None:
    draft.write_text(overflowing)
    run = dlquiz("code", NAME)
    assert run.returncode == 1
    assert run.stdout.endswith("  Kept as again, next in 1 d.\n")
    assert state(dlquiz) == "failed"
    run = dlquiz("code", NAME)
    assert run.stdout.endswith("  It is kept as failed already; solved now it counts as hard.\n")
    draft.write_text(solution)
    assert "  Kept as hard, next in 1 d.\n" in dlquiz("code", NAME).stdout
    assert [rating for _, rating, _ in kept(home)] == [1, 2]
    assert state(dlquiz) == "solved with help"


def test_hints_come_one_by_one_and_make_the_solution_hard(
    dlquiz: Callable, home: Path, draft: Path, solution: str
) -> None:
    first = "Hint 1 of 2: What happens to exp(1000) in float64?\n"
    last = "Hint 2 of 2: Adding a constant to every logit changes nothing.\n"
    said = "It helps, so a solution will count as hard.\n"
    assert [dlquiz("code", NAME, "--hint").stdout for _ in range(3)] == [first + said, last, last]
    draft.write_text(solution)
    assert "Kept as hard" in dlquiz("code", NAME).stdout
    assert kept(home) == [(NAME, 2, "drill")]


def test_the_solution_shown_too_early_counts_as_failed(
    dlquiz: Callable, home: Path, draft: Path, solution: str
) -> None:
    run = dlquiz("code", NAME, "--solution")
    warning, source = run.stdout.split("\n\n", 1)
    assert warning == (
        "Not solved yet: a solution of this draft will not count.\nKept as again, next in 1 d."
    )
    assert "  def softmax(" in source
    dlquiz("code", NAME, "--solution")
    draft.write_text(solution)
    run = dlquiz("code", NAME)
    assert run.returncode == 0
    assert run.stdout.endswith("The solution was shown before, so this does not count.\n")
    assert kept(home) == [(NAME, 1, "drill")]


def test_the_solution_shown_after_success_costs_nothing(
    dlquiz: Callable, home: Path, draft: Path, solution: str
) -> None:
    draft.write_text(solution)
    dlquiz("code", NAME)
    run = dlquiz("code", NAME, "--solution")
    assert "Not solved yet" not in run.stdout
    assert "  def softmax(" in run.stdout
    assert kept(home) == [(NAME, 3, "drill")]


def test_a_solved_drill_begins_anew_and_counts_once_a_day(
    dlquiz: Callable, home: Path, draft: Path, solution: str, overflowing: str
) -> None:
    draft.write_text(solution)
    dlquiz("code", NAME)
    run = dlquiz("code", NAME)
    old = draft.with_name(f"{NAME}.solved.py")
    assert run.stdout.startswith(f"Solved before, so it begins anew; {old} keeps the solution.\n")
    assert old.read_text() == solution
    assert "raise NotImplementedError" in draft.read_text()
    for text in (overflowing, solution):
        draft.write_text(text)
        run = dlquiz("code", NAME)
        assert run.stdout.endswith("  It was solved today, and counts once a day.\n")
    assert kept(home) == [(NAME, 3, "drill")]


def test_reset_keeps_the_draft(dlquiz: Callable, draft: Path) -> None:
    draft.write_text("mine")
    run = dlquiz("code", NAME, "--reset")
    old = draft.with_name(f"{NAME}.old.py")
    assert run.stdout == f"The draft is kept as {old}.\n"
    assert old.read_text() == "mine"
    assert dlquiz("code", NAME, "--reset").stdout == "There is no draft.\n"
    assert state(dlquiz) == "new"


def test_check_only_checks(
    dlquiz: Callable, home: Path, tmp_path: Path, solution: str, overflowing: str
) -> None:
    path = tmp_path / "mine.py"
    path.write_text(solution)
    run = dlquiz("code", NAME, "--check", "mine.py")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.endswith("  Solved.\n")
    path.write_text(overflowing)
    run = dlquiz("code", NAME, "--check", "mine.py")
    assert (run.returncode, run.stderr) == (1, "")
    assert run.stdout == (
        "  ✓ signature \n"
        "  ✓ runs      \n"
        "  ✓ shapes    shape (2, 3)\n"
        "  ✓ values    20 inputs, to a millionth of the largest value\n"
        "  ✗ edges     at [0] it gives nan, and should give 0.09003057\n"
        "              softmax(logits = [1000., 1001., 1002.])\n"
        "              expected [0.09, 0.2447, 0.6652]\n"
        "              got      [nan, nan, nan]\n"
    )
    assert kept(home) == []
    assert state(dlquiz) == "new"


def test_the_properties_are_json_on_demand(
    dlquiz: Callable, tmp_path: Path, overflowing: str
) -> None:
    (tmp_path / "mine.py").write_text(overflowing)
    run = dlquiz("code", NAME, "--check", "mine.py", "--json")
    assert (run.returncode, run.stderr) == (1, "")
    found = json.loads(run.stdout, parse_constant=lambda name: pytest.fail(name))
    assert found["passed"] is False
    names = [one["name"] for one in found["properties"]]
    assert names == ["signature", "runs", "shapes", "values", "edges"]
    assert [one["holds"] for one in found["properties"]] == [True] * 4 + [False]


def test_json_without_a_file_checks_the_draft_and_counts(
    dlquiz: Callable, home: Path, draft: Path, solution: str
) -> None:
    run = dlquiz("code", NAME, "--json")
    assert run.returncode == 1
    assert json.loads(run.stdout)["passed"] is False
    draft.write_text(solution)
    run = dlquiz("code", NAME, "--json")
    assert run.returncode == 0
    assert json.loads(run.stdout)["passed"] is True
    assert kept(home) == [(NAME, 3, "drill")]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--hint"], "--hint: which drill? (dlquiz code lists them)"),
        (["drils.softmax"], "unknown drill 'drils.softmax' (did you mean drills.softmax or"),
        (
            [NAME, "--stub", "--reset"],
            "--stub and --reset do not go together (take one of them)",
        ),
        ([NAME, "--watch", "--json"], "--json: --watch writes no JSON (leave it out)"),
        ([NAME, "--check", "none.py"], "none.py: there is no such file"),
        ([NAME, "--check", "."], ".: it is no file"),
        ([NAME, "--check", "/dev/zero"], "/dev/zero: it is no file"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what(
    dlquiz: Callable, arguments: list[str], message: str
) -> None:
    run = dlquiz("code", *arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(f"dlquiz: {message}")


def test_a_topic_with_one_drill_is_name_enough(dlquiz: Callable) -> None:
    assert "def softmax(" in dlquiz("code", "drills", "--stub").stdout


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe\x00", "it is not text in UTF-8"),
        (b"#" * 10_000_000, "longer than 100,000 characters"),
    ],
)
def test_a_draft_that_is_no_code_is_refused_and_not_counted(
    dlquiz: Callable, home: Path, draft: Path, data: bytes, message: str
) -> None:
    draft.write_bytes(data)
    run = dlquiz("code", NAME)
    assert (run.returncode, run.stderr) == (1, f"dlquiz: {draft}: {message}\n")
    assert kept(home) == []


def test_an_editor_is_not_opened_without_a_terminal(dlquiz: Callable, draft: Path) -> None:
    assert dlquiz("code", NAME, EDITOR="false").stdout.startswith(f"Write it in {draft}\n")


def test_every_save_is_checked_until_it_is_solved(
    environment: dict[str, str], draft: Path, home: Path, solution: str, overflowing: str
) -> None:
    def line(start: str) -> str:
        return next(text for text in iter(program.stdout.readline, "") if text.startswith(start))

    with subprocess.Popen(
        [sys.executable, "-m", "dlquiz", "code", NAME, "--watch"],
        env=environment | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as program:
        assert line("Every save") == "Every save is checked; Ctrl-C ends.\n"
        draft.write_text(overflowing)
        assert "nan" in line("  ✗ edges")
        line("  Kept as again")
        draft.write_bytes(b"\xff")
        assert line(str(draft)) == f"{draft}: it is not text in UTF-8\n"
        draft.unlink()
        time.sleep(0.5)
        part = draft.with_name("part")
        part.write_text(solution)
        part.replace(draft)
        line("  Kept as hard")
        assert program.wait(timeout=30) == 0
    assert [rating for _, rating, _ in kept(home)] == [1, 2]


def test_practice_in_a_pipe_takes_the_path_of_a_file(
    dlquiz: Callable, home: Path, tmp_path: Path, solution: str
) -> None:
    (tmp_path / "mine.py").write_text(solution)
    lines = "\nnone.py\nmine.py\n"
    run = dlquiz("practice", "drills", "--kind", "code", input=lines)
    assert run.returncode == 0
    assert "A line with the path of a file that holds the function; h for a hint, -" in run.stdout
    assert run.stderr == (
        "dlquiz: an empty line is no path\ndlquiz: none.py: there is no such file\n"
    )
    assert "  Solved.\n" in run.stdout
    assert "  Kept as good.\n" in run.stdout
    assert kept(home) == [(NAME, 3, "drill")]


def test_practice_in_a_pipe_gives_hints_and_lets_a_drill_be_left(
    dlquiz: Callable, home: Path, tmp_path: Path, solution: str
) -> None:
    (tmp_path / "mine.py").write_text(solution)
    run = dlquiz("practice", "drills", "--kind", "code", input="h\nmine.py\n")
    assert "Hint 1 of 2: What happens to exp(1000) in float64?" in run.stdout
    assert "  Kept as hard.\n" in run.stdout
    run = dlquiz("practice", "drills", "--kind", "code", "--cram", input="-\n")
    assert "  Kept as again.\n" in run.stdout
    assert run.stderr == ""


def test_a_failed_drill_comes_back_in_the_same_session(
    dlquiz: Callable, home: Path, tmp_path: Path, solution: str, overflowing: str
) -> None:
    (tmp_path / "wrong.py").write_text(overflowing)
    (tmp_path / "right.py").write_text(solution)
    dlquiz("practice", "drills", "--kind", "code", input="wrong.py\nright.py\n")
    assert [rating for _, rating, _ in kept(home)] == [1, 3]

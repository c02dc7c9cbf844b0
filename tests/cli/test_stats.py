"""`dlquiz stats` over a pipe: numbers for people, for scripts, and as a file."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dlquiz.memory import open_progress

FIRST = datetime(2025, 3, 3, 20, 0, tzinfo=UTC)
TITLES = ("Topics", "Due", "Minutes", "Study days", "Forgetting")


@pytest.fixture
def learnt(home: Path, made: Path) -> None:
    """Three cards answered on four days of one March, the last one often forgotten."""
    with open_progress(home / "progress.db", zone=UTC) as progress:
        for after in (0, 2, 7, 20):
            for place, card in enumerate(("made.claim", "made.choice", "made.recall")):
                rating = 1 if after and place == 2 else 3
                at = FIRST + timedelta(days=after, seconds=30 * place)
                progress.record(card, rating, at=at, seconds=15)


def test_without_an_answer_it_says_how_to_begin(dlquiz: Callable) -> None:
    run = dlquiz("stats")
    assert (run.returncode, run.stderr) == (0, "")
    first, second = run.stdout.splitlines()
    assert first.endswith("0 answered today, streak 0 days.")
    assert second == "No answer yet: dlquiz practice asks the first question."


@pytest.mark.usefixtures("learnt")
def test_a_pipe_has_every_part_in_eighty_columns_and_no_colour(dlquiz: Callable) -> None:
    run = dlquiz("stats")
    assert (run.returncode, run.stderr) == (0, "")
    assert "12 answers in 3 min 0 s; remembered 67% of all." in run.stdout
    assert re.findall(r"^([A-Z][a-z ]+):", run.stdout, re.MULTILINE) == list(TITLES)
    assert "\x1b" not in run.stdout
    assert max(map(len, run.stdout.splitlines())) <= 80


@pytest.mark.usefixtures("learnt")
def test_plain_is_what_a_pipe_gets(dlquiz: Callable) -> None:
    assert dlquiz("stats", "--plain").stdout == dlquiz("stats").stdout


@pytest.mark.usefixtures("learnt")
def test_json_keeps_its_fields_and_has_the_numbers_of_the_pictures(dlquiz: Callable) -> None:
    found = json.loads(dlquiz("stats", "--json").stdout)
    before = "cards due new streak answered_today reviews retention seconds_spent topics forecast"
    assert list(found) == [*before.split(), "today", "days", "forgetting"]
    assert found["retention"] == {"all": 2 / 3, "last_30_days": None}
    (made,) = (topic for topic in found["topics"] if topic["topic"] == "made")
    assert list(made)[:4] == ["topic", "cards", "seen", "strength"]
    assert (made["repeats"], made["retention"], made["seconds"]) == (9, 2 / 3, 180.0)
    days = [{"day": f"2025-03-{day:02}", "answers": 3, "seconds": 45.0} for day in (3, 5, 10, 23)]
    assert found["days"] == days
    forgetting = found["forgetting"]
    assert (forgetting["repeats"], forgetting["remembered"]) == (9, 2 / 3)
    waits = [(band["low"], band["high"], band["repeats"]) for band in forgetting["by_days_since"]]
    assert waits == [(2, 3, 3), (5, 9, 3), (9, 17, 3)]
    assert sum(band["repeats"] for band in forgetting["by_expectation"]) == 9


def test_json_without_an_answer_has_nulls_and_no_bands(dlquiz: Callable) -> None:
    assert json.loads(dlquiz("stats", "--json").stdout)["forgetting"] == {
        "repeats": 0,
        "expected": None,
        "remembered": None,
        "standard_deviation": None,
        "by_expectation": [],
        "by_days_since": [],
    }


@pytest.mark.usefixtures("learnt")
def test_a_page_is_written_and_standard_output_stays_empty(
    dlquiz: Callable, tmp_path: Path
) -> None:
    run = dlquiz("stats", "--html", "page.html")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "wrote page.html\n")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert re.findall("<h2>(.*)</h2>", text) == list(TITLES)


def test_a_page_never_replaces_a_file_unless_forced(dlquiz: Callable, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("mine")
    run = dlquiz("stats", "--html", "page.html")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "dlquiz: page.html: the file exists (--force replaces it)\n"
    assert (tmp_path / "page.html").read_text() == "mine"
    assert dlquiz("stats", "--html", "page.html", "--force").returncode == 0
    assert "No answer yet" in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("learnt")
def test_json_and_a_page_come_in_one_run(dlquiz: Callable, tmp_path: Path) -> None:
    run = dlquiz("stats", "--json", "--html", "page.html")
    assert json.loads(run.stdout)["reviews"] == 12
    assert (tmp_path / "page.html").exists()


@pytest.mark.usefixtures("learnt")
def test_neither_page_nor_pictures_load_numpy(environment: dict[str, str], tmp_path: Path) -> None:
    script = """
import sys
from dlquiz.cli import main
sys.argv = ["dlquiz", "stats", *sys.argv[1:]]
try:
    main()
except SystemExit:
    print("LOADED", *{name.split(".")[0] for name in sys.modules})
"""
    for options in ((), ("--html", "page.html")):
        run = subprocess.run(
            [sys.executable, "-c", script, *options],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        loaded = set(run.stdout.partition("LOADED")[2].split())
        assert "fsrs" in loaded
        assert "numpy" not in loaded

"""`dlquiz doctor`: what a bug report says, without the name of the person."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy


def test_a_sound_installation_has_no_problems(dlquiz: Callable, home: Path) -> None:
    run = dlquiz("doctor")
    assert (run.returncode, run.stderr) == (0, "")
    assert f"  numpy                 {numpy.__version__}\n" in run.stdout
    assert run.stdout.endswith("problems: none\n")
    assert not (home / "progress.db").exists()


def test_answers_are_counted(dlquiz: Callable) -> None:
    dlquiz("practice", "--kind", "recall", "--limit", "3", input="3\n" * 9)
    found = json.loads(dlquiz("doctor", "--json").stdout)
    assert found["progress"]["answers"] == 3
    assert found["progress"]["cards seen"] == 3
    assert found["progress"]["file"].endswith("bytes, sound")
    assert found["progress"]["backups"].startswith("1, the last of 20")


def test_the_home_directory_is_not_told(dlquiz: Callable, tmp_path: Path) -> None:
    run = dlquiz("doctor", HOME=str(tmp_path), USERPROFILE=str(tmp_path))
    assert str(tmp_path) not in run.stdout
    assert "~/home/progress.db" in run.stdout.replace("\\", "/")


def test_broken_cards_and_a_broken_progress_file_are_told(dlquiz: Callable, home: Path) -> None:
    (home / "cards").mkdir(parents=True)
    (home / "cards" / "a.yaml").write_text("topic: A!\ncards: 3\n", encoding="utf-8")
    (home / "progress.db").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    run = dlquiz("doctor", "--json")
    assert (run.returncode, run.stderr) == (1, "")
    cards, *_, progress = json.loads(run.stdout)["problems"]
    assert "a.yaml:1:8: `topic` must be small letters" in cards
    assert "progress.db" in progress


def test_a_damaged_page_is_told(dlquiz: Callable, home: Path) -> None:
    dlquiz("practice", "--kind", "recall", "--limit", "3", input="3\n" * 9)
    file = home / "progress.db"
    pages = bytearray(file.read_bytes())
    pages[4096 * 2 : 4096 * 3] = b"\x55" * 4096
    file.write_bytes(pages)
    run = dlquiz("doctor")
    assert run.returncode == 1
    assert "damaged" in run.stdout or "malformed" in run.stdout

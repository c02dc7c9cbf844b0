"""A copy of the progress file a day, and the way back to one."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from dlquiz.errors import ProgressError
from dlquiz.memory import open_progress
from dlquiz.memory.backups import KEPT, back_up, backups, directory, restore

AT = datetime(2025, 3, 10, 20, 0, tzinfo=UTC)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "progress.db"


def answered(file, card):
    with open_progress(file, zone=UTC) as progress:
        progress.record(card, 3, at=AT, seconds=3)


def cards(file):
    with closing(sqlite3.connect(file)) as db:
        return [card for (card,) in db.execute("SELECT card FROM reviews ORDER BY seq")]


def test_the_first_program_of_a_day_that_adds_to_it_leaves_a_copy(file):
    answered(file, "a")
    answered(file, "b")
    (copy,) = backups(file)
    assert cards(copy) == ["a"]
    assert cards(file) == ["a", "b"]


def test_a_program_that_only_reads_leaves_none(file):
    open_progress(file).close()
    assert backups(file) == []


def test_the_last_ten_days_are_kept(file):
    answered(file, "a")
    with closing(sqlite3.connect(file)) as db:
        for day in range(15):
            back_up(db, file, (AT + timedelta(days=day)).date())
    found = backups(file)
    assert len(found) == KEPT
    assert found[0].name >= found[-1].name


def test_a_copy_that_cannot_be_made_costs_nothing_else(file):
    directory(file).write_text("in the way")
    answered(file, "a")
    assert cards(file) == ["a"]


def test_going_back_keeps_what_was_there(file):
    answered(file, "a")
    answered(file, "b")
    kept = restore(file, backups(file)[0])
    assert cards(file) == ["a"]
    assert kept is not None
    assert cards(kept) == ["a", "b"]
    answered(file, "c")
    assert cards(file) == ["a", "c"]


def test_going_back_to_what_is_no_copy_is_refused(file, tmp_path):
    answered(file, "a")
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"x" * 5000)
    with pytest.raises(ProgressError, match="cannot be restored"):
        restore(file, broken)
    assert cards(file) == ["a"]

"""Programs that die, write at the same time or run out of space, on a real file."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dlquiz.errors import UserError
from dlquiz.memory import Progress, StudyDays, open_progress
from dlquiz.memory.storage import open_store

AT = datetime(2025, 3, 10, 20, 0, tzinfo=UTC)

RECORDING = """if True:
    import sys
    from datetime import UTC, datetime, timedelta
    from pathlib import Path
    from dlquiz.memory import open_progress
    file, answers, undone = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    at = datetime(2025, 3, 10, 20, 0, tzinfo=UTC)
    with open_progress(file, zone=UTC) as progress:
        for number in range(answers):
            at += timedelta(minutes=1)
            review = progress.record(f"card-{number % 7}", number % 4 + 1, at=at, seconds=3)
            print(review.id, flush=True)
        for _ in range(undone):
            print(progress.undo(at).id, flush=True)
"""


def recorder(file: Path, answers: int, undone: int = 0) -> subprocess.Popen:
    command = [sys.executable, "-c", RECORDING, str(file), str(answers), str(undone)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def ids_in(file: Path) -> set[str]:
    with open_progress(file, zone=UTC) as progress:
        return {review.id for review in progress.reviews()}


def assert_whole(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with open_progress(file, zone=UTC) as progress:
        kept = progress.states()
        progress.rebuild()
        assert progress.states() == kept


def test_killed_at_any_moment_no_answer_is_lost(file):
    chance, told = random.Random(0), set()
    for rounds in range(1, 8):
        process = recorder(file, answers=100_000)
        text = process.stdout.readline()
        time.sleep(chance.uniform(0, 0.1))
        process.kill()
        text += process.communicate()[0]
        told |= {line.strip() for line in text.splitlines(keepends=True) if line.endswith("\n")}
        assert told <= ids_in(file)
        assert len(ids_in(file) - told) <= rounds  # kept, but killed before it was told
        assert_whole(file)
    assert len(told) > 20


def test_programs_that_start_and_record_at_once_lose_nothing(file):
    processes = [recorder(file, answers=50, undone=10) for _ in range(4)]
    told = [process.communicate()[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    for lines in told:
        assert lines[50:] == lines[40:50][::-1]  # each took back its own answers
    assert ids_in(file) == {line for lines in told for line in lines[:40]}
    assert_whole(file)


def test_a_file_left_by_a_killed_program_is_folded_together_when_next_closed(file):
    process = recorder(file, answers=100_000)
    told = process.stdout.readline().strip()
    process.kill()
    process.communicate()
    open_progress(file).close()
    assert [path.name for path in file.parent.iterdir()] == ["progress.db"]
    assert told in ids_in(file)


def test_a_full_disk_loses_only_the_answer_that_did_not_fit(used):
    store = open_store(used, patience=1.0)
    with Progress(store, StudyDays(zone=UTC)) as progress:
        before = list(progress.reviews())
        ((pages,),) = store.rows("PRAGMA page_count")
        store.rows(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(UserError) as caught:
            progress.record("a", 3, at=AT, seconds=3, answer="x" * 1_000_000)
        assert list(progress.reviews()) == before
        assert progress.state("a") is None
        store.rows("PRAGMA max_page_count = 1000000")
        later = progress.record("a", 3, at=AT, seconds=3)
        assert progress.undo(AT) == later
    assert str(caught.value) == (
        f"{used}: the disk is full; what was kept before is safe, this was not added "
        "(free some space and try again)"
    )


LIMITED = """if True:
    import resource, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from dlquiz.errors import UserError
    from dlquiz.memory import open_progress
    kept = 0
    with open_progress(Path(sys.argv[1])) as progress:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        try:
            for kept in range(1000):
                progress.record("a", 3, at=datetime(2025, 3, 10, tzinfo=UTC), seconds=3)
        except UserError as error:
            print(kept, error)
"""


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
def test_a_file_that_may_not_grow_keeps_every_answer_recorded_before(file):
    command = [sys.executable, "-c", LIMITED, str(file)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    kept, said = run.stdout.split(" ", 1)
    assert said.startswith(f"{file}: ")
    assert "what was kept before is safe" in said
    with open_progress(file) as progress:
        assert len(list(progress.reviews())) == int(kept) > 10


def test_a_lock_is_waited_for_and_then_named(used):
    with open_progress(used, patience=0.1) as progress, closing(sqlite3.connect(used)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError) as caught:
            progress.record("a", 3, at=AT, seconds=3)
        other.rollback()
        progress.record("a", 3, at=AT, seconds=3)
    assert str(caught.value) == (
        f"{used}: another program keeps the progress file locked (close that program and try again)"
    )

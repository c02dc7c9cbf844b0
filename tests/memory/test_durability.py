"""Programs that die or write at the same time, as real processes on a real file."""

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC
from pathlib import Path

from dlquiz.memory import open_progress

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

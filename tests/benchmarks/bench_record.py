"""What keeping an answer costs, as a multiple of a bare SQLite commit in the same run.

python tests/benchmarks/bench_record.py
"""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dlquiz.memory import Progress, Rating, Review, State, open_progress
from dlquiz.memory.log import append, new_id
from dlquiz.memory.schedule import write
from dlquiz.memory.storage import open_store

AT = datetime(2025, 3, 10, 20, 0, tzinfo=UTC)
ROUNDS = 300


def bare(file: Path, journal: str) -> Callable[[int], object]:
    """One row in one transaction that is on the disk when it returns."""
    db = sqlite3.connect(file, isolation_level=None)
    db.execute(f"PRAGMA journal_mode = {journal}")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE answers (card TEXT, rating INTEGER, at INTEGER)")

    def commit(number: int) -> None:
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO answers VALUES (?, ?, ?)", (f"card-{number}", 3, number))
        db.execute("COMMIT")

    return commit


def filled(file: Path, cards: int) -> Progress:
    """A file in which every card was answered once and none is due before April."""
    with closing(open_store(file, 1.0)) as store, store.transaction() as db:
        for number in range(cards):
            card, at = f"topic.card-{number:06}", AT - timedelta(seconds=cards - number)
            append(db, Review(new_id(at, None), card, Rating.GOOD, at, at.date(), 5, "", "review"))
            write(db, State(card, at.date(), at.date(), datetime(2025, 4, 1).date(), at, 20.0, 5.0))
    return open_progress(file, zone=UTC)


def recording(progress: Progress, cards: int) -> Callable[[int], object]:
    def record(number: int) -> Review:
        card, at = f"topic.card-{number * 7919 % cards:06}", AT + timedelta(seconds=number)
        return progress.record(card, Rating.GOOD, at=at, seconds=5, answer="0.25")

    return record


def interleaved(works: dict[str, Callable[[int], object]]) -> dict[str, float]:
    """The median milliseconds of each, taken in turns so that a slow disk is slow for all."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(ROUNDS):
        for name, work in works.items():
            start = time.perf_counter()
            work(number)
            times[name].append(time.perf_counter() - start)
    return {name: 1000 * statistics.median(taken) for name, taken in times.items()}


def main() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        home = Path(directory)
        few, many = filled(home / "few.db", 100), filled(home / "many.db", 100_000)
        medians = interleaved(
            {
                "bare commit, write-ahead": bare(home / "wal.db", "WAL"),
                "bare commit, rollback journal": bare(home / "delete.db", "DELETE"),
                "record, 100 cards": recording(few, 100),
                "record, 100,000 cards": recording(many, 100_000),
                "record, then the next due card": lambda number: (
                    recording(many, 100_000)(number + ROUNDS),
                    next(many.due(AT + timedelta(days=90))),
                ),
            }
        )
        few.close()
        many.close()
    unit = medians["bare commit, write-ahead"]
    for name, median in medians.items():
        print(f"{name:32}{median:8.3f} ms{median / unit:8.2f} ×")


if __name__ == "__main__":
    main()

"""Copies of the progress file, one a study day, the last ten."""

import sqlite3
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from dlquiz.errors import ProgressError

KEPT = 10
_STEM = "progress-"


def directory(progress_file: Path) -> Path:
    return progress_file.with_name("backups")


def backups(progress_file: Path) -> list[Path]:
    """The copies there are, the latest first."""
    found = directory(progress_file).glob(f"{_STEM}????-??-??.db")
    return sorted(found, reverse=True)


def back_up(db: sqlite3.Connection, progress_file: Path, day: date) -> None:
    """Copies the file once a day, by SQLite's own means; a copy that fails costs nothing else."""
    copy = directory(progress_file) / f"{_STEM}{day.isoformat()}.db"
    unfinished = copy.with_suffix(".part")
    try:
        if copy.exists():
            return
        copy.parent.mkdir(exist_ok=True)
        with closing(sqlite3.connect(unfinished)) as target:
            db.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        unfinished.replace(copy)
        for old in backups(progress_file)[KEPT:]:
            old.unlink(missing_ok=True)
    except (OSError, sqlite3.Error):
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def restore(progress_file: Path, copy: Path) -> Path | None:
    """Puts a copy in the place of the file; gives where the old one now is, if there was one."""
    try:
        kept = None
        if progress_file.exists():
            kept = progress_file.with_name("progress.before-restore.db")
            _copy(progress_file, kept)
        _copy(copy, progress_file)
        return kept
    except (OSError, sqlite3.Error) as error:
        raise ProgressError(f"cannot be restored: {error}", where=str(copy)) from error


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as db, closing(sqlite3.connect(target)) as copy:
        db.backup(copy)

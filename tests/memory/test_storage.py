"""A progress file that cannot be used: said plainly, and left as it was."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dlquiz.errors import UserError
from dlquiz.memory import open_progress
from dlquiz.memory.storage import APPLICATION, MIGRATIONS, migrate, open_store

AT = datetime(2025, 3, 10, 20, 0, tzinfo=UTC)
MOVE = "(move it away, or set DLQUIZ_HOME to another directory)"
DAMAGED = (
    "the progress file is damaged (restore a copy, try `sqlite3 FILE .recover`, "
    "or move it away, or set DLQUIZ_HOME to another directory)"
)
posix = pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")


def refusal(file: Path) -> str:
    """What opening the file says, once it is sure that nothing in its directory changed."""
    before = everything(file.parent)
    with pytest.raises(UserError) as caught:
        open_progress(file, zone=UTC).close()
    assert everything(file.parent) == before
    return str(caught.value)


def everything(directory: Path) -> dict[Path, bytes | None]:
    return {path: path.read_bytes() if path.is_file() else None for path in directory.rglob("*")}


def test_the_directory_is_created_when_it_is_missing(tmp_path):
    file = tmp_path / "not" / "yet" / "progress.db"
    open_progress(file).close()
    assert file.is_file()


def test_an_open_file_flushes_every_commit_and_is_folded_together_when_closed(file):
    store = open_store(file, 1.0)
    assert store.rows("PRAGMA synchronous") == [(2,)]
    assert store.rows("PRAGMA journal_mode") == [("wal",)]
    assert store.rows("PRAGMA wal_autocheckpoint") == [(0,)]
    store.close()
    assert [path.name for path in file.parent.iterdir()] == ["progress.db"]


def test_an_empty_file_is_as_good_as_none(file):
    file.touch()
    open_progress(file).close()
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)


@pytest.mark.parametrize("content", [b"x", b"softmax: 0.5\n" * 99, b"\0" * 8192])
def test_a_file_of_another_kind_is_refused(file, content):
    file.write_bytes(content)
    assert refusal(file) == f"{file}: this is not a dlquiz progress file {MOVE}"


def test_another_programs_database_is_refused(file):
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE bookmarks (url)")
    assert refusal(file) == f"{file}: this is not a dlquiz progress file {MOVE}"


def from_the_future(file: Path) -> str:
    return (
        f"{file}: the progress file was written by a newer dlquiz (its version is 99, this "
        f"program knows {len(MIGRATIONS)}) (update dlquiz, or set DLQUIZ_HOME to another directory)"
    )


def test_a_file_from_a_newer_version_is_refused(used):
    with closing(sqlite3.connect(used)) as db:
        db.execute("PRAGMA user_version = 99")
    assert refusal(used) == from_the_future(used)


@pytest.mark.parametrize("foreign", [True, False])
def test_a_header_that_only_the_journal_holds_is_read_too(used, tmp_path, foreign):
    """As after a crash of the other program: the file itself still looks like ours, or empty."""
    copy = tmp_path / "crashed" / "progress.db"
    copy.parent.mkdir()
    source = tmp_path / "other.db" if foreign else used
    with closing(sqlite3.connect(source)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE bookmarks (url)" if foreign else "PRAGMA user_version = 99")
        for ending in ("", "-wal"):
            shutil.copy(f"{source}{ending}", f"{copy}{ending}")
    before = copy.read_bytes(), Path(f"{copy}-wal").read_bytes()
    with pytest.raises(UserError) as caught:
        open_progress(copy).close()
    expected = f"{copy}: this is not a dlquiz progress file {MOVE}"
    assert str(caught.value) == (expected if foreign else from_the_future(copy))
    assert (copy.read_bytes(), Path(f"{copy}-wal").read_bytes()) == before


def test_a_truncated_file_is_called_damaged(used):
    used.write_bytes(used.read_bytes()[:5000])
    assert refusal(used) == f"{used}: {DAMAGED}"


def test_a_file_damaged_inside_is_called_damaged_when_the_damage_is_met(used):
    content = bytearray(used.read_bytes())
    for page in _pages_of(used, "schedule", "schedule_by_due", "reviews"):
        content[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    used.write_bytes(content)
    before = used.read_bytes()
    with open_progress(used) as progress:
        with pytest.raises(UserError) as reading:
            list(progress.due(AT))
        with pytest.raises(UserError) as writing:
            progress.record("a", 3, at=AT, seconds=3)
    assert str(reading.value) == str(writing.value) == f"{used}: {DAMAGED}"
    assert used.read_bytes() == before


def _pages_of(file, *names):
    """The first page of each of these tables and indices."""
    with closing(sqlite3.connect(file)) as db:
        pages = dict(db.execute("SELECT name, rootpage FROM sqlite_master"))
    return [pages[name] for name in names]


def test_a_file_without_one_of_its_tables_is_called_damaged(used):
    with closing(sqlite3.connect(used)) as db:
        db.execute("DROP TABLE schedule")
    with pytest.raises(UserError) as caught:
        open_progress(used)
    assert str(caught.value) == f"{used}: {DAMAGED}"


def test_a_file_that_was_deleted_while_open_keeps_no_answer_in_silence(used):
    with open_progress(used) as progress:
        used.unlink()
        with pytest.raises(UserError, match="was moved or deleted while it was open"):
            progress.record("a", 3, at=AT, seconds=3)


def test_a_directory_in_place_of_the_file_is_refused(file):
    file.mkdir()
    what = "what stands in place of the progress file is a directory"
    assert refusal(file) == f"{file}: {what} {MOVE}"


@posix
def test_a_pipe_in_place_of_the_file_is_refused_instead_of_waited_for(file):
    os.mkfifo(file)
    what = "what stands in place of the progress file is no regular file"
    assert refusal(file) == f"{file}: {what} {MOVE}"


def test_a_file_in_place_of_the_directory_is_refused(tmp_path):
    (tmp_path / "home").write_text("")
    with pytest.raises(UserError) as caught:
        open_progress(tmp_path / "home" / "progress.db")
    assert str(caught.value).startswith(f"{tmp_path / 'home'}: the progress file cannot be reached")
    assert caught.value.remedy == "make it usable, or set DLQUIZ_HOME to another directory"


# As a user without any right to write

AS_NOBODY = """if True:
    import os, stat, sys
    from datetime import UTC, datetime
    from pathlib import Path
    import dlquiz.memory.schedule
    from dlquiz.errors import UserError
    from dlquiz.memory import open_progress
    dlquiz.memory.schedule.scheduler()
    if os.geteuid() == 0:
        os.setuid(65534)
    try:
        open_progress(Path(sys.argv[1])).close()
    except UserError as error:
        print(error)
"""


@pytest.fixture
def shared() -> Iterator[Path]:
    """A directory that everybody can reach."""
    directory = Path(tempfile.mkdtemp())
    directory.chmod(0o777)
    yield directory
    directory.chmod(0o777)
    shutil.rmtree(directory)


@pytest.fixture
def nobody_opens() -> Callable[[Path], str]:
    def opens(file: Path) -> str:
        command = [sys.executable, "-c", AS_NOBODY, str(file)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    return opens


WRITABLE = "(make it writable, or set DLQUIZ_HOME to another directory)"


@posix
def test_a_read_only_file_is_refused(shared, nobody_opens):
    file = shared / "progress.db"
    open_progress(file).close()
    file.chmod(0o444)
    before = everything(shared)
    assert nobody_opens(file) == f"{file}: the progress file is read-only {WRITABLE}"
    assert everything(shared) == before


@posix
def test_a_file_that_may_not_be_read_is_refused(shared, nobody_opens):
    file = shared / "progress.db"
    open_progress(file).close()
    file.chmod(0o200)
    shutil.chown(file, 65534) if os.geteuid() == 0 else None
    assert nobody_opens(file) == (
        f"{file}: the progress file cannot be reached: Permission denied "
        "(make it usable, or set DLQUIZ_HOME to another directory)"
    )


@posix
@pytest.mark.parametrize("exists", [True, False])
def test_a_read_only_home_is_refused(shared, nobody_opens, exists):
    file = shared / "progress.db"
    if exists:
        open_progress(file).close()
        file.chmod(0o666)
    shared.chmod(0o555)
    said = nobody_opens(file)
    assert said == f"{shared}: the directory of the progress file is read-only {WRITABLE}"


@posix
def test_a_home_that_may_not_be_entered_is_refused(shared, nobody_opens):
    home = shared / "home"
    home.mkdir()
    home.chmod(0)
    assert nobody_opens(home / "data" / "progress.db") == (
        f"{home / 'data'}: the progress file cannot be reached: Permission denied "
        "(make it usable, or set DLQUIZ_HOME to another directory)"
    )


# The schema


@pytest.mark.parametrize("table", ["reviews", "marks"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET card = 'b'"])
def test_the_log_is_only_added_to(progress, used, table, change):
    progress.flag("a", "", AT)
    refused = pytest.raises(sqlite3.IntegrityError, match="the log is only added to")
    with closing(sqlite3.connect(used)) as db, refused:
        db.execute(change.format(table))


def test_an_older_file_is_brought_up_to_date_in_one_step(used):
    with closing(sqlite3.connect(used, isolation_level=None)) as db:
        with pytest.raises(sqlite3.OperationalError):
            migrate(db, [*MIGRATIONS, ["CREATE TABLE plans (card TEXT)", "nonsense"]])
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert db.execute("SELECT * FROM sqlite_master WHERE name = 'plans'").fetchall() == []
        migrate(db, [*MIGRATIONS, ["CREATE TABLE plans (card TEXT)"], ["DROP TABLE plans"]])
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 2,)
        assert db.execute("SELECT count(*) FROM reviews").fetchone() == (300,)


def test_a_bug_is_not_dressed_up_as_the_users_mistake(used):
    with closing(open_store(used, 1.0)) as store, pytest.raises(sqlite3.OperationalError):
        store.rows("SELECT nothing FROM nowhere")

"""Drafts survive: nothing that was written is ever lost, and what helped is remembered."""

import os
from pathlib import Path

import pytest

from dlquiz.drills.drafts import LARGEST, Draft, read_solution
from dlquiz.errors import UsageError, UserError


def test_a_draft_begins_once_with_the_stub(tmp_path: Path) -> None:
    draft = Draft(tmp_path / "drills", "a.b")
    assert not draft.is_begun
    assert draft.begin("stub")
    draft.path.write_text("mine")
    assert not draft.begin("stub")
    assert Draft(tmp_path / "drills", "a.b").path.read_text() == "mine"


def test_what_has_passed_is_kept_and_the_next_try_begins_anew(tmp_path: Path) -> None:
    draft = Draft(tmp_path, "a.b")
    draft.begin("stub")
    draft.path.write_text("right")
    draft.take_hint()
    draft.finish()
    assert draft.path.read_text() == "right"  # an editor may have it open
    assert (draft.is_solved, draft.is_begun, draft.hints) == (True, False, 0)
    assert draft.begin("stub")
    assert draft.path.read_text() == "stub"
    assert draft.solved.read_text() == "right"


def test_the_same_solution_written_again_is_a_new_try(tmp_path: Path) -> None:
    draft = Draft(tmp_path, "a.b")
    draft.begin("stub")
    draft.path.write_text("right")
    draft.finish()
    draft.begin("stub")
    draft.path.write_text("right")
    os.utime(draft.path, ns=(1, 1))
    assert (draft.is_solved, draft.is_begun) == (False, True)
    assert not draft.begin("stub")


def test_reset_keeps_every_draft(tmp_path: Path) -> None:
    draft = Draft(tmp_path, "a.b")
    kept = []
    for text in ("first", "second", "third"):
        draft.begin(text)
        kept.append(draft.reset())
    assert [path.name for path in kept] == ["a.b.old.py", "a.b.old-2.py", "a.b.old-3.py"]
    assert [path.read_text() for path in kept] == ["first", "second", "third"]
    assert draft.reset() is None


def test_hints_and_the_shown_solution_survive_a_restart_and_end_with_reset(tmp_path: Path) -> None:
    draft = Draft(tmp_path, "a.b")
    draft.begin("stub")
    assert [draft.take_hint(), draft.take_hint()] == [0, 1]
    draft.see_solution()
    again = Draft(tmp_path, "a.b")
    assert (again.hints, again.solution_seen) == (2, True)
    again.reset()
    assert (draft.hints, draft.solution_seen) == (0, False)


def test_a_count_of_hints_that_is_none_is_no_hint(tmp_path: Path) -> None:
    (tmp_path / "a.b.hints").write_bytes(b"\xff")
    assert Draft(tmp_path, "a.b").hints == 0


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "drills").write_text("a file")
    with pytest.raises(UserError) as caught:
        Draft(tmp_path / "drills", "a.b").begin("stub")
    assert str(caught.value) == f"{tmp_path / 'drills' / 'a.b.py'}: cannot be written: File exists"


def test_a_byte_order_mark_is_no_code(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text("x = 1", encoding="utf-8-sig")
    assert read_solution(path) == "x = 1"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe", "it is not text in UTF-8"),
        (b"x" * (LARGEST + 1), "longer than 100,000 characters"),
        (b"x" * 10_000_000, "longer than 100,000 characters"),
    ],
)
def test_what_is_no_solution_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(data)
    with pytest.raises(UserError) as caught:
        read_solution(path)
    assert str(caught.value) == f"{path}: {message}"


@pytest.mark.parametrize("make", ["mkdir", "fifo"])
def test_what_is_no_file_is_refused_without_being_read(tmp_path: Path, make: str) -> None:
    path = tmp_path / "x.py"
    if make == "fifo":
        os.mkfifo(path)
    else:
        path.mkdir()
    with pytest.raises(UsageError) as caught:
        read_solution(path)
    assert str(caught.value) == f"{path}: it is no file"


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null"])
def test_a_device_is_no_file(name: str) -> None:
    with pytest.raises(UsageError):
        read_solution(Path(name))


@pytest.mark.parametrize("name", ["missing.py", "nul\0.py"])
def test_a_file_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_solution(Path(name))
    assert str(caught.value) == f"{name}: there is no such file"

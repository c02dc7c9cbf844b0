"""Card files are found by name and looked at, not opened."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dlquiz.deck.listing import card_files, is_within

Write = Callable[..., Path]

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX file system")


def test_files_come_directory_by_directory_in_the_order_of_their_names(
    write: Write, tmp_path: Path
) -> None:
    paths = [write(name, "") for name in ("b/z.yaml", "a/y.yml", "b/c.yaml", "a/x.yaml")]
    files, problems = card_files([tmp_path / "b", tmp_path / "a"])
    assert [file.path for file in files] == [paths[2], paths[0], paths[3], paths[1]]
    assert problems == []


def test_a_file_bears_its_time_and_size(write: Write, tmp_path: Path) -> None:
    path = write("a.yaml", "12345")
    ((file,), _) = card_files([tmp_path])
    assert (file.changed, file.size) == (path.stat().st_mtime_ns, 5)


@pytest.mark.parametrize("name", ["notes.txt", ".hidden.yaml", ".#lock.yaml", "a.yaml~", "yaml"])
def test_other_files_are_passed_over(name: str, write: Write, tmp_path: Path) -> None:
    write(name, "")
    assert card_files([tmp_path]) == ([], [])


def test_a_missing_directory_is_empty(tmp_path: Path) -> None:
    assert card_files([tmp_path / "missing"]) == ([], [])


def test_a_file_may_stand_in_place_of_a_directory(write: Write) -> None:
    path = write("some.cards", "")
    ((file,), _) = card_files([path])
    assert file.path == path


def test_a_file_counts_once_however_often_it_is_asked_for(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("cards/a.yaml", "")
    monkeypatch.chdir(tmp_path)
    files, _ = card_files([Path("cards"), path.parent, tmp_path / "x" / ".." / "cards", path])
    assert [file.path for file in files] == [Path("cards") / "a.yaml"]
    assert files[0].key == os.fsencode(path)


@posix
def test_names_that_are_no_unicode_are_files_too(tmp_path: Path) -> None:
    key = os.fsencode(tmp_path) + b"/caf\xe9.yaml"
    os.close(os.open(key, os.O_CREAT | os.O_WRONLY))
    ((file,), _) = card_files([tmp_path])
    assert file.key == key
    assert os.fsencode(file.path) == key


@posix
def test_a_link_to_nowhere_is_listed_without_time_or_size(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "missing")
    ((file,), problems) = card_files([tmp_path])
    assert (file.changed, file.size, problems) == (-1, -1, [])


@posix
def test_a_directory_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    files, problems = card_files([tmp_path / "loop"])
    assert files == []
    assert [str(problem) for problem in problems] == [
        f"{tmp_path / 'loop'}:1:1: cannot be opened: Too many levels of symbolic links"
    ]


def test_a_file_belongs_to_the_directory_it_is_in_and_to_no_other(tmp_path: Path) -> None:
    key = os.fsencode(tmp_path / "cards" / "a.yaml")
    assert is_within(key, [tmp_path / "cards"])
    assert not is_within(key, [tmp_path, tmp_path / "card", tmp_path / "cards" / "a"])

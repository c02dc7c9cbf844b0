"""Which card files there are, and when each was last changed; opens none of them."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dlquiz.deck.problems import Problem

_ENDINGS = (b".yaml", b".yml")
_SEPARATOR = os.fsencode(os.sep)


class CardFile(NamedTuple):
    """A card file: the directory or file that was asked for, and the absolute path as bytes.

    `changed` and `size` are -1 where they could not be had.
    """

    asked: Path
    key: bytes
    changed: int
    size: int

    @property
    def path(self) -> Path:
        """The file as whoever asked for it would write it."""
        name = os.fsdecode(self.key.rpartition(_SEPARATOR)[2])
        return self.asked if self.key == _key(self.asked) else self.asked / name


def card_files(directories: Sequence[Path]) -> tuple[list[CardFile], list[Problem]]:
    """The card files of the directories in deck order, and the directories that cannot be read.

    A directory that does not exist holds no cards; a file may stand in place of a directory.
    """
    files: dict[bytes, CardFile] = {}
    problems = []
    for directory in directories:
        try:
            for file in _listed(directory):
                files.setdefault(file.key, file)
        except OSError as error:
            what = f"cannot be opened: {error.strerror}"
            problems.append(Problem(file=str(directory), line=1, column=1, what=what))
    return list(files.values()), problems


def is_within(key: bytes, directories: Sequence[Path]) -> bool:
    """Whether a file of this key belongs to one of the directories."""
    return key.rpartition(_SEPARATOR)[0] in {_key(directory) for directory in directories}


def _listed(directory: Path) -> Iterator[CardFile]:
    try:
        entries = sorted(os.scandir(_key(directory)), key=lambda entry: entry.name)
    except NotADirectoryError:
        yield _file(directory, _key(directory), directory)
        return
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name.endswith(_ENDINGS) and not entry.name.startswith(b"."):
            yield _file(directory, entry.path, entry)


def _file(asked: Path, key: bytes, entry: "Path | os.DirEntry[bytes]") -> CardFile:
    try:
        status = entry.stat()
    except OSError:  # a link to nowhere, say: reading it will tell
        return CardFile(asked, key, -1, -1)
    return CardFile(asked, key, status.st_mtime_ns, status.st_size)


def _key(path: Path) -> bytes:
    return os.fsencode(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links

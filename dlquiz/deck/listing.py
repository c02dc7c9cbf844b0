"""Which card files there are, and when each was last changed; opens none of them."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dlquiz.deck.problems import Problem

ENDINGS = (".yaml", ".yml")


class CardFile(NamedTuple):
    """A card file; `path` is as it was asked for, `key` the same for every way of asking.

    `changed` and `size` are -1 where they could not be had.
    """

    path: Path
    key: bytes
    changed: int
    size: int


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
    return Path(os.fsdecode(key)).parent in {Path(os.fsdecode(_key(d))) for d in directories}


def _listed(directory: Path) -> Iterator[CardFile]:
    try:
        entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
    except NotADirectoryError:
        yield _file(directory, _key(directory), directory)
        return
    except FileNotFoundError:
        return
    root = _key(directory) + os.fsencode(os.sep)
    for entry in entries:
        if entry.name.endswith(ENDINGS) and not entry.name.startswith("."):
            yield _file(directory / entry.name, root + os.fsencode(entry.name), entry)


def _file(path: Path, key: bytes, entry: "Path | os.DirEntry[str]") -> CardFile:
    try:
        status = entry.stat()
    except OSError:  # a link to nowhere, say: reading it will tell
        return CardFile(path, key, -1, -1)
    return CardFile(path, key, status.st_mtime_ns, status.st_size)


def _key(path: Path) -> bytes:
    return os.fsencode(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links

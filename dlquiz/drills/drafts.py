"""A candidate's drafts: a file a drill in a directory, with what was looked up meanwhile.

A draft that passed stays where it is, under an open editor, and is copied to `CARD.solved.py` with
its time. As long as the two are alike, nothing has been begun: the next try starts from the stub.
"""

import os
from pathlib import Path

from dlquiz.errors import UsageError, UserError

LARGEST = 100_000  # characters that a solution may have


class Draft:
    """The draft of one drill; nothing is there until `begin`."""

    def __init__(self, directory: Path, card: str) -> None:
        self.path = directory / f"{card}.py"
        self.solved = directory / f"{card}.solved.py"
        self._hints = directory / f"{card}.hints"
        self._seen = directory / f"{card}.seen"

    @property
    def is_begun(self) -> bool:
        """Whether there is a draft that is not the one that passed."""
        return self.path.exists() and not self.is_solved

    @property
    def is_solved(self) -> bool:
        """Whether what stands there has passed already."""
        draft = self.stamp
        return draft is not None and draft == _stamp(self.solved)

    @property
    def stamp(self) -> tuple[int, int] | None:
        """What changes when the draft is saved; None when there is none."""
        return _stamp(self.path)

    def begin(self, stub: str) -> bool:
        """Writes the stub, unless a draft is begun; whether it did."""
        is_new = not self.is_begun
        if is_new:
            _write(self.path, stub.encode())
            self._forget()
        return is_new

    def finish(self) -> None:
        """Keeps a copy of what has passed; the next try owes nothing to the hints of this one."""
        try:
            data, found = self.path.read_bytes(), self.path.stat()
            _write(self.solved, data)
            os.utime(self.solved, ns=(found.st_atime_ns, found.st_mtime_ns))
        except OSError as error:
            raise _unwritable(error, self.solved) from error
        self._forget()

    def reset(self) -> Path | None:
        """Moves the draft aside and forgets the hints; gives the place of the old one."""
        if not self.path.exists():
            return None
        self._forget()
        old = self.path.with_suffix(".old.py")
        number = 1
        while old.exists():
            number += 1
            old = self.path.with_suffix(f".old-{number}.py")
        try:
            return self.path.rename(old)
        except OSError as error:
            raise _unwritable(error, self.path) from error

    @property
    def hints(self) -> int:
        """How many hints were asked for."""
        try:
            return int(self._hints.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return 0

    def take_hint(self) -> int:
        """The place of the next hint, from 0."""
        place = self.hints
        _write(self._hints, str(place + 1).encode())
        return place

    @property
    def solution_seen(self) -> bool:
        return self._seen.exists()

    def see_solution(self) -> None:
        """Notes that the solution was shown before it was found."""
        _write(self._seen, b"")

    def _forget(self) -> None:
        for path in (self._hints, self._seen):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise _unwritable(error, path) from error


def read_solution(path: Path) -> str:
    """The text of a solution. Raises `UserError` for what is none, or too large."""
    if not path.is_file():
        what = "it is no file" if path.exists() else "there is no such file"
        raise UsageError(what, where=str(path))
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(LARGEST + 1)
    except UnicodeDecodeError as error:
        raise UserError("it is not text in UTF-8", where=str(path)) from error
    except OSError as error:
        raise UserError(f"cannot be read: {error.strerror}", where=str(path)) from error
    if len(text) > LARGEST:
        raise UserError(f"longer than {LARGEST:,} characters", where=str(path))
    return text


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _write(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except OSError as error:
        raise _unwritable(error, path) from error


def _unwritable(error: OSError, path: Path) -> UserError:
    return UserError(f"cannot be written: {error.strerror}", where=str(path))

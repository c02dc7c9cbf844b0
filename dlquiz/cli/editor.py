"""The person's own editor, on a file and a line."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING

from dlquiz.errors import UserError
from dlquiz.paths import editor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# How an editor is told the line; one that is not named here opens the file at its first.
_PLUS = {"vi", "vim", "nvim", "view", "gvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe"}
_COLON = {"hx", "helix", "subl", "zed"}
_GOTO = {"code", "code-insiders", "codium", "cursor"}


def edit(path: Path, line: int = 1) -> bool:
    """Opens the editor, where one is set and a person is at the terminal; whether it did.

    Raises `UserError` when the editor does not start.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    try:
        words = editor()
    except ValueError as error:
        raise UserError(f"no command: {error}", where="EDITOR") from error
    if not words:
        return False
    try:
        with _interrupts_are_the_editors():
            subprocess.run([*words, *place(words[0], path, line)], check=False)
    except OSError as error:
        what = f"the editor does not start: {error.strerror}"
        raise UserError(what, where=words[0], remedy="set EDITOR") from error
    return True


def place(program: str, path: Path, line: int) -> Sequence[str]:
    """The file and the line as the editor takes them.

    >>> place("/usr/bin/vim", PurePath("a.yaml"), 7), place("code", PurePath("a.yaml"), 7)
    (['+7', 'a.yaml'], ['--goto', 'a.yaml:7'])
    """
    name = PurePath(program).stem.lower()
    if line > 1 and name in _PLUS:
        return [f"+{line}", str(path)]
    if line > 1 and name in _COLON:
        return [f"{path}:{line}"]
    if line > 1 and name in _GOTO:
        return ["--goto", f"{path}:{line}"]
    return [str(path)]


@contextmanager
def _interrupts_are_the_editors() -> Iterator[None]:
    """Ctrl-C in an editor is meant for it."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)

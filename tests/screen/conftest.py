"""A real pseudo-terminal with the program in it, read as a person would see it."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pyte
import pytest


class Terminal:
    """The program on a terminal of so many columns and rows; `screen` is what stands on it."""

    def __init__(
        self, arguments: list[str], environment: dict[str, str], columns: int, rows: int, cwd: Path
    ) -> None:
        self._display = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._display)
        self.raw = b""
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "dlquiz", *arguments],
            env=environment,
            dimensions=(rows, columns),
            cwd=str(cwd),
            timeout=30,
        )
        self.child.delaybeforesend = None

    @property
    def screen(self) -> str:
        return "\n".join(line.rstrip() for line in self._display.display)

    def press(self, keys: str) -> None:
        self.child.send(keys)

    def wait_for(self, text: str, seconds: float = 20) -> str:
        """Read until the text stands on the screen; returns the screen."""
        self._read(lambda: text in self.screen, seconds, f"{text!r} never stood on the screen")
        return self.screen

    def wait_for_end(self, seconds: float = 20) -> int | None:
        """Read until the program has ended; returns its exit code."""
        deadline = time.monotonic() + seconds
        while self.child.isalive() and time.monotonic() < deadline:
            self._read_some()
        while self._read_some():
            pass
        self.child.close()
        return self.child.exitstatus

    def resize(self, columns: int, rows: int) -> None:
        self._display.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.child.pid, number)

    def _read(self, done: Callable[[], bool], seconds: float, complaint: str) -> None:
        deadline = time.monotonic() + seconds
        while not done():
            if not self._read_some() and not self.child.isalive() and not done():
                raise AssertionError(f"{complaint}, the program has ended:\n{self.screen}")
            if time.monotonic() > deadline:
                raise AssertionError(f"{complaint}:\n{self.screen}")

    def _read_some(self) -> bool:
        try:
            data = self.child.read_nonblocking(65536, timeout=0.1)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.raw += data
        self._stream.feed(data)
        return True


@pytest.fixture
def terminal(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Starts the program: `terminal("practice", "softmax", columns=80, rows=50)`."""
    started = []

    def start(
        *arguments: str, columns: int = 80, rows: int = 50, **extra_environment: str
    ) -> Terminal:
        own = {name: value for name, value in environment.items() if name != "COLUMNS"}
        own |= {"TERM": "xterm-256color"} | extra_environment
        started.append(Terminal(list(arguments), own, columns, rows, tmp_path))
        return started[-1]

    yield start
    for running in started:
        running.child.close(force=True)

"""Single keys from a terminal, with what was typed ahead kept and the terminal left as it was.

Inside `with Keys() as keys`, keys are neither echoed nor held back for Enter. Ctrl-Z, SIGTERM and
a closed window give the terminal its old mode back first; Ctrl-C stays `KeyboardInterrupt`.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any

NAMES = {
    "\x1b[A": "up",
    "\x1b[B": "down",
    "\x1b[C": "right",
    "\x1b[D": "left",
    "\x1bOA": "up",
    "\x1bOB": "down",
    "\x1bOC": "right",
    "\x1bOD": "left",
    "\x1b[H": "home",
    "\x1b[F": "end",
    "\x1bOH": "home",
    "\x1bOF": "end",
    "\x1b[1~": "home",
    "\x1b[4~": "end",
    "\r": "enter",
    "\n": "enter",
    "\x1b": "esc",
    "\x7f": "backspace",
    "\x08": "backspace",
    "\x03": "interrupt",
    "\x04": "eof",
    " ": "space",
}
WINDOWS_NAMES = {
    "H": "up",
    "P": "down",
    "M": "right",
    "K": "left",
    "G": "home",
    "O": "end",
}
_CYRILLIC = str.maketrans(
    "йцукенгшщзхъфывапролджэячсмитьбюЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.QWERTYUIOP[]ASDFGHJKL;'ZXCVBNM,.",
)


def latin(key: str) -> str:
    """The key at the same place of a Latin keyboard: `в`, where D is, gives `d`."""
    return key.translate(_CYRILLIC).lower() if len(key) == 1 else key


class Keys:
    """A reader of single keys from standard input, for the length of a `with` block.

    `read` returns a name ("enter", "esc", "up", "space" …), the character itself, "resize" after
    the window changed or the program came back from Ctrl-Z, "" when `timeout` seconds passed, and
    None when the terminal has gone away.
    """

    def __init__(self) -> None:
        self._reader: Any = _WindowsReader() if os.name == "nt" else _PosixReader()

    def __enter__(self) -> "Keys":
        self._reader.open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._reader.close()

    @contextmanager
    def given_back(self) -> Iterator[None]:
        """The terminal as another program expects it, for as long as that runs."""
        self._reader.close()
        try:
            yield
        finally:
            self._reader.open()

    def read(self, timeout: float | None = None) -> str | None:
        key: str | None = self._reader.read(timeout)
        if key == "interrupt":
            raise KeyboardInterrupt
        return None if key == "eof" else key


class _PosixReader:
    """Reads bytes in cbreak mode: signals still work, echo and line buffering are off."""

    def __init__(self) -> None:
        self._input = sys.stdin.fileno()

    def open(self) -> None:
        import termios

        self._saved_mode = termios.tcgetattr(self._input)
        self._enter_mode()
        self._wake_read, self._wake_write = os.pipe()
        self._saved_handlers = {
            number: signal.signal(number, handler)
            for number, handler in (
                (signal.SIGTSTP, self._suspend),
                (signal.SIGWINCH, self._wake),
                (signal.SIGTERM, self._end),
                (signal.SIGHUP, self._end),
                (signal.SIGQUIT, self._end),
            )
        }

    def close(self) -> None:
        for number, handler in self._saved_handlers.items():
            signal.signal(number, handler)
        self._leave_mode()
        os.close(self._wake_read)
        os.close(self._wake_write)

    def read(self, timeout: float | None) -> str | None:
        import select

        ready, _, _ = select.select([self._input, self._wake_read], [], [], timeout)
        if self._wake_read in ready:
            os.read(self._wake_read, 1024)
            return "resize"
        if not ready:
            return ""
        try:
            return self._decode(os.read(self._input, 1))
        except OSError:  # the window was closed
            return None

    def _decode(self, first: bytes) -> str | None:
        if not first:
            return None
        if first == b"\x1b":
            first = self._escape_sequence(first)
        elif first[0] >= 0xC0:
            following = 1 if first[0] < 0xE0 else 2 if first[0] < 0xF0 else 3
            first += os.read(self._input, following)
        text = first.decode("utf-8", "replace")
        return NAMES.get(text, "" if text[0] == "\x1b" or not text.isprintable() else text)

    def _escape_sequence(self, sequence: bytes) -> bytes:
        """A sequence arrives as one burst; a lone Esc is followed by silence."""
        import select

        while len(sequence) < 16 and select.select([self._input], [], [], 0.03)[0]:
            sequence += os.read(self._input, 1)
            if len(sequence) > 2 and (sequence[-1:].isalpha() or sequence[-1:] == b"~"):
                break
        return sequence

    def _enter_mode(self) -> None:
        import termios

        mode = termios.tcgetattr(self._input)
        mode[3] &= ~(termios.ICANON | termios.ECHO)
        mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
        # TCSADRAIN, as TCSAFLUSH would throw away what was typed ahead.
        termios.tcsetattr(self._input, termios.TCSADRAIN, mode)

    def _leave_mode(self) -> None:
        import termios

        try:
            termios.tcsetattr(self._input, termios.TCSADRAIN, self._saved_mode)
        except termios.error:
            return  # the terminal no longer exists

    def _wake(self, number: int, frame: FrameType | None) -> None:
        os.write(self._wake_write, b"w")

    def _suspend(self, number: int, frame: FrameType | None) -> None:
        """Stop like any program, with the terminal in order, and come back ready for keys."""
        self._leave_mode()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, self._suspend)
        self._enter_mode()
        self._wake(number, frame)

    def _end(self, number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)


class _WindowsReader:
    """Reads keys of the Windows console, which needs no mode."""

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def read(self, timeout: float | None) -> str | None:
        import msvcrt
        import time

        console: Any = msvcrt
        deadline = None if timeout is None else time.monotonic() + timeout
        while deadline is not None and not console.kbhit():
            if time.monotonic() >= deadline:
                return ""
            time.sleep(0.01)
        character = console.getwch()
        if character in "\0\xe0":
            return WINDOWS_NAMES.get(console.getwch(), "")
        name: str = NAMES.get(character, character)
        return name

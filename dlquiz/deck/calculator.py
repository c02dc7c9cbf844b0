"""Computes expressions in a process of its own, which can be ended whatever it is doing.

An expression may call any function of the reference with any numbers, and one call into numpy
can neither be interrupted nor be kept from filling the memory. So the work is done by another
Python (`dlquiz.deck.worker`), started when it is first needed and kept. It ends itself when a
calculation takes longer than `SECONDS`, it may not take more than `MEMORY` where the platform can
limit that, it may not write files or open connections, and it ends when this process does.
"""

import atexit
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

import msgspec

from dlquiz.deck.expressions import ExpressionError
from dlquiz.errors import UserError

SECONDS = 5.0
MEMORY = 2 * 2**30

Result = bool | float | int | list[Any]


class Request(msgspec.Struct, frozen=True):
    """An expression, and the values of its names each time it is to be computed."""

    text: str
    draws: list[dict[str, Any]]


class Reply(msgspec.Struct, frozen=True):
    """One result, or what went wrong, at which column, and what to do about it."""

    result: Result | None = None
    what: str = ""
    column: int = 1
    remedy: str = ""


class Calculator:
    """A Python that computes, started with the first expression and again after each it ends."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds, self._memory = seconds, memory
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def compute(self, text: str, values: Mapping[str, Any]) -> Result:
        """The value of the expression. Raises `ExpressionError` when it has none in time."""
        results, error = self.compute_all(text, [values])
        if error is not None:
            raise error
        return results[0]

    def compute_all(
        self, text: str, draws: Iterable[Mapping[str, Any]]
    ) -> tuple[list[Result], ExpressionError | None]:
        """The expression's value for every draw, up to the first that has none, and why."""
        request = Request(text, [dict(values) for values in draws])
        results: list[Result] = []
        with self._lock:
            for reply in self._ask(request):
                if reply.result is None:
                    return results, ExpressionError(reply.what, reply.column, remedy=reply.remedy)
                results.append(reply.result)
        return results, None

    def close(self) -> None:
        """Ends the other Python, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _ask(self, request: Request) -> list[Reply]:
        """A reply for every draw, or up to the first that failed."""
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        replies: list[Reply] = []
        try:
            send(process.stdin, msgspec.msgpack.encode(request))
            while len(replies) < len(request.draws):
                message = receive(process.stdout)
                if message is None:
                    replies.append(_ended(process.wait(), self._seconds))
                else:
                    replies.append(msgspec.msgpack.decode(message, type=Reply))
                if replies[-1].result is None:
                    break
        except BaseException:  # an interrupt would leave its replies to the next question
            self.close()
            raise
        return replies

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = _started(self._seconds, self._memory)
        return self._process


def _started(seconds: float, memory: int) -> "subprocess.Popen[bytes]":
    """Another Python that finds the same modules and is ready to compute."""
    code = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        f"from dlquiz.deck.worker import serve; serve({seconds!r}, {memory!r})"
    )
    try:
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C and Ctrl-Z on the terminal are not for it
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise UserError(f"answers cannot be computed: {error}") from error
    assert process.stdout is not None
    if receive(process.stdout) is None:
        process.communicate()
        import dlquiz.deck.calculation  # noqa: F401 - if that is the reason, it shows here

        raise UserError("answers cannot be computed: another Python does not start")
    return process


def _ended(code: int, seconds: float) -> Reply:
    """Why there is no reply: out of time, as the worker itself says by its code, or killed."""
    if code == 1:
        return Reply(what=f"takes longer than {seconds:g} s", remedy="use smaller numbers")
    return Reply(what="cannot be computed: it needs too much memory", remedy="use smaller numbers")


def send(stream: BinaryIO | Any, message: bytes) -> None:
    """Writes a message: its length in four bytes, then itself."""
    stream.write(len(message).to_bytes(4, "big") + message)
    stream.flush()


def receive(stream: BinaryIO | Any) -> bytes | None:
    """The next message; None when the other side has ended."""
    length = stream.read(4)
    message = stream.read(int.from_bytes(length, "big")) if len(length) == 4 else b""
    return bytes(message) if message else None


_CALCULATOR = Calculator()
compute, compute_all = _CALCULATOR.compute, _CALCULATOR.compute_all
atexit.register(_CALCULATOR.close)

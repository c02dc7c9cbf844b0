"""The Python that computes for another: requests come on standard input, replies go back.

It is confined before the first request: a deadline that ends the process even inside a call
into C, a limit on memory where the platform has one, and no way to write, delete, start or
connect to anything.
"""

import faulthandler
import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from dlquiz.deck.expressions import ExpressionError, Parsed, parse

if TYPE_CHECKING:
    from dlquiz.deck.calculator import Reply

_REFUSED = re.compile(
    r"(ctypes|ftplib|http|imaplib|nntplib|poplib|pty|shutil|smtplib|socket|sqlite3|subprocess"
    r"|telnetlib|urllib|webbrowser|winreg)\."
    r"|os\.(ch(flags|mod|own)|exec|fork|kill|link|mkdir|posix_spawn|putenv|remove|rename|rmdir"
    r"|setxattr|spawn|startfile|symlink|system|truncate|unsetenv|utime)"
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def serve(seconds: float, memory: int) -> None:
    """Replies to every request until standard input ends."""
    from dlquiz.deck.calculator import receive, send

    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nothing printed can reach the replies
    for name in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM"):
        os.putenv(f"{name}_NUM_THREADS", "1")
    from dlquiz.deck import calculation  # noqa: F401 - loads numpy, before files are refused

    _limit_memory(memory)
    sys.addaudithook(refuse)
    send(replies, b"ready")
    while (request := receive(requests)) is not None:
        for reply in _replies(request, seconds):
            send(replies, reply)


def _replies(request: bytes, seconds: float) -> Iterator[bytes]:
    """A reply for each draw within its own time, up to the first that fails."""
    from dlquiz.deck.calculator import Request

    asked = msgspec.msgpack.decode(request, type=Request)
    for values in asked.draws:
        faulthandler.dump_traceback_later(seconds, exit=True, file=2)
        reply = _reply(asked.text, values)
        message = msgspec.msgpack.encode(reply)
        faulthandler.cancel_dump_traceback_later()
        yield message
        if reply.result is None:
            return


def _reply(text: str, values: dict[str, Any]) -> "Reply":
    """The result of one draw; whatever fails is an error at a column of the expression."""
    from dlquiz.deck.calculation import calculate
    from dlquiz.deck.calculator import Reply

    try:
        return Reply(result=plain(calculate(_parsed(text), values)))
    except ExpressionError as error:
        return Reply(what=error.what, column=error.column, remedy=error.remedy)
    except MemoryError:
        what = "cannot be computed: it needs too much memory"
        return Reply(what=what, remedy="use smaller numbers")


@lru_cache(maxsize=1)
def _parsed(text: str) -> Parsed:
    return parse(text)


def plain(value: Any) -> Any:
    """A result without numpy: a truth value, a number, or nested lists of them.

    Raises `ExpressionError` for anything else.
    """
    import numpy as np

    if isinstance(value, np.ndarray | np.generic):
        if value.dtype.kind not in "biuf":
            raise ExpressionError("the result is not made of real numbers")
        return value.tolist()
    if isinstance(value, bool | float) or (isinstance(value, int) and abs(value) < 2**63):
        return value
    if isinstance(value, int):
        return float(value) if abs(value) < 1e308 else float("inf")
    if callable(value):
        raise ExpressionError("a function is not a result", remedy="call it")
    what = f"a {type(value).__name__} is not a number or an array"
    raise ExpressionError(what, remedy="take one of its values by [0], [1] …")


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Raises `PermissionError` for everything that reaches beyond this process."""
    if event == "open":
        _, mode, flags = arguments
        if set(mode or "") & set("wax+") or (flags or 0) & _WRITING:
            raise PermissionError("an expression writes no files")
    elif _REFUSED.match(event):
        raise PermissionError(f"an expression does nothing like {event}")


def _limit_memory(memory: int) -> None:
    with suppress(ImportError, OSError, ValueError):  # Windows; a platform without this limit
        from resource import RLIMIT_AS, setrlimit

        setrlimit(RLIMIT_AS, (memory, memory))

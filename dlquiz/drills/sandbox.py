"""Another Python for a candidate's code, with bounds on time, memory, output and processes.

The bounds are the platform's best effort. It is the candidate's own code and runs with the
candidate's own rights: the process protects the program and its checks, not the computer.
"""

import base64
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dlquiz.drills.functions import Function

SECONDS = 5  # of processor time; one that sleeps has twice as long
MEMORY = 2 * 2**30
NOT_WRITTEN = "it is not written yet (NotImplementedError)"
_HARNESS = Path(__file__).with_name("harness.py")
_LONGEST = 1 << 26  # bytes of replies
_PRINTED = 2000  # characters that are shown of what the code prints


class Seed(NamedTuple):
    """A fresh generator with this seed, made on the other side."""

    seed: int


@dataclass(frozen=True)
class Other:
    """A result that is no number, array or sequence of them, in words."""

    name: str


class Reply(NamedTuple):
    """What came of a call: a result and what it left of its arguments, or what went wrong."""

    result: Any = None
    left: tuple[Any, ...] = ()
    seconds: float = 0.0
    trouble: str = ""


class Ran(NamedTuple):
    """What came of a run: a reply for each call, or the trouble that kept it from any.

    `printed` is what the code printed first, up to its first call that printed anything.
    """

    replies: list[Reply]
    trouble: str = ""
    printed: str = ""


class Solution(NamedTuple):
    """A source and the calls to make; a trusted one finds dlquiz, as the reference must."""

    source: str
    calls: Sequence[Sequence[Any]]
    trusted: bool = False


def run(solution: Solution, function: str, seconds: int = SECONDS) -> Ran:
    """Calls the function of the source with each of the arguments, in another process."""
    data, ended = _answers(_request([solution], function, seconds), 2 * seconds)
    return _ran(_lines(data), solution.calls, _why(ended, seconds))


def run_all(solutions: Sequence[Solution], function: str, seconds: int = SECONDS) -> list[Ran]:
    """`run` for several sources, each in a process of its own, which are quick to start."""
    if len(solutions) < 2 or sys.platform != "linux":  # elsewhere copying a process is not safe
        return [run(solution, function, seconds) for solution in solutions]
    request = _request(solutions, function, seconds)
    data, _ = _answers(request, 2 * seconds * len(solutions) + 2)
    answered, lines = list[tuple[list[dict[str, Any]], Any]](), list[dict[str, Any]]()
    for line in _lines(data):
        if "ended" in line:
            answered.append((lines, line["ended"]))
            lines = []
        else:
            lines.append(line)
    answered += [([], 0)] * (len(solutions) - len(answered))
    return [
        _ran(lines, solution.calls, _why(ended, seconds))
        for solution, (lines, ended) in zip(solutions, answered, strict=False)
    ]


def _request(solutions: Sequence[Solution], function: str, seconds: int) -> bytes:
    request = {
        "solutions": [
            {
                "source": source,
                "trusted": trusted,
                "calls": [[_encoded(argument) for argument in arguments] for arguments in calls],
            }
            for source, calls, trusted in solutions
        ],
        "function": function,
        "seconds": seconds,
        "memory": MEMORY,
        "path": sys.path,
        "numpy": str(Path(np.__file__).parents[1]),
    }
    return json.dumps(request).encode() + b"\n"


def _answers(request: bytes, seconds: float) -> tuple[bytes, int | None]:
    """What came back, and the code that the process ended with by itself; None if too late."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", "-X", "utf8", str(_HARNESS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    data = bytearray()
    reader = threading.Thread(target=_read, args=(process, data), daemon=True)
    reader.start()
    assert process.stdin is not None
    try:
        with suppress(OSError):  # it may end before it has read its work
            process.stdin.write(request)
            process.stdin.close()
        ended = _ended(process, reader, seconds)
    finally:
        _kill(process)
        process.wait()
    reader.join(1)
    return bytes(data), ended


def _ended(
    process: "subprocess.Popen[bytes]", reader: threading.Thread, seconds: float
) -> int | None:
    """Waits for the end of the process, not of its output: what it started may hold that open."""
    until = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < until:
        reader.join(0.05) if reader.is_alive() else time.sleep(0.002)
    return process.poll()


def _read(process: "subprocess.Popen[bytes]", data: bytearray) -> None:
    """Collects what is written, and ends what writes too much."""
    assert process.stdout is not None
    with process.stdout as stream:
        while piece := os.read(stream.fileno(), 1 << 16):
            data += piece
            if len(data) > _LONGEST:
                _kill(process)
                return


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """Ends it with all that it has started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, ProcessLookupError, PermissionError):
        process.kill()


def _why(ended: Any, seconds: int) -> str:
    """Why there are not all replies, from the code that the process ended with."""
    late = {-getattr(signal, name, 0) for name in ("SIGXCPU", "SIGALRM")} - {0}
    if ended is None or ended in late:
        return f"it takes longer than {seconds} s: an endless loop?"
    if ended == -getattr(signal, "SIGKILL", 0) != 0:
        return "it was stopped: too much time, memory or output"
    if isinstance(ended, int) and ended < 0:
        return f"Python crashed: {signal.strsignal(-ended)}"
    return "it ended the process before it had answered, as os._exit does"


def _lines(data: bytes) -> list[dict[str, Any]]:
    """The replies up to the first that is none: the code may have written between them."""
    replies = []
    for line in data.split(b"\n"):
        try:
            reply = json.loads(line)
        except (ValueError, RecursionError):
            break
        if not isinstance(reply, dict):
            break
        replies.append(reply)
    return replies


def _ran(lines: Sequence[dict[str, Any]], calls: Sequence[Sequence[Any]], why: str) -> Ran:
    if not lines:
        return Ran([], why)
    first, *rest = lines
    printed = next(filter(None, (str(line.get("printed", "")) for line in lines)), "")[:_PRINTED]
    if "missing" in first:
        return Ran([], f"there is no function `{first['missing']}`", printed)
    if not first.get("loaded"):
        return Ran([], _error(first), printed)
    replies = [_reply(line, len(call)) for line, call in zip(rest, calls, strict=False)]
    return Ran([*replies, *[Reply(trouble=why)] * (len(calls) - len(replies))], printed=printed)


def _reply(line: dict[str, Any], arguments: int) -> Reply:
    """A reply as it was meant, whatever the code may have written in its place."""
    try:
        if "error" in line:
            return Reply(trouble=_error(line))
        left = tuple(_decoded(value) for value in line["left"])
        if len(left) != arguments:
            raise ValueError(left)
        return Reply(_decoded(line["result"]), left, float(line["seconds"]))
    except Exception:
        return Reply(trouble="its answer cannot be read")


def _error(line: dict[str, Any]) -> str:
    name, where = str(line.get("error"))[:60], line.get("line")
    if name == "MemoryError":
        return "it needs more memory than it may have"
    if name == "NotImplementedError":
        return NOT_WRITTEN
    place = f"line {where}: " if isinstance(where, int) else ""
    message = str(line.get("message", ""))[:300]
    return f"{place}{name}: {message}" if message else f"{place}{name}"


def _encoded(value: Any) -> dict[str, Any]:
    if isinstance(value, Seed):
        return {"generator": value.seed}
    if isinstance(value, Function):
        return {"function": value.source}
    if isinstance(value, float):
        return {"plain": value.hex(), "float": True}
    if value is None or isinstance(value, bool | int | str):
        return {"plain": value}
    if isinstance(value, list | tuple):
        return {"items": [_encoded(item) for item in value]}
    array = np.ascontiguousarray(value)
    data = base64.b64encode(array.tobytes()).decode()
    return {"array": data, "dtype": array.dtype.str, "shape": list(np.shape(value))}


def _decoded(value: dict[str, Any]) -> Any:
    """The value; whatever is not of this form raises some error."""
    if "other" in value:
        return Other(str(value["other"])[:100])
    if "items" in value:
        return tuple(_decoded(item) for item in value["items"])
    if "array" in value:
        dtype = np.dtype(value["dtype"])
        if dtype.kind not in "bif":
            raise ValueError(dtype)
        return np.frombuffer(base64.b64decode(value["array"]), dtype).reshape(value["shape"])
    plain = float.fromhex(value["plain"]) if value.get("float") else value["plain"]
    if plain is not None and not isinstance(plain, bool | int | float | str):
        raise TypeError(plain)
    return plain

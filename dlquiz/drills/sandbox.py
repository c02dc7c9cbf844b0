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
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

SECONDS = 10
MEMORY = 4 * 2**30
_HARNESS = Path(__file__).with_name("harness.py")
_LONGEST = 1 << 26  # bytes of replies


class Seed(NamedTuple):
    """A fresh generator with this seed, made on the other side."""

    seed: int


class Other(NamedTuple):
    """A result that is no number, array or sequence of them, by its name."""

    name: str


class Reply(NamedTuple):
    """What came of a call: a result and what it left of its arguments, or what went wrong."""

    result: Any = None
    left: tuple[Any, ...] = ()
    seconds: float = 0.0
    trouble: str = ""


class Ran(NamedTuple):
    """What came of a run: a reply for each call, or the trouble that kept it from any."""

    replies: list[Reply]
    trouble: str = ""
    missing: bool = False


def run(
    source: str,
    function: str,
    calls: Sequence[Sequence[Any]],
    seconds: int = SECONDS,
    *,
    trusted: bool = False,
) -> Ran:
    """Calls the function of the source with each of these arguments, in another process.

    `trusted` code finds dlquiz, as the reference does that proves a drill.
    """
    request = {
        "source": source,
        "function": function,
        "seconds": seconds,
        "memory": MEMORY,
        "path": sys.path if trusted else None,
        "calls": [[_encoded(argument) for argument in arguments] for arguments in calls],
    }
    lines, ended_in_time = _answers(json.dumps(request) + "\n", seconds)
    return _ran(lines, len(calls), seconds, in_time=ended_in_time)


def _answers(request: str, seconds: int) -> tuple[list[dict[str, Any]], bool]:
    """The lines that came back, and whether the process ended by itself in time."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", str(_HARNESS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    late = threading.Event()

    def end() -> None:
        late.set()
        _kill(process)

    timer = threading.Timer(seconds + 2, end)  # it may sleep, which takes no processor time
    timer.start()
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        with suppress(OSError):  # it may end before it has read its work
            process.stdin.write(request.encode())
            process.stdin.close()
        data = process.stdout.read(_LONGEST)
        process.stdout.close()
    finally:
        timer.cancel()
        _kill(process)
        code = process.wait()
    out_of_time = late.is_set() or code == -getattr(signal, "SIGXCPU", 0)
    return _lines(data), not out_of_time


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """Ends it with all that it has started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, ProcessLookupError, PermissionError):
        process.kill()


def _lines(data: bytes) -> list[dict[str, Any]]:
    """The replies up to the first that is none: the code may have written between them."""
    replies = []
    for line in data.split(b"\n"):
        try:
            reply = json.loads(line)
        except ValueError:
            break
        if not isinstance(reply, dict):
            break
        replies.append(reply)
    return replies


def _ran(lines: list[dict[str, Any]], calls: int, seconds: int, *, in_time: bool) -> Ran:
    ended = "the process ended before it had answered" if in_time else _late(seconds)
    if not lines:
        return Ran([], ended)
    first, *rest = lines
    if "missing" in first:
        return Ran([], f"there is no function `{first['missing']}`", missing=True)
    if not first.get("loaded"):
        return Ran([], _error(first))
    replies = [_reply(line) for line in rest[:calls]]
    return Ran([*replies, *[Reply(trouble=ended)] * (calls - len(replies))])


def _late(seconds: int) -> str:
    return f"it takes longer than {seconds} s; an endless loop?"


def _reply(line: dict[str, Any]) -> Reply:
    try:
        if "error" in line:
            return Reply(trouble=_error(line))
        left = tuple(_decoded(value) for value in line["left"])
        return Reply(_decoded(line["result"]), left, float(line["seconds"]))
    except (KeyError, TypeError, ValueError):
        return Reply(trouble="its answer cannot be read")


def _error(line: dict[str, Any]) -> str:
    name, where = str(line.get("error")), line.get("line")
    if name == "MemoryError":
        return "it needs more memory than it may have"
    if name == "NotImplementedError":
        return "it is not written yet (NotImplementedError)"
    place = f"line {where}: " if isinstance(where, int) else ""
    message = str(line.get("message", ""))
    return f"{place}{name}: {message}" if message else f"{place}{name}"


def _encoded(value: Any) -> dict[str, Any]:
    if isinstance(value, Seed):
        return {"generator": value.seed}
    if isinstance(value, float):
        return {"plain": value.hex(), "float": True}
    if value is None or isinstance(value, bool | int | str):
        return {"plain": value}
    if isinstance(value, list | tuple):
        return {"items": [_encoded(item) for item in value]}
    array = np.ascontiguousarray(value)
    data = base64.b64encode(array.tobytes()).decode()
    return {"array": data, "dtype": array.dtype.str, "shape": list(array.shape)}


def _decoded(value: dict[str, Any]) -> Any:
    if "other" in value:
        return Other(str(value["other"]))
    if "items" in value:
        return tuple(_decoded(item) for item in value["items"])
    if "array" in value:
        dtype = np.dtype(value["dtype"])
        if dtype.kind not in "bif":
            raise ValueError(dtype)
        return np.frombuffer(base64.b64decode(value["array"]), dtype).reshape(value["shape"])
    return float.fromhex(value["plain"]) if value.get("float") else value["plain"]

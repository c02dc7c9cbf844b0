"""Runs a candidate's code in a process of its own: a script, not to be imported.

It reads one line from standard input, the calls to make, and answers each with a line on what was
standard output; whatever the code prints goes nowhere. It knows nothing of the right answers: they
are compared by the process that started it, so code that ends, floods or inspects this process
gains nothing.
"""

import base64
import contextlib
import json
import linecache
import os
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

CANDIDATE = "your code"


def serve() -> None:
    request = json.loads(sys.stdin.readline())
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.putenv(name, "1")  # before numpy is loaded, so that it starts no threads
    limit(request["seconds"], request["memory"])
    if request["path"] is None:
        sys.modules["dlquiz"] = None  # type: ignore[assignment]  # the reference is no solution
    else:
        sys.path[:] = request["path"]

    def reply(answer: dict[str, Any]) -> None:
        replies.write(json.dumps(answer) + "\n")
        replies.flush()

    function = loaded(request["source"], request["function"], reply)
    if function is None:
        return
    reply({"loaded": True})
    for arguments in request["calls"]:
        reply(called(function, arguments))


def limit(seconds: int, memory: int) -> None:
    """Bounds on time, memory, files and processes, where the platform has them."""
    with contextlib.suppress(ImportError):
        import resource

        bounds = (
            (resource.RLIMIT_CPU, seconds, seconds + 1),
            (resource.RLIMIT_AS, memory, memory),
            (resource.RLIMIT_FSIZE, 1 << 20, 1 << 20),
            (resource.RLIMIT_NPROC, 0, 0),
        )
        for bound, soft, hard in bounds:
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(bound, (soft, hard))


def loaded(source: str, name: str, reply: Callable[[dict[str, Any]], None]) -> Any:
    """The function of that name, once the code has run; None after a reply that says why not."""
    linecache.cache[CANDIDATE] = (len(source), None, source.splitlines(keepends=True), CANDIDATE)
    names: dict[str, Any] = {"__name__": "drill"}
    try:
        exec(compile(source, CANDIDATE, "exec"), names)
    except BaseException as error:
        reply(failure(error))
        return None
    function = names.get(name)
    if not callable(function):
        reply({"missing": name})
        return None
    return function


def called(function: Callable[..., Any], arguments: list[Any]) -> dict[str, Any]:
    """What a call gave, what it left of its arguments, and how long it took."""
    import numpy as np

    values = [decoded(argument, np) for argument in arguments]
    begun = time.perf_counter()
    try:
        with np.errstate(all="ignore"):
            result = function(*values)
        seconds = time.perf_counter() - begun
        return {
            "result": encoded(result, np),
            "left": [encoded(value, np) for value in values],
            "seconds": seconds,
        }
    except BaseException as error:
        return failure(error)


def failure(error: BaseException) -> dict[str, Any]:
    """The error in the words of Python, with the candidate's line where it arose."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == CANDIDATE]
    line = frames[-1].lineno if frames else getattr(error, "lineno", None)
    return {"error": type(error).__name__, "message": str(error)[:300], "line": line}


def encoded(value: Any, np: Any) -> dict[str, Any]:
    """A value as JSON: numbers, arrays and sequences of them; anything else by its type's name."""
    if value is None or isinstance(value, bool | int | float | str):
        return {"plain": value if not isinstance(value, float) else value.hex()} | (
            {"float": True} if isinstance(value, float) else {}
        )
    if isinstance(value, np.ndarray | np.generic):
        array = np.asarray(value)
        if array.dtype.kind not in "biuf" or array.nbytes > 1 << 24:
            return {"other": f"an array of {array.dtype} with {array.size} elements"}
        wide = {"b": bool, "i": np.int64, "u": np.int64, "f": float}[array.dtype.kind]
        array = array.astype(wide)
        return {
            "array": base64.b64encode(np.ascontiguousarray(array).tobytes()).decode(),
            "dtype": array.dtype.str,
            "shape": list(array.shape),
        }
    if isinstance(value, tuple | list) and len(value) <= 1000:
        return {"items": [encoded(item, np) for item in value]}
    if hasattr(value, "__next__"):
        return {"items": [encoded(item, np) for item, _ in zip(value, range(1000))]}  # noqa: B905
    return {"other": type(value).__name__}


def decoded(value: dict[str, Any], np: Any) -> Any:
    """The value that `encoded` wrote; a generator is made from its seed."""
    if "generator" in value:
        return np.random.default_rng(value["generator"])
    if "items" in value:
        return [decoded(item, np) for item in value["items"]]
    if "array" in value:
        data = np.frombuffer(base64.b64decode(value["array"]), np.dtype(value["dtype"]))
        return data.reshape(value["shape"]).copy()
    return float.fromhex(value["plain"]) if value.get("float") else value["plain"]


if __name__ == "__main__":
    serve()

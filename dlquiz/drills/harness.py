"""Runs a candidate's code in a process of its own: a script, not to be imported.

It reads one line from standard input, the solutions and the calls to make, and answers each call
with a line on what was standard output, and in it what the code printed first. It knows nothing of
the right answers: they are compared by the process that started it, so code that ends, floods or
inspects this process gains nothing.
"""

import base64
import contextlib
import io
import itertools
import json
import linecache
import os
import re
import signal
import sys
import time
import traceback
import types
from collections.abc import Callable
from typing import Any

CANDIDATE = "your code"
_MOST_ITEMS = 1000
_MOST_BYTES = 1 << 24
_MOST_PRINTED = 2000
_REFUSED = re.compile(
    r"(ctypes\.dlsym|pty\.|resource\.|shutil\.|socket\.|sqlite3\.|subprocess\.|urllib\.|winreg\.)"
    r"|os\.(chmod|chown|exec|fork|kill|link|mkdir|posix_spawn|remove|rename|rmdir|spawn|startfile"
    r"|symlink|system|truncate|utime)"
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

Reply = Callable[[dict[str, Any]], None]


class Printed(io.TextIOBase):
    """What the code prints, as far as anybody would read it."""

    def __init__(self) -> None:
        self._text = ""

    def write(self, text: str) -> int:
        self._text += text[: _MOST_PRINTED - len(self._text)]
        return len(text)

    def taken(self) -> str:
        """What was printed since this was last asked."""
        text, self._text = self._text, ""
        return text


def serve() -> None:
    request = json.loads(sys.stdin.readline())
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    for name in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM"):
        os.putenv(f"{name}_NUM_THREADS", "1")  # before numpy is loaded, so that it starts none
    sys.path.append(request["numpy"])
    import numpy as np  # noqa: F401 - before files and libraries are refused

    def reply(answer: dict[str, Any]) -> None:
        replies.write(json.dumps(answer) + "\n")
        replies.flush()

    first, *more = request["solutions"]
    if more:
        for solution in (first, *more):
            reply({"ended": forked(request, solution, reply)})
    else:
        answer(request, first, reply)
    os._exit(0)  # threads and exit functions of the code's own do not matter any more


def forked(request: dict[str, Any], solution: dict[str, Any], reply: Reply) -> int:
    """Lets a copy of this process answer for one solution; gives how it ended."""
    process = os.fork()
    if process == 0:
        signal.alarm(2 * request["seconds"])  # it may sleep, which takes no processor time
        answer(request, solution, reply)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def answer(request: dict[str, Any], solution: dict[str, Any], reply: Reply) -> None:
    """A line that the code is loaded, or why not, and then a line a call."""
    bound(request["seconds"], request["memory"])
    if solution["trusted"]:
        sys.path[:] = request["path"]
    else:
        sys.modules["dlquiz"] = None  # type: ignore[assignment]  # the reference is no solution
        start_nothing()
        sys.addaudithook(refuse)
    printed = Printed()
    sys.stdout = sys.stderr = printed

    def tell(answer: dict[str, Any]) -> None:
        reply({**answer, "printed": printed.taken()})

    function = loaded(solution["source"], request["function"], tell)
    if function is not None:
        tell({"loaded": True})
        for arguments in solution["calls"]:
            tell(called(function, arguments))


def bound(seconds: int, memory: int) -> None:
    """Bounds on time, memory, files and processes, where the platform has them."""
    with contextlib.suppress(ImportError):
        import resource

        bounds = (
            (resource.RLIMIT_CPU, seconds, seconds + 1),
            (resource.RLIMIT_AS, memory, memory),
            (resource.RLIMIT_CORE, 0, 0),
            (resource.RLIMIT_FSIZE, 0, 0),
            (resource.RLIMIT_NPROC, 0, 0),
        )
        for kind, soft, hard in bounds:
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (soft, hard))


def start_nothing() -> None:
    """Takes away what the library starts processes with, which asks no audit hook."""

    def fork_exec(*_: Any) -> None:
        raise PermissionError("a drill starts no processes")

    with contextlib.suppress(ImportError):
        import _posixsubprocess

        _posixsubprocess.fork_exec = fork_exec  # type: ignore[assignment]


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Raises `PermissionError` for what reaches beyond this process."""
    if event == "open":
        _, mode, flags = arguments
        if set(mode or "") & set("wax+") or (flags or 0) & _WRITING:
            raise PermissionError("a drill writes no files")
    elif _REFUSED.match(event):
        raise PermissionError(f"a drill does nothing like {event}")


def loaded(source: str, name: str, reply: Reply) -> Any:
    """The function of that name, once the code has run; None after a reply that says why not."""
    linecache.cache[CANDIDATE] = (len(source), None, source.splitlines(keepends=True), CANDIDATE)
    module = sys.modules["drill"] = types.ModuleType("drill")
    try:
        exec(compile(source, CANDIDATE, "exec", dont_inherit=True), module.__dict__)
        function = module.__dict__.get(name)
    except BaseException as error:
        reply(failure(error))
        return None
    if not callable(function):
        reply({"missing": name})
        return None
    return function


def called(function: Callable[..., Any], arguments: list[Any]) -> dict[str, Any]:
    """What a call gave, what it left of its arguments, and how long it took."""
    import numpy as np

    try:
        values = [decoded(argument, np) for argument in arguments]
        begun = time.perf_counter()
        with np.errstate(all="ignore"):
            result = function(*values)
        seconds = time.perf_counter() - begun
        reply = {
            "result": encoded(result, np),
            "left": [encoded(value, np) for value in values],
            "seconds": seconds,
        }
        json.dumps(reply)  # what lies about its type fails here
        return reply
    except BaseException as error:
        return failure(error)


def failure(error: BaseException) -> dict[str, Any]:
    """The error in the words of Python, with the candidate's line where it arose."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == CANDIDATE]
    line = frames[-1].lineno if frames else getattr(error, "lineno", None)
    try:
        message = str(error)[:300]
    except BaseException:
        message = ""
    kinds = (MemoryError, NotImplementedError, RecursionError)
    kind = next((kind for kind in kinds if isinstance(error, kind)), type(error))
    return {"error": kind.__name__, "message": message, "line": line}


def encoded(value: Any, np: Any) -> dict[str, Any]:
    """A value as JSON: numbers, arrays and sequences of them; anything else by its type's name."""
    if value is None or isinstance(value, bool | str):
        return {"plain": value if not isinstance(value, str) else value[:_MOST_ITEMS]}
    if isinstance(value, np.ndarray | np.generic):
        return encoded_array(np.asarray(value), np)
    if isinstance(value, int):
        is_small = abs(value) < 2**63
        return {"plain": int(value)} if is_small else {"other": "a whole number beyond 2**63"}
    if isinstance(value, float):
        return {"plain": float(value).hex(), "float": True}
    if isinstance(value, tuple | list) or hasattr(value, "__next__"):
        items = [encoded(item, np) for item in itertools.islice(value, _MOST_ITEMS + 1)]
        long = len(items) > _MOST_ITEMS
        return {"other": f"more than {_MOST_ITEMS:,} results"} if long else {"items": items}
    return {"other": f"an object of the type {type(value).__name__[:60]}"}


def encoded_array(array: Any, np: Any) -> dict[str, Any]:
    if array.dtype.kind not in "biuf":
        return {"other": f"an array of the type {str(array.dtype)[:60]}"}
    if array.nbytes > _MOST_BYTES:
        return {"other": f"an array with {array.size:,} elements"}
    wide = {"b": bool, "i": np.int64, "u": float, "f": float}[array.dtype.kind]
    array = np.ascontiguousarray(array, dtype=wide).reshape(array.shape)
    data = base64.b64encode(array.tobytes()).decode()
    return {"array": data, "dtype": array.dtype.str, "shape": list(array.shape)}


def decoded(value: dict[str, Any], np: Any) -> Any:
    """The value that the other side encoded; a generator is made from its seed."""
    if "generator" in value:
        return np.random.default_rng(value["generator"])
    if "function" in value:
        return eval(value["function"], {"np": np})  # the program's own text, not a card's
    if "items" in value:
        return [decoded(item, np) for item in value["items"]]
    if "array" in value:
        data = np.frombuffer(base64.b64decode(value["array"]), np.dtype(value["dtype"]))
        return data.reshape(value["shape"]).copy()
    return float.fromhex(value["plain"]) if value.get("float") else value["plain"]


if __name__ == "__main__":
    serve()

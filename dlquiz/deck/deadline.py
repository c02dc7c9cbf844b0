"""A deadline for work that may never end, on every platform.

The work runs in a thread of its own and is abandoned when the time is up: an exception is raised
inside it, which ends pure Python at its next step. One long call into C ends only by itself, which
is why sizes are bounded before such a call is made.
"""

import threading
from collections.abc import Callable
from typing import Any


def within(seconds: float, work: Callable[[], Any]) -> Any:
    """The result of the work, or the error it raised; `TimeoutError` when the time is up first."""
    outcome: list[tuple[bool, Any]] = []

    def run() -> None:
        try:
            outcome.append((True, work()))
        except BaseException as error:  # handed to the caller, whatever it is
            outcome.append((False, error))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not outcome:
        _raise_in(thread, TimeoutError)
        raise TimeoutError
    done, value = outcome[0]
    if not done:
        raise value
    return value


def _raise_in(thread: threading.Thread, error: type[BaseException]) -> None:
    import ctypes  # only for work that never ends

    if thread.ident is not None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident), ctypes.py_object(error)
        )

"""The Python that computes can only compute."""

import inspect
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest

from dlquiz import reference
from dlquiz.deck.calculator import Reply, Request
from dlquiz.deck.expressions import ExpressionError, evaluate
from dlquiz.deck.worker import plain, refuse


@pytest.mark.parametrize(
    ("value", "result"),
    [
        (np.float64(0.5), 0.5),
        (np.True_, True),
        (np.array([[1.0, 2.0]]), [[1.0, 2.0]]),
        (np.array(3), 3),
        (True, True),
        (7, 7),
        (10**30, 1e30),
        (10**400, math.inf),
    ],
)
def test_results_are_plain(value: object, result: object) -> None:
    assert plain(value) == result
    assert type(plain(value)) is type(result)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (len, "column 1: a function is not a result (call it)"),
        (np.array([1j]), "column 1: the result is not made of real numbers"),
        (np.array(["a"]), "column 1: the result is not made of real numbers"),
        (
            (1, 2),
            "column 1: a tuple is not a number or an array (take one of its values by [0], [1] …)",
        ),
    ],
)
def test_what_is_no_number_is_no_result(value: object, message: str) -> None:
    with pytest.raises(ExpressionError) as refusal:
        plain(value)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    "event",
    [
        ("open", ("f", "w", 0)),
        ("open", ("f", "r+", 0)),
        ("open", ("f", None, os.O_RDWR)),
        ("open", ("f", None, os.O_CREAT)),
        ("os.remove", ("f", -1)),
        ("os.system", (b"ls",)),
        ("os.exec", ("ls", [], None)),
        ("os.posix_spawn", ("ls", [], None)),
        ("os.kill", (1, 9)),
        ("subprocess.Popen", ("ls", [], None, None)),
        ("socket.connect", (None, None)),
        ("ctypes.dlopen", ("libc",)),
        ("shutil.rmtree", ("/",)),
    ],
)
def test_what_reaches_out_is_refused(event: tuple[str, tuple[object, ...]]) -> None:
    with pytest.raises(PermissionError):
        refuse(*event)


@pytest.mark.parametrize(
    "event", [("open", ("f", "rb", os.O_RDONLY)), ("import", ("os",)), ("os.listdir", ("/",))]
)
def test_what_only_reads_is_not(event: tuple[str, tuple[object, ...]]) -> None:
    refuse(*event)


def test_python_itself_keeps_to_it_once_the_worker_serves(tmp_path: Path) -> None:
    code = (
        "import sys, os, subprocess, pathlib, shutil, socket\n"
        "from dlquiz.deck.worker import refuse\n"
        "sys.addaudithook(refuse)\n"
        f"path = pathlib.Path({str(tmp_path)!r})\n"
        "for attempt in (lambda: (path / 'a').write_text('x'), lambda: (path / 'b').mkdir(),\n"
        "    lambda: os.system('true'), lambda: subprocess.run(['true']), lambda: path.rmdir(),\n"
        "    lambda: shutil.rmtree(path), lambda: os.open(path / 'c', os.O_CREAT | os.O_WRONLY),\n"
        "    lambda: os.kill(os.getpid(), 9), lambda: socket.create_connection(('::1', 9))):\n"
        "    try:\n        attempt()\n        print('done')\n"
        "    except PermissionError:\n        pass\n"
        "print('refused all')\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout == "refused all\n"
    assert [*tmp_path.iterdir()] == []


def test_a_reference_that_would_write_is_refused_and_told(tmp_path: Path) -> None:
    path = tmp_path / "written"
    code = (
        "from dlquiz import reference\n"
        f"reference.softmax = lambda x: open({str(path)!r}, 'w').write('x')\n"
        "from dlquiz.deck.worker import serve\nserve(5, 2**31)"
    )
    request = msgspec.msgpack.encode(Request("1 + softmax(1)", [{}]))
    worker = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    replies, _ = worker.communicate(len(request).to_bytes(4, "big") + request, timeout=60)
    reply = msgspec.msgpack.decode(replies[4 + len(b"ready") + 4 :], type=Reply)
    assert (reply.result, reply.column) == (None, 5)
    assert reply.what == "softmax: an expression writes no files"
    assert not path.exists()


def test_no_public_function_of_the_reference_writes_or_draws_from_a_shared_generator() -> None:
    shared = "|".join({name for name in dir(np.random) if name.islower()} - {"default_rng"})
    reaching = re.compile(rf"np\.random\.({shared})\b|\b(write|save|tofile|open)\w*\(")
    for name in reference.__all__:
        value = getattr(reference, name)
        assert not callable(value) or not reaching.search(inspect.getsource(value)), name


def test_what_the_reference_reads_can_be_read() -> None:
    assert len(evaluate("descend(learned(), 1.0, [1.0])", {})) == 2

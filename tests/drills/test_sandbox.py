"""Code that misbehaves: the program survives it, says what happened, and never lets it pass."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest

from dlquiz.drills.sandbox import Other, Seed, Solution, run, run_all

Fails = Callable[..., tuple[str, str]]
HEAD = "import numpy as np\n"


def results(source: str, *calls: tuple[Any, ...], seconds: int = 2) -> list[Any]:
    """What calls of the function `f` give, or the trouble with them."""
    ran = run(Solution(dedent(source), calls), "f", seconds)
    return [ran.trouble] if ran.trouble else [one.trouble or one.result for one in ran.replies]


def body(text: str) -> str:
    """A softmax whose body is this text."""
    return HEAD + "def softmax(logits, axis=-1):\n" + dedent(text).replace("\n", "\n    ")[1:]


def test_values_come_back_as_they_are() -> None:
    source = "def f(x): return x"
    array = np.arange(6.0).reshape(2, 3).T
    numbers = [1, 2.5, True, None, "text", -0.0, float("inf"), 2**62]
    got = results(source, (array,), (np.zeros((0, 3)),), *[(one,) for one in numbers])
    assert got[0].tolist() == array.tolist()
    assert got[1].shape == (0, 3)
    assert repr(got[2:]) == repr(numbers)


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("np.arange(6).reshape(2, 3).T[::-1]", np.arange(6).reshape(2, 3).T[::-1]),
        ("np.float32(0.5)", np.array(0.5)),
        ("np.array([2**64 - 1], np.uint64)", np.array([2.0**64])),
        ("np.array([True])", np.array([True])),
    ],
)
def test_arrays_of_every_layout_and_number_come_back(expression: str, result: Any) -> None:
    (got,) = results(f"import numpy as np\ndef f(): return {expression}", ())
    np.testing.assert_array_equal(got, result)


def test_a_generator_begins_anew_in_every_call() -> None:
    first, again = results("def f(rng): return rng.normal(size=3)", (Seed(7),), (Seed(7),))
    assert first.tolist() == again.tolist() == np.random.default_rng(7).normal(size=3).tolist()


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ("np.array([1, 'a', None], object)", "an array of the type object"),
        ("np.array([1j])", "an array of the type complex128"),
        ("np.zeros(3_000_000)", "an array with 3,000,000 elements"),
        ("object()", "an object of the type object"),
        ("{1: 2}", "an object of the type dict"),
        ("10**400", "a whole number beyond 2**63"),
        ("(1 for _ in iter(int, 1))", "more than 1,000 results"),
        ("[0] * 10**6", "more than 1,000 results"),
    ],
)
def test_what_is_no_number_comes_back_by_its_name(expression: str, name: str) -> None:
    assert results(f"import numpy as np\ndef f(): return {expression}", ()) == [Other(name)]


ENDED = "it ended the process before it had answered, as os._exit does"
LATE = "it takes longer than 1 s: an endless loop?"
STOPPED = "it was stopped: too much time, memory or output"


@pytest.mark.parametrize(
    ("source", "trouble"),
    [
        ("while True: pass", LATE),
        ("import time\ntime.sleep(1000)", LATE),
        ("def f():\n    while True: pass", LATE),
        ("import os\nos._exit(0)", ENDED),
        ("import sys\nsys.exit(3)", "line 2: SystemExit: 3"),
        ("def f():\n    raise SystemExit", "line 2: SystemExit"),
        ("1 / 0", "line 1: ZeroDivisionError: division by zero"),
        ("raise KeyboardInterrupt", "line 1: KeyboardInterrupt"),
        ("def f(:", "line 1: SyntaxError: invalid syntax"),
        ("x = [0] * 10**10", "it needs more memory than it may have"),
        ("import numpy as np\ndef f(): return np.ones(10**10)", "it needs more memory than it may"),
        ("f = 3", "there is no function `f`"),
        ("def f(): pass\ndel f", "there is no function `f`"),
        ("def f(): return f()", "line 1: RecursionError: maximum recursion depth exceeded"),
        ("del __builtins__\ndef f(): return len(1)", "line 2: "),
        ("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)", "line 2: PermissionError: "),
        ("import os\nos.fork()", "line 2: PermissionError: a drill does nothing like os.fork"),
        ("import os\nos.system('true')", "line 2: PermissionError: a drill does nothing like os.s"),
        (
            "import subprocess\nsubprocess.Popen(['sleep', '60'])",
            "line 2: PermissionError: a drill does nothing like subprocess.Popen",
        ),
        ("open('x', 'w')", "line 1: PermissionError: a drill writes no files"),
        ("import os\nos.remove(__file__)", "line 2: "),
        ("import ctypes\nctypes.CDLL(None).fork()", "line 2: PermissionError"),
        ("import os\nos.closerange(0, 256)\ndef f(): return 1", ENDED),
        ("import ctypes\nctypes.string_at(0)", "Python crashed: Segmentation fault"),
        (
            "from dlquiz.reference import softmax as f",
            "line 1: ModuleNotFoundError: No module named 'dlq",
        ),
        ("class E(Exception):\n    def __str__(self): 1 / 0\nraise E", "line 3: E"),
        ("def f(): raise NotImplementedError", "it is not written yet (NotImplementedError)"),
    ],
)
def test_what_ends_or_breaks_is_told(source: str, trouble: str) -> None:
    (got,) = results(source, (), seconds=1)
    assert isinstance(got, str)
    assert got.startswith(trouble)


def test_a_limit_that_is_ignored_is_followed_by_one_that_cannot_be() -> None:
    source = "import signal\nsignal.signal(signal.SIGXCPU, lambda *_: 0)\nwhile True: pass"
    assert results(source, (), seconds=1)[0] in (STOPPED, LATE)


def test_printing_megabytes_changes_nothing() -> None:
    source = """
        import sys, os
        print("x" * 10_000_000)
        print("y" * 10_000_000, file=sys.stderr)
        def f():
            os.write(1, b"z" * 1_000_000)
            return 1
    """
    assert results(source, ()) == [1]


def test_a_flood_of_replies_is_stopped() -> None:
    source = """
        import os
        def f():
            while True:
                for stream in range(3, 20):
                    try: os.write(stream, b"[" * 1_000_000)
                    except OSError: pass
    """
    assert results(source, (), seconds=5) == [STOPPED]


FAKES = [
    "null",
    "[" * 100_000,
    '{"loaded": true}',
    '{"result": {"plain": {}}, "left": [], "seconds": 0}',
    '{"result": {"plain": []}, "left": [], "seconds": "nan"}',
    '{"result": {"array": "", "dtype": "O", "shape": [0]}, "left": [], "seconds": 0}',
    '{"result": {"array": "", "dtype": "<f8", "shape": [-1, 0]}, "left": [], "seconds": 0}',
    '{"result": {"array": 7, "dtype": [], "shape": 1e999}, "left": [], "seconds": 0}',
    '{"result": 5, "left": 5, "seconds": 5}',
    '{"result": {"plain": 1}, "left": [], "seconds": 0}',
    '{"error": [], "line": {}, "message": 7}',
    "9" * 5000,
    "\\xff\\xfe",
]


@pytest.mark.parametrize("fake", FAKES)
@pytest.mark.parametrize("is_loaded", [True, False])
def test_fake_replies_are_no_answers(fake: str, is_loaded: bool) -> None:
    before = '{"loaded": true}\\n' if is_loaded else ""
    source = f"""
        import os
        for stream in range(3, 30):
            try: os.write(stream, b'''{before}{fake}\\n''')
            except OSError: pass
        os._exit(0)
    """
    (got,) = results(source, (1.0,), seconds=1)
    assert isinstance(got, str)


def test_what_would_outlive_the_process_is_not_started() -> None:
    """Also where the code has silenced the refusals that Python's own library asks for."""
    source = """
        import subprocess, sys
        sys.audit = lambda *_: None
        def f(): return subprocess.Popen(["sleep", "100"], start_new_session=True).pid
    """
    (got,) = results(source, (), seconds=40)
    assert got == "line 4: PermissionError: a drill starts no processes"


def test_what_a_person_tests_with_can_be_imported() -> None:
    source = "import unittest\nimport random, math, functools, itertools\nimport numpy.testing"
    assert results(f"{source}\ndef f(): return 1", (), seconds=40) == [1]


def test_the_checkers_frames_hold_no_answers(failure: Fails) -> None:
    source = body("""
        import base64, sys
        e = np.exp(logits - logits.max(-1, keepdims=True))
        answer = base64.b64encode((e / e.sum(-1, keepdims=True)).tobytes()).decode()
        asked = base64.b64encode(logits.tobytes()).decode()
        frame, found = sys._getframe().f_back, ""
        while frame:
            found += repr(frame.f_locals)
            frame = frame.f_back
        raise ValueError(f"{asked in found} {answer in found}")
    """)
    assert failure(source)[1].startswith("line 11: ValueError: True False\n")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (body("\nreturn logits * np.nan"), "values"),
        (body("\nreturn 'softmax'"), "shapes"),
        (body("\nreturn None"), "shapes"),
        (body("\nreturn np.array([None] * 3, object)"), "shapes"),
        (body("\nwhile True: yield 1"), "shapes"),
        (body("\nreturn logits.tolist()"), "shapes"),
        (body("\nglobal softmax\nsoftmax = 3\nreturn logits"), "values"),
        (body("\nnp.exp = np.asarray = lambda x, *_, **__: x\nreturn logits"), "values"),
        (body("\nimport json\njson.dumps = lambda _: '{}'\nreturn logits"), "runs"),
        (body("\nnp.isclose = np.allclose = lambda *_, **__: True\nreturn logits"), "values"),
        (HEAD + "np = None\ndef softmax(logits): return np.exp(logits)", "runs"),
        (HEAD + "def softmax(logits): return logits\ndel softmax", "runs"),
        (HEAD + "def softmax(logits): return logits\nsoftmax = 3", "runs"),
        (
            HEAD
            + "class Same:\n    __eq__ = lambda *_: True\n    shape = (2, 3)\n"
            + "    __array__ = lambda *_, **__: np.ones((2, 3))\n"
            + "def softmax(logits): return Same()",
            "shapes",
        ),
        (
            HEAD
            + "class Same(np.ndarray):\n    __eq__ = lambda *_: True\n"
            + "def softmax(logits): return logits.view(Same)",
            "values",
        ),
        (
            HEAD
            + "class Float(float):\n    hex = lambda _: '0x0p0'\n    __eq__ = lambda *_: True\n"
            + "def softmax(logits): return Float(1)",
            "shapes",
        ),
        (
            HEAD
            + "class Liar:\n    __class__ = np.ndarray\n    dtype = np.dtype(float)\n"
            + "def softmax(logits): return Liar()",
            "shapes",
        ),
    ],
)
def test_what_lies_or_meddles_never_passes(failure: Fails, source: str, name: str) -> None:
    assert failure(source)[0] == name


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("x = 1\0", "this is not Python: "),
        ("(" * 50_000, "this is not Python: "),
        ("-" * 90_000 + "1", "this is not Python: "),
        ("def softmax(logits):\nreturn 1", "line 2: this is not Python: expected an indented "),
    ],
)
def test_what_is_no_python_is_told(failure: Fails, source: str, message: str) -> None:
    name, told = failure(source)
    assert name == "signature"
    assert message in told


def test_several_solutions_do_not_disturb_each_other() -> None:
    sources = [
        "import os\nos._exit(3)",
        "import numpy\nnumpy.exp = None\ndef f(): return 1",
        "while True: pass",
        "import numpy as np\ndef f(): return np.exp(0.0)",
    ]
    rans = run_all([Solution(source, [()]) for source in sources], "f", 1)
    assert [ran.trouble for ran in rans] == [ENDED, "", LATE, ""]
    assert [ran.replies[0].result for ran in rans if ran.replies] == [1, np.array(1.0)]


def test_one_solution_that_fakes_an_end_leaves_the_others_without_answers() -> None:
    fake = """
import os
for stream in range(3, 30):
    try: os.write(stream, b'nonsense\\n')
    except OSError: pass
def f(): return 1
"""
    rans = run_all([Solution(fake, [()]), Solution("def f(): return 1", [()])], "f", 1)
    assert [ran.trouble for ran in rans] == [ENDED, ENDED]


def test_no_process_is_left_behind() -> None:
    results("import time\ntime.sleep(1000)", (), seconds=1)
    listed = subprocess.run(["ps", "-eo", "ppid,args"], capture_output=True, text=True, check=True)
    own = [line for line in listed.stdout.splitlines() if line.split()[0] == str(os.getpid())]
    assert not any("harness.py" in line for line in own)


def test_the_code_is_run_without_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "random.py").write_text("1 / 0")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert sys.path[0] == str(tmp_path)
    assert results("import random\ndef f(): return 1", ()) == [1]

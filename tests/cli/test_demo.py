"""`dlquiz demo` as it is typed."""

import json
import subprocess
import sys
from collections.abc import Callable
from math import exp
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dlquiz.demos import DEMOS

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_without_a_name_all_demos_are_listed_under_their_topics(dlquiz: Run) -> None:
    result = dlquiz("demo")
    assert result.returncode == 0
    names = [line.split()[0] for line in result.stdout.splitlines() if line.startswith("  ")]
    assert set(DEMOS) <= set(names)
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    softmax = result.stdout.index("  softmax ")
    assert "Softmax" in result.stdout[:softmax]


def test_help_lists_the_demos_own_parameters_with_ranges_and_defaults(dlquiz: Run) -> None:
    result = dlquiz("demo", "adam", "--help")
    text = " ".join(result.stdout.split())
    assert result.returncode == 0
    assert "Usage: dlquiz demo adam [OPTIONS]" in text
    assert "--lr NUMBER learning rate η (a number from 0 to 1000000; default 0.2)" in text
    for option in ("--beta1", "--steps", "--surface", "--start", "--vs", "--json", "--svg"):
        assert f"{option} " in text


def test_help_without_a_name_says_how_to_go_on(dlquiz: Run) -> None:
    result = dlquiz("demo", "--help")
    assert result.returncode == 0
    assert "Usage: dlquiz demo [NAME] [OPTIONS]" in result.stdout


def test_in_a_pipe_the_formula_the_steps_and_the_path_are_printed_at_once(dlquiz: Run) -> None:
    result = dlquiz("demo", "adam", "--steps", "3")
    lines = result.stdout.splitlines()
    assert result.returncode == 0
    assert "\x1b" not in result.stdout
    assert any("θₜ₊₁ = θₜ − η" in line for line in lines)
    header = next(i for i, line in enumerate(lines) if line.startswith("step"))
    assert lines[header].split() == ["step", "θ", "g", "m", "v", "m̂", "v̂", "update", "loss"]
    assert [line.split()[0] for line in lines[header + 2 : header + 8 : 2]] == ["1", "2", "3"]
    assert any("S" in line and "○" in line for line in lines[header + 8 :])
    assert max(map(len, lines)) <= 80


def test_plain_writes_the_formula_on_one_line(dlquiz: Run) -> None:
    assert "θₜ₊₁ = θₜ - η gₜ" in dlquiz("demo", "sgd", "--plain", "--steps", "1").stdout


def test_a_person_may_use_their_own_numbers(dlquiz: Run) -> None:
    result = dlquiz("demo", "softmax", "--x=-1,0,3,5", "--temperature", "2", "--json")
    record = json.loads(result.stdout)
    assert record["params"] == {"x": [-1, 0, 3, 5], "temperature": 2}
    exponents = [exp(x / 2) for x in (-1, 0, 3, 5)]
    assert record["frames"][-1]["values"]["probabilities"] == pytest.approx(
        [e / sum(exponents) for e in exponents], rel=1e-14
    )
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("sofmax",), "unknown demo 'sofmax' (did you mean softmax or softmax-overflow?)"),
        (("adam", "--lr", "-1"), "--lr: '-1' is not a number from 0 to 1000000"),
        (("adam", "--lrr", "1"), "unknown option 'lrr' (did you mean lr?)"),
        (("adam", "--vs", "adamw,sdg"), "--vs: unknown choice 'sdg' (did you mean sgd?)"),
        (("softmax", "--x", "a"), "--x: 'a' is not a number"),
        (("softmax", "--speed", "0"), "--speed: '0' is not a number from 0.1 to 20"),
        (("--json",), "which demo? (dlquiz demo lists them)"),
        (("softmax", "--svg", "no/a.svg"), "no: no such directory"),
    ],
)
def test_a_mistake_is_answered_on_stderr_with_exit_code_2(
    dlquiz: Run, arguments: tuple[str, ...], message: str
) -> None:
    result = dlquiz("demo", *arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"dlquiz: {message}\n"


def test_drawing_and_page_are_written_and_named(dlquiz: Run, tmp_path: Path) -> None:
    result = dlquiz("demo", "adam", "--steps", "4", "--svg", "a.svg", "--html", "a.html")
    assert result.returncode == 0
    assert result.stderr == "wrote a.svg\nwrote a.html\n"
    drawing = (tmp_path / "a.svg").read_text(encoding="utf-8")
    ElementTree.fromstring(drawing)
    assert "Step 4: the loss goes" in drawing
    assert "Step 4: the loss goes" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_a_file_is_replaced_only_by_force(dlquiz: Run, tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text("mine")
    result = dlquiz("demo", "softmax", "--svg", "a.svg")
    assert result.returncode == 2
    assert result.stderr == "dlquiz: a.svg: the file exists (--force replaces it)\n"
    assert (tmp_path / "a.svg").read_text() == "mine"
    assert dlquiz("demo", "softmax", "--svg", "a.svg", "--force").returncode == 0
    assert (tmp_path / "a.svg").read_text().startswith("<svg")


def test_json_and_a_drawing_may_be_wanted_together(dlquiz: Run, tmp_path: Path) -> None:
    result = dlquiz("demo", "softmax", "--json", "--svg", "a.svg")
    assert json.loads(result.stdout)["demo"] == "softmax"
    assert (tmp_path / "a.svg").exists()


def test_a_diverging_run_is_shown_and_explained(dlquiz: Run) -> None:
    result = dlquiz("demo", "sgd", "--surface", "rosenbrock")
    assert result.returncode == 0
    assert result.stderr == ""
    assert "nan" in result.stdout
    assert "stable for a learning rate below 2/1506" in " ".join(result.stdout.split())


def test_a_reader_who_goes_away_is_no_error(environment: dict[str, str]) -> None:
    command = f"{sys.executable} -m dlquiz demo adam --steps 500 | head -1"
    result = subprocess.run(
        ["sh", "-c", command], env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    assert result.stderr == ""
    assert result.stdout.startswith("adam: ")


def test_a_console_without_the_signs_gets_tex_and_ascii(dlquiz: Run) -> None:
    result = dlquiz("demo", "adam", "--steps", "2", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert result.stdout.isascii()
    assert r"\hat m_t" in result.stdout
    assert "?" not in result.stdout


def test_json_loads_nothing_that_draws(environment: dict[str, str]) -> None:
    program = (
        "import sys; sys.argv = ['dlquiz', 'demo', 'softmax', '--json'];"
        "from dlquiz.cli import main\n"
        "try: main()\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True
    )
    loaded = set(result.stderr.split())
    assert "dlquiz.demos.softmax" in loaded
    assert not {"rich", "yaml", "pydantic", "dlquiz.formula"} & loaded

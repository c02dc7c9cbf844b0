"""A drill is proven: its stub fails, the reference passes, its mistakes are caught by name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlquiz.check import check

Told = Callable[..., list[str]]


@pytest.fixture
def told(drills: Path) -> Told:
    """What is wrong with the drill once some of its texts are replaced by others."""

    def told(*replacements: tuple[str, str]) -> list[str]:
        text = drills.read_text(encoding="utf-8")
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        drills.write_text(text, encoding="utf-8")
        return [one.what for one in check([drills]).problems]

    return told


def test_a_sound_drill_is_no_problem_and_counted(told: Told, drills: Path) -> None:
    assert told() == []
    assert check([drills]).tally.drills == 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("function: softmax", "function: sofmax", "unknown reference 'sofmax'"),
        (
            "- fails: values",
            "- fails: edges",
            "it fails `values` first: at [0, 0] it gives 0.1227792, and should give 0.6283295",
        ),
        (
            "e = np.exp(logits)\n              return e / e.sum(axis, keepdims=True)\n"
            "      - fails: values",
            "e = np.exp(logits - logits.max(axis, keepdims=True))\n"
            "              return e / e.sum(axis, keepdims=True)\n      - fails: values",
            "this mistake passes every check",
        ),
        ("arguments: [x]", "arguments: [y]", "the drill cannot be checked: column 1: unknown"),
        (
            '- ["[[7]]"]',
            '- ["[[7]]", "9"]',
            "the drill cannot be checked: the reference refuses softmax(logits = [[7.]], axis = 9",
        ),
        (
            "    hints:",
            "    holds:\n      - {name: one, expression: sum(result) < 1, say: bad}\n    hints:",
            "the reference fails `one`: bad",
        ),
    ],
)
def test_what_does_not_hold_is_told(told: Told, old: str, new: str, message: str) -> None:
    problems = told((old, new))
    assert any(problem.startswith(message) for problem in problems)


def test_a_mistake_that_ends_the_process_fails_to_run_and_leaves_the_others(told: Told) -> None:
    replaced = ("e = np.exp(logits - logits.max())", "import os; os._exit(0)")
    (problem,) = told(replaced)
    assert problem == (
        "it fails `runs` first: it ended the process before it had answered, as os._exit does"
    )
    assert told(("fails: values", "fails: runs")) == []

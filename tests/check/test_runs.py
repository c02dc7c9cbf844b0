"""Cards about a formula, a loop or a run are executed: what they say must be seen."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlquiz.check import check
from dlquiz.demos.faults import FAULTS
from dlquiz.demos.faulty_training import Params, run

Told = Callable[..., list[str]]


@pytest.fixture
def told(puzzles: Path) -> Told:
    """What is wrong with the puzzles once some of their texts are replaced by others."""

    def told(*replacements: tuple[str, str]) -> list[str]:
        text = puzzles.read_text(encoding="utf-8")
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        puzzles.write_text(text, encoding="utf-8")
        return [str(one).removeprefix(f"{puzzles}:") for one in check([puzzles]).problems]

    return told


def test_sound_puzzles_are_no_problem(told: Told) -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("code: g + 0.5", "code: g + 0.4", "comes to -0.0"),
        ("code: g ** 2 + 0.5", "code: g + 0.5", "(draw values with which it does not)"),
        ("eps=0.5), 0, [g])[1]", "eps=0.5), 0, [g])", "comes to -0.0"),
        ("answer: descend(adam(lr=0.1, eps=0.5), 0, [g])[1]", "answer: 0 - g", "no reference"),
        ("code: 0 - 0.1 * g / hole", "code: 0 - 0.1 * g / whole", "unknown name 'whole'"),
        ("code: sqrt(g ** 2 + 0.5)", "code: sqrtt(g)", "unknown name 'sqrtt'"),
        (r"tex: 'v + \varepsilon'", r"tex: 'v + \epsilonn'", r"cannot be drawn: unknown command"),
        (", why: The root is missing.", "", "a wrong option that does not say why"),
        ("fault: sign-flip", "fault: sign-flop", "unknown choice 'sign-flop'"),
        ("next: params.0", "next: params.7", "`params.7` is not a finite number there"),
        ("x: params.0, gradient", "x: params.x, gradient", "`params.x` is not a number of every"),
        ("frames: 2", "frames: 4", "a run has 4 frames, and the card needs 5"),
        ("tolerance: 0.001", "tolerance: 1", "a tolerance of 1 is as wide as the spread"),
        ("name: adam, with: {steps: 4}", "name: sgd, with: {steps: 5}", "it looks like the run"),
        ("name: adam, with: {steps: 4}", "name: adam, with: {stepps: 4}", "refuses `stepps`"),
    ],
)
def test_what_does_not_hold_is_told(old: str, new: str, message: str, told: Told) -> None:
    (problem,) = told((old, new))
    assert message in problem


def test_a_fault_that_nobody_could_see_is_told(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlquiz.check.runs.LEAST_GAP", 1e9)
    (problem,) = told()
    assert "with seed 0 the fault changes the curves by" in problem


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_changes_its_curves_whatever_the_seed(fault: str) -> None:
    gaps = [next(run(Params(fault=fault, seed=seed))).values["gap"] for seed in range(3)]
    assert min(gaps) > 0.1

"""Walks downhill, and why some get lost."""

from itertools import pairwise

import pytest

from dlquiz.demos.descent import Rule, Step, first_lost, walk, why_lost
from dlquiz.reference import SURFACES, adagrad, adam, bias_corrected, sgd

RAVINE = SURFACES["ravine"]


def test_each_step_starts_where_the_last_one_led() -> None:
    steps = walk(Rule(adam(0.2)), RAVINE, (-3.5, 1.0), 10)
    assert [step.number for step in steps] == list(range(1, 11))
    for before, after in pairwise(steps):
        assert after.params == before.reached
        assert after.loss == before.reached_loss


def test_gradient_and_loss_are_taken_before_the_step_and_the_state_after_it() -> None:
    (step,) = walk(Rule(sgd(0.5, momentum=0.9)), SURFACES["bowl"], (2.0, -4.0), 1)
    assert step.grad == (2.0, -4.0)
    assert step.loss == 10.0
    assert step.state == {"velocity": (2.0, -4.0)}
    assert step.update == (-1.0, 2.0)
    assert step.reached == (1.0, -2.0)


def test_what_follows_from_the_state_is_kept_beside_it() -> None:
    rule = Rule(adam(0.2), lambda state: {"m_hat": bias_corrected(state.m, 0.9, state.step)})
    (step,) = walk(rule, SURFACES["bowl"], (2.0, -4.0), 1)
    assert list(step.values()) == ["step", "params", "grad", "m", "v", "m_hat", "update", "loss"]
    assert step.values()["m_hat"] == pytest.approx((2.0, -4.0), rel=1e-15)


def lost(rule: Rule, surface: str, start: tuple[float, float], steps: int = 30) -> Step:
    found = first_lost(walk(rule, SURFACES[surface], start, steps))
    assert found is not None
    return found


def test_a_walk_that_overshoots_is_told_the_stable_learning_rate() -> None:
    step = lost(Rule(sgd(1e6)), "ravine", (-3.5, 1.0))
    assert why_lost(step, RAVINE, (-3.5, 1.0)) == (
        "Each step overshoots further than the last, until float64 has no number for it. "
        "The largest curvature at the start is 25: there, plain descent is stable for a "
        "learning rate below 2/25 = 0.08."
    )


def test_on_a_hilltop_no_stable_rate_is_promised() -> None:
    step = lost(Rule(sgd(1e6)), "himmelblau", (0.0, 0.0))  # both curvatures are negative there
    assert why_lost(step, SURFACES["himmelblau"], (0.0, 0.0)) == (
        "Each step overshoots further than the last, until float64 has no number for it."
    )


def test_a_division_of_zero_by_zero_is_named() -> None:
    step = lost(Rule(adagrad(0.5, eps=0)), "bowl", (0.0, 1.0), 1)
    assert why_lost(step, SURFACES["bowl"], (0.0, 1.0)) == (
        "A gradient of zero is divided by zero: that is what ε is for."
    )


def test_a_walk_that_arrives_is_not_lost() -> None:
    assert first_lost(walk(Rule(adam(0.2)), RAVINE, (-3.5, 1.0), 50)) is None

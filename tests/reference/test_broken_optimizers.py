"""The known mistakes fail in the way their formulas say, beside the right rule."""

import re

import pytest

from dlquiz.reference.broken_optimizers import (
    adagrad_without_root,
    adam_without_correction,
    adam_without_root,
    rmsprop_without_root,
)
from dlquiz.reference.optimizers import adagrad, adam, descend, rmsprop, state_per_parameter


def first_step(optimizer, gradient):
    return -descend(optimizer, 0.0, [gradient])[1]


@pytest.mark.parametrize("g", [0.01, 0.5, 10.0])
def test_without_the_root_a_smaller_gradient_makes_a_longer_first_step(g):
    assert first_step(adagrad_without_root(lr=1), g) == pytest.approx(1 / g, rel=1e-5)
    assert first_step(rmsprop_without_root(lr=1, eps=0), g) == pytest.approx(100 / g)
    assert first_step(rmsprop_without_root(lr=1, alpha=0.9, eps=0), g) == pytest.approx(10 / g)
    assert first_step(adam_without_root(lr=1, eps=0), g) == pytest.approx(100 / g)


@pytest.mark.parametrize("g", [0.01, 0.5, 10.0])
def test_with_the_root_the_first_step_does_not_depend_on_the_gradients_scale(g):
    assert first_step(adagrad(lr=1), g) == pytest.approx(1)
    assert first_step(rmsprop(lr=1), g) == pytest.approx(10, rel=1e-4)
    assert first_step(adam(lr=1), g) == pytest.approx(1, rel=1e-4)


def test_without_correction_adams_first_step_is_more_than_three_times_too_long():
    step = first_step(adam_without_correction(lr=1, eps=0), 5.0)
    assert step == pytest.approx(0.1 / 0.001**0.5)
    assert step == pytest.approx(3.162, abs=5e-4)


def test_the_mistakes_wear_off_with_time_only_where_the_average_forgets():
    grads = [4.0] * 20_000
    late = descend(adam_without_correction(lr=1, eps=0), 0.0, grads)
    assert late[-2] - late[-1] == pytest.approx(1, rel=1e-6)
    rootless = descend(adam_without_root(lr=1, eps=0), 0.0, grads)
    assert rootless[-2] - rootless[-1] == pytest.approx(1 / 4, rel=1e-6)


def test_they_keep_the_same_memory_as_the_right_rules():
    assert state_per_parameter(adagrad_without_root()) == 1
    assert state_per_parameter(rmsprop_without_root()) == 1
    assert state_per_parameter(adam_without_root()) == 2
    assert state_per_parameter(adam_without_correction()) == 2


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: adagrad_without_root(lr=-1), "lr must be in [0, inf), got -1"),
        (lambda: rmsprop_without_root(alpha=2), "alpha must be in [0, 1), got 2"),
        (lambda: adam_without_root(beta1=1), "beta1 must be in [0, 1), got 1"),
        (lambda: adam_without_correction(beta2=1), "beta2 must be in [0, 1), got 1"),
    ],
)
def test_an_impossible_hyper_parameter_is_refused_with_its_range(build, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        build()

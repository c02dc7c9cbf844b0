"""Penalties, their pulls, and the minimum that soft thresholding finds."""

import numpy as np
import pytest

from dlquiz.reference.regularization import (
    elastic_net_penalty,
    elastic_net_penalty_gradient,
    l1_penalty,
    l1_penalty_gradient,
    l2_penalty,
    l2_penalty_gradient,
    proximal_step,
    soft_threshold,
)

RNG = np.random.default_rng(0)
PENALTIES = {
    "l1": (l1_penalty, l1_penalty_gradient, {"strength": 0.3}),
    "l2": (l2_penalty, l2_penalty_gradient, {"strength": 0.3}),
    "elastic_net": (elastic_net_penalty, elastic_net_penalty_gradient, {"l1": 0.3, "l2": 0.7}),
}


@pytest.mark.parametrize("name", PENALTIES)
def test_a_penalty_and_its_gradient_are_pytorchs_at_zero_too(name, golden, equal):
    penalty, gradient, strengths = PENALTIES[name]
    case = golden("regularization")[name]
    equal(penalty(case["weights"], **strengths), case["value"])
    equal(gradient(case["weights"], **strengths), case["gradient"])


@pytest.mark.parametrize("name", PENALTIES)
def test_gradients_equal_central_differences(name, equal, numerical_gradient):
    penalty, gradient, strengths = PENALTIES[name]
    for size in (1.0, 1e3):
        w = size * RNG.normal(size=(3, 2))
        expected = numerical_gradient(lambda w: penalty(w, **strengths), w, h=1e-5 * size)
        equal(gradient(w, **strengths), expected, 1e-8)


def test_soft_threshold_is_pytorchs_softshrink(golden, equal):
    case = golden("regularization")["soft_threshold"]
    equal(soft_threshold(case["weights"], 0.5), case["output"])


def test_soft_threshold_is_the_minimum_of_distance_plus_penalty():
    grid = np.linspace(-5, 5, 100_001)
    for w in RNG.normal(0, 2, 20):
        best = grid[np.argmin((grid - w) ** 2 / 2 + 0.8 * np.abs(grid))]
        assert abs(soft_threshold(w, 0.8) - best) <= 1e-4


def test_a_proximal_step_is_the_minimum_of_the_linearised_loss_plus_penalty():
    grid = np.linspace(-5, 5, 100_001)
    lr, l1, l2 = 0.5, 0.6, 0.9
    for w, g in RNG.normal(0, 2, (20, 2)):
        objective = g * grid + (grid - w) ** 2 / (2 * lr) + l1 * np.abs(grid) + l2 / 2 * grid**2
        best = grid[np.argmin(objective)]
        assert abs(proximal_step(w, g, lr, l1, l2) - best) <= 1e-4


def test_l1_pulls_small_weights_as_hard_as_large_ones_and_l2_does_not(equal):
    equal(l1_penalty_gradient([0.001, 1000]), [1, 1])
    equal(l2_penalty_gradient([0.001, 1000]), [0.001, 1000])


def test_repeated_pulls_make_zeros_under_l1_and_none_under_l2():
    w1 = w2 = np.array([1.0, -0.3, 0.05])
    for _ in range(50):
        w1 = proximal_step(w1, np.zeros(3), lr=0.1, l1=0.1)
        w2 = proximal_step(w2, np.zeros(3), lr=0.1, l2=0.1)
    np.testing.assert_array_equal(w1 == 0, [False, True, True])
    np.testing.assert_allclose(w1[0], 0.5)
    np.testing.assert_allclose(w2, np.array([1.0, -0.3, 0.05]) / 1.01**50)


def test_an_elastic_net_is_the_sum_of_its_parts(equal):
    w = RNG.normal(size=5)
    equal(elastic_net_penalty(w, 0.2, 0.6), 0.2 * np.abs(w).sum() + 0.3 * (w**2).sum())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: proximal_step([1, 2], [1, 2, 3], 0.1),
            "grad (3,) against weights (2,): the shapes must be equal",
        ),
        (lambda: soft_threshold([1, 2], -1), "threshold is not negative, but -1 is"),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        call()
    assert str(error.value) == message


def test_pytorch_itself_agrees(equal):
    torch = pytest.importorskip("torch")
    w = RNG.normal(size=20)
    equal(soft_threshold(w, 0.3), torch.nn.functional.softshrink(torch.tensor(w), 0.3))

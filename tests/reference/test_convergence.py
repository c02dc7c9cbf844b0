"""The rates are those of the iteration itself: powers of its matrix, not our own formulas."""

import re

import numpy as np
import pytest

from dlquiz.reference.convergence import (
    best_learning_rate,
    bias_correction,
    condition_number,
    contraction,
    curvatures,
    ema_weights,
    gradient_descent_rate,
    heavy_ball_rate,
    heavy_ball_settings,
    momentum_gain,
    stable_learning_rate,
    steps_to_shrink,
)
from dlquiz.reference.optimizers import minimize, sgd
from dlquiz.reference.transforms import moving_average

TURN = np.array([[0.8, -0.6], [0.6, 0.8]])


def tilted(low, high):
    return TURN @ np.diag([low, high]) @ TURN.T


def spectral_radius(matrix):
    return np.abs(np.linalg.eigvals(matrix)).max()


def heavy_ball_matrix(hessian, lr, momentum):
    """(x, v) ← (x − lr(ρv + Hx), ρv + Hx), one step of momentum as a matrix."""
    n = len(hessian)
    return np.block(
        [[np.eye(n) - lr * hessian, -lr * momentum * np.eye(n)], [hessian, momentum * np.eye(n)]]
    )


def test_curvatures_do_not_depend_on_the_axes():
    np.testing.assert_allclose(curvatures(tilted(2.0, 50.0)), [2.0, 50.0])
    assert condition_number(tilted(2.0, 50.0)) == pytest.approx(25.0)
    assert curvatures(7.0).tolist() == [7.0]


@pytest.mark.parametrize("kappa", [2.0, 10.0, 100.0])
def test_gradient_descents_rate_is_its_spectral_radius_at_the_best_learning_rate(kappa):
    hessian = tilted(0.5, 0.5 * kappa)
    best = best_learning_rate(hessian)
    assert spectral_radius(np.eye(2) - best * hessian) == pytest.approx(
        gradient_descent_rate(kappa)
    )
    for lr in (0.97 * best, 1.03 * best):
        assert spectral_radius(np.eye(2) - lr * hessian) > gradient_descent_rate(kappa)
        assert contraction(hessian, lr) == pytest.approx(spectral_radius(np.eye(2) - lr * hessian))


@pytest.mark.parametrize("kappa", [4.0, 10.0, 100.0])
def test_heavy_balls_rate_is_its_spectral_radius_at_the_best_settings(kappa):
    hessian = tilted(0.5, 0.5 * kappa)
    lr, momentum = heavy_ball_settings(hessian)
    # Both extreme curvatures are double roots there, which eigvals finds to about 1e-8 only.
    radius = spectral_radius(heavy_ball_matrix(hessian, lr, momentum))
    assert radius == pytest.approx(heavy_ball_rate(kappa), abs=1e-6)
    for nearby in ((1.02 * lr, momentum), (lr, momentum - 0.02), (0.98 * lr, momentum + 0.02)):
        assert spectral_radius(heavy_ball_matrix(hessian, *nearby)) > radius + 1e-4


def test_the_named_optimizers_reach_these_rates():
    hessian = tilted(1.0, 100.0)

    def late_shrinkage(optimizer, start):
        points = minimize(lambda x: hessian @ x, start, optimizer, 120)
        return (np.linalg.norm(points[120]) / np.linalg.norm(points[100])) ** (1 / 20)

    plain = late_shrinkage(sgd(best_learning_rate(hessian)), TURN[:, 0])
    lr, momentum = heavy_ball_settings(hessian)
    heavy = late_shrinkage(sgd(lr, momentum), TURN[:, 0])
    assert plain == pytest.approx(0.980, abs=1e-3)
    assert heavy == pytest.approx(0.818, abs=0.01)


def test_the_stable_learning_rate_is_the_border_between_shrinking_and_growing():
    hessian = tilted(1.0, 8.0)
    assert stable_learning_rate(hessian) == pytest.approx(0.25)
    below = minimize(lambda x: hessian @ x, [1.0, 1.0], sgd(0.249), 2000)
    above = minimize(lambda x: hessian @ x, [1.0, 1.0], sgd(0.251), 2000)
    assert np.linalg.norm(below[-1]) < 1e-3
    assert np.linalg.norm(above[-1]) > 1e3
    assert contraction(hessian, 0.249) < 1 < contraction(hessian, 0.251)


def test_average_weights_are_what_the_moving_average_gives_each_gradient():
    for beta in (0.0, 0.5, 0.9):
        weights = [0.0] * 6
        for spike in range(6):
            average = 0.0
            for t in range(6):
                average = moving_average(average, float(t == spike), beta)
            weights[spike] = float(average)
        np.testing.assert_allclose(ema_weights(beta, 6), weights, rtol=1e-14)
        assert bias_correction(beta, 6) == pytest.approx(1 / sum(weights))


def test_after_the_steps_to_shrink_the_error_is_that_small():
    assert 0.9 ** steps_to_shrink(0.9, 1e-3) == pytest.approx(1e-3)
    assert steps_to_shrink(0.5, 0.25) == pytest.approx(2)


def test_momentums_gain_is_the_sum_of_its_powers():
    assert momentum_gain(0.9) == pytest.approx(sum(0.9**i for i in range(500)))
    assert momentum_gain(0.0) == 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: curvatures([[1.0, 2.0]]),
         "hessian (1, 2) is not square: it has a row and a column a parameter"),
        (lambda: condition_number([[1.0, 0.0], [0.0, -2.0]]),
         "hessian has the curvature -2: a minimum needs all above 0"),
        (lambda: stable_learning_rate(0.0),
         "hessian has the curvature 0: a minimum needs all above 0"),
        (lambda: heavy_ball_rate(0.5), "kappa must be in [1, inf), got 0.5"),
        (lambda: gradient_descent_rate(0.5), "kappa must be in [1, inf), got 0.5"),
        (lambda: steps_to_shrink(1, 0.1),
         "rate must be in (0, 1) and factor in (0, 1], got 1 and 0.1"),
        (lambda: momentum_gain(1), "momentum must be in [0, 1), got 1"),
        (lambda: ema_weights(1.0, 3), "beta must be in [0, 1), got 1.0"),
        (lambda: bias_correction(0.9, 0), "step must be in [1, inf), got 0"),
    ],
)  # fmt: skip
def test_what_has_no_answer_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()

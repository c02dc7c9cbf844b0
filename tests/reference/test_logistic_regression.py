"""Logistic regression against PyTorch, closed-form fits, and data that have no fit."""

import math
import re

import numpy as np
import pytest

from dlquiz.reference import (
    log_odds,
    logistic_fit,
    logistic_loss,
    logistic_loss_gradient,
    logistic_loss_hessian,
    logistic_newton,
    logistic_predict,
    logistic_probability,
    odds,
    odds_ratio,
    separates,
    sigmoid,
    with_intercept,
)

LINE = with_intercept([[-2], [-1], [0], [1], [2], [3]])
OVERLAPPING = [0, 0, 1, 0, 1, 1]
SEPARABLE = [0, 0, 0, 1, 1, 1]


@pytest.fixture(params=["logistic, l2 0.0", "logistic, l2 0.1"])
def case(golden, request):
    return golden("functions")[request.param]


def test_loss_gradient_and_hessian_are_pytorchs(case, equal):
    X, y, at, l2 = case["X"], case["y"], case["at"], case["l2"]
    equal(logistic_loss(X, y, at, l2), case["loss"])
    equal(logistic_loss_gradient(X, y, at, l2), case["gradient"])
    equal(logistic_loss_hessian(X, at, l2), case["hessian"])


def test_both_fits_end_where_pytorchs_does(case, equal):
    X, y, l2 = case["X"], case["y"], case["l2"]
    equal(logistic_newton(X, y, l2).weights, case["minimum"], tolerance=1e-8)
    equal(logistic_fit(X, y, 0.5, 5000, l2).weights, case["minimum"], tolerance=1e-8)


@pytest.mark.parametrize("scale", [1.0, 30.0])
def test_the_gradient_is_the_slope_and_the_hessian_its_slope(numerical_gradient, scale):
    at = np.array([0.3, -0.4]) * scale
    slope = numerical_gradient(lambda w: logistic_loss(LINE, OVERLAPPING, w, 0.2), at)
    np.testing.assert_allclose(logistic_loss_gradient(LINE, OVERLAPPING, at, 0.2), slope, atol=1e-7)
    for i in range(2):
        curvature = numerical_gradient(
            lambda w, i=i: logistic_loss_gradient(LINE, OVERLAPPING, w, 0.2)[i], at
        )
        np.testing.assert_allclose(logistic_loss_hessian(LINE, at, 0.2)[i], curvature, atol=1e-8)


def test_the_intercept_alone_fits_the_base_rate():
    y = [1, 1, 1, 0]
    fit = logistic_newton(np.ones((4, 1)), y)
    assert fit.weights[0] == pytest.approx(math.log(3), rel=1e-12)


def test_a_yes_no_feature_gets_the_logarithm_of_the_tables_odds_ratio():
    yes, no = [1] * 6 + [0] * 2, [1] * 3 + [0] * 9
    X, y = with_intercept(np.repeat([[1], [0]], [8, 12], axis=0)), yes + no
    intercept, weight = logistic_newton(X, y).weights
    assert intercept == pytest.approx(math.log(3 / 9), rel=1e-10)
    assert odds_ratio(weight) == pytest.approx((6 / 2) / (3 / 9), rel=1e-10)


def test_newton_needs_a_handful_of_steps_where_descent_needs_hundreds():
    newton = logistic_newton(LINE, OVERLAPPING)
    assert len(newton.losses) <= 8
    descent = logistic_fit(LINE, OVERLAPPING, lr=0.5, steps=100)
    assert np.linalg.norm(descent.weights - newton.weights) > 1e-6


def test_losses_belong_to_the_path_and_fall():
    for fit in (logistic_fit(LINE, OVERLAPPING, 0.5, 50), logistic_newton(LINE, OVERLAPPING)):
        assert fit.losses[0] == pytest.approx(math.log(2))
        assert (np.diff(fit.losses) <= 0).all()
        np.testing.assert_array_equal(fit.path[-1], fit.weights)
        expected = [logistic_loss(LINE, OVERLAPPING, w) for w in fit.path]
        np.testing.assert_array_equal(fit.losses, expected)


def test_newton_halves_a_step_that_overshoots():
    X = np.array([[-1, 3, -10], [-1, 0, 1], [1, 102, 0], [0, -8, 1], [4, 1, -5]])
    fit = logistic_newton(X, [1, 0, 1, 0, 0])  # the fifth full step would raise the loss
    assert (np.diff(fit.losses) < 0).all()
    gradient = logistic_loss_gradient(X, [1, 0, 1, 0, 0], fit.weights)
    np.testing.assert_allclose(gradient, 0, atol=1e-8)


def test_features_of_any_size_are_fitted():
    for size in (1e-6, 1e6):
        weight = logistic_newton(LINE * [1, size], OVERLAPPING).weights[1]
        assert weight * size == pytest.approx(logistic_newton(LINE, OVERLAPPING).weights[1])


def test_a_repeated_feature_shares_its_weight():
    twice = np.column_stack([LINE, LINE[:, 1]])
    single, shared = logistic_newton(LINE, OVERLAPPING), logistic_newton(twice, OVERLAPPING)
    np.testing.assert_allclose(shared.weights[1:], single.weights[1] / 2, rtol=1e-8)


def test_on_separable_data_descent_grows_for_ever():
    short, long = (logistic_fit(LINE, SEPARABLE, 1.0, steps) for steps in (100, 10_000))
    assert separates(LINE, SEPARABLE, short.weights)
    assert np.linalg.norm(long.weights) > 1.5 * np.linalg.norm(short.weights)
    assert long.losses[-1] < short.losses[-1] / 10


NO_MINIMUM = "the loss has no minimum, longer weights always fit better (l2 > 0 gives it one)"


def test_newton_refuses_separable_data_and_accepts_them_with_a_penalty():
    message = f"a plane separates the classes: {NO_MINIMUM}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        logistic_newton(LINE, SEPARABLE)
    weights = logistic_newton(LINE, SEPARABLE, l2=0.01).weights
    gradient = logistic_loss_gradient(LINE, SEPARABLE, weights, 0.01)
    np.testing.assert_allclose(gradient, 0, atol=1e-9)


def test_newton_refuses_data_separated_but_for_points_on_the_plane():
    X, y = with_intercept([[-1], [0], [0], [1]]), [0, 0, 1, 1]
    message = f"a plane separates the classes but for points upon it: {NO_MINIMUM}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        logistic_newton(X, y)


def test_newton_says_when_the_steps_run_out():
    with pytest.raises(ValueError, match=r"^no convergence in 1 steps$"):
        logistic_newton(LINE, OVERLAPPING, steps=1)


def test_log_odds_undo_the_sigmoid():
    z = np.linspace(-30, 30, 13)
    np.testing.assert_allclose(log_odds(sigmoid(z))[z < 12], z[z < 12], rtol=1e-9)
    assert odds(sigmoid(2.0)) == pytest.approx(math.exp(2))


def test_the_threshold_moves_the_boundary():
    weights = np.array([0.0, 1.0])
    np.testing.assert_array_equal(logistic_predict(LINE, weights), [0, 0, 1, 1, 1, 1])
    at = logistic_probability(LINE, weights)[-1]
    np.testing.assert_array_equal(logistic_predict(LINE, weights, at), [0, 0, 0, 0, 0, 1])


REFUSED = [
    ((LINE, OVERLAPPING, [1, 2, 3]), "weights (3,) do not fit X (6, 2): one for each column"),
    ((LINE, [0, 1], [1, 2]), "y (2,) does not fit X (6, 2): one label for each row"),
    ((LINE, [-1, 1, 1, 1, 1, 1], [1, 2]), "y holds zeros and ones, not -1"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_what_does_not_fit_is_refused(arguments, message):
    for function in (logistic_loss, logistic_loss_gradient, separates):
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            function(*arguments)

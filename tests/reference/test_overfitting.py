"""Polynomials that underfit and overfit, and the parts of their error."""

import numpy as np
import pytest

from dlquiz.reference.overfitting import (
    bias_variance,
    degree_curves,
    design_matrix,
    evaluate_polynomial,
    fit_polynomial,
    noisy_samples,
    sampled_predictions,
)


def wave(x):
    return np.sin(3 * x)


X, Y = noisy_samples(wave, 12, 0.3, np.random.default_rng(0))
X_VALIDATION, Y_VALIDATION = noisy_samples(wave, 500, 0.3, np.random.default_rng(1))


@pytest.mark.parametrize("degree", [0, 1, 3, 6])
def test_a_fit_is_numpys_least_squares(degree, equal):
    expected = np.polynomial.polynomial.polyfit(X, Y, degree)
    equal(fit_polynomial(X, Y, degree), expected, 1e-10)
    equal(
        evaluate_polynomial(expected, X_VALIDATION),
        np.polynomial.polynomial.polyval(X_VALIDATION, expected),
    )


def test_a_penalised_fit_solves_its_normal_equations(equal):
    features, penalty = design_matrix(X, 4), 0.7 * np.diag([0.0, 1, 1, 1, 1])
    expected = np.linalg.solve(features.T @ features + penalty, features.T @ Y)
    equal(fit_polynomial(X, Y, 4, l2=0.7), expected, 1e-10)


def test_the_gradient_of_the_objective_vanishes_at_the_fit(numerical_gradient):
    def objective(w):
        residual = design_matrix(X, 3) @ w - Y
        return (residual**2).sum() / 2 + 0.5 / 2 * (w[1:] ** 2).sum()

    assert np.abs(numerical_gradient(objective, fit_polynomial(X, Y, 3, l2=0.5))).max() < 1e-8


def test_a_strong_penalty_leaves_the_mean(equal):
    fit = fit_polynomial(X, Y, 5, l2=1e12)
    equal(fit[0], Y.mean(), 1e-9)
    assert np.abs(fit[1:]).max() < 1e-9


def test_training_error_only_falls_with_the_degree_and_validation_error_turns():
    curves = degree_curves(X, Y, X_VALIDATION, Y_VALIDATION, range(12))
    assert np.all(np.diff(curves.train) <= 1e-12)
    assert curves.train[-1] < 1e-15  # twelve coefficients pass through twelve points
    best = curves.validation.argmin()
    assert 2 <= best <= 6
    assert curves.validation[best] < 0.5 * curves.validation[0]
    assert curves.validation[-1] > 10 * curves.validation[best]


def test_a_penalty_tames_a_degree_that_overfits():
    free, tamed = (
        degree_curves(X, Y, X_VALIDATION, Y_VALIDATION, [11], l2=l2) for l2 in (0.0, 0.01)
    )
    assert tamed.train[0] > free.train[0]
    assert tamed.validation[0] < 0.1 * free.validation[0]


def test_more_examples_lower_the_variance_and_leave_the_bias():
    parts = {}
    grid = np.linspace(-0.9, 0.9, 25)
    for n in (20, 200):
        rng = np.random.default_rng(2)
        predictions = sampled_predictions(wave, 1, grid, n, 0.3, 300, rng)
        parts[n] = bias_variance(predictions, wave(grid), 0.3)
    assert parts[200].variance < 0.2 * parts[20].variance
    assert abs(parts[200].bias_squared / parts[20].bias_squared - 1) < 0.1


def test_a_stiff_model_errs_by_bias_and_a_flexible_one_by_variance():
    grid = np.linspace(-0.9, 0.9, 25)
    stiff, flexible = (
        bias_variance(
            sampled_predictions(wave, degree, grid, 20, 0.3, 300, np.random.default_rng(3)),
            wave(grid),
            0.3,
        )
        for degree in (1, 7)
    )
    assert stiff.bias_squared > 3 * stiff.variance
    assert flexible.variance > 10 * flexible.bias_squared


def test_the_parts_add_up_to_the_error_exactly(equal):
    rng = np.random.default_rng(4)
    predictions, truth = rng.normal(size=(7, 5)), rng.normal(size=5)
    parts = bias_variance(predictions, truth, noise=0.4)
    equal(parts.bias_squared + parts.variance + parts.noise, parts.error)


def test_the_parts_add_up_to_the_error_measured_on_fresh_noisy_targets():
    grid, noise, repeats = np.linspace(-0.9, 0.9, 25), 0.3, 4000
    rng = np.random.default_rng(5)
    predictions = sampled_predictions(wave, 3, grid, 20, noise, repeats, rng)
    targets = wave(grid) + noise * rng.normal(size=predictions.shape)
    losses = ((targets - predictions) ** 2).mean(1)
    expected = bias_variance(predictions, wave(grid), noise).error
    assert abs(losses.mean() - expected) < 5 * losses.std() / np.sqrt(repeats)


def test_the_variance_of_a_constant_fit_is_the_noise_over_n():
    n, noise, repeats = 10, 0.5, 4000
    rng = np.random.default_rng(6)
    predictions = sampled_predictions(np.zeros_like, 0, [0.0], n, noise, repeats, rng)
    parts = bias_variance(predictions, [0.0], noise)
    expected = noise**2 / n
    assert abs(parts.variance - expected) < 5 * expected * np.sqrt(2 / repeats)
    assert parts.bias_squared < 25 * expected / repeats


def test_the_generator_decides_the_samples(equal):
    again = noisy_samples(wave, 12, 0.3, np.random.default_rng(0))
    equal(again[0], X)
    equal(again[1], Y)
    assert np.abs(X).max() <= 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: fit_polynomial([1, 2, 3], [1, 2], 1),
            "y (2,) against x (3,): the shapes must be equal",
        ),
        (lambda: design_matrix([[1, 2]], 1), "x (1, 2) is not a flat list of numbers"),
        (lambda: design_matrix([1, 2], 1.5), "degree is a whole number from 0 on, not 1.5"),
        (
            lambda: bias_variance([[1, 2]], [1, 2, 3]),
            "truth (3,) does not fit predictions (1, 2): one for each column",
        ),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        call()
    assert str(error.value) == message


def test_pytorch_itself_agrees(equal):
    torch = pytest.importorskip("torch")
    expected = torch.linalg.lstsq(torch.tensor(design_matrix(X, 5)), torch.tensor(Y)[:, None])
    equal(fit_polynomial(X, Y, 5), expected.solution[:, 0], 1e-10)

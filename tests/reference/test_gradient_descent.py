"""Descent meets the closed form; the noise of a mini-batch is that of all the batches there are."""

import re
from itertools import product

import numpy as np
import pytest

from dlquiz.reference.convergence import best_learning_rate, contraction, stable_learning_rate
from dlquiz.reference.gradient_descent import (
    epoch_batches,
    example_gradients,
    has_diverged,
    least_squares_loss,
    least_squares_loss_gradient,
    least_squares_loss_hessian,
    minibatch_descent,
    minibatch_gradients,
    minibatch_noise,
    quadratic_descent,
)
from dlquiz.reference.logistic_regression import logistic_loss_gradient
from dlquiz.reference.optimizers import minimize, sgd
from dlquiz.reference.schedules import updates_per_epoch


@pytest.fixture
def rng():
    return np.random.default_rng(11)


@pytest.fixture
def line(rng):
    X = np.column_stack([np.ones(12), rng.normal(size=12)])
    return X, X @ [2.0, -3.0] + 0.3 * rng.normal(size=12)


def test_the_least_squares_gradient_is_central_differences(line, equal, numerical_gradient):
    X, y = line
    weights = np.array([0.3, 40.0])
    expected = numerical_gradient(lambda w: least_squares_loss(X, y, w), weights)
    equal(least_squares_loss_gradient(X, y, weights), expected, 1e-8)


def test_the_least_squares_hessian_is_the_gradients_differences(line, equal, numerical_gradient):
    X, y = line
    rows = [
        numerical_gradient(lambda w, i=i: least_squares_loss_gradient(X, y, w)[i], np.ones(2))
        for i in (0, 1)
    ]
    equal(least_squares_loss_hessian(X), rows, 1e-8)


def test_torch_itself_agrees_on_the_least_squares_loss(line, equal):
    torch = pytest.importorskip("torch")
    X, y = line
    weights = torch.tensor([0.5, -0.2], dtype=torch.float64, requires_grad=True)
    loss = torch.nn.functional.mse_loss(torch.tensor(X) @ weights, torch.tensor(y)) / 2
    loss.backward()
    equal(least_squares_loss(X, y, [0.5, -0.2]), loss.item())
    equal(least_squares_loss_gradient(X, y, [0.5, -0.2]), weights.grad.numpy())


def test_full_batch_descent_reaches_the_normal_equations(line, rng):
    X, y = line
    lr = best_learning_rate(least_squares_loss_hessian(X))
    walk = minibatch_descent(
        least_squares_loss_gradient, X, y, [0, 0], sgd(lr), len(X), epochs=300, rng=rng
    )
    assert len(walk) == 301
    np.testing.assert_allclose(walk[-1], np.linalg.lstsq(X, y, rcond=None)[0], rtol=1e-12)


def test_an_epoch_of_minibatches_makes_one_update_a_batch(line, rng):
    X, y = line
    walk = minibatch_descent(
        least_squares_loss_gradient, X, y, [0, 0], sgd(0.1), batch_size=5, epochs=4, rng=rng
    )
    assert len(walk) == 1 + 4 * updates_per_epoch(12, 5)


def test_minibatch_descent_hovers_about_the_minimum_and_closer_with_a_smaller_rate(line, rng):
    X, y = line
    minimum = np.linalg.lstsq(X, y, rcond=None)[0]

    def distance(lr):
        walk = minibatch_descent(
            least_squares_loss_gradient, X, y, minimum, sgd(lr), 2, epochs=500, rng=rng
        )
        return np.sqrt(((walk[1000:] - minimum) ** 2).sum(axis=1).mean())

    wide, narrow = distance(0.2), distance(0.002)
    assert 0.01 < wide < 1
    assert narrow < wide / 5


def test_logistic_regression_descends_by_minibatches_too(rng):
    X = rng.normal(size=(200, 2))
    y = (rng.random(200) < 1 / (1 + np.exp(-X @ [2.0, -1.0]))).astype(float)
    walk = minibatch_descent(
        logistic_loss_gradient, X, y, [0, 0], sgd(0.2), batch_size=20, epochs=60, rng=rng
    )
    assert np.linalg.norm(logistic_loss_gradient(X, y, walk[-1])) < 0.05


def test_every_example_comes_once_an_epoch(rng):
    batches = epoch_batches(23, 4, rng)
    assert sorted(np.concatenate(batches).tolist()) == list(range(23))
    assert [len(batch) for batch in epoch_batches(23, 4, rng, drop_last=True)] == [4] * 5
    assert not np.array_equal(np.concatenate(epoch_batches(23, 4, rng)), np.concatenate(batches))


@pytest.mark.parametrize("batch_size", [1, 2, 5, 12])
def test_the_mean_over_all_minibatches_is_the_full_gradient(line, equal, batch_size):
    X, y = line
    gradients = example_gradients(X, y, [0.5, 0.5])
    every = minibatch_gradients(gradients, batch_size)
    equal(every.mean(axis=0), least_squares_loss_gradient(X, y, [0.5, 0.5]))


@pytest.mark.parametrize("batch_size", [1, 2, 5, 12])
def test_noise_without_replacement_is_the_spread_over_all_minibatches(line, equal, batch_size):
    X, y = line
    gradients = example_gradients(X, y, [0.5, 0.5])
    spread = minibatch_gradients(gradients, batch_size).std(axis=0)
    noise = minibatch_noise(gradients, batch_size, replacement=False)
    np.testing.assert_allclose(noise, spread, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("batch_size", [1, 2, 4])
def test_noise_with_replacement_is_the_spread_over_all_draws(equal, batch_size):
    gradients = np.array([[1.0, -4.0], [2.0, 0.0], [7.0, 3.0]])
    draws = np.array(list(product(range(3), repeat=batch_size)))
    spread = gradients[draws].mean(axis=1).std(axis=0)
    equal(minibatch_noise(gradients, batch_size), spread)


def test_four_times_the_batch_halves_the_noise(equal):
    gradients = np.random.default_rng(0).normal(size=(50, 3))
    equal(minibatch_noise(gradients, 64), minibatch_noise(gradients, 16) / 2)


@pytest.mark.parametrize("lr", [0.05, 0.15, 0.24, 0.26])
def test_the_closed_form_is_the_walk(equal, lr):
    hessian, start = np.array([[6.0, 2.0, 1.0], [2.0, 4.0, 0.0], [1.0, 0.0, 1.0]]), [1, -3, 2]
    walked = minimize(lambda x: hessian @ x, start, sgd(lr), 40)
    equal(quadratic_descent(hessian, start, lr, 40), walked)


def test_a_learning_rate_above_two_over_the_largest_curvature_diverges():
    hessian = np.array([[6.0, 2.0], [2.0, 4.0]])
    border = stable_learning_rate(hessian)
    for lr, lost in ((0.98 * border, False), (1.02 * border, True)):
        points = quadratic_descent(hessian, [1.0, -3.0], lr, 300)
        losses = np.einsum("ti,ij,tj->t", points, hessian, points) / 2
        assert has_diverged(losses) is lost
        assert (contraction(hessian, lr) > 1) is lost


def test_a_number_is_a_curvature():
    assert quadratic_descent(4.0, 1.0, lr=0.25, steps=2).ravel().tolist() == [1.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("losses", "lost"),
    [
        ([1.0, 2.0, 0.1], False),
        ([1.0, 90.0, 0.5], False),
        ([1.0, 11.0], True),
        ([1.0, np.inf, 0.5], True),
        ([np.nan, 0.5], True),
    ],
)
def test_a_run_is_lost_when_it_ends_far_above_its_start_or_is_not_finite(losses, lost):
    assert has_diverged(losses) is lost


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: least_squares_loss(np.ones((3, 2)), np.ones(3), np.ones(3)),
         "weights (3,) do not fit X (3, 2): one for each column"),
        (lambda: least_squares_loss(np.ones((3, 2)), np.ones((3, 1)), np.ones(2)),
         "y (3, 1) does not fit X (3, 2): one target for each row"),
        (lambda: quadratic_descent(np.eye(2), [1.0], 0.1, 1),
         "start (1,) does not fit hessian (2, 2)"),
        (lambda: minibatch_gradients(np.ones((3, 1)), 4), "batch_size must be in [1, 3], got 4"),
        (lambda: minibatch_gradients(np.ones((40, 1)), 20),
         "40 examples have 137846528820 batches of 20: too many"),
        (lambda: minibatch_noise(np.ones((3, 1)), 4, replacement=False),
         "batch_size must be in [1, 3], got 4"),
        (lambda: epoch_batches(3, 0, np.random.default_rng()),
         "batch_size is a whole number from 1 on, not 0"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()

"""Ridge and lasso against closed forms and the conditions of their minimum."""

import numpy as np
import pytest

from dlquiz.reference.regularized_regression import (
    early_stopping_shrinkage,
    elastic_net,
    lasso,
    ridge,
    ridge_shrinkage,
)

RNG = np.random.default_rng(0)
X = RNG.normal(size=(30, 6))
Y = X @ np.array([3.0, -2.0, 0.0, 0.0, 1.0, 0.0]) + 0.1 * RNG.normal(size=30)


@pytest.mark.parametrize("strength", [0.1, 5.0])
def test_ridge_is_least_squares_with_the_penalty_as_further_rows(strength, equal):
    rows = np.vstack([X, np.sqrt(strength) * np.eye(6)])
    expected = np.linalg.lstsq(rows, np.concatenate([Y, np.zeros(6)]), rcond=None)[0]
    equal(ridge(X, Y, strength), expected)


def test_the_gradient_of_the_ridge_objective_vanishes_at_its_answer(numerical_gradient):
    def objective(w):
        return ((X @ w - Y) ** 2).sum() / 2 + 2.0 / 2 * (w**2).sum()

    assert np.abs(numerical_gradient(objective, ridge(X, Y, 2.0))).max() < 1e-7


def test_ridge_shrinks_each_singular_direction_of_the_fit(equal):
    u, values, _ = np.linalg.svd(X, full_matrices=False)
    fitted = X @ ridge(X, Y, 4.0)
    equal(u.T @ fitted, ridge_shrinkage(values, 4.0) * (u.T @ Y))


def test_early_stopping_shrinks_as_gradient_descent_does(equal):
    u, values, _ = np.linalg.svd(X, full_matrices=False)
    w, lr = np.zeros(6), 0.005
    for _ in range(20):
        w = w - lr * X.T @ (X @ w - Y)
    equal(u.T @ (X @ w), early_stopping_shrinkage(values, lr, 20) * (u.T @ Y))


def test_ridge_has_one_answer_where_least_squares_has_many(equal):
    twice = np.column_stack([X[:, 0], X[:, 0]])
    w = ridge(twice, Y, 1e-3)
    equal(w[0], w[1], 1e-8)
    assert ridge(X[:3], Y[:3], 0.1).shape == (6,)


@pytest.mark.parametrize("strength", [0.5, 3.0])
def test_lasso_meets_the_conditions_of_its_minimum(strength):
    w = lasso(X, Y, strength, steps=3000)
    pull = X.T @ (Y - X @ w)
    on = w != 0
    np.testing.assert_allclose(pull[on], strength * np.sign(w[on]), rtol=1e-9)
    assert np.all(np.abs(pull[~on]) <= strength)
    assert 0 < on.sum() < 6


def test_lasso_over_orthonormal_features_is_the_soft_threshold_of_least_squares(equal):
    q = np.linalg.qr(X)[0]
    fit = q.T @ Y
    equal(lasso(q, Y, 1.5), np.sign(fit) * np.maximum(np.abs(fit) - 1.5, 0))


def test_from_the_largest_correlation_on_lasso_is_exactly_zero():
    limit = np.abs(X.T @ Y).max()
    assert not np.any(lasso(X, Y, limit * (1 + 1e-12)))
    assert np.any(lasso(X, Y, limit * 0.99))


def test_lasso_finds_zeros_and_ridge_does_not():
    np.testing.assert_array_equal(lasso(X, Y, 3.0)[[2, 3, 5]], 0)
    assert np.all(ridge(X, Y, 3.0) != 0)


def test_an_elastic_net_without_l1_is_ridge(equal):
    equal(elastic_net(X, Y, l1=0.0, l2=2.0), ridge(X, Y, 2.0), 1e-10)


def test_an_elastic_net_shares_weight_between_equal_features_where_lasso_need_not(equal):
    twice = np.column_stack([X[:, 0], X[:, 0], X[:, 1]])
    w = elastic_net(twice, Y, l1=0.5, l2=1.0)
    equal(w[0], w[1], 1e-9)
    assert w[0] > 0.1


def test_shapes_that_do_not_fit_are_named():
    for fit in (ridge, lasso):
        with pytest.raises(ValueError) as error:  # noqa: PT011
            fit(X, Y[:5], 1.0)
        assert str(error.value) == "y (5,) does not fit x (30, 6): one number for each row"


def test_pytorch_itself_agrees(equal):
    torch = pytest.importorskip("torch")
    x, y = torch.tensor(X), torch.tensor(Y)
    expected = torch.linalg.solve(x.T @ x + 2 * torch.eye(6, dtype=torch.float64), x.T @ y)
    equal(ridge(X, Y, 2.0), expected)

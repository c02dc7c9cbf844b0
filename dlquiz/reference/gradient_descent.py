"""Descent with all examples or a few at a time, and exactly how noisy a few are.

Shapes: X is (batch, features), weights (features,), y (batch,). A `gradient(X, y, weights)` is
the mean over the examples it is given, so least squares and logistic regression both fit.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array, whole
from dlquiz.reference.convergence import curvatures
from dlquiz.reference.transforms import Optimizer

MOST_BATCHES = 100_000


def least_squares_loss(X: ArrayLike, y: ArrayLike, weights: ArrayLike) -> float:
    """½ · mean (xᵀw − y)²: a quadratic in w, so gradient descent on it is fully understood.

    >>> least_squares_loss([[1.0], [2.0]], y=[1.0, 4.0], weights=[1.0])
    1.0
    """
    return float((_residuals(X, y, weights) ** 2).mean() / 2)


def least_squares_loss_gradient(X: ArrayLike, y: ArrayLike, weights: ArrayLike) -> Array:
    """Xᵀ(Xw − y)/n: large for features of large scale.

    >>> least_squares_loss_gradient([[1.0], [2.0]], y=[1.0, 4.0], weights=[1.0])
    array([-2.])
    """
    return as_array(example_gradients(X, y, weights).mean(axis=0))


def least_squares_loss_hessian(X: ArrayLike) -> Array:
    """XᵀX/n, the same at every w: features of very different scale make it ill-conditioned.

    >>> least_squares_loss_hessian([[1.0, 100.0], [-1.0, 100.0]])
    array([[1.e+00, 0.e+00],
           [0.e+00, 1.e+04]])
    """
    X = as_array(X)
    return X.T @ X / len(X)


def example_gradients(X: ArrayLike, y: ArrayLike, weights: ArrayLike) -> Array:
    """(xᵢᵀw − yᵢ)xᵢ, one row an example: the mean of any subset is that mini-batch's gradient.

    >>> example_gradients([[1.0], [2.0]], y=[1.0, 4.0], weights=[1.0])
    array([[ 0.],
           [-4.]])
    """
    return _residuals(X, y, weights)[:, None] * as_array(X)


def epoch_batches(
    n: int, batch_size: int, rng: np.random.Generator, drop_last: bool = False
) -> list[np.ndarray]:
    """The examples' indices, shuffled and cut into batches: each example once an epoch.

    >>> [len(batch) for batch in epoch_batches(10, 4, np.random.default_rng(0))]
    [4, 4, 2]
    """
    n, batch_size = whole("n", n, 1), whole("batch_size", batch_size, 1)
    order = rng.permutation(n)
    batches = [order[i : i + batch_size] for i in range(0, n, batch_size)]
    return [batch for batch in batches if len(batch) == batch_size] if drop_last else batches


def minibatch_descent(
    gradient: Callable[[Array, Array, Array], Array],
    X: ArrayLike,
    y: ArrayLike,
    start: ArrayLike,
    optimizer: Optimizer,
    batch_size: int,
    epochs: int,
    rng: np.random.Generator,
) -> Array:
    """x_{t+1} = x_t + update(∇L_batch(x_t)): every point of the walk, the start first.

    One update a batch, so ⌈n/B⌉ an epoch. With batch_size n this is full-batch descent.
    """
    X, y, weights = as_array(X), as_array(y), as_array(start)
    points, state = [weights], optimizer.init(weights)
    for _ in range(epochs):
        for batch in epoch_batches(len(X), batch_size, rng):
            updates, state = optimizer.update(gradient(X[batch], y[batch], weights), state, weights)
            weights = weights + updates
            points.append(weights)
    return np.array(points)


def minibatch_gradients(gradients: ArrayLike, batch_size: int) -> Array:
    """The gradient of every mini-batch that can be drawn from these examples, one a row.

    Their mean is the full gradient: a mini-batch's gradient is unbiased.

    >>> minibatch_gradients([[1.0], [2.0], [6.0]], batch_size=2).ravel()
    array([1.5, 3.5, 4. ])
    """
    rows = as_array(gradients)
    batch_size = _batch_size(batch_size, len(rows))
    if (count := comb(len(rows), batch_size)) > MOST_BATCHES:
        raise ValueError(f"{len(rows)} examples have {count} batches of {batch_size}: too many")
    batches = np.array(list(combinations(range(len(rows)), batch_size)))
    return as_array(rows[batches].mean(axis=1))


def minibatch_noise(gradients: ArrayLike, batch_size: int, replacement: bool = True) -> Array:
    """σ/√B, the standard deviation of a mini-batch's gradient around the full one.

    σ is the spread of the single examples' gradients. Four times the batch halves the noise.
    Drawn without replacement, the factor √((n−B)/(n−1)) takes it to 0 at B = n.

    >>> minibatch_noise([[3.0], [-3.0], [3.0], [-3.0]], batch_size=9)
    array([1.])
    """
    rows = as_array(gradients)
    spread = as_array(rows.std(axis=0))
    if replacement:
        return as_array(spread / np.sqrt(whole("batch_size", batch_size, 1)))
    n, batch_size = len(rows), _batch_size(batch_size, len(rows))
    return as_array(spread / np.sqrt(batch_size) * np.sqrt((n - batch_size) / max(n - 1, 1)))


def quadratic_descent(hessian: ArrayLike, start: ArrayLike, lr: float, steps: int) -> Array:
    """x_t = (I − lr·H)ᵗ x₀: gradient descent on ½xᵀHx without walking, start first.

    Along every axis of H the error is multiplied by 1 − lr·λ, independently: it shrinks, flips
    sign as it shrinks (lr·λ > 1), or grows (lr·λ > 2).

    >>> quadratic_descent([[10.0, 0.0], [0.0, 1.0]], start=[1.0, 1.0], lr=0.15, steps=2).round(4)
    array([[ 1.    ,  1.    ],
           [-0.5   ,  0.85  ],
           [ 0.25  ,  0.7225]])
    """
    values, x0 = curvatures(hessian), np.atleast_1d(as_array(start))
    if x0.shape != values.shape:
        raise ValueError(f"start {x0.shape} does not fit hessian {np.shape(hessian)}")
    axes = np.linalg.eigh(np.atleast_2d(as_array(hessian))).eigenvectors
    powers = (1 - lr * values) ** np.arange(whole("steps", steps) + 1)[:, None]
    return as_array((powers * (x0 @ axes)) @ axes.T)


def has_diverged(losses: ArrayLike, factor: float = 10.0) -> bool:
    """Whether a run is lost: a loss is nan or infinite, or the last is `factor` × the first.

    >>> has_diverged([1.0, 0.5, 2.0]), has_diverged([1.0, 3.0, 30.0]), has_diverged([1.0, np.nan])
    (False, True, True)
    """
    values = as_array(losses)
    return bool(not np.isfinite(values).all() or values[-1] > factor * values[0])


def _residuals(X: ArrayLike, y: ArrayLike, weights: ArrayLike) -> Array:
    X, y, weights = as_array(X), as_array(y), as_array(weights)
    if X.ndim != 2 or X.shape[1:] != weights.shape:
        raise ValueError(f"weights {weights.shape} do not fit X {X.shape}: one for each column")
    if X.shape[:1] != y.shape:
        raise ValueError(f"y {y.shape} does not fit X {X.shape}: one target for each row")
    return as_array(X @ weights - y)


def _batch_size(batch_size: int, n: int) -> int:
    size = whole("batch_size", batch_size, 1)
    if size > n:
        raise ValueError(f"batch_size must be in [1, {n}], got {size}")
    return size

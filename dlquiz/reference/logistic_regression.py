"""Logistic regression: a linear model of the log-odds, fitted by descent and by Newton's method.

Shapes: X is (batch, features), weights (features,), y (batch,) of zeros and ones. There is no
separate bias: `with_intercept` puts a column of ones in front of X, and the first weight is it.

The loss is the negative log-likelihood of independent coin flips, averaged. It is convex, but it
has a minimum only if no plane separates the classes: where one does, longer weights always fit
better, and descent lets them grow for ever, like log t (Soudry et al. 2018).
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.activations import sigmoid
from dlquiz.reference.arrays import Array, as_array, whole
from dlquiz.reference.losses import binary_cross_entropy_with_logits


class LogisticFit(NamedTuple):
    """The weights reached, the loss at every point of the way, and the points, start first."""

    weights: Array
    losses: Array
    path: Array


def with_intercept(X: ArrayLike) -> Array:
    """X with a column of ones in front, whose weight is the intercept θ₀.

    >>> with_intercept([[5], [7]])
    array([[1., 5.],
           [1., 7.]])
    """
    X = as_array(X)
    return np.column_stack([np.ones(len(X)), X])


def logistic_probability(X: ArrayLike, weights: ArrayLike) -> Array:
    """P(y = 1 | x) = σ(xᵀw).

    >>> logistic_probability([[1, 2], [1, -2]], [0, 1]).round(3)
    array([0.881, 0.119])
    """
    return sigmoid(_logits(X, weights))


def logistic_predict(X: ArrayLike, weights: ArrayLike, threshold: float = 0.5) -> Array:
    """1 where P(y = 1 | x) ≥ threshold; the boundary is the plane xᵀw = log_odds(threshold).

    ½ is right only if both kinds of mistake cost the same.

    >>> logistic_predict([[1, 2], [1, -2]], [0, 1])
    array([1., 0.])
    """
    return as_array(logistic_probability(X, weights) >= threshold)


def logistic_loss(X: ArrayLike, y: ArrayLike, weights: ArrayLike, l2: float = 0.0) -> float:
    """−(1/n) Σ [y log p + (1 − y) log(1 − p)] + (λ/2)‖w‖², λ = l2.

    >>> logistic_loss([[1, 2], [1, -2]], [1, 0], [0, 0])  # log 2
    0.6931471805599453
    """
    penalty = l2 / 2 * (as_array(weights) ** 2).sum()
    labels = _labels(as_array(X), y)
    return float(binary_cross_entropy_with_logits(_logits(X, weights), labels) + penalty)


def logistic_loss_gradient(
    X: ArrayLike, y: ArrayLike, weights: ArrayLike, l2: float = 0.0
) -> Array:
    """Xᵀ(p − y)/n + λw: each example pulls along its own features, by as much as it is wrong.

    >>> logistic_loss_gradient([[1, 2], [1, -2]], [1, 0], [0, 0])
    array([ 0., -1.])
    """
    X, weights = as_array(X), as_array(weights)
    wrong: Array = logistic_probability(X, weights) - _labels(X, y)
    return X.T @ wrong / len(X) + l2 * weights


def logistic_loss_hessian(X: ArrayLike, weights: ArrayLike, l2: float = 0.0) -> Array:
    """XᵀSX/n + λI, S = diag(p(1 − p)): never negative, so the loss is convex.

    >>> logistic_loss_hessian([[1, 2], [1, -2]], [0, 0])
    array([[0.25, 0.  ],
           [0.  , 1.  ]])
    """
    X = as_array(X)
    p = logistic_probability(X, weights)
    return (X.T * (p * (1 - p))) @ X / len(X) + l2 * np.eye(X.shape[1])


def logistic_fit(
    X: ArrayLike, y: ArrayLike, lr: float = 0.1, steps: int = 1000, l2: float = 0.0
) -> LogisticFit:
    """Gradient descent from w = 0: w ← w − lr·∇L.

    On separable data it does not end: the loss goes to 0 and the weights grow without bound.

    >>> logistic_fit([[1], [1], [1], [1]], [1, 1, 1, 0], lr=1, steps=100).weights.round(4)
    array([1.0986])
    """
    weights = np.zeros(as_array(X).shape[-1])
    path = [weights]
    for _ in range(whole("steps", steps)):
        weights = weights - lr * logistic_loss_gradient(X, y, weights, l2)
        path.append(weights)
    return _fit(X, y, path, l2)


def logistic_newton(
    X: ArrayLike, y: ArrayLike, l2: float = 0.0, tolerance: float = 1e-10, steps: int = 100
) -> LogisticFit:
    """w ← w − H⁻¹∇L until ∇L is 0 to the tolerance, relative to each feature's size.

    Each step solves weighted least squares, hence the name IRLS: a handful of steps where descent
    needs thousands, but a d × d system in each. A step that overshoots is halved. Separable data
    are refused unless l2 > 0, which always gives a minimum.

    >>> logistic_newton([[1], [1], [1], [1]], [1, 1, 1, 0]).weights.round(4)
    array([1.0986])
    """
    path = [np.zeros(as_array(X).shape[-1])]
    for weights in _newton_points(X, y, l2, tolerance):
        path.append(weights)
        if l2 == 0 and separates(X, y, weights):
            raise ValueError(f"a plane separates the classes: {_GROW}")
        if len(path) > steps:
            raise ValueError(f"no convergence in {steps} steps")
    if l2 == 0 and _undecided(X, path[-1]):
        raise ValueError(f"a plane separates the classes but for points upon it: {_GROW}")
    return _fit(X, y, path, l2)


def separates(X: ArrayLike, y: ArrayLike, weights: ArrayLike) -> bool:
    """Whether every example lies strictly on its own side of the plane xᵀw = 0.

    Multiplying such weights by 2 lowers the loss, so it has no minimum.

    >>> separates([[1, 2], [1, -2]], [1, 0], [0, 1])
    True
    """
    side = 2 * _labels(as_array(X), y) - 1
    return bool((side * _logits(X, weights) > 0).all())


def odds(p: ArrayLike) -> Array:
    """p / (1 − p): 3 to 1 is p = 0.75.

    >>> odds([0.5, 0.75])
    array([1., 3.])
    """
    p = as_array(p)
    return p / (1 - p)


def log_odds(p: ArrayLike) -> Array:
    """log p − log(1 − p), the logit, the inverse of the sigmoid: what the model is linear in.

    >>> log_odds([0.5, 0.75]).round(4)
    array([0.    , 1.0986])
    """
    p = as_array(p)
    return np.log(p) - np.log1p(-p)


def odds_ratio(weight: ArrayLike) -> Array:
    """exp(w): by what the odds are multiplied when the feature grows by 1.

    The probability changes by no fixed amount: how much depends on where it was.

    >>> odds_ratio(np.log(2))
    np.float64(2.0)
    """
    return np.exp(as_array(weight))


_GROW = "the loss has no minimum, longer weights always fit better (l2 > 0 gives it one)"


def _newton_points(X: ArrayLike, y: ArrayLike, l2: float, tolerance: float) -> Iterator[Array]:
    X = as_array(X)
    weights = np.zeros(X.shape[-1])
    small = tolerance * np.abs(X).mean(0)
    while (np.abs(gradient := logistic_loss_gradient(X, y, weights, l2)) > small).any():
        # pinv, for a feature that repeats others leaves the Hessian singular: the shortest step.
        step = np.linalg.pinv(logistic_loss_hessian(X, weights, l2), hermitian=True) @ gradient
        loss = logistic_loss(X, y, weights, l2)
        while logistic_loss(X, y, weights - step, l2) > loss:
            step = step / 2
        weights = weights - step
        yield weights


def _undecided(X: ArrayLike, weights: Array) -> bool:
    """Whether the examples still in doubt leave a direction in which the weights may grow."""
    X = as_array(X)
    p = logistic_probability(X, weights)
    doubtful = X[p * (1 - p) > 1e-8]
    return bool(np.linalg.matrix_rank(doubtful) < np.linalg.matrix_rank(X))


def _fit(X: ArrayLike, y: ArrayLike, path: list[Array], l2: float) -> LogisticFit:
    losses = as_array([logistic_loss(X, y, weights, l2) for weights in path])
    return LogisticFit(path[-1], losses, as_array(path))


def _logits(X: ArrayLike, weights: ArrayLike) -> Array:
    X, weights = as_array(X), as_array(weights)
    if X.ndim != 2 or X.shape[1:] != weights.shape:
        raise ValueError(f"weights {weights.shape} do not fit X {X.shape}: one for each column")
    z: Array = X @ weights
    return z


def _labels(X: Array, y: ArrayLike) -> Array:
    labels = as_array(y)
    if labels.shape != X.shape[:1]:
        raise ValueError(f"y {labels.shape} does not fit X {X.shape}: one label for each row")
    wrong = labels[(labels != 0) & (labels != 1)]
    if wrong.size:
        raise ValueError(f"y holds zeros and ones, not {wrong[0]:g}")
    return labels

"""Ridge, lasso and elastic net: what penalties do to a linear fit, in closed form where it exists.

All minimise ½‖Xw − y‖² + l1‖w‖₁ + (l2/2)‖w‖²: sums over the examples, not means, and no
intercept; centre x and y first.

Shapes: x is (examples, features), y (examples,).
"""

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array, whole
from dlquiz.reference.regularization import proximal_step


def ridge(x: ArrayLike, y: ArrayLike, strength: float) -> Array:
    """w = (XᵀX + λI)⁻¹ Xᵀy, the minimum of ½‖Xw − y‖² + (λ/2)‖w‖² (Hoerl, Kennard 1970).

    Any λ > 0 makes the matrix invertible, so there is one answer even with more features than
    examples or with equal ones, which share the weight.

    >>> ridge([[1, 1], [2, 2]], [2, 4], strength=10)
    array([0.5, 0.5])
    """
    x, y = _fitting(x, y)
    return as_array(np.linalg.solve(x.T @ x + strength * np.eye(x.shape[1]), x.T @ y))


def ridge_shrinkage(singular_value: ArrayLike, strength: float) -> Array:
    """σ² / (σ² + λ): what ridge leaves of the least-squares fit along a singular direction of X.

    Directions in which the data vary much are kept, the others are given up.

    >>> ridge_shrinkage([3, 1, 0], strength=1)
    array([0.9, 0.5, 0. ])
    """
    power = as_array(singular_value) ** 2
    return np.asarray(power / (power + strength))


def early_stopping_shrinkage(singular_value: ArrayLike, lr: float, steps: int) -> Array:
    """1 − (1 − η σ²)^t: what t steps of gradient descent from zero have learnt of the same fit.

    The same picture as ridge with λ ≈ 1/(ηt): early stopping acts like L2.

    >>> early_stopping_shrinkage([3, 1, 0], lr=0.1, steps=10).round(2)
    array([1. , 0.65, 0. ])
    """
    return np.asarray(1 - (1 - lr * as_array(singular_value) ** 2) ** whole("steps", steps))


def lasso(x: ArrayLike, y: ArrayLike, strength: float, steps: int = 1000) -> Array:
    """The minimum of ½‖Xw − y‖² + λ‖w‖₁, approached by proximal gradient steps.

    From λ = max |Xᵀy| on, every weight is exactly zero.

    >>> lasso([[1, 0], [0, 1]], [3, 0.5], strength=1)
    array([2., 0.])
    """
    return elastic_net(x, y, l1=strength, l2=0.0, steps=steps)


def elastic_net(x: ArrayLike, y: ArrayLike, l1: float, l2: float, steps: int = 1000) -> Array:
    """The minimum of ½‖Xw − y‖² + l1‖w‖₁ + (l2/2)‖w‖² by proximal gradient steps from zero.

    The step 1/‖X‖² is the longest with which no step ever climbs (ISTA; Beck, Teboulle 2009).

    >>> elastic_net([[1, 0], [0, 1]], [3, 0.5], l1=1, l2=1).round(6)
    array([1., 0.])
    """
    x, y = _fitting(x, y)
    lr = 1 / np.linalg.norm(x, 2) ** 2
    weights = np.zeros(x.shape[1])
    for _ in range(whole("steps", steps)):
        weights = proximal_step(weights, x.T @ (x @ weights - y), float(lr), l1, l2)
    return weights


def _fitting(x: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    x, y = as_array(x), as_array(y)
    if x.ndim != 2 or y.shape != x.shape[:1]:
        raise ValueError(f"y {y.shape} does not fit x {x.shape}: one number for each row")
    return x, y

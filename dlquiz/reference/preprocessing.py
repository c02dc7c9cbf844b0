"""Scaling features before training: every statistic is fitted on the training part alone.

Features of different scale give gradients of different scale, ∂L/∂w_j ∝ x_j, and an
ill-conditioned loss; κ(XᵀX) says how ill. Scaling acts on each axis by itself: it neither
decorrelates the features nor makes them Gaussian.

Shapes: x is (examples, features), or (examples,) for a single feature.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array


class Scaling(NamedTuple):
    """x ↦ (x − shift) / scale, with one shift and one scale for each feature."""

    shift: Array
    scale: Array


def rescale(x: ArrayLike, scaling: Scaling) -> Array:
    """(x − shift) / scale, with the numbers that were fitted before.

    >>> rescale([10, 40], fit_standardize([0, 20]))
    array([0., 3.])
    """
    x = as_array(x)
    if np.shape(scaling.shift) != x.shape[1:]:
        raise ValueError(
            f"scaling {np.shape(scaling.shift)} does not fit x {x.shape}: "
            "one number for each feature"
        )
    return np.asarray((x - scaling.shift) / scaling.scale)


def unscale(x: ArrayLike, scaling: Scaling) -> Array:
    """x · scale + shift: back to the features' own units.

    >>> unscale([0, 3], fit_standardize([0, 20]))
    array([10., 40.])
    """
    return np.asarray(as_array(x) * scaling.scale + scaling.shift)


def fit_standardize(train: ArrayLike) -> Scaling:
    """Shift by the mean μ, scale by the standard deviation σ = √(Σ (x − μ)² / n).

    A constant feature has σ = 0; it is only shifted, to 0.

    >>> fit_standardize([[1, 5], [3, 5]])
    Scaling(shift=array([2., 5.]), scale=array([1., 1.]))
    """
    train = _examples(train)
    return Scaling(np.asarray(train.mean(0)), _unless_constant(train.std(0), train, 0))


def fit_min_max(train: ArrayLike, low: float = 0.0, high: float = 1.0) -> Scaling:
    """Send the smallest value to `low` and the largest to `high`; a constant feature to `low`.

    One outlier decides the scale of all the rest, and later values may leave the range.

    >>> rescale([0, 5, 10, 20], fit_min_max([0, 10]))
    array([0. , 0.5, 1. , 2. ])
    """
    if not low < high:
        raise ValueError(f"low {low:g} must lie below high {high:g}")
    train = _examples(train)
    scale = _unless_constant((train.max(0) - train.min(0)) / (high - low), train, 0)
    return Scaling(np.asarray(train.min(0) - low * scale), scale)


def fit_shared_scale(train: ArrayLike) -> Scaling:
    """Shift each feature by its own mean, scale all by one number, √(mean of their variances).

    For features of one unit, such as two voltages or the pixels of an image: which of them varies
    more is information, and scaling them apart would erase it.

    >>> rescale([[0, 10], [100, 12]], fit_shared_scale([[0, 10], [100, 12]])).round(2)
    array([[-1.41, -0.03],
           [ 1.41, 0.03]])
    """
    train = _examples(train)
    together = _unless_constant(np.sqrt(train.var(0).mean()), train, None)
    return Scaling(np.asarray(train.mean(0)), np.full(train.shape[1:], together))


def standardize(x: ArrayLike, train: ArrayLike | None = None) -> Array:
    """(x − μ) / σ with μ and σ of the training data, or of x where x is the training data.

    >>> standardize([1, 2, 3, 4])
    array([-1.34164079, -0.4472136 , 0.4472136 , 1.34164079])
    >>> standardize([10], train=[0, 2, 4]) == standardize([10, 4], train=[0, 2, 4])[0]
    array([ True])
    """
    return rescale(x, fit_standardize(x if train is None else train))


def min_max(
    x: ArrayLike, train: ArrayLike | None = None, low: float = 0.0, high: float = 1.0
) -> Array:
    """low + (high − low) · (x − min) / (max − min), with min and max of the training data.

    >>> min_max([7, 790, 10], low=-1)
    array([-1. , 1. , -0.99233716])
    """
    return rescale(x, fit_min_max(x if train is None else train, low, high))


def standardization_leak(train: ArrayLike, test: ArrayLike) -> Array:
    """How far the test data moves when the scaling is fitted on train and test together.

    It should not move at all: in that case the test has told the model about itself, and its
    score is no longer that of unseen data.

    >>> standardization_leak(train=[-1, 1], test=[5]).round(2)
    array([-3.66])
    """
    everything = np.concatenate([_examples(train), _examples(test)])
    return standardize(test, everything) - standardize(test, train)


def gram_condition_number(x: ArrayLike) -> float:
    """κ(XᵀX) = (σ_max / σ_min)², with σ the singular values of X.

    XᵀX/n is the Hessian of least squares, and gradient descent takes steps in proportion to κ.
    Dependent columns make it infinite: along some direction of w the loss is flat.

    >>> round(gram_condition_number([[1, 0], [0, 100]]), 6)
    10000.0
    """
    x = as_array(x)
    if x.ndim != 2 or x.size == 0:
        raise ValueError(f"x {x.shape} is not (examples, features)")
    if np.linalg.matrix_rank(x) < x.shape[1]:
        return float("inf")
    values = np.linalg.svd(x, compute_uv=False)
    return float((values[0] / values[-1]) ** 2)


def class_weights(counts: ArrayLike) -> Array:
    """n / (K n_k) for K classes of n_k examples: each class weighs as much as any other in total.

    >>> class_weights([90, 10])
    array([0.55555556, 5. ])
    """
    counts = as_array(counts)
    if not np.all(counts > 0):
        raise ValueError(f"class {int(np.argmin(counts))} has no example, so it has no weight")
    return np.asarray(counts.sum() / (counts.size * counts))


def _examples(x: ArrayLike) -> Array:
    x = as_array(x)
    if x.ndim == 0 or len(x) == 0:
        raise ValueError(f"x {x.shape} has no examples to fit a scaling on")
    return x


def _unless_constant(scale: ArrayLike, train: Array, axis: int | None) -> Array:
    """The scale, or 1 where all values are equal; their σ is 0 only up to rounding."""
    return np.where(np.ptp(train - train[:1], axis) == 0, 1.0, as_array(scale))

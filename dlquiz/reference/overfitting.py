"""Overfitting seen on polynomials: a family of models whose capacity is one number, the degree.

Training error can only fall as the degree grows, for each family contains the one before.
Validation error falls while the model learns the curve and rises once it learns the noise: too
stiff a model errs by bias, too flexible a one by variance.

Shapes: x and y are (examples,), a fit is the coefficients (degree + 1,), lowest power first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array, same_shape, whole
from dlquiz.reference.losses import mse_loss

if TYPE_CHECKING:  # the random room of numpy takes as long to load as all of this one
    from numpy.random import Generator

Function = Callable[[Array], ArrayLike]


class Curves(NamedTuple):
    """Two losses side by side, by degree or by epoch."""

    train: Array
    validation: Array


class BiasVariance(NamedTuple):
    """The parts of the expected squared error, averaged over the test points."""

    bias_squared: float
    variance: float
    noise: float
    error: float


def design_matrix(x: ArrayLike, degree: int) -> Array:
    """1, x, x², … x^d, a row for each example: a polynomial is linear in its coefficients.

    >>> design_matrix([2, 3], degree=2)
    array([[1., 2., 4.],
           [1., 3., 9.]])
    """
    return np.vander(_flat(x), whole("degree", degree) + 1, increasing=True)


def fit_polynomial(x: ArrayLike, y: ArrayLike, degree: int, l2: float = 0.0) -> Array:
    """The minimum of ½ Σ (Xw − y)² + (l2/2) Σ w², the intercept not penalised.

    The penalty is least squares too, with one further example √l2 · w_j = 0 for each
    coefficient. Of many exact fits the one with the smallest coefficients is taken.

    >>> fit_polynomial([0, 1, 2], [1, 3, 7], degree=2).round(9)
    array([1., 1., 1.])
    """
    x, y = same_shape("x", x, "y", y)
    features = design_matrix(x, degree)
    pulls = np.sqrt(l2) * np.eye(features.shape[1])[1:]
    rows, targets = np.vstack([features, pulls]), np.concatenate([y, np.zeros(len(pulls))])
    return as_array(np.linalg.lstsq(rows, targets, rcond=None)[0])


def evaluate_polynomial(coefficients: ArrayLike, x: ArrayLike) -> Array:
    """Σ_k w_k x^k.

    >>> evaluate_polynomial([1, 1, 1], [0, 1, 2])
    array([1., 3., 7.])
    """
    coefficients = _flat(coefficients)
    return np.asarray(design_matrix(x, len(coefficients) - 1) @ coefficients)


def degree_curves(
    x: ArrayLike,
    y: ArrayLike,
    x_validation: ArrayLike,
    y_validation: ArrayLike,
    degrees: ArrayLike,
    l2: float = 0.0,
) -> Curves:
    """The mean squared error on both sets for each degree, fitted on the first set alone.

    >>> x, y = [-1, 0, 1, 2], [1, 0, 1, 4]
    >>> degree_curves(x, y, [3], [9], degrees=[0, 1, 2]).train.round(3) + 0.0
    array([2.25, 1. , 0. ])
    """
    train, validation = [], []
    for degree in _flat(degrees):
        fit = fit_polynomial(x, y, int(degree), l2)
        train.append(mse_loss(evaluate_polynomial(fit, x), as_array(y)))
        validation.append(mse_loss(evaluate_polynomial(fit, x_validation), as_array(y_validation)))
    return Curves(np.array(train), np.array(validation))


def noisy_samples(function: Function, n: int, noise: float, rng: Generator) -> tuple[Array, Array]:
    """x uniform in [−1, 1] and y = f(x) + N(0, noise²).

    >>> x, y = noisy_samples(np.sin, 5, 0.0, np.random.default_rng(0))
    >>> np.array_equal(y, np.sin(x))
    True
    """
    x = rng.uniform(-1, 1, whole("n", n, least=1))
    return x, as_array(function(x)) + noise * rng.normal(size=x.shape)


def sampled_predictions(
    function: Function,
    degree: int,
    at: ArrayLike,
    n: int,
    noise: float,
    repeats: int,
    rng: Generator,
    l2: float = 0.0,
) -> Array:
    """What `repeats` fits say at the given points, each fitted on n fresh samples; a row each.

    >>> rng = np.random.default_rng(0)
    >>> sampled_predictions(np.square, 2, [0.5, 1], n=5, noise=0, repeats=2, rng=rng).round(6)
    array([[0.25, 1. ],
           [0.25, 1. ]])
    """
    fits = [
        fit_polynomial(*noisy_samples(function, n, noise, rng), degree, l2)
        for _ in range(whole("repeats", repeats, least=1))
    ]
    return np.array([evaluate_polynomial(fit, at) for fit in fits])


def bias_variance(predictions: ArrayLike, truth: ArrayLike, noise: float = 0.0) -> BiasVariance:
    """E(y − ŷ)² = (E ŷ − f)² + Var ŷ + noise², over training sets and over the noise of y.

    Bias is how far the average fit is off, variance how far fits scatter around it; noise is
    what no model removes. `predictions` holds a row for each training set, `noise` is the
    standard deviation of y (Geman et al. 1992).

    >>> bias_variance([[1, 3], [3, 3]], truth=[1, 3], noise=2)
    BiasVariance(bias_squared=0.5, variance=0.5, noise=4.0, error=5.0)
    """
    predictions, truth = as_array(predictions), as_array(truth)
    if predictions.ndim != 2 or predictions.shape[1:] != truth.shape:
        raise ValueError(
            f"truth {truth.shape} does not fit predictions {predictions.shape}: one for each column"
        )
    error = ((predictions - truth) ** 2).mean() + noise**2
    bias_squared = ((predictions.mean(0) - truth) ** 2).mean()
    parts = bias_squared, predictions.var(0).mean(), noise**2, error
    return BiasVariance(*map(float, parts))


def _flat(x: ArrayLike) -> Array:
    x = as_array(x)
    if x.ndim != 1:
        raise ValueError(f"x {x.shape} is not a flat list of numbers")
    return x

"""Whitening: rotate and scale the features so that their covariance becomes the identity.

Standardising makes the variances 1 and leaves the correlations; a tilted ellipse stays tilted.
Whitening divides by the standard deviation along the ellipse's own axes, the eigenvectors of the
covariance. PCA whitening leaves the data in these axes; ZCA turns them back, which stays closest
to the original features (Bell, Sejnowski 1997).

Shapes: x is (examples, features). The statistics are those of the training data.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array


class Whitening(NamedTuple):
    """x ↦ (x − mean) matrixᵀ."""

    mean: Array
    matrix: Array


def covariance(x: ArrayLike) -> Array:
    """Σ (x − μ)(x − μ)ᵀ / n over the examples.

    >>> covariance([[1, 2], [3, 6]])
    array([[1., 2.],
           [2., 4.]])
    """
    x = _matrix(x)
    centred = x - x.mean(0)
    return np.asarray(centred.T @ centred / len(x))


def principal_axes(x: ArrayLike) -> tuple[Array, Array]:
    """The covariance's eigenvalues, largest first, and its eigenvectors, one a row.

    An eigenvector's sign is arbitrary; here its largest component is positive.

    >>> principal_axes([[-2, 0], [2, 0], [0, 1], [0, -1]])
    (array([2. , 0.5]), array([[1., 0.], [0., 1.]]))
    """
    values, columns = np.linalg.eigh(covariance(x))
    axes = columns.T[::-1]
    largest = np.take_along_axis(axes, np.abs(axes).argmax(1, keepdims=True), 1)
    return np.maximum(values[::-1], 0), axes * np.sign(largest)


def fit_pca_whitening(train: ArrayLike, eps: float = 0.0) -> Whitening:
    """Λ^(−½) Uᵀ, U the eigenvectors and Λ the eigenvalues of the covariance.

    ε is added to the eigenvalues, so that directions of mere noise are not blown up. A direction
    without any variance becomes 0.

    >>> fit_pca_whitening([[-2, 0], [2, 0], [0, 1], [0, -1]]).matrix.round(3)
    array([[0.707, 0. ],
           [0. , 1.414]])
    """
    train = _matrix(train)
    values, axes = principal_axes(train)
    varies = values > values[0] * 1e-14
    lengths = np.divide(1.0, np.sqrt(values + eps), where=varies, out=np.zeros_like(values))
    return Whitening(np.asarray(train.mean(0)), lengths[:, np.newaxis] * axes)


def fit_zca_whitening(train: ArrayLike, eps: float = 0.0) -> Whitening:
    """U Λ^(−½) Uᵀ: PCA whitening turned back into the original axes, a symmetric matrix.

    >>> fit_zca_whitening([[-2, 0], [2, 0], [0, 1], [0, -1]]).matrix.round(3)
    array([[0.707, 0. ],
           [0. , 1.414]])
    """
    mean, matrix = fit_pca_whitening(train, eps)
    _, axes = principal_axes(train)
    return Whitening(mean, np.asarray(axes.T @ matrix))


def whiten(x: ArrayLike, whitening: Whitening) -> Array:
    """(x − mean) matrixᵀ, with the numbers that were fitted before.

    >>> whiten([[4, 3]], fit_zca_whitening([[-2, 0], [2, 0], [0, 1], [0, -1]])).round(3)
    array([[2.828, 4.243]])
    """
    x = _matrix(x)
    if x.shape[1] != len(whitening.mean):
        raise ValueError(f"whitening of {whitening.mean.shape} features does not fit x {x.shape}")
    return np.asarray((x - whitening.mean) @ whitening.matrix.T)


def pca_whiten(x: ArrayLike, train: ArrayLike | None = None, eps: float = 0.0) -> Array:
    """PCA whitening with the statistics of the training data, or of x where x is that.

    >>> covariance(pca_whiten([[-2, 1], [2, 0], [0, 1], [1, -1]])).round(9) + 0.0
    array([[1., 0.],
           [0., 1.]])
    """
    return whiten(x, fit_pca_whitening(x if train is None else train, eps))


def zca_whiten(x: ArrayLike, train: ArrayLike | None = None, eps: float = 0.0) -> Array:
    """ZCA whitening with the statistics of the training data, or of x where x is that.

    >>> covariance(zca_whiten([[-2, 1], [2, 0], [0, 1], [1, -1]])).round(9) + 0.0
    array([[1., 0.],
           [0., 1.]])
    """
    return whiten(x, fit_zca_whitening(x if train is None else train, eps))


def _matrix(x: ArrayLike) -> Array:
    x = as_array(x)
    if x.ndim != 2 or len(x) == 0:
        raise ValueError(f"x {x.shape} is not (examples, features)")
    return x

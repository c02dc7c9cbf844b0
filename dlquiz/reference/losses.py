"""Losses and their gradients. They take logits, not probabilities, and average over the batch.

Taking logits is what makes them stable and their gradients simple: softmax or sigmoid, the
logarithm and the derivative of both collapse to p − y.

Shapes: logits are (batch, classes) or, for one example, (classes,); targets are class indices
(batch,) or (), or probabilities shaped like the logits. The other losses take equal shapes.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlquiz.reference.activations import sigmoid
from dlquiz.reference.arrays import Array, as_array, as_distribution, same_shape
from dlquiz.reference.probability import log_softmax, softmax


def cross_entropy(
    logits: ArrayLike, targets: ArrayLike, label_smoothing: float = 0.0
) -> np.float64:
    """mean over the batch of −Σ_k q_k log softmax(z)_k, where q is one-hot at the target.

    The negative log-likelihood of the true class: log K for a network that knows nothing. Label
    smoothing ε gives every class ε/K and takes ε from the true one (Szegedy et al. 2016).

    >>> cross_entropy([[0, 0, 0], [1000, 0, 0]], [1, 0]) == np.log(3) / 2
    np.True_
    """
    log_p = log_softmax(logits)
    q = target_distribution(targets, log_p.shape, label_smoothing)
    # A class ruled out by a logit of −inf costs nothing where q is 0, though 0·(−inf) is nan.
    terms = np.multiply(q, log_p, where=q > 0, out=np.zeros_like(q))
    mean: np.float64 = terms.sum(-1).mean()
    return -mean


def cross_entropy_gradient(
    logits: ArrayLike, targets: ArrayLike, label_smoothing: float = 0.0
) -> Array:
    """∂L/∂z = (softmax(z) − q) / batch: what was predicted minus what should have been.

    >>> cross_entropy_gradient([[0, 0]], [1])
    array([[ 0.5, -0.5]])
    """
    p = softmax(logits)
    q = target_distribution(targets, p.shape, label_smoothing)
    batch: int = p.size // p.shape[-1]
    return (p - q) / batch


def target_distribution(
    targets: ArrayLike, shape: tuple[int, ...], label_smoothing: float = 0.0
) -> Array:
    """q = (1 − ε)·one-hot(target) + ε/K, for logits of this shape.

    >>> target_distribution([2], (1, 4), label_smoothing=0.2)
    array([[0.05, 0.05, 0.85, 0.05]])
    """
    if not 0 <= label_smoothing <= 1:
        raise ValueError(f"label_smoothing is between 0 and 1, not {label_smoothing}")
    given = as_array(targets)
    if given.shape == shape:
        q = as_distribution("targets", given)
    elif given.shape == shape[:-1]:
        q = np.eye(shape[-1])[class_indices(given, shape[-1])]
    else:
        raise ValueError(
            f"targets {given.shape} do not fit logits {shape}: class indices are {shape[:-1]}, "
            f"probabilities {shape}"
        )
    return (1.0 - label_smoothing) * q + label_smoothing / shape[-1]


def class_indices(targets: ArrayLike, classes: int) -> NDArray[np.intp]:
    """Targets as indices 0 … classes − 1. Whole floats are fine, anything else is refused.

    >>> class_indices([0.0, 2.0], classes=3)
    array([0, 2])
    """
    given = as_array(targets)
    wrong = given[given != np.floor(given)]
    if wrong.size:
        raise ValueError(f"targets are whole class indices, not {wrong[0]:g}")
    outside = given[(given < 0) | (given >= classes)]
    if outside.size:
        raise ValueError(f"target {outside[0]:g} is outside 0 … {classes - 1} ({classes} classes)")
    return given.astype(np.intp)


def binary_cross_entropy_with_logits(logits: ArrayLike, targets: ArrayLike) -> np.float64:
    """mean of −[y log σ(z) + (1 − y) log(1 − σ(z))] = max(z, 0) − zy + log(1 + exp(−|z|)).

    The right-hand side neither overflows nor takes log(0): at z = 1000, y = 0 the loss is 1000,
    where the left gives inf.

    >>> binary_cross_entropy_with_logits([1000, -1000], [0, 0])
    np.float64(500.0)
    """
    z, y = _binary(logits, targets)
    mean: np.float64 = (np.maximum(z, 0.0) - z * y + np.log1p(np.exp(-np.abs(z)))).mean()
    return mean


def binary_cross_entropy_with_logits_gradient(logits: ArrayLike, targets: ArrayLike) -> Array:
    """∂L/∂z = (σ(z) − y) / n. It does not saturate where the prediction is wrong.

    >>> binary_cross_entropy_with_logits_gradient([-1000, 0], [1, 1])
    array([-0.5 , -0.25])
    """
    z, y = _binary(logits, targets)
    return (sigmoid(z) - y) / z.size


def mse_loss(predictions: ArrayLike, targets: ArrayLike) -> np.float64:
    """mean of (prediction − target)² over all elements.

    Shapes must be equal: (n, 1) against (n,) would quietly compare everything with everything.

    >>> mse_loss([1, 2], [1, 4])
    np.float64(2.0)
    """
    predictions, targets = same_shape("predictions", predictions, "targets", targets)
    mean: np.float64 = ((predictions - targets) ** 2).mean()
    return mean


def mse_loss_gradient(predictions: ArrayLike, targets: ArrayLike) -> Array:
    """∂L/∂prediction = 2(prediction − target) / n, n counting all elements.

    >>> mse_loss_gradient([1, 2], [1, 4])
    array([ 0., -2.])
    """
    predictions, targets = same_shape("predictions", predictions, "targets", targets)
    return 2.0 * (predictions - targets) / predictions.size


def _binary(logits: ArrayLike, targets: ArrayLike) -> tuple[Array, Array]:
    z, y = same_shape("logits", logits, "targets", targets)
    outside = y[~((y >= 0) & (y <= 1))]
    if outside.size:
        raise ValueError(f"binary targets lie between 0 and 1, not {outside[0]:g}")
    return z, y

"""From logits to probabilities, and how far two distributions are apart. Logarithms are natural.

Shapes: logits are (classes,), (batch, classes) or any shape whose `axis` holds the classes.
A logit of −inf is a class that is ruled out: its probability is exactly 0.
"""

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array, as_distribution, same_shape


def softmax(logits: ArrayLike, axis: int = -1) -> Array:
    """exp(z_i) / Σ_j exp(z_j), safe for any z; with a temperature T: softmax(z / T).

    Adding a constant to every logit leaves the ratio alone, so the maximum is subtracted: the
    largest exponent is exp(0) = 1 and nothing overflows.

    >>> softmax([1000, 1000])
    array([0.5, 0.5])
    """
    e = np.exp(_below_maximum(logits, axis))
    total: Array = e.sum(axis, keepdims=True)
    return e / total


def log_softmax(logits: ArrayLike, axis: int = -1) -> Array:
    """z_i − log Σ_j exp(z_j): finite where log(softmax(z)) is log(0).

    >>> log_softmax([0, 1000])
    array([-1000., 0.])
    """
    shifted = _below_maximum(logits, axis)
    total: Array = np.exp(shifted).sum(axis, keepdims=True)
    return shifted - np.log(total)


def log_sum_exp(logits: ArrayLike, axis: int = -1) -> Array:
    """log Σ_j exp(z_j) = m + log Σ_j exp(z_j − m), m = max z: a smooth maximum.

    Its gradient is the softmax.

    >>> log_sum_exp([1000, 1000]), 1000 + np.log(2)
    (np.float64(1000.6931471805599), np.float64(1000.6931471805599))
    """
    maximum: Array = as_array(logits).max(axis)
    total: Array = np.exp(_below_maximum(logits, axis)).sum(axis)
    return maximum + np.log(total)


def softmax_jacobian(logits: ArrayLike) -> Array:
    """∂p_i/∂z_j = p_i(δ_ij − p_j), that is diag(p) − ppᵀ; one matrix for each row of logits.

    Symmetric, and every row sums to 0: raising all logits alike changes nothing.

    >>> softmax_jacobian([0, 0])
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    p = softmax(logits)
    return p[..., :, None] * (np.eye(p.shape[-1]) - p[..., None, :])


def softmax_naive(logits: ArrayLike) -> Array:
    """exp(z_i) / Σ_j exp(z_j) as it stands on paper, kept to be seen failing.

    exp overflows above 709.78 and inf / inf is nan; below −745 all exponents are 0, and so is 0/0.

    >>> with np.errstate(over="ignore", invalid="ignore"):
    ...     softmax_naive([1000, 1001])
    array([nan, nan])
    """
    e = np.exp(as_array(logits))
    total: Array = e.sum(-1, keepdims=True)
    return e / total


def online_softmax(logits: ArrayLike) -> Array:
    """softmax whose maximum m and sum s come from one pass: s ← s·exp(m − m′) + exp(z − m′).

    A larger maximum m′ only rescales the sum so far, so logits can arrive in a stream. This is
    what lets attention work through its scores block by block (Milakov, Gimelshein 2018).

    >>> online_softmax([1000, 1001, 1002]).round(4)
    array([0.09 , 0.2447, 0.6652])
    """
    logits = as_array(logits)
    largest = np.full(logits.shape[:-1], np.finfo(float).min)
    total = np.zeros(logits.shape[:-1])
    for z in np.moveaxis(logits, -1, 0):
        previous, largest = largest, np.maximum(largest, z)
        total = total * np.exp(previous - largest) + np.exp(z - largest)
    return np.exp(logits - largest[..., None]) / total[..., None]


def entropy(p: ArrayLike, axis: int = -1) -> Array:
    """−Σ p_i log p_i: 0 when certain, at most log K when all K outcomes are equally likely.

    0·log 0 counts as 0, its limit.

    >>> entropy([1, 0]), entropy([0.5, 0.5]) / np.log(2)
    (np.float64(0.0), np.float64(1.0))
    """
    p = as_distribution("p", p, axis)
    total: Array = (p * np.log(np.where(p > 0, p, 1.0))).sum(axis)
    return 0.0 - total


def kl_divergence(p: ArrayLike, q: ArrayLike, axis: int = -1) -> Array:
    """Σ p_i log(p_i / q_i) ≥ 0: the cost of believing q when p is true; not symmetric.

    Infinite if q rules out what p allows; where p is 0 nothing is added.

    >>> kl_divergence([1, 0], [0.5, 0.5]) / np.log(2), kl_divergence([0.5, 0.5], [1, 0])
    (np.float64(1.0), np.float64(inf))
    """
    p, q = same_shape("p", as_distribution("p", p, axis), "q", as_distribution("q", q, axis))
    with np.errstate(divide="ignore"):
        log_ratio = np.log(np.where(p > 0, p, 1.0)) - np.log(np.where(p > 0, q, 1.0))
    total: Array = (p * log_ratio).sum(axis)
    return total


def _below_maximum(logits: ArrayLike, axis: int) -> Array:
    """z − max z. Two logits further apart than the largest float differ by −inf, and exp is 0."""
    maximum: Array = as_array(logits).max(axis, keepdims=True)
    with np.errstate(over="ignore"):
        return as_array(logits) - maximum

"""Dropout: in training each unit is zeroed with probability p (Srivastava et al. 2014).

p is the probability of DROPPING, as in PyTorch; q = 1 − p is kept. The paper's p is the opposite,
the probability of retaining. Units (activations) are dropped; dropping weights is DropConnect.

The mask is an argument or is drawn from a generator that is one; it comes back with the output,
because backward needs the very same mask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array, same_shape

if TYPE_CHECKING:  # the random room of numpy takes as long to load as all of this one
    from numpy.random import Generator


class Masked(NamedTuple):
    """The output, and the mask of kept units (1) and dropped ones (0)."""

    output: Array
    mask: Array


class Moments(NamedTuple):
    """The mean and the variance of a random value."""

    mean: Array
    var: Array


def keep_mask(shape: tuple[int, ...], p: float, rng: Generator) -> Array:
    """1 with probability 1 − p and 0 with probability p, independently.

    >>> keep_mask((2, 3), 0.0, np.random.default_rng(0))
    array([[1., 1., 1.],
           [1., 1., 1.]])
    """
    return (rng.random(shape) >= _probability(p)).astype(float)


def dropout(
    x: ArrayLike,
    p: float = 0.5,
    training: bool = True,
    mask: ArrayLike | None = None,
    rng: Generator | None = None,
) -> Masked:
    """y = mask ⊙ x / (1 − p) in training, y = x in inference: inverted dropout.

    Dividing by the keep probability leaves the mean of every unit as it was, so inference has
    nothing to correct. This is the form in use today.

    >>> dropout([1, 2, 3, 4], p=0.5, mask=[1, 0, 0, 1]).output
    array([2., 0., 0., 8.])
    >>> dropout([1, 2, 3, 4], p=0.5, training=False).output
    array([1., 2., 3., 4.])
    """
    x, mask = _masked(x, p, training, mask, rng)
    return Masked(x * mask * _inverted_scale(p, training), mask)


def dropout_backward(
    grad_output: ArrayLike, mask: ArrayLike, p: float = 0.5, training: bool = True
) -> Array:
    """∂L/∂x = mask ⊙ ∂L/∂y / (1 − p), with the mask of the forward pass; ∂L/∂y in inference.

    >>> dropout_backward([1, 1, 1, 1], mask=[1, 0, 0, 1])
    array([2., 0., 0., 2.])
    """
    g, mask = same_shape("grad_output", grad_output, "mask", mask)
    return g * mask * _inverted_scale(p, training)


def classic_dropout(
    x: ArrayLike,
    p: float = 0.5,
    training: bool = True,
    mask: ArrayLike | None = None,
    rng: Generator | None = None,
) -> Masked:
    """y = mask ⊙ x in training, y = (1 − p) x in inference: the form of the paper.

    Inference MULTIPLIES by the KEEP probability, to restore the mean that training had.

    >>> classic_dropout([1, 2, 3, 4], p=0.2, training=False).output
    array([0.8, 1.6, 2.4, 3.2])
    """
    x, mask = _masked(x, p, training, mask, rng)
    return Masked(x * mask * (1 if training else 1 - p), mask)


def classic_dropout_backward(
    grad_output: ArrayLike, mask: ArrayLike, p: float = 0.5, training: bool = True
) -> Array:
    """∂L/∂x = mask ⊙ ∂L/∂y in training, (1 − p) ∂L/∂y in inference.

    >>> classic_dropout_backward([1, 2, 3, 4], mask=[1, 0, 0, 1])
    array([1., 0., 0., 4.])
    """
    g, mask = same_shape("grad_output", grad_output, "mask", mask)
    return g * mask * (1 if training else 1 - _probability(p))


def dropout_moments(
    mean: ArrayLike, var: ArrayLike, p: float = 0.5, training: bool = True
) -> Moments:
    """E = μ and Var = (σ² + (1 − q) μ²) / q in training; μ and σ² in inference, with q = 1 − p.

    The mean agrees between the modes, the variance does not: a batch norm behind dropout stores
    training's variance and meets a smaller one in inference (Li et al. 2019).

    >>> dropout_moments(mean=0, var=1, p=0.5)
    Moments(mean=array(0.), var=array(2.))
    """
    if not training:
        return Moments(as_array(mean), as_array(var))
    mean, var = classic_dropout_moments(mean, var, p)
    scale = _inverted_scale(p, training)
    return Moments(np.asarray(mean * scale), np.asarray(var * scale**2))


def classic_dropout_moments(
    mean: ArrayLike, var: ArrayLike, p: float = 0.5, training: bool = True
) -> Moments:
    """E = qμ and Var = qσ² + q(1 − q) μ² in training; qμ and q²σ² in inference, with q = 1 − p.

    E[(mx)²] = q E[x²] for a mask m independent of x, and the square of the mean is subtracted.

    >>> classic_dropout_moments(mean=0, var=1, p=0.5)
    Moments(mean=array(0.), var=array(0.5))
    >>> classic_dropout_moments(mean=0, var=1, p=0.5, training=False).var
    array(0.25)
    """
    mean, var, q = as_array(mean), as_array(var), 1 - _probability(p)
    spread = q * var + q * (1 - q) * mean**2 if training else q**2 * var
    return Moments(np.asarray(q * mean), np.asarray(spread))


def dropconnect(x: ArrayLike, weight: ArrayLike, mask: ArrayLike) -> Array:
    """y = x (mask ⊙ W)ᵀ: single weights are dropped, not whole units (Wan et al. 2013).

    >>> dropconnect([1, 10], [[2, 3], [4, 5]], mask=[[1, 0], [0, 1]])
    array([ 2., 50.])
    """
    x = as_array(x)
    weight, mask = same_shape("weight", weight, "mask", mask)
    if weight.ndim != 2 or weight.shape[1] != x.shape[-1]:
        raise ValueError(f"weight {weight.shape} does not fit x {x.shape}: it is (out, in)")
    return np.asarray(x @ (mask * weight).T)


def _masked(
    x: ArrayLike, p: float, training: bool, mask: ArrayLike | None, rng: Generator | None
) -> tuple[Array, Array]:
    x, p = as_array(x), _probability(p)
    if not training:
        return x, np.ones(x.shape)
    if mask is not None:
        return same_shape("x", x, "mask", mask)
    if rng is None:
        raise ValueError("dropout in training needs a mask, or a generator to draw it from")
    return x, keep_mask(x.shape, p, rng)


def _inverted_scale(p: float, training: bool) -> float:
    """1/(1 − p); dropping everything leaves nothing to scale."""
    return 1 / (1 - p) if training and _probability(p) < 1 else 1.0


def _probability(p: float) -> float:
    if not 0 <= p <= 1:
        raise ValueError(f"p is the probability of dropping, from 0 to 1: {p} is none")
    return p

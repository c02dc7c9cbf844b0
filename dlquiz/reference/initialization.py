"""Weight initialisation: random weights of the scale that keeps signals alive.

Random, because hidden units that start equal stay equal; of the right scale, because every layer
multiplies the signal's size by the same factor. Biases may start at zero.

Weights are (out, in) or (out, in, height, width), as in PyTorch. The generator is an argument.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from dlquiz.reference.arrays import Array
from dlquiz.reference.weight_scales import (
    calculate_gain,
    fan_in_and_fan_out,
    kaiming_bound,
    kaiming_std,
    lecun_bound,
    lecun_std,
    linear_default_bound,
    xavier_bound,
    xavier_std,
)

if TYPE_CHECKING:  # the random room of numpy takes as long to load as all of this one
    from numpy.random import Generator

Shape = Iterable[int]


def constant_weights(shape: Shape, value: float = 0.0) -> Array:
    """Every weight the same: right for biases and γ, wrong for hidden layers.

    >>> constant_weights((2, 3), 0.1)
    array([[0.1, 0.1, 0.1],
           [0.1, 0.1, 0.1]])
    """
    return np.full(_sizes(shape), float(value))


def normal_weights(shape: Shape, rng: Generator, std: float = 1.0, mean: float = 0.0) -> Array:
    """w ~ N(mean, std²).

    >>> normal_weights((2, 3), np.random.default_rng(0), std=0, mean=7)
    array([[7., 7., 7.],
           [7., 7., 7.]])
    """
    return rng.normal(mean, std, _sizes(shape))


def uniform_weights(shape: Shape, rng: Generator, bound: float = 1.0) -> Array:
    """w ~ U(−bound, bound), of variance bound² / 3.

    >>> uniform_weights((2, 3), np.random.default_rng(0), bound=0)
    array([[0., 0., 0.],
           [0., 0., 0.]])
    """
    return rng.uniform(-bound, bound, _sizes(shape))


def lecun_normal(shape: Shape, rng: Generator) -> Array:
    """w ~ N(0, 1 / fan_in): for linear layers and tanh near zero (LeCun et al. 1998).

    >>> lecun_normal((10, 784), np.random.default_rng(0)).shape
    (10, 784)
    """
    return normal_weights(shape, rng, lecun_std(fan_in_and_fan_out(shape)[0]))


def lecun_uniform(shape: Shape, rng: Generator) -> Array:
    """w ~ U(±√(3 / fan_in)), the same variance as `lecun_normal`.

    >>> lecun_uniform((10, 784), np.random.default_rng(0)).shape
    (10, 784)
    """
    return uniform_weights(shape, rng, lecun_bound(fan_in_and_fan_out(shape)[0]))


def xavier_normal(shape: Shape, rng: Generator, gain: float = 1.0) -> Array:
    """w ~ N(0, gain² · 2 / (fan_in + fan_out)) (Glorot, Bengio 2010).

    >>> xavier_normal((10, 784), np.random.default_rng(0)).shape
    (10, 784)
    """
    return normal_weights(shape, rng, xavier_std(*fan_in_and_fan_out(shape), gain))


def xavier_uniform(shape: Shape, rng: Generator, gain: float = 1.0) -> Array:
    """w ~ U(±gain · √(6 / (fan_in + fan_out))), the same variance as `xavier_normal`.

    >>> xavier_uniform((10, 784), np.random.default_rng(0)).shape
    (10, 784)
    """
    return uniform_weights(shape, rng, xavier_bound(*fan_in_and_fan_out(shape), gain))


def kaiming_normal(
    shape: Shape,
    rng: Generator,
    a: float = 0.0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
) -> Array:
    """w ~ N(0, gain² / fan), gain² = 2 / (1 + a²) for a leaky ReLU of slope a (He et al. 2015).

    `fan_in` keeps the signal's size forward, `fan_out` the gradient's backward. With the default
    a = 0 the leaky ReLU is ReLU and the variance 2 / fan_in.

    >>> kaiming_normal((64, 3, 7, 7), np.random.default_rng(0)).shape
    (64, 3, 7, 7)
    """
    return normal_weights(
        shape, rng, kaiming_std(_fan(shape, mode), calculate_gain(nonlinearity, a))
    )


def kaiming_uniform(
    shape: Shape,
    rng: Generator,
    a: float = 0.0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
) -> Array:
    """w ~ U(±gain · √(3 / fan)), the same variance as `kaiming_normal`.

    >>> kaiming_uniform((64, 3, 7, 7), np.random.default_rng(0)).shape
    (64, 3, 7, 7)
    """
    return uniform_weights(
        shape, rng, kaiming_bound(_fan(shape, mode), calculate_gain(nonlinearity, a))
    )


def linear_default(shape: Shape, rng: Generator) -> tuple[Array, Array]:
    """Weight and bias ~ U(±1 / √fan_in): what PyTorch's Linear and convolutions start from.

    PyTorch writes it as Kaiming's uniform with a = √5, whose gain is √(1/3); it is neither
    Kaiming's nor Xavier's variance.

    >>> weight, bias = linear_default((10, 784), np.random.default_rng(0))
    >>> weight.shape, bias.shape
    ((10, 784), (10,))
    """
    bound = linear_default_bound(fan_in_and_fan_out(shape)[0])
    weight = uniform_weights(shape, rng, bound)
    return weight, uniform_weights(weight.shape[:1], rng, bound)


def orthogonal(shape: Shape, rng: Generator, gain: float = 1.0) -> Array:
    """W Wᵀ = gain² I (or WᵀW where there are more rows): lengths are kept (Saxe et al. 2014).

    Q of the decomposition A = QR of a normal matrix; fixing the signs of R's diagonal makes every
    rotation equally likely. A kernel is flattened to (out, in · k · k).

    >>> w = orthogonal((2, 5), np.random.default_rng(0))
    >>> np.allclose(w @ w.T, np.eye(2))
    True
    """
    sizes = _sizes(shape)
    rows, columns = sizes[0], prod(sizes[1:])
    q, r = np.linalg.qr(rng.normal(size=(max(rows, columns), min(rows, columns))))
    q = q * np.sign(np.diag(r))
    return np.asarray(gain * (q if rows >= columns else q.T).reshape(sizes))


def _fan(shape: Shape, mode: str) -> int:
    modes = {"fan_in": 0, "fan_out": 1}
    if mode not in modes:
        raise ValueError(f"mode {mode!r} is not one of fan_in, fan_out")
    return fan_in_and_fan_out(shape)[modes[mode]]


def _sizes(shape: Shape) -> tuple[int, ...]:
    return tuple(int(size) for size in shape)

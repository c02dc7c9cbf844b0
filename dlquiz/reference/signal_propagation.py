"""What layer after layer of random weights does to the size of a signal.

Size is E[x²], the mean square, not the variance: after a ReLU the mean is not zero. A layer
multiplies it by one factor, so depth turns a factor off 1 into nothing or into overflow
(Glorot, Bengio 2010; He et al. 2015).

Shapes: x is (batch, width), a weight (out, in), a bias (out,).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.activations import relu
from dlquiz.reference.arrays import Array, as_array, whole
from dlquiz.reference.layers import linear

if TYPE_CHECKING:  # the random room of numpy takes as long to load as all of this one
    from numpy.random import Generator

Activation = Callable[[ArrayLike], Array]
Draw = Callable[[tuple[int, int], "Generator"], Array]


def variance_through_layers(
    layers: int,
    fan_in: float,
    weight_variance: float,
    relu: bool = True,
    bias_variance: float = 0.0,
    start: float = 1.0,
) -> Array:
    """E[x²] ← (n σ² E[x²] + σ_b²) / 2 for each ReLU layer, undivided for a linear one.

    Weights with zero mean and a symmetric distribution make pre-activations symmetric too, and
    ReLU keeps half of E[z²], exactly. Without biases that is (n σ² / 2)^L. Returned from the
    input, layer 0, to layer L: the expectation over all draws of the weights.

    >>> variance_through_layers(3, 512, 2 / 512), variance_through_layers(3, 512, 1 / 512)
    (array([1., 1., 1., 1.]), array([1. , 0.5 , 0.25 , 0.125]))
    """
    kept = 0.5 if relu else 1.0
    powers = (kept * fan_in * weight_variance) ** np.arange(whole("layers", layers) + 1)
    if not bias_variance:  # 0 times an overflown sum would be nan
        return np.asarray(start * powers)
    earlier_biases = np.concatenate([[0.0], powers[:-1].cumsum()])
    return np.asarray(start * powers + kept * bias_variance * earlier_biases)


def activations_through_layers(
    x: ArrayLike,
    weights: Sequence[ArrayLike],
    biases: Sequence[ArrayLike | None] | None = None,
    activation: Activation = relu,
) -> list[Array]:
    """x and then activation(x Wᵀ + b) of every layer, each fed with the one before.

    >>> activations_through_layers([[1, 2]], [[[1, 1]], [[-5]]])
    [array([[1., 2.]]), array([[3.]]), array([[0.]])]
    """
    signals = [as_array(x)]
    shifts = [None] * len(weights) if biases is None else biases
    for weight, bias in zip(weights, shifts, strict=True):
        signals.append(activation(linear(signals[-1], weight, bias)))
    return signals


def mean_squares(signals: Sequence[ArrayLike]) -> Array:
    """mean(x²) of each signal: over the batch and the units.

    >>> mean_squares([[1, 7], [3, 4]])
    array([25. , 12.5])
    """
    return np.array([np.mean(as_array(signal) ** 2) for signal in signals])


def simulated_signal(
    layers: int,
    width: int,
    draw: Draw,
    rng: Generator,
    activation: Activation = relu,
    batch: int = 1,
) -> Array:
    """mean(x²) from the input to the last of `layers` square layers whose weights are drawn now.

    The input is N(0, 1). `draw(shape, rng)` is an initialiser; one draw scatters around the
    expectation by a factor that grows with depth / width.

    >>> from dlquiz.reference.initialization import kaiming_normal
    >>> simulated_signal(3, 64, kaiming_normal, np.random.default_rng(0)).shape
    (4,)
    """
    x = rng.normal(size=(whole("batch", batch, 1), whole("width", width, 1)))
    shape = (x.shape[1], x.shape[1])
    weights = [draw(shape, rng) for _ in range(whole("layers", layers))]
    return mean_squares(activations_through_layers(x, weights, activation=activation))

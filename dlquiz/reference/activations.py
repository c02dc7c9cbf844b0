"""Activation functions and their derivatives: what makes a network more than one matrix.

Every function works element by element on an array of any shape and is safe over the whole range
of float64: nothing overflows, and the only floating-point signal is a harmless underflow, where
the true result is smaller than the smallest float (σ(−800), say, is 0). Derivatives at a kink
follow PyTorch: the slope from the left.

ReLU: Nair, Hinton 2010. Leaky ReLU: Maas, Hannun, Ng 2013. ELU: Clevert, Unterthiner, Hochreiter
2016. GELU: Hendrycks, Gimpel 2016. SiLU, also called swish: Elfwing, Uchibe, Doya 2018. Softplus:
Dugas et al. 2001.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array

# numpy has no error function. The C library's is right to the last bits, which no short series
# is; a Python call for each element is the price, and only GELU pays it.
_erfc: Callable[[Array], Array] = np.vectorize(math.erfc, otypes=[float])


def sigmoid(x: ArrayLike) -> Array:
    """σ(x) = 1 / (1 + exp(−x)), safe for any x.

    exp is only taken of −|x|: for negative x the fraction is written as exp(x) / (1 + exp(x)),
    so that nothing overflows and tiny probabilities keep all their digits.

    >>> sigmoid([-1000, 0, 1000])
    array([0. , 0.5, 1. ])
    """
    x = as_array(x)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, e) / (1.0 + e)


def sigmoid_derivative(x: ArrayLike) -> Array:
    """σ′(x) = σ(x)(1 − σ(x)), at most 1/4.

    1 − σ(x) is σ(−x), which does not round to 0 for large x. Each sigmoid layer shrinks the
    gradient at least fourfold: the vanishing gradient.

    >>> sigmoid_derivative([-40, 0, 40])
    array([4.24835426e-18, 2.50000000e-01, 4.24835426e-18])
    """
    return sigmoid(x) * sigmoid(-as_array(x))


def tanh(x: ArrayLike) -> Array:
    """tanh(x) = 2σ(2x) − 1: a sigmoid that is centred at 0.

    >>> tanh([-1000, 0, 1000])
    array([-1., 0., 1.])
    """
    return np.tanh(as_array(x))


def tanh_derivative(x: ArrayLike) -> Array:
    """tanh′(x) = 1 − tanh²(x): 1 at 0, four times the sigmoid's, but it saturates all the same.

    >>> tanh_derivative([0, 20])
    array([1., 0.])
    """
    return 1.0 - tanh(x) ** 2


def relu(x: ArrayLike) -> Array:
    """max(0, x).

    >>> relu([-2, 0, 3])
    array([0., 0., 3.])
    """
    return np.maximum(as_array(x), 0.0)


def relu_derivative(x: ArrayLike) -> Array:
    """1 where x > 0, otherwise 0.

    At 0 any slope between 0 and 1 is a subgradient; 0 is chosen. A unit that is negative on all
    data gets no gradient at all and never comes back: a dead ReLU.

    >>> relu_derivative([-2, 0, 3])
    array([0., 0., 1.])
    """
    return (as_array(x) > 0) * np.float64(1)


def leaky_relu(x: ArrayLike, negative_slope: float = 0.01) -> Array:
    """max(0, x) + slope·min(0, x): a unit that cannot die.

    max(slope·x, x) says the same only while the slope is at most 1.

    >>> leaky_relu([-2, 0, 3])
    array([-0.02, 0. , 3. ])
    """
    x = as_array(x)
    return np.maximum(x, 0.0) + negative_slope * np.minimum(x, 0.0)


def leaky_relu_derivative(x: ArrayLike, negative_slope: float = 0.01) -> Array:
    """1 where x > 0, otherwise the slope.

    >>> leaky_relu_derivative([-2, 0, 3])
    array([0.01, 0.01, 1. ])
    """
    positive = as_array(x) > 0
    return positive + negative_slope * ~positive


def elu(x: ArrayLike, alpha: float = 1.0) -> Array:
    """x where x > 0, otherwise α(exp(x) − 1), which saturates at −α.

    Negative outputs pull the mean of a layer towards 0. expm1 keeps the digits that exp(x) − 1
    would lose near 0.

    >>> elu([-1000, 0, 3])
    array([-1., 0., 3.])
    """
    x = as_array(x)
    return np.maximum(x, 0.0) + alpha * np.expm1(np.minimum(x, 0.0))


def elu_derivative(x: ArrayLike, alpha: float = 1.0) -> Array:
    """1 where x > 0, otherwise α·exp(x); for α = 1 there is no kink.

    >>> elu_derivative([-1000, 0, 3], alpha=2)
    array([0., 2., 1.])
    """
    x = as_array(x)
    positive = x > 0
    return positive + alpha * np.exp(np.minimum(x, 0.0)) * ~positive


def softplus(x: ArrayLike, beta: float = 1.0) -> Array:
    """log(1 + exp(βx)) / β: a smooth ReLU.

    log(1 + e^z) = max(0, z) + log(1 + e^{−|z|}), and the second form never overflows. PyTorch
    switches to x where βx > 20 and is wrong by up to 2e-9/β there; this one is exact.

    >>> softplus([-1000, 0, 1000])
    array([0.00000000e+00, 6.93147181e-01, 1.00000000e+03])
    """
    x = as_array(x)
    return np.maximum(x, 0.0) + np.log1p(np.exp(-beta * np.abs(x))) / beta


def softplus_derivative(x: ArrayLike, beta: float = 1.0) -> Array:
    """σ(βx): the sigmoid, not ReLU's step.

    >>> softplus_derivative([-1000, 0, 1000])
    array([0. , 0.5, 1. ])
    """
    return sigmoid(beta * as_array(x))


def gelu(x: ArrayLike, approximate: str = "none") -> Array:
    """x·Φ(x), x times the probability that a standard normal is below it; "tanh": x·σ(2u).

    Φ(x) = ½ erfc(−x/√2) keeps its digits far to the left, where ½(1 + erf(x/√2)) rounds to 0.
    The approximation takes u = √(2/π)(x + 0.044715x³); ½(1 + tanh u) is σ(2u).

    >>> gelu([-1, 0, 1]), gelu([-1, 0, 1], approximate="tanh")
    (array([-0.15865525, 0. , 0.84134475]), array([-0.15880801, 0. , 0.84119199]))
    """
    x = as_array(x)
    if _is_tanh(approximate):
        return x * sigmoid(_twice_u(x))
    return x * _normal_cdf(x)


def gelu_derivative(x: ArrayLike, approximate: str = "none") -> Array:
    """Φ(x) + x·φ(x); "tanh": σ(2u) + x·σ′(2u)·2u′. Negative left of −0.75: GELU has a dip.

    >>> gelu_derivative([-1, 0, 1]), gelu_derivative([-1, 0, 1], approximate="tanh")
    (array([-0.08331547, 0.5 , 1.08331547]), array([-0.08296408, 0.5 , 1.08296408]))
    """
    x = as_array(x)
    near = np.clip(x, -40.0, 40.0)  # beyond, φ(x) is below the smallest float
    if _is_tanh(approximate):
        slope = math.sqrt(8 / math.pi) * (1 + 3 * 0.044715 * near**2)
        return sigmoid(_twice_u(x)) + near * slope * sigmoid_derivative(_twice_u(x))
    return _normal_cdf(x) + near * np.exp(-(near**2) / 2) / math.sqrt(2 * math.pi)


def silu(x: ArrayLike) -> Array:
    """x·σ(x): GELU's cheaper relative, with a dip of −0.278 at −1.278.

    >>> silu([-1, 0, 1])
    array([-0.26894142, 0. , 0.73105858])
    """
    return as_array(x) * sigmoid(x)


def silu_derivative(x: ArrayLike) -> Array:
    """σ(x) + x·σ′(x), the product rule.

    >>> silu_derivative([-1, 0, 1])
    array([0.07232949, 0.5 , 0.92767051])
    """
    return sigmoid(x) + as_array(x) * sigmoid_derivative(x)


def _normal_cdf(x: Array) -> Array:
    return 0.5 * _erfc(-x / math.sqrt(2))


def _twice_u(x: Array) -> Array:
    near = np.clip(x, -40.0, 40.0)  # σ(2u) is 0 or 1 beyond, and x³ would overflow
    return math.sqrt(8 / math.pi) * (near + 0.044715 * near**3)


def _is_tanh(approximate: str) -> bool:
    if approximate not in ("none", "tanh"):
        raise ValueError(f'approximate is "none" or "tanh", not {approximate!r}')
    return approximate == "tanh"

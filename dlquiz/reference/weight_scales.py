"""How large random weights must be for signals to keep their size.

A unit sums n = fan-in products, so Var(y) = n · Var(w) · E[x²] for independent zero-mean weights.
Keeping the size forward asks for Var(w) = 1/fan_in, backward for 1/fan_out, and a ReLU, which
throws half of E[x²] away, for twice that. A gain is the factor on the standard deviation that a
non-linearity asks for. All of these are standard deviations or bounds, not variances.
"""

from collections.abc import Iterable
from math import prod, sqrt

GAINS = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": sqrt(2), "selu": 3 / 4}


def fan_in_and_fan_out(shape: Iterable[int]) -> tuple[int, int]:
    """in · k · k and out · k · k: the products summed by an output, the outputs fed by an input.

    >>> fan_in_and_fan_out((10, 784)), fan_in_and_fan_out((64, 3, 7, 7))
    ((784, 10), (147, 3136))
    """
    sizes = tuple(int(size) for size in shape)
    if len(sizes) < 2:
        raise ValueError(f"weight {sizes} has no fan-in and fan-out: it is (out, in, ...)")
    outputs, inputs, *kernel = sizes
    return inputs * prod(kernel), outputs * prod(kernel)


def calculate_gain(nonlinearity: str, param: float | None = None) -> float:
    """√(2 / (1 + a²)) for a leaky ReLU of slope a, √2 for ReLU, 5/3 for tanh, 1 for linear.

    The ReLUs' gains undo exactly what they take from E[x²]. PyTorch's tanh and SELU are
    empirical, and its sigmoid is left at 1.

    >>> calculate_gain("linear"), calculate_gain("leaky_relu", 1.0)
    (1.0, 1.0)
    """
    if nonlinearity == "leaky_relu":
        return sqrt(2 / (1 + (0.01 if param is None else param) ** 2))
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain for {nonlinearity!r}: {', '.join([*GAINS, 'leaky_relu'])}")
    return GAINS[nonlinearity]


def lecun_std(fan_in: float) -> float:
    """√(1 / fan_in): keeps the variance through a linear layer (LeCun et al. 1998).

    The variance is 1/n, not the standard deviation.

    >>> lecun_std(100)
    0.1
    """
    return 1 / sqrt(fan_in)


def lecun_bound(fan_in: float) -> float:
    """√(3 / fan_in), for U(−b, b) has variance b²/3.

    >>> round(lecun_bound(300), 12)
    0.1
    """
    return uniform_bound(lecun_std(fan_in))


def xavier_std(fan_in: float, fan_out: float, gain: float = 1.0) -> float:
    """gain · √(2 / (fan_in + fan_out)): between what forward and backward ask for.

    Glorot and Bengio (2010), for layers that are linear near zero, such as tanh.

    >>> xavier_std(150, 50)
    0.1
    """
    return gain * sqrt(2 / (fan_in + fan_out))


def xavier_bound(fan_in: float, fan_out: float, gain: float = 1.0) -> float:
    """gain · √(6 / (fan_in + fan_out)).

    >>> round(xavier_bound(450, 150), 12)
    0.1
    """
    return uniform_bound(xavier_std(fan_in, fan_out, gain))


def kaiming_std(fan: float, gain: float = GAINS["relu"]) -> float:
    """gain / √fan, which is √(2 / fan_in) for ReLU (He et al. 2015, Delving Deep into Rectifiers).

    >>> round(kaiming_std(200), 12)
    0.1
    """
    return gain / sqrt(fan)


def kaiming_bound(fan: float, gain: float = GAINS["relu"]) -> float:
    """gain · √(3 / fan), which is √(6 / fan_in) for ReLU.

    >>> round(kaiming_bound(600), 12)
    0.1
    """
    return uniform_bound(kaiming_std(fan, gain))


def linear_default_bound(fan_in: float) -> float:
    """1 / √fan_in: PyTorch's Linear and convolutions draw weights and biases from U(−b, b).

    The variance is 1/(3 fan_in), a third of LeCun's and a sixth of Kaiming's: deep ReLU stacks
    without normalisation lose their signal.

    >>> linear_default_bound(100)
    0.1
    """
    return 1 / sqrt(fan_in)


def uniform_bound(std: float) -> float:
    """√3 · std: U(−b, b) has variance b²/3.

    >>> round(uniform_bound(1.0) ** 2, 12)
    3.0
    """
    return sqrt(3) * std


def uniform_variance(bound: float) -> float:
    """b² / 3, the variance of U(−b, b).

    >>> uniform_variance(3)
    3.0
    """
    return bound**2 / 3

"""How fast gradient descent converges, and what a moving average weighs.

A rate is the factor by which the distance to the minimum shrinks in one step, in the long run,
on a quadratic ½xᵀHx whose curvatures (eigenvalues of H) lie between μ and L; κ = L/μ.
"""

from math import log

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array, whole
from dlquiz.reference.transforms import require


def curvatures(hessian: ArrayLike) -> Array:
    """The eigenvalues of H, ascending: the second derivatives along the principal axes.

    All positive at a minimum, of both signs at a saddle. A number is a 1×1 Hessian.

    >>> curvatures([[2.0, 0.0], [0.0, -2.0]])
    array([-2.,  2.])
    """
    matrix = np.atleast_2d(as_array(hessian))
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ValueError(
            f"hessian {matrix.shape} is not square: it has a row and a column a parameter"
        )
    return as_array(np.linalg.eigvalsh(matrix))


def condition_number(hessian: ArrayLike) -> float:
    """κ = λ_max/λ_min: how much steeper a valley is across than along.

    >>> condition_number([[100.0, 0.0], [0.0, 1.0]])
    100.0
    """
    lowest, highest = _positive_curvatures(hessian)[[0, -1]]
    return float(highest / lowest)


def stable_learning_rate(hessian: ArrayLike) -> float:
    """2/λ_max: with a larger rate gradient descent on the quadratic diverges.

    A step multiplies the error along an axis by 1 − lr·λ, which must stay above −1.

    >>> stable_learning_rate([[10.0, 0.0], [0.0, 1.0]])
    0.2
    """
    return float(2 / _positive_curvatures(hessian)[-1])


def best_learning_rate(hessian: ArrayLike) -> float:
    """2/(λ_max + λ_min): the steepest and the flattest axis then shrink equally fast.

    >>> best_learning_rate([[3.0, 0.0], [0.0, 1.0]])
    0.5
    """
    lowest, highest = _positive_curvatures(hessian)[[0, -1]]
    return float(2 / (highest + lowest))


def contraction(hessian: ArrayLike, lr: float) -> float:
    """max |1 − lr·λ|, the rate of gradient descent: it converges below 1, diverges above.

    >>> contraction(10.0, lr=0.3), contraction(10.0, lr=0.15)
    (2.0, 0.5)
    """
    return float(np.abs(1 - lr * curvatures(hessian)).max())


def gradient_descent_rate(kappa: float) -> float:
    """(κ − 1)/(κ + 1), the rate with the best learning rate.

    >>> round(gradient_descent_rate(100), 3)
    0.98
    """
    require("kappa", kappa, 1)
    return (kappa - 1) / (kappa + 1)


def heavy_ball_rate(kappa: float) -> float:
    """(√κ − 1)/(√κ + 1), the rate of momentum with the best lr and momentum (Polyak 1964).

    The gain is proven for quadratics; on other convex functions the heavy ball may even fail
    to converge (Lessard, Recht, Packard 2016).

    >>> round(heavy_ball_rate(100), 3)
    0.818
    """
    require("kappa", kappa, 1)
    return float((np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1))


def heavy_ball_settings(hessian: ArrayLike) -> tuple[float, float]:
    """lr = 4/(√L + √μ)² and momentum = ((√κ − 1)/(√κ + 1))², the best pair (Polyak 1964).

    >>> heavy_ball_settings([[9.0, 0.0], [0.0, 1.0]])
    (0.25, 0.25)
    """
    lowest, highest = np.sqrt(_positive_curvatures(hessian)[[0, -1]])
    momentum = (highest - lowest) / (highest + lowest)
    return float(4 / (highest + lowest) ** 2), float(momentum**2)


def steps_to_shrink(rate: float, factor: float) -> float:
    """log(factor)/log(rate): steps until the error is `factor` times what it was.

    >>> plain, heavy = gradient_descent_rate(100), heavy_ball_rate(100)
    >>> round(steps_to_shrink(plain, 0.001)), round(steps_to_shrink(heavy, 0.001))
    (345, 34)
    """
    if not (0 < rate < 1 and 0 < factor <= 1):
        raise ValueError(f"rate must be in (0, 1) and factor in (0, 1], got {rate} and {factor}")
    return log(factor) / log(rate)


def momentum_gain(momentum: float) -> float:
    """1/(1 − ρ) = 1 + ρ + ρ² + …: what velocity makes of a constant gradient of 1.

    >>> round(momentum_gain(0.9), 9)
    10.0
    """
    require("momentum", momentum, 0, 1)
    return 1 / (1 - momentum)


def ema_weights(beta: float, steps: int) -> Array:
    """(1−β)β^(t−i): the weight of each of t gradients in their moving average, oldest first.

    No gradient is ever dropped, it only fades. The weights add up to 1 − βᵗ.

    >>> ema_weights(0.5, 3)
    array([0.125, 0.25 , 0.5  ])
    """
    require("beta", beta, 0, 1)
    return (1 - beta) * beta ** as_array(np.arange(whole("steps", steps)))[::-1]


def bias_correction(beta: float, step: int) -> float:
    """1/(1 − βᵗ), the factor from Adam's m to m̂ at step t = 1, 2, … (Kingma, Ba 2015).

    >>> round(bias_correction(0.9, 1), 6), round(bias_correction(0.9, 50), 6)
    (10.0, 1.00518)
    """
    require("beta", beta, 0, 1)
    require("step", step, 1)
    return 1 / (1 - beta**step)


def _positive_curvatures(hessian: ArrayLike) -> Array:
    values = curvatures(hessian)
    if values[0] <= 0:
        raise ValueError(f"hessian has the curvature {values[0]:g}: a minimum needs all above 0")
    return values

"""The door of every function here: what comes in as numbers, lists or arrays becomes float64."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def as_array(x: ArrayLike) -> Array:
    """x as an array of float64.

    >>> as_array([1, 2])
    array([1., 2.])
    """
    return np.asarray(x, dtype=float)


def whole(name: str, number: float, least: int = 0) -> int:
    """A count that may arrive as a float, refused unless it is whole and at least `least`.

    >>> whole("kernel", 3.0)
    3
    """
    if not number >= least or number % 1 != 0:
        raise ValueError(f"{name} is a whole number from {least} on, not {number:g}")
    return int(number)


def same_shape(name: str, first: ArrayLike, other: str, second: ArrayLike) -> tuple[Array, Array]:
    """Both as arrays, refused if their shapes differ: broadcasting would hide the mistake.

    >>> same_shape("p", [1, 2], "q", [1])
    Traceback (most recent call last):
    ValueError: q (1,) against p (2,): the shapes must be equal
    """
    a, b = as_array(first), as_array(second)
    if a.shape != b.shape:
        raise ValueError(f"{other} {b.shape} against {name} {a.shape}: the shapes must be equal")
    return a, b


def as_distribution(name: str, p: ArrayLike, axis: int = -1) -> Array:
    """p itself, refused unless it is a distribution: nothing negative, and a sum of 1.

    >>> as_distribution("p", [0.5, 0.6])
    Traceback (most recent call last):
    ValueError: p: a distribution sums to 1, not to 1.1 (axis -1)
    """
    p = as_array(p)
    totals = p.sum(axis)
    if not np.all(p >= 0):
        raise ValueError(f"{name}: a distribution holds nothing like {p.min():.6g}")
    if not np.allclose(totals, 1.0, rtol=0, atol=1e-6):
        worst = totals.flat[np.abs(totals - 1.0).argmax()]
        raise ValueError(f"{name}: a distribution sums to 1, not to {worst:.6g} (axis {axis})")
    return p

"""Small data sets in the plane, each telling what a model can and cannot separate.

Every generator returns (x, targets): x (n, 2), targets whole numbers (n,), classes in turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dlquiz.reference.arrays import Array, as_array

if TYPE_CHECKING:  # the random room of numpy takes as long to load as all of this one
    from numpy.random import Generator


def two_blobs(n: int, rng: Generator, distance: float = 3.0) -> tuple[Array, Array]:
    """Two round clouds of unit variance whose centres are `distance` apart along the diagonal.

    A straight line is the best boundary, and no boundary is free of error.

    >>> x, targets = two_blobs(4, np.random.default_rng(0))
    >>> x.shape, targets
    ((4, 2), array([0., 1., 0., 1.]))
    """
    targets = _targets(n, 2)
    centres = (targets[:, None] - 0.5) * distance / np.sqrt(2)
    return centres + rng.normal(size=(n, 2)), targets


def two_moons(n: int, rng: Generator, noise: float = 0.1) -> tuple[Array, Array]:
    """Two half circles of radius 1, each reaching into the other: no line separates them.

    The first is the upper half around (0, 0), the second the lower half around (1, ½).

    >>> two_moons(4, np.random.default_rng(0), noise=0)[0].round(3) + 0.0
    array([[ 1. , 0. ],
           [ 0. , 0.5],
           [-1. , 0. ],
           [ 2. , 0.5]])
    """
    targets = _targets(n, 2)
    angle = np.pi * _along(n, 2)
    sign = 1 - 2 * targets
    moons = np.column_stack([targets + sign * np.cos(angle), targets / 2 + sign * np.sin(angle)])
    return moons + noise * rng.normal(size=(n, 2)), targets


def spirals(
    n: int, rng: Generator, arms: int = 3, turns: float = 0.75, noise: float = 0.05
) -> tuple[Array, Array]:
    """Arms wound around the origin, radius from 0.1 to 1, one class each.

    Every ray from the origin meets all classes: a deep test of a small network.

    >>> x, targets = spirals(6, np.random.default_rng(0), noise=0)
    >>> np.hypot(*x.T).round(3), targets
    (array([0.1, 0.1, 0.1, 1. , 1. , 1. ]), array([0., 1., 2., 0., 1., 2.]))
    """
    targets, along = _targets(n, arms), _along(n, arms)
    radius = 0.1 + 0.9 * along
    angle = 2 * np.pi * (turns * along + targets / arms)
    points = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return points + noise * rng.normal(size=(n, 2)), targets


def _targets(n: int, classes: int) -> Array:
    return as_array(np.arange(n) % classes)


def _along(n: int, classes: int) -> Array:
    """How far along its class's curve each point lies, from 0 to 1."""
    step = np.arange(n) // classes
    return as_array(step / np.maximum(step.max(initial=0), 1))

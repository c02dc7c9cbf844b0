"""Landscapes of two parameters to walk down on, with gradient and Hessian.

A point is (x, y) on the last axis: `value` maps (…, 2) to (…), `gradient` to (…, 2), `hessian`
to (…, 2, 2), so a whole grid is one call. Each landscape has one difficulty and shows it alone.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array

Place = tuple[float, float]


class Surface(NamedTuple):
    """A landscape, the window it is shown in, where a walk starts and where it should end."""

    name: str
    value: Callable[[ArrayLike], Array]
    gradient: Callable[[ArrayLike], Array]
    hessian: Callable[[ArrayLike], Array]
    x_range: Place
    y_range: Place
    start: Place
    minima: tuple[Place, ...]


def bowl(point: ArrayLike) -> Array:
    """½(x² + y²): every direction is equally steep, the gradient points to the minimum."""
    x, y = _xy(point)
    return (x**2 + y**2) / 2


def bowl_gradient(point: ArrayLike) -> Array:
    """(x, y)."""
    return _vector(*_xy(point))


def bowl_hessian(point: ArrayLike) -> Array:
    """The identity: κ = 1."""
    x, y = _xy(point)
    return _matrix(np.ones_like(x), np.zeros_like(x), np.ones_like(y))


def ravine(point: ArrayLike, kappa: float = 25.0) -> Array:
    """½(x² + κy²): κ times steeper across than along, where plain descent zigzags."""
    x, y = _xy(point)
    return (x**2 + kappa * y**2) / 2


def ravine_gradient(point: ArrayLike, kappa: float = 25.0) -> Array:
    """(x, κy)."""
    x, y = _xy(point)
    return _vector(x, kappa * y)


def ravine_hessian(point: ArrayLike, kappa: float = 25.0) -> Array:
    """diag(1, κ): its condition number is κ."""
    x, y = _xy(point)
    return _matrix(np.ones_like(x), np.zeros_like(x), np.full_like(y, kappa))


def saddle(point: ArrayLike) -> Array:
    """½(x² − y²): a minimum along x, a maximum along y, unbounded below.

    Descent slows down near the origin and stays only if y is exactly 0.
    """
    x, y = _xy(point)
    return (x**2 - y**2) / 2


def saddle_gradient(point: ArrayLike) -> Array:
    """(x, −y): zero at the saddle as at a minimum; only the Hessian tells them apart."""
    x, y = _xy(point)
    return _vector(x, -y)


def saddle_hessian(point: ArrayLike) -> Array:
    """diag(1, −1): curvatures of both signs make a saddle."""
    x, y = _xy(point)
    return _matrix(np.ones_like(x), np.zeros_like(x), -np.ones_like(y))


def double_well(point: ArrayLike) -> Array:
    """½(x² − y²) + ¼y⁴: the same saddle with a floor, minima of −¼ at (0, ±1)."""
    x, y = _xy(point)
    return (x**2 - y**2) / 2 + y**4 / 4


def double_well_gradient(point: ArrayLike) -> Array:
    """(x, y³ − y)."""
    x, y = _xy(point)
    return _vector(x, y**3 - y)


def double_well_hessian(point: ArrayLike) -> Array:
    """diag(1, 3y² − 1): negative along y between the wells."""
    x, y = _xy(point)
    return _matrix(np.ones_like(x), np.zeros_like(x), 3 * y**2 - 1)


def plateau(point: ArrayLike) -> Array:
    """1 − exp(−½(x² + y²)): flat far away, where the gradient says where to go but hardly pulls."""
    x, y = _xy(point)
    return -np.expm1(-(x**2 + y**2) / 2)


def plateau_gradient(point: ArrayLike) -> Array:
    """(x, y)·exp(−½(x² + y²))."""
    x, y = _xy(point)
    e = np.exp(-(x**2 + y**2) / 2)
    return _vector(x * e, y * e)


def plateau_hessian(point: ArrayLike) -> Array:
    """(I − (x, y)(x, y)ᵀ)·exp(−½(x² + y²))."""
    x, y = _xy(point)
    e = np.exp(-(x**2 + y**2) / 2)
    return _matrix((1 - x**2) * e, -x * y * e, (1 - y**2) * e)


def rosenbrock(point: ArrayLike) -> Array:
    """(1 − x)² + 100(y − x²)²: a curved, nearly flat valley floor (Rosenbrock 1960).

    >>> rosenbrock([[1.0, 1.0], [0.0, 0.0]])
    array([0., 1.])
    """
    x, y = _xy(point)
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def rosenbrock_gradient(point: ArrayLike) -> Array:
    """(−2(1 − x) − 400x(y − x²), 200(y − x²))."""
    x, y = _xy(point)
    return _vector(-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2))


def rosenbrock_hessian(point: ArrayLike) -> Array:
    """[[2 − 400y + 1200x², −400x], [−400x, 200]]; at the minimum κ is about 2500."""
    x, y = _xy(point)
    return _matrix(2 - 400 * y + 1200 * x**2, -400 * x, np.full_like(y, 200.0))


def himmelblau(point: ArrayLike) -> Array:
    """(x² + y − 11)² + (x + y² − 7)²: four minima of 0, the start decides (Himmelblau 1972)."""
    x, y = _xy(point)
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def himmelblau_gradient(point: ArrayLike) -> Array:
    """(4x·a + 2b, 2a + 4y·b) with a = x² + y − 11, b = x + y² − 7."""
    x, y = _xy(point)
    a, b = x**2 + y - 11, x + y**2 - 7
    return _vector(4 * x * a + 2 * b, 2 * a + 4 * y * b)


def himmelblau_hessian(point: ArrayLike) -> Array:
    """[[12x² + 4y − 42, 4(x + y)], [4(x + y), 12y² + 4x − 26]]."""
    x, y = _xy(point)
    return _matrix(12 * x**2 + 4 * y - 42, 4 * (x + y), 12 * y**2 + 4 * x - 26)


def heights(surface: Surface, columns: int = 60, rows: int = 36) -> Array:
    """The values on a grid over the window, (rows, columns), the lowest y in row 0.

    >>> heights(SURFACES["bowl"], columns=3, rows=2)
    array([[12.5,  4.5, 12.5],
           [12.5,  4.5, 12.5]])
    """
    xs, ys = np.linspace(*surface.x_range, columns), np.linspace(*surface.y_range, rows)
    return surface.value(np.stack(np.meshgrid(xs, ys), axis=-1))


def _xy(point: ArrayLike) -> tuple[Array, Array]:
    points = as_array(point)
    if points.shape[-1:] != (2,):
        raise ValueError(f"point {points.shape} is not in the plane: the last axis holds x and y")
    return points[..., 0], points[..., 1]


def _vector(dx: Array, dy: Array) -> Array:
    return np.stack([dx, dy], axis=-1)


def _matrix(xx: Array, xy: Array, yy: Array) -> Array:
    return np.stack([_vector(xx, xy), _vector(xy, yy)], axis=-2)


SURFACES = {
    surface.name: surface
    for surface in (
        Surface("bowl", bowl, bowl_gradient, bowl_hessian,
                (-4, 4), (-3, 3), (-3.0, 2.0), ((0, 0),)),
        Surface("ravine", ravine, ravine_gradient, ravine_hessian,
                (-4, 4), (-2, 2), (-3.5, 1.0), ((0, 0),)),
        Surface("saddle", saddle, saddle_gradient, saddle_hessian,
                (-2, 2), (-2, 2), (-1.5, 0.001), ()),
        Surface("double-well", double_well, double_well_gradient, double_well_hessian,
                (-2, 2), (-1.6, 1.6), (-1.5, 0.001), ((0, -1), (0, 1))),
        Surface("plateau", plateau, plateau_gradient, plateau_hessian,
                (-4, 4), (-3, 3), (-2.5, 2.0), ((0, 0),)),
        Surface("rosenbrock", rosenbrock, rosenbrock_gradient, rosenbrock_hessian,
                (-2, 2), (-1, 3), (-1.2, 1.0), ((1, 1),)),
        Surface("himmelblau", himmelblau, himmelblau_gradient, himmelblau_hessian,
                (-6, 6), (-6, 6), (0.0, 0.0),
                ((3, 2), (-2.805118087, 3.131312518),
                 (-3.77931025, -3.283185991), (3.584428340, -1.848126527))),
    )
}  # fmt: skip

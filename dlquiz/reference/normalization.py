"""Normalisation layers: y = γ x̂ + β with x̂ = (x − μ) / √(σ² + ε).

All of them are this one formula; they differ in which cells of x share a mean and a variance.
The variance is the biased one (divided by the number of cells), and ε stands inside the root.
γ is called `weight` and β `bias`. They are learned, and without them γ = 1, β = 0.

Shapes: x is (batch, features), (batch, tokens, features) or (batch, channels, height, width).
Forward returns the output together with what backward needs: x̂ and 1/√(σ² + ε).
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlquiz.reference.arrays import Array, as_array, same_shape

Axes = int | tuple[int, ...]


class Normalized(NamedTuple):
    """What a normalisation layer returns: its output, and what its backward needs."""

    output: Array
    x_hat: Array
    inverse_std: Array


class NormalizationGradients(NamedTuple):
    """The gradients of a normalisation layer with respect to x, γ and β."""

    x: Array
    weight: Array
    bias: Array


def reduced_axes(norm: str, ndim: int) -> tuple[int, ...]:
    """The axes over which a mean is taken: batch, layer, instance, group or rms norm.

    Batch norm averages over everything but the channel, so examples depend on each other; the
    others stay inside one example. Layer and RMS norm take an image whole, a token by itself.
    Group norm is given for x with the channels split: (batch, groups, channels / groups, …).

    >>> reduced_axes("batch", 2), reduced_axes("batch", 4)
    ((0,), (0, 2, 3))
    >>> reduced_axes("layer", 3), reduced_axes("layer", 4), reduced_axes("instance", 4)
    ((2,), (1, 2, 3), (2, 3))
    """
    first = 1 if ndim == 4 else ndim - 1
    axes = {
        "batch": [axis for axis in range(ndim) if axis != 1],
        "layer": range(first, ndim),
        "rms": range(first, ndim),
        "instance": range(2, ndim),
        "group": range(2, ndim),
    }
    if norm not in axes:
        raise ValueError(f"norm {norm!r} is not one of {', '.join(axes)}")
    return tuple(axes[norm])


def split_into_groups(x: ArrayLike, num_groups: int) -> Array:
    """x with neighbouring channels grouped: (batch, groups, channels / groups, …).

    >>> split_into_groups([[1, 3, 10, 30]], 2)
    array([[[ 1., 3.], [10., 30.]]])
    """
    x = as_array(x)
    if x.ndim < 2 or x.shape[1] % num_groups:
        raise ValueError(f"num_groups {num_groups} does not divide the channels of x {x.shape}")
    return x.reshape(x.shape[0], num_groups, x.shape[1] // num_groups, *x.shape[2:])


def averaged_cells(
    norm: str, shape: Iterable[int], cell: Iterable[int], num_groups: int = 1
) -> NDArray[np.bool_]:
    """Which cells of x share their mean with the given one, as a mask of x's shape.

    >>> averaged_cells("batch", (3, 2), (0, 1)).astype(int)
    array([[0, 1],
           [0, 1],
           [0, 1]])
    """
    where = np.zeros([int(size) for size in shape])
    where[tuple(int(index) for index in cell)] = 1
    split = split_into_groups(where, num_groups) if norm == "group" else where
    shared: Array = split.max(reduced_axes(norm, split.ndim), keepdims=True)
    return np.broadcast_to(shared == 1, split.shape).reshape(where.shape)


def normalize_over(x: ArrayLike, axes: Axes, eps: float = 1e-5) -> tuple[Array, Array]:
    """x̂ = (x − μ) / √(σ² + ε) over the given axes, and 1/√(σ² + ε), which backward needs.

    Every set of cells that shares μ and σ leaves with mean 0 and variance σ²/(σ² + ε) ≈ 1.

    >>> normalize_over([1, 3], 0, eps=0)
    (array([-1., 1.]), array([1.]))
    """
    x = as_array(x)
    centred: Array = x - x.mean(axes, keepdims=True)
    inverse_std: Array = 1 / np.sqrt((centred**2).mean(axes, keepdims=True) + eps)
    return centred * inverse_std, inverse_std


def normalize_over_backward(
    grad_x_hat: ArrayLike, x_hat: ArrayLike, inverse_std: ArrayLike, axes: Axes
) -> Array:
    """∂L/∂x = (g − mean(g) − x̂ mean(g x̂)) / √(σ² + ε), where g = ∂L/∂x̂.

    The first mean is the path through μ, the second the path through σ². What is left of g has
    no component along 1 or along x̂: shifting or stretching x would be undone by the layer.

    >>> normalize_over_backward([1, 5], [-1, 1], [0.5], 0)  # two cells are always ∓1
    array([0., 0.])
    """
    x_hat, g = same_shape("x_hat", x_hat, "grad_x_hat", grad_x_hat)
    through_mean: Array = g.mean(axes, keepdims=True)
    through_variance: Array = x_hat * (g * x_hat).mean(axes, keepdims=True)
    inverse_std = as_array(inverse_std)
    return inverse_std * (g - through_mean - through_variance)


def scale_and_shift(
    x_hat: ArrayLike,
    weight: ArrayLike | None = None,
    bias: ArrayLike | None = None,
    axes: tuple[int, ...] = (1,),
) -> Array:
    """y = γ x̂ + β, where γ and β vary along the given axes and are the same along the others.

    They let a layer choose its output's mean and spread, so normalising costs no capacity.

    >>> scale_and_shift([[-1, 1], [1, -1]], weight=[2, 10], bias=[0, 5])
    array([[-2., 15.],
           [ 2., -5.]])
    """
    x_hat = as_array(x_hat)
    scaled = _along(axes, "weight", weight, x_hat, 1) * x_hat
    return np.asarray(scaled + _along(axes, "bias", bias, x_hat, 0))


def scale_and_shift_backward(
    grad_output: ArrayLike,
    x_hat: ArrayLike,
    weight: ArrayLike | None = None,
    axes: tuple[int, ...] = (1,),
) -> NormalizationGradients:
    """∂L/∂x̂ = γ g, ∂L/∂γ = Σ g x̂, ∂L/∂β = Σ g over every cell that used the same γ and β.

    >>> scale_and_shift_backward([[1, 0], [1, 0]], [[-1, 1], [-3, 1]]).weight
    array([-4., 0.])
    """
    x_hat, g = same_shape("x_hat", x_hat, "grad_output", grad_output)
    shared = tuple(axis for axis in range(g.ndim) if axis not in axes)
    grad_x_hat = g * _along(axes, "weight", weight, x_hat, 1)
    return NormalizationGradients(grad_x_hat, (g * x_hat).sum(shared), g.sum(shared))


def _along(
    axes: tuple[int, ...], name: str, value: ArrayLike | None, x: Array, default: float
) -> Array:
    """A parameter that varies along these axes of x, in a shape that broadcasts against x."""
    if value is None:
        return np.array(default, dtype=float)
    array, shape = as_array(value), tuple(x.shape[axis] for axis in axes)
    if array.shape != shape:
        raise ValueError(f"{name} {array.shape} does not fit x {x.shape}: it must be {shape}")
    return array.reshape([x.shape[axis] if axis in axes else 1 for axis in range(x.ndim)])

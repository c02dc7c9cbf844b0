"""The sigmoid at one point after another, with its slope and the tangent there."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dlquiz.demos.frozen import frozen
from dlquiz.demos.parameters import vector
from dlquiz.reference import sigmoid, sigmoid_derivative
from dlquiz.trace import Curve, Frame, Vector

FORMULA = r"\sigma(z) = \frac{1}{1 + e^{-z}}, \quad \sigma'(z) = \sigma(z) (1 - \sigma(z))"


@dataclass(frozen=True, kw_only=True)
class Params:
    z: Vector = vector(
        (-6.0, -3.0, -1.0, 0.0, 1.0, 3.0, 6.0),
        "where to look, one frame each",
        low=-1e6,
        high=1e6,
        length=(1, 30),
    )


def run(params: Params) -> Iterator[Frame]:
    """A frame a point: σ, σ′ and the tangent over both curves."""
    reach = max(8.0, *(abs(z) for z in params.z))
    grid = np.linspace(-reach, reach, 121)
    curves = {
        "σ": (frozen(grid), frozen(sigmoid(grid))),
        "σ′": (frozen(grid), frozen(sigmoid_derivative(grid))),
    }
    for z in params.z:
        value, slope = float(sigmoid(z)), float(sigmoid_derivative(z))
        near = np.linspace(z - 1.5, z + 1.5, 7)
        tangent = (frozen(near), frozen(value + slope * (near - z)))
        yield Frame(
            _caption(z, value, slope),
            {"z": z, "sigmoid": value, "derivative": slope},
            (Curve(curves | {"tangent": tangent}, x_label="z", title=f"z = {z:g}"),),
        )


def _caption(z: float, value: float, slope: float) -> str:
    start = f"σ({z:g}) = {value:.4g}, and its slope is σ(1 − σ) = {slope:.4g}"
    if z == 0:
        return f"{start}: the largest there is. One sigmoid passes back a quarter at most."
    if abs(z) >= 4:
        return f"{start}: saturated, hardly any gradient comes through."
    return f"{start}."

"""Every activation beside its derivative, with what it does to a standard normal input."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from dlquiz import reference
from dlquiz.demos.frozen import frozen
from dlquiz.demos.parameters import names, number
from dlquiz.trace import Curve, Frame

FORMULA = r"h = f(z), \quad \frac{\partial L}{\partial z} = f'(z) \frac{\partial L}{\partial h}"

SHAPES = {
    "sigmoid": "between 0 and 1, slope at most ¼, saturates on both sides",
    "tanh": "between −1 and 1, slope at most 1, centered, saturates on both sides",
    "relu": "slope 1 on the right, 0 on the left, where a unit can die",
    "leaky_relu": "a slope of 0.01 on the left keeps a gradient alive",
    "elu": "smooth, and down to −1 on the left, which pulls the mean toward 0",
    "softplus": "a smooth ReLU whose slope is the sigmoid",
    "gelu": "the input times Φ, with a dip on the left",
    "silu": "the input times its sigmoid, with a dip on the left",
}


@dataclass(frozen=True, kw_only=True)
class Params:
    functions: tuple[str, ...] = names(tuple(SHAPES), tuple(SHAPES), "which to show, in order")
    reach: float = number(5.0, 0.5, 50.0, "the curves run from minus this to this")


class Moments(NamedTuple):
    """Mean and variance of f(z), and the mean of f′(z), for z standard normal."""

    mean: float
    variance: float
    mean_slope: float


def run(params: Params) -> Iterator[Frame]:
    """A frame an activation."""
    grid = np.linspace(-params.reach, params.reach, 121)
    for name in params.functions:
        function, slope = getattr(reference, name), getattr(reference, f"{name}_derivative")
        moments = _moments(function, slope)
        yield Frame(
            f"{name}: {SHAPES[name]}. A standard normal input comes out with mean"
            f" {moments.mean:.3f} and variance {moments.variance:.3f}; the mean slope is"
            f" {moments.mean_slope:.3f}.",
            {
                "z": frozen(grid),
                name: frozen(function(grid)),
                f"{name}_derivative": frozen(slope(grid)),
                **moments._asdict(),
            },
            (
                Curve(
                    {
                        "f": (frozen(grid), frozen(function(grid))),
                        "f′": (frozen(grid), frozen(slope(grid))),
                    },
                    x_label="z",
                    title=name,
                ),
            ),
        )


def _moments(function: Callable[[Any], Any], slope: Callable[[Any], Any]) -> Moments:
    """By the midpoint rule, exact to many digits for a density that fades out; no point is 0."""
    z = np.linspace(-8.9975, 8.9975, 3600)
    weight = np.exp(-(z**2) / 2) * (z[1] - z[0]) / np.sqrt(2 * np.pi)
    mean = round(float((function(z) * weight).sum()), 12) + 0.0  # no minus zero
    variance = float(((function(z) - mean) ** 2 * weight).sum())
    return Moments(mean, variance, float((slope(z) * weight).sum()))

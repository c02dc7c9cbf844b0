"""Polynomials of rising degree through noisy points: first they learn, then they memorize."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dlquiz.demos.frozen import frozen
from dlquiz.demos.parameters import number, whole
from dlquiz.reference import (
    Curves,
    degree_curves,
    evaluate_polynomial,
    fit_polynomial,
    noisy_samples,
)
from dlquiz.trace import Curve, Frame, Points

FORMULA = r"\min_w \; \frac{1}{2} \sum_i \left( y_i - \sum_{k=0}^{d} w_k x_i^k \right)^2"
LOWEST_DRAWN = 1e-4  # an exact fit leaves an error of 1e-30, which would flatten all the others

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Params:
    max_degree: int = whole(12, 0, 20, "highest degree, one frame each from 0")
    examples: int = whole(15, 2, 500, "training points")
    noise: float = number(0.3, 0.0, 5.0, "standard deviation of the noise in y")
    l2: float = number(0.0, 0.0, 1e6, "weight of the penalty (l2/2) Σ w²")
    seed: int = whole(6, 0, 10**6, "of the points")


class Data(NamedTuple):
    """The points that are fitted, and 200 held-out points from the same source."""

    x: Array
    y: Array
    x_validation: Array
    y_validation: Array


def run(params: Params) -> Iterator[Frame]:
    """A frame a degree: the fitted curve, and both errors up to this degree."""
    rng = np.random.default_rng(params.seed)
    training = noisy_samples(_truth, params.examples, params.noise, rng)
    data = Data(*training, *noisy_samples(_truth, 200, params.noise, rng))
    curves = degree_curves(*data, np.arange(params.max_degree + 1), params.l2)
    for degree in range(params.max_degree + 1):
        coefficients = fit_polynomial(*training, degree, params.l2)
        yield _frame(degree, coefficients, data, curves, params)


def _truth(x: Array) -> Array:
    return np.asarray(np.sin(3 * x))


def _frame(degree: int, coefficients: Array, data: Data, curves: Curves, params: Params) -> Frame:
    train, validation = (curve[: degree + 1] for curve in curves)
    degrees = frozen(np.arange(degree + 1.0))
    return Frame(
        _caption(degree, train, validation, params),
        {
            "degree": degree,
            "train_error": float(train[-1]),
            "validation_error": float(validation[-1]),
            "best_degree": int(validation.argmin()),
            "noise_variance": params.noise**2,
            "coefficients": frozen(coefficients),
        },
        (
            Curve(
                {
                    "training": (degrees, frozen(np.maximum(train, LOWEST_DRAWN))),
                    "validation": (degrees, frozen(np.maximum(validation, LOWEST_DRAWN))),
                },
                x_label="degree",
                title=f"Mean squared error (from {LOWEST_DRAWN:g} up)",
                log_y=True,
            ),
            Points(
                {"training": _pairs(data.x, data.y)},
                _lines(coefficients, data.y),
                x_label="x",
                y_label="y",
                title=f"Degree {degree}",
            ),
        ),
    )


def _lines(coefficients: Array, y: Array) -> dict[str, tuple[tuple[float, float], ...]]:
    """The truth and the fit; the fit is cut one unit beyond the points, or nothing else is seen."""
    x = np.linspace(-1, 1, 81)
    fit = np.clip(evaluate_polynomial(coefficients, x), y.min() - 1, y.max() + 1)
    return {"sin(3x)": _pairs(x, _truth(x)), "fit": _pairs(x, fit)}


def _pairs(x: Array, y: Array) -> tuple[tuple[float, float], ...]:
    return tuple(zip(x.tolist(), y.tolist(), strict=True))


def _caption(degree: int, train: Array, validation: Array, params: Params) -> str:
    now, held, best = float(train[-1]), float(validation[-1]), int(validation.argmin())
    start = f"Degree {degree}: training error {now:.3g}, validation error {held:.3g}"
    if degree == 0:
        return f"{start}. A constant is too stiff for the curve: both errors are high, by bias."
    if best == degree:
        return f"{start}, the lowest so far: the extra freedom still goes into the curve."
    lowest = f"{validation[best]:.3g} at degree {best}"
    if degree >= params.examples - 1 and params.l2 == 0:
        return (
            f"{start}. With {degree + 1} coefficients for {params.examples} points the fit can"
            f" pass through every one, noise included; validation was lowest with {lowest}."
        )
    if now < train[best] and held > 2 * validation[best]:
        return f"{start}. Training fell while validation rose from {lowest}: this is overfitting."
    return f"{start}. Validation does not improve on {lowest}."

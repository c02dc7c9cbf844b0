"""Batch norm by hand: mean, variance, x̂ and y of a small batch, then the way back through each."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlquiz.demos.frozen import frozen
from dlquiz.demos.parameters import matrix, number, whole
from dlquiz.reference import (
    batch_norm,
    batch_norm_backward,
    batch_statistics,
    scale_and_shift_backward,
)
from dlquiz.trace import Frame, Grid, Matrix, Table, Value

FORMULA = (
    r"\hat{x} = \frac{x - \mu_B}{\sqrt{\sigma_B^2 + \varepsilon}}, \quad y = \gamma \hat{x} + \beta"
)

Array = NDArray[np.float64]
TITLES = {
    "x_hat": "x̂",
    "grad_y": "∂L/∂y",
    "grad_x_hat": "∂L/∂x̂",
    "if_constants": "∂L/∂x if μ and σ were constants",
    "grad_x": "∂L/∂x",
}


@dataclass(frozen=True, kw_only=True)
class Params:
    x: Matrix = matrix(
        ((1.0, 10.0), (2.0, 40.0), (3.0, 20.0), (6.0, 50.0)),
        "the batch, an example a row",
        low=-1e6,
        high=1e6,
        most=(12, 5),
    )
    gamma: float = number(2.0, -1e3, 1e3, "γ, of every feature")
    beta: float = number(1.0, -1e3, 1e3, "β, of every feature")
    eps: float = number(1e-5, 1e-12, 1.0, "ε, added to the variance")
    example: int = whole(0, 0, 11, "the row whose outputs are summed to the loss")


def run(params: Params) -> Iterator[Frame]:
    """Forward in five frames, backward in five; each keeps the numbers of those before."""
    x = np.array(params.x)
    known: dict[str, Value] = {}
    for stage in (*_forward(x, params), *_backward(x, params)):
        name, value, caption, marked = stage
        known |= {name: frozen(value)}
        yield Frame(caption, dict(known), (_picture(name, value, marked),))


Stage = tuple[str, Array, str, int | None]


def _forward(x: Array, params: Params) -> Iterator[Stage]:
    statistics = batch_statistics(x)
    output, x_hat, _ = _normalized(x, params)
    n = len(x)
    yield (
        "x",
        x,
        f"A batch of {n} with {x.shape[1]} features: columns are normalized, not rows.",
        None,
    )
    yield "mean", statistics.mean, f"The mean of each column, over the batch of {n}.", None
    yield (
        "variance",
        statistics.var,
        f"The variance of each column, its squared deviations divided by {n}, not by {n} − 1.",
        None,
    )
    yield "x_hat", x_hat, _about_x_hat(x_hat, params), None
    yield (
        "y",
        output,
        f"Scaled by γ = {params.gamma:g} and shifted by β = {params.beta:g}, which are learned: the"
        " network may undo the normalization where it hurts.",
        None,
    )


def _about_x_hat(x_hat: Array, params: Params) -> str:
    if len(x_hat) == 1:
        return (
            "With one example a batch each value is its own mean, so x̂ = 0: nothing of the input"
            " is left, and y will be β."
        )
    spread = x_hat.std(axis=0)
    flat = " A constant feature becomes 0; ε keeps 0/0 away." if (spread == 0).any() else ""
    return (
        "Minus the mean, divided by √(σ² + ε): every column has mean 0, and the deviations are"
        f" ({', '.join(f'{s:.4g}' for s in spread)}), whatever the units were.{flat}"
    )


def _normalized(x: Array, params: Params) -> tuple[Array, Array, Array]:
    ones = np.ones(x.shape[1])
    output, x_hat, inverse = batch_norm(x, params.gamma * ones, params.beta * ones, params.eps)
    return output, x_hat, inverse


def _backward(x: Array, params: Params) -> Iterator[Stage]:
    row = min(params.example, len(x) - 1)
    _, x_hat, inverse = _normalized(x, params)
    gamma = params.gamma * np.ones(x.shape[1])
    upstream = np.zeros_like(x)
    upstream[row] = 1.0
    through, grad_gamma, grad_beta = scale_and_shift_backward(upstream, x_hat, gamma)
    grad_x = batch_norm_backward(upstream, x_hat, inverse, gamma).x
    yield (
        "grad_y",
        upstream,
        f"Now backward. The loss is the sum of the outputs of example {row} alone.",
        row,
    )
    yield (
        "grad_gamma_and_beta",
        np.array([grad_gamma, grad_beta]),
        "∂L/∂γ sums gradient times x̂ over the batch, ∂L/∂β sums the gradient.",
        None,
    )
    yield (
        "grad_x_hat",
        through,
        f"∂L/∂x̂ is γ times the gradient: still example {row} alone.",
        row,
    )
    yield (
        "if_constants",
        through * inverse,
        "If μ and σ were constants, dividing by √(σ² + ε) would be all. They are not.",
        row,
    )
    yield "grad_x", grad_x, _about_grad_x(grad_x, row), row


def _about_grad_x(grad_x: Array, row: int) -> str:
    if len(grad_x) == 1:
        return "∂L/∂x = 0: the output is β whatever the input, so no gradient gets through."
    others = np.abs(np.delete(grad_x, row, axis=0)).max()
    end = f"The other examples get up to {others:.3g}: they take part in μ and σ."
    if len(grad_x) == 2 and others < 1e-3:
        end = "Two examples are always at ∓1 and cannot move: the gradient is next to nothing."
    return (
        "∂L/∂x, with the paths through μ and σ²: the mean of the gradient and its part along x̂"
        f" are taken out, so each column sums to 0. {end}"
    )


def _picture(name: str, value: Array, row: int | None) -> Grid | Table:
    """A matrix as a grid with its special row marked, one number a column as a table."""
    features = tuple(f"feature {j}" for j in range(value.shape[-1]))
    if name == "grad_gamma_and_beta":
        gamma, beta = (tuple(map(float, numbers)) for numbers in value)
        return Table(("", *features), (("∂L/∂γ", *gamma), ("∂L/∂β", *beta)))
    if value.ndim == 1:
        return Table(("", *features), ((name, *map(float, value)),))
    marked = () if row is None else tuple((row, j) for j in range(value.shape[1]))
    return Grid(
        tuple(tuple(map(float, line)) for line in value),
        title=TITLES.get(name, name),
        marked=marked,
    )

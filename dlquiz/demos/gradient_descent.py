"""Steps down a quadratic valley: each axis shrinks by its own factor, 1 − ηλ."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlquiz.demos.frozen import frozen, rounded
from dlquiz.demos.parameters import number, vector, whole
from dlquiz.reference import condition_number, contraction, quadratic_descent, stable_learning_rate
from dlquiz.trace import Frame, Surface, Table, Vector

FORMULA = r"x_{t+1} = x_t - \eta \, \nabla L(x_t) = (I - \eta H) \, x_t"


@dataclass(frozen=True, kw_only=True)
class Params:
    lr: float = number(0.15, 0.0, 1e3, "learning rate η")
    curvature: Vector = vector(
        (1.0, 10.0), "second derivatives λ along the axes", low=1e-3, high=1e3, length=(2, 2)
    )
    start: Vector = vector((4.0, 1.5), "where to start", low=-1e3, high=1e3, length=(2, 2))
    steps: int = whole(15, 1, 200, "steps")


def run(params: Params) -> Iterator[Frame]:
    """A frame a step: where it stands, the gradient there, and the path over the valley."""
    hessian = np.diag(params.curvature)
    with np.errstate(all="ignore"):  # a rate that is too high is shown diverging
        path = quadratic_descent(hessian, params.start, params.lr, params.steps)
    for step in range(params.steps + 1):
        yield _frame(step, path[: step + 1], hessian, params)


@np.errstate(all="ignore")
def _frame(
    step: int, path: NDArray[np.float64], hessian: NDArray[np.float64], params: Params
) -> Frame:
    x = path[-1]
    gradient, loss = hessian @ x, float(0.5 * x @ hessian @ x)
    factors = 1 - params.lr * np.array(params.curvature)
    rows = zip(("x", "y"), params.curvature, factors, x, gradient, strict=True)
    return Frame(
        _caption(step, loss, hessian, params),
        {
            "step": step,
            "params": frozen(x),
            "grad": frozen(gradient),
            "factors": frozen(factors),
            "loss": loss,
            "contraction": contraction(hessian, params.lr),
            "condition_number": condition_number(hessian),
        },
        (
            Table(
                ("axis", "curvature λ", "1 − ηλ", "position", "gradient"),
                tuple((axis, *map(float, numbers)) for axis, *numbers in rows),
            ),
            _valley(path, params),
        ),
    )


def _caption(step: int, loss: float, hessian: NDArray[np.float64], params: Params) -> str:
    limit, rate = stable_learning_rate(hessian), contraction(hessian, params.lr)
    start = f"Step {step}: the loss is {loss:.4g}"
    if not np.isfinite(loss):
        return f"{start}: the steps have outgrown float64, as η is above 2/λ_max = {limit:.4g}."
    if rate > 1:
        return (
            f"{start}. η = {params.lr:g} is above 2/λ_max = {limit:.4g}: the steep axis diverges."
        )
    return (
        f"{start}. The slowest axis keeps {rate:.3g} of its error a step; stable below {limit:.4g}."
    )


def _valley(path: NDArray[np.float64], params: Params) -> Surface:
    reach = 1.2 * np.maximum(np.abs(params.start), 0.5)
    x, y = np.linspace(-reach[0], reach[0], 48), np.linspace(-reach[1], reach[1], 30)
    steep_x, steep_y = params.curvature
    heights = 0.5 * (steep_x * x[None, :] ** 2 + steep_y * y[:, None] ** 2)
    return Surface(
        (-float(reach[0]), float(reach[0])),
        (-float(reach[1]), float(reach[1])),
        rounded(heights),
        paths={"descent": frozen(path)},
        points={"minimum": (0.0, 0.0)},
        title="½(λ₁x² + λ₂y²)",
    )

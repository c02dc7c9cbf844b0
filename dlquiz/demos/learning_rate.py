"""The same descent at one learning rate after another, then with a schedule."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from dlquiz.demos.frozen import frozen
from dlquiz.demos.parameters import number, option, vector, whole
from dlquiz.reference import (
    constant_rate,
    cosine_annealing,
    exponential_decay,
    has_diverged,
    step_decay,
    warmup_cosine,
)
from dlquiz.trace import Curve, Frame, Vector

FORMULA = (
    r"x_{t+1} = x_t - \eta_t \left( \lambda x_t + \xi_t \right), \quad"
    r" \xi_t \sim \mathcal{N}(0, \sigma^2)"
)

Schedule = Callable[[NDArray[np.float64], float], NDArray[np.float64]]


@dataclass(frozen=True, kw_only=True)
class Params:
    rates: Vector = vector(
        (0.002, 0.02, 0.15, 0.21), "learning rates, one frame each", low=0, high=1e3, length=(1, 6)
    )
    schedule: str = option(
        "constant", ("constant", "step", "exponential", "cosine", "warmup-cosine"), "of the rate"
    )
    curvature: float = number(10.0, 1e-3, 1e3, "λ of the loss ½λx²")
    noise: float = number(1.0, 0.0, 1e3, "standard deviation σ of the gradient's noise")
    start: float = number(3.0, -1e3, 1e3, "where to start")
    steps: int = whole(100, 5, 2000, "steps")
    seed: int = whole(0, 0, 10**6, "of the noise")


def run(params: Params) -> Iterator[Frame]:
    """A frame a rate, its losses drawn beside those before it; the noise is the same for all."""
    noise = params.noise * np.random.default_rng(params.seed).standard_normal(params.steps)
    steps = np.arange(params.steps, dtype=float)
    curves: dict[str, tuple[Vector, Vector]] = {}
    for rate in params.rates:
        rates = _schedule(params)(steps, rate)
        losses = _losses(params, rates, noise)
        shown = np.arange(len(losses), dtype=float)
        curves |= {f"η = {rate:g}": (frozen(shown), frozen(losses))}
        yield Frame(
            _caption(rate, losses, params),
            {
                "lr": rate,
                "rates": frozen(rates),
                "losses": frozen(losses),
                "stable_below": 2 / params.curvature,
                "diverged": has_diverged(losses),
            },
            (
                Curve(dict(curves), x_label="step", y_label="loss", title="Loss", log_y=True),
                Curve({"η": (frozen(steps), frozen(rates))}, x_label="step", title="Learning rate"),
            ),
        )


def _schedule(params: Params) -> Schedule:
    third = max(1, params.steps // 3)
    schedules: dict[str, Schedule] = {
        "constant": constant_rate,
        "step": partial(step_decay, step_size=third),
        "exponential": partial(exponential_decay, gamma=0.01 ** (1 / params.steps)),
        "cosine": partial(cosine_annealing, t_max=params.steps),
        "warmup-cosine": partial(warmup_cosine, warmup=max(1, third // 3), total=params.steps),
    }
    return schedules[params.schedule]


@np.errstate(all="ignore")  # a rate that is too high is shown diverging
def _losses(
    params: Params, rates: NDArray[np.float64], noise: NDArray[np.float64]
) -> NDArray[np.float64]:
    x, points = params.start, [params.start]
    for rate, jolt in zip(rates, noise, strict=True):
        x = x - rate * (params.curvature * x + jolt)
        points.append(x)
    return np.asarray(0.5 * params.curvature * np.square(points))


def _caption(rate: float, losses: NDArray[np.float64], params: Params) -> str:
    limit = 2 / params.curvature
    start = f"η = {rate:g}: after {params.steps} steps the loss is {losses[-1]:.3g}"
    if has_diverged(losses):
        return f"{start}. It diverges: η must stay below 2/λ = {limit:.3g}."
    settled = float(np.mean(losses[-len(losses) // 5 :]))
    floor = _noise_floor(rate, params)
    if settled > 3 * floor + 1e-9 * float(losses[0]) and params.schedule == "constant":
        return f"{start}: too low, it is still on its way down."
    if rate > limit / 2:
        return f"{start}; the last fifth averages {settled:.3g}: it jumps from wall to wall."
    return f"{start}; the last fifth averages {settled:.3g}, and the noise sets that floor."


def _noise_floor(rate: float, params: Params) -> float:
    """½λη²σ²/(1 − (1 − ηλ)²), the mean loss at which a constant rate settles."""
    shrink = (1 - rate * params.curvature) ** 2
    if rate == 0 or shrink >= 1:
        return 0.0
    return 0.5 * params.curvature * (rate * params.noise) ** 2 / (1 - shrink)

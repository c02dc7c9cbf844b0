"""A small network as the update rule, against rules made by hand, on problems it has not seen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlquiz.demos.frozen import frozen
from dlquiz.demos.parameters import number, whole
from dlquiz.reference import (
    Optimizer,
    adam,
    best_learning_rate,
    heavy_ball_settings,
    learned,
    minimize,
    quadratic_gradients,
    quadratic_losses,
    random_quadratics,
    sgd,
)
from dlquiz.trace import Curve, Frame, Table

FORMULA = r"x_{t+1} = x_t + f_\phi(g_t, m_t), \quad m_t = 0.7 \, m_{t-1} + 0.3 \, g_t"


@dataclass(frozen=True, kw_only=True)
class Params:
    steps: int = whole(40, 1, 400, "steps; it was trained for 40")
    distance: float = number(1.0, 0.01, 1000.0, "times as far away as the starts it was trained on")
    steepness: float = number(1.0, 0.01, 100.0, "times as curved as the problems it was trained on")
    frames: int = whole(8, 1, 40, "how many frames to show")
    seed: int = whole(1, 0, 10**6, "of the problem")


def run(params: Params) -> Iterator[Frame]:
    """Frames at even distances in time: the losses of all rules on one random quadratic."""
    problem = random_quadratics(np.random.default_rng(params.seed), batch=1)
    problem = problem._replace(
        hessians=problem.hessians * params.steepness, starts=problem.starts * params.distance
    )
    losses = {name: _losses(rule, problem, params.steps) for name, rule in _rules(problem).items()}
    for step in sorted(
        {round(params.steps * k / params.frames) for k in range(1, params.frames + 1)}
    ):
        so_far = {name: values[: step + 1] for name, values in losses.items()}
        last = {name: float(values[-1]) for name, values in so_far.items()}
        ranked = sorted(last, key=lambda name: (np.isnan(last[name]), last[name]))
        steps = frozen(np.arange(step + 1, dtype=float))
        yield Frame(
            f"After {step} steps {ranked[0]} has the lowest loss, {last[ranked[0]]:.3g}; the"
            f" learned rule is {_place(ranked)} with {last['learned']:.3g}.{_outside(params)}",
            {"step": step, "losses": last},
            (
                Table(("rule", "loss"), tuple((name, last[name]) for name in ranked)),
                Curve(
                    {name: (steps, frozen(values)) for name, values in so_far.items()},
                    x_label="step",
                    y_label="loss",
                    title="Loss",
                    log_y=True,
                ),
            ),
        )


def _rules(problem: Any) -> dict[str, Optimizer]:
    """The hand-made rules get what the learned one does not: rates tuned to this problem."""
    hessian = problem.hessians[0]
    lr, momentum = heavy_ball_settings(hessian)
    return {
        "learned": learned(),
        "sgd, best rate": sgd(best_learning_rate(hessian)),
        "momentum, best rates": sgd(lr, momentum=momentum),
        "adam": adam(lr=0.1),
    }


@np.errstate(all="ignore")  # a walk that diverges is shown
def _losses(rule: Optimizer, problem: Any, steps: int) -> NDArray[np.float64]:
    walk = minimize(lambda x: quadratic_gradients(problem, x), problem.starts, rule, steps)
    return np.asarray(quadratic_losses(problem, walk)[:, 0])


def _place(ranked: list[str]) -> str:
    return ("first", "second", "third", "last")[ranked.index("learned")]


def _outside(params: Params) -> str:
    if params.distance == 1 and params.steepness == 1:
        return ""
    return " This problem is not of the kind it was trained on."

"""Optimizers walking downhill: the steps, and what comes of a step that is too long.

Frames are made of the steps in `dlquiz.demos.optimizer_frames`.
"""

from collections.abc import Callable, Mapping, Sequence
from math import inf, isfinite, isnan
from typing import Any, NamedTuple

import numpy as np

from dlquiz.demos.frozen import frozen
from dlquiz.reference import Optimizer, Surface, curvatures
from dlquiz.trace import Value, Vector


class Rule(NamedTuple):
    """An optimizer, and what its formula names beside its state: m̂ and v̂ of Adam."""

    optimizer: Optimizer
    derived: Callable[[Any], Mapping[str, Any]] = lambda state: {}


class Step(NamedTuple):
    """One step: the point it starts from, the state after it, and the point it leads to."""

    number: int
    params: Vector
    grad: Vector
    state: Mapping[str, Any]  # NamedTuple fields and what follows from them
    update: Vector
    loss: float
    reached: Vector
    reached_loss: float

    def values(self) -> dict[str, Value]:
        """The step's numbers by name, in the order of the computation."""
        return {
            "step": self.number,
            "params": self.params,
            "grad": self.grad,
            **self.state,
            "update": self.update,
            "loss": self.loss,
        }

    @property
    def finite(self) -> bool:
        """Whether it leads to a point that can be measured."""
        return all(map(isfinite, (*self.reached, self.reached_loss)))


def walk(rule: Rule, surface: Surface, start: Vector, steps: int) -> list[Step]:
    """The steps of an optimizer; one that diverges goes on with inf and nan."""
    point, taken = np.array(start), []
    state = rule.optimizer.init(point)
    for number in range(1, steps + 1):
        step, state = _step(rule, surface, number, point, state)
        point = np.array(step.reached)
        taken.append(step)
    return taken


@np.errstate(all="ignore")  # a walk that diverges is shown and explained, not warned of
def _step(rule: Rule, surface: Surface, number: int, point: Any, state: Any) -> tuple[Step, Any]:
    grad = surface.gradient(point)
    update, state = rule.optimizer.update(grad, state, point)
    known = {**state._asdict(), **rule.derived(state)}
    step = Step(
        number=number,
        params=frozen(point),
        grad=frozen(grad),
        state={name: frozen(value) for name, value in known.items()},
        update=frozen(update),
        loss=float(surface.value(point)),
        reached=frozen(point + update),
        reached_loss=float(surface.value(point + update)),
    )
    return step, state


def first_lost(steps: Sequence[Step]) -> Step | None:
    """The first step of a walk that leads to a point without a finite loss."""
    return next((step for step in steps if not step.finite), None)


def why_lost(lost: Step, surface: Surface, start: Vector) -> str:
    """What may have made a step's numbers infinite or nan."""
    if any(g == 0 and isnan(move) for g, move in zip(lost.grad, lost.update, strict=True)):
        return "A gradient of zero is divided by zero: that is what ε is for."
    overshoot = "Each step overshoots further than the last, until float64 has no number for it."
    steepest = float(curvatures(surface.hessian(start))[-1])
    if not 0 < steepest < inf:
        return overshoot
    return (
        f"{overshoot} The largest curvature at the start is {steepest:.4g}: there, plain descent "
        f"is stable for a learning rate below 2/{steepest:.4g} = {2 / steepest:.4g}."
    )

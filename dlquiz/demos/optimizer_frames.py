"""The frames of an optimizer's demo, alone or against others: one frame a step.

Such a demo is a module with `FORMULA`, `Params` (a `Walk` with its own fields) and
`rule(params)`; its `run` hands these to `frames_of`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module

import numpy as np

from dlquiz.demos.descent import Rule, Step, first_lost, walk, why_lost
from dlquiz.demos.frozen import frozen, rounded
from dlquiz.demos.parameters import names, option, vector, whole
from dlquiz.reference import SURFACES, Surface, heights
from dlquiz.trace import Curve, Frame, Table, Vector
from dlquiz.trace import Surface as Map

OPTIMIZERS = ("sgd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam", "adamw")
_STEEP = 20.0  # landscapes with a larger spread of heights are coloured by its logarithm


@dataclass(frozen=True, kw_only=True)
class Walk:
    """The parameters that every optimizer's demo has beside its own."""

    steps: int = whole(20, 1, 500, "how many steps to take")
    surface: str = option("ravine", tuple(SURFACES), "the landscape to walk on")
    start: Vector = vector(
        (), "where to start, if not at the landscape's own place", low=-1e6, high=1e6, length=(2, 2)
    )


def rivals(name: str) -> tuple[str, ...]:
    """A field for the optimizers to compare with."""
    others = [other for other in OPTIMIZERS if other != name]
    return names((), others, "optimizers to compare with, each with its own demo's defaults")


def frames_of(name: str, params: Walk, rule: Rule, vs: tuple[str, ...]) -> Iterator[Frame]:
    """One frame a step, of the optimizer alone or of all that are compared."""
    surface = SURFACES[params.surface]
    start = params.start or frozen(surface.start)
    rules = {name: rule} | {rival: default_rule(rival) for rival in vs}
    walks = {name: walk(rule, surface, start, params.steps) for name, rule in rules.items()}
    ends = {name: first_lost(steps) for name, steps in walks.items()}
    ground = _map(surface)
    for taken in range(1, params.steps + 1):
        so_far = {name: steps[:taken] for name, steps in walks.items()}
        lost = {
            name: why_lost(step, surface, start)
            for name, step in ends.items()
            if step and step.number <= taken
        }
        drawn = replace(ground, paths={name: _path(steps) for name, steps in so_far.items()})
        if vs:
            yield _race_frame(so_far, lost, drawn)
        else:
            yield _walk_frame(so_far[name][-1], lost.get(name, ""), drawn)


def default_rule(name: str) -> Rule:
    module = import_module(f"dlquiz.demos.{name}")
    rule: Rule = module.rule(module.Params())
    return rule


def _walk_frame(step: Step, lost: str, drawn: Map) -> Frame:
    if lost:
        caption = f"Step {step.number}: the loss is now {step.reached_loss:.4g}. {lost}"
    else:
        caption = (
            f"Step {step.number}: the loss goes from {step.loss:.4g} to {step.reached_loss:.4g}."
        )
    return Frame(caption, step.values(), (_step_table(step), drawn))


def _race_frame(walks: Mapping[str, list[Step]], lost: Mapping[str, str], drawn: Map) -> Frame:
    steps = {name: taken[-1] for name, taken in walks.items()}
    losses = {name: step.reached_loss for name, step in steps.items() if step.finite}
    best = min(losses, key=losses.__getitem__, default="")
    state = f"{best} is lowest, with {losses[best]:.4g}." if best else "no loss is finite."
    reasons = [
        f"Lost: {', '.join(name for name in lost if lost[name] == reason)}. {reason}"
        for reason in dict.fromkeys(lost.values())
    ]
    caption = " ".join([f"After step {len(next(iter(walks.values())))} {state}", *reasons])
    values = {name: step.values() for name, step in steps.items()}
    return Frame(caption, values, (_loss_table(steps), drawn, _loss_curve(walks)))


def _step_table(step: Step) -> Table:
    """A row for each coordinate; what a frame before showed is not repeated."""
    state = {name: value for name, value in step.state.items() if name != "step"}
    columns = {"θ": step.params, "g": step.grad, **state, "update": step.update}
    x_row, y_row = zip(*columns.values(), strict=True)
    return Table(
        ("step", "", *map(_symbol, columns), "loss"),
        ((step.number, "x", *x_row, step.loss), ("", "y", *y_row, "")),
    )


def _symbol(name: str) -> str:
    """`m_hat` as m̂."""
    return name.replace("_hat", "\u0302").replace("delta_", "Δ")


def _loss_table(steps: Mapping[str, Step]) -> Table:
    row = (next(iter(steps.values())).number, *(step.reached_loss for step in steps.values()))
    return Table(("step", *steps), (row,), "Loss after the step")


def _loss_curve(walks: Mapping[str, list[Step]]) -> Curve:
    losses = {
        name: (steps[0].loss, *(step.reached_loss for step in steps))
        for name, steps in walks.items()
    }
    series = {name: (tuple(map(float, range(len(ys)))), ys) for name, ys in losses.items()}
    reaches_zero = any(loss <= 0 for ys in losses.values() for loss in ys)
    return Curve(series, "step", "", "Loss", log_y=not reaches_zero)


def _path(steps: list[Step]) -> tuple[tuple[float, float], ...]:
    return tuple((x, y) for x, y in (steps[0].params, *(step.reached for step in steps)))


def _map(surface: Surface) -> Map:
    drawn = heights(surface, columns=48, rows=30)
    return Map(
        surface.x_range,
        surface.y_range,
        rounded(drawn),
        points={
            f"minimum {i}" if i > 1 else "minimum": place
            for i, place in enumerate(surface.minima, 1)
        },
        title=surface.name,
        log=bool(np.ptp(drawn) > _STEEP),
    )

"""All optimizers from one start over one landscape, each with the defaults of its own demo."""

from collections.abc import Iterator
from dataclasses import dataclass

from dlquiz.demos.optimizer_frames import OPTIMIZERS, Walk, default_rule, frames_of
from dlquiz.demos.parameters import names
from dlquiz.trace import Frame

FORMULA = r"x_{t+1} = x_t + u_t, \quad u_t = u(g_t, \text{state})"


@dataclass(frozen=True, kw_only=True)
class Params(Walk):
    optimizers: tuple[str, ...] = names(OPTIMIZERS, OPTIMIZERS, "who runs, in order")


def run(params: Params) -> Iterator[Frame]:
    first, *others = params.optimizers or OPTIMIZERS
    return frames_of(first, params, default_rule(first), tuple(others))

"""Plain gradient descent: no memory, each step is the gradient times the learning rate."""

from collections.abc import Iterator
from dataclasses import dataclass

from dlquiz.demos.descent import Rule
from dlquiz.demos.optimizer_frames import Walk, frames_of, rivals
from dlquiz.demos.parameters import number
from dlquiz.reference import sgd
from dlquiz.trace import Frame

FORMULA = r"\theta_{t+1} = \theta_t - \eta\, g_t, \qquad g_t = \nabla L(\theta_t)"


@dataclass(frozen=True, kw_only=True)
class Params(Walk):
    lr: float = number(0.07, 0, 1e6, "learning rate η")
    vs: tuple[str, ...] = rivals("sgd")


def rule(params: Params) -> Rule:
    return Rule(sgd(params.lr))


def run(params: Params) -> Iterator[Frame]:
    return frames_of("sgd", params, rule(params), params.vs)

"""Nesterov's momentum in torch's form: the step is taken as if the velocity had acted once more."""

from collections.abc import Iterator
from dataclasses import dataclass

from dlquiz.demos.descent import Rule
from dlquiz.demos.optimizer_frames import Walk, frames_of, rivals
from dlquiz.demos.parameters import number
from dlquiz.reference import sgd
from dlquiz.trace import Frame

FORMULA = r"""\begin{aligned}
    v_t &= \rho\, v_{t-1} + g_t \\
    \theta_{t+1} &= \theta_t - \eta\,(g_t + \rho\, v_t)
\end{aligned}"""


@dataclass(frozen=True, kw_only=True)
class Params(Walk):
    lr: float = number(0.02, 0, 1e6, "learning rate η")
    momentum: float = number(0.9, 0.001, 1, "share ρ of the velocity that stays", below=True)
    vs: tuple[str, ...] = rivals("nesterov")


def rule(params: Params) -> Rule:
    return Rule(sgd(params.lr, momentum=params.momentum, nesterov=True))


def run(params: Params) -> Iterator[Frame]:
    return frames_of("nesterov", params, rule(params), params.vs)

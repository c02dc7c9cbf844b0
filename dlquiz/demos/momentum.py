"""Momentum, the heavy ball: the velocity is a running sum of gradients."""

from collections.abc import Iterator
from dataclasses import dataclass

from dlquiz.demos.descent import Rule
from dlquiz.demos.optimizer_frames import Walk, frames_of, rivals
from dlquiz.demos.parameters import number
from dlquiz.reference import sgd
from dlquiz.trace import Frame

FORMULA = r"""\begin{aligned}
    v_t &= \rho\, v_{t-1} + g_t \\
    \theta_{t+1} &= \theta_t - \eta\, v_t
\end{aligned}"""


@dataclass(frozen=True, kw_only=True)
class Params(Walk):
    lr: float = number(0.02, 0, 1e6, "learning rate η")
    momentum: float = number(0.9, 0, 1, "share ρ of the velocity that stays", below=True)
    vs: tuple[str, ...] = rivals("momentum")


def rule(params: Params) -> Rule:
    return Rule(sgd(params.lr, momentum=params.momentum))


def run(params: Params) -> Iterator[Frame]:
    return frames_of("momentum", params, rule(params), params.vs)

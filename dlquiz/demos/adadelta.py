"""Adadelta: the size of past steps over the size of gradients, so the units cancel."""

from collections.abc import Iterator
from dataclasses import dataclass

from dlquiz.demos.descent import Rule
from dlquiz.demos.optimizer_frames import Walk, frames_of, rivals
from dlquiz.demos.parameters import number
from dlquiz.reference import adadelta
from dlquiz.trace import Frame

FORMULA = r"""\begin{aligned}
    c_t &= \rho\, c_{t-1} + (1 - \rho)\, g_t^2 \\
    u_t &= \frac{\sqrt{d_{t-1} + \varepsilon}}{\sqrt{c_t + \varepsilon}}\, g_t \\
    d_t &= \rho\, d_{t-1} + (1 - \rho)\, u_t^2 \\
    \theta_{t+1} &= \theta_t - \eta\, u_t
\end{aligned}"""


@dataclass(frozen=True, kw_only=True)
class Params(Walk):
    lr: float = number(1.0, 0, 1e6, "factor η on the step, 1 in the paper")
    rho: float = number(0.9, 0, 1, "share ρ of the averages that stays", below=True)
    eps: float = number(
        1e-3, 0, 1, "ε, which starts the motion; torch's 1e-6 takes hundreds of steps to"
    )
    vs: tuple[str, ...] = rivals("adadelta")


def rule(params: Params) -> Rule:
    return Rule(adadelta(params.lr, rho=params.rho, eps=params.eps))


def run(params: Params) -> Iterator[Frame]:
    return frames_of("adadelta", params, rule(params), params.vs)

"""Adagrad: each parameter is divided by the root of all its squared gradients so far."""

from collections.abc import Iterator
from dataclasses import dataclass

from dlquiz.demos.descent import Rule
from dlquiz.demos.optimizer_frames import Walk, frames_of, rivals
from dlquiz.demos.parameters import number
from dlquiz.reference import adagrad
from dlquiz.trace import Frame

FORMULA = r"""\begin{aligned}
    c_t &= c_{t-1} + g_t^2 \\
    \theta_{t+1} &= \theta_t - \eta\,\frac{g_t}{\sqrt{c_t} + \varepsilon}
\end{aligned}"""


@dataclass(frozen=True, kw_only=True)
class Params(Walk):
    lr: float = number(0.5, 0, 1e6, "learning rate η")
    eps: float = number(1e-10, 0, 1, "ε, which keeps the divisor from zero")
    vs: tuple[str, ...] = rivals("adagrad")


def rule(params: Params) -> Rule:
    return Rule(adagrad(params.lr, eps=params.eps))


def run(params: Params) -> Iterator[Frame]:
    return frames_of("adagrad", params, rule(params), params.vs)

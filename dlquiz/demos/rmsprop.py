"""RMSProp: each parameter is divided by the root of an average of its squared gradients."""

from collections.abc import Iterator
from dataclasses import dataclass

from dlquiz.demos.descent import Rule
from dlquiz.demos.optimizer_frames import Walk, frames_of, rivals
from dlquiz.demos.parameters import number
from dlquiz.reference import rmsprop
from dlquiz.trace import Frame

FORMULA = r"""\begin{aligned}
    c_t &= \alpha\, c_{t-1} + (1 - \alpha)\, g_t^2 \\
    \theta_{t+1} &= \theta_t - \eta\,\frac{g_t}{\sqrt{c_t} + \varepsilon}
\end{aligned}"""


@dataclass(frozen=True, kw_only=True)
class Params(Walk):
    lr: float = number(0.05, 0, 1e6, "learning rate η")
    alpha: float = number(0.99, 0, 1, "share α of the average that stays", below=True)
    eps: float = number(1e-8, 0, 1, "ε, which keeps the divisor from zero")
    vs: tuple[str, ...] = rivals("rmsprop")


def rule(params: Params) -> Rule:
    return Rule(rmsprop(params.lr, alpha=params.alpha, eps=params.eps))


def run(params: Params) -> Iterator[Frame]:
    return frames_of("rmsprop", params, rule(params), params.vs)

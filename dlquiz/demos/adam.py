"""Adam: an average of gradients over the root of an average of their squares."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dlquiz.demos.descent import Rule
from dlquiz.demos.optimizer_frames import Walk, frames_of, rivals
from dlquiz.demos.parameters import number
from dlquiz.reference import adam, bias_corrected
from dlquiz.trace import Frame

FORMULA = r"""\begin{aligned}
    m_t &= \beta_1 m_{t-1} + (1 - \beta_1)\, g_t
        & \hat m_t &= \frac{m_t}{1 - \beta_1^t} \\
    v_t &= \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2
        & \hat v_t &= \frac{v_t}{1 - \beta_2^t} \\
    \theta_{t+1} &= \theta_t - \eta\,\frac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon}
\end{aligned}"""


@dataclass(frozen=True, kw_only=True)
class Params(Walk):
    lr: float = number(0.2, 0, 1e6, "learning rate η")
    beta1: float = number(0.9, 0, 1, "share β₁ of the average gradient that stays", below=True)
    beta2: float = number(0.999, 0, 1, "share β₂ of the average square that stays", below=True)
    eps: float = number(1e-8, 0, 1, "ε, which keeps the divisor from zero")
    vs: tuple[str, ...] = rivals("adam")


def rule(params: Params) -> Rule:
    def corrected(state: Any) -> dict[str, Any]:
        return {
            "m_hat": bias_corrected(state.m, params.beta1, state.step),
            "v_hat": bias_corrected(state.v, params.beta2, state.step),
        }

    return Rule(adam(params.lr, params.beta1, params.beta2, params.eps), corrected)


def run(params: Params) -> Iterator[Frame]:
    return frames_of("adam", params, rule(params), params.vs)

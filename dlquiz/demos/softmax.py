"""Softmax, one operation a frame: the logits, the shift, the exponents, their sum, the division."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np

from dlquiz.demos.frozen import frozen
from dlquiz.demos.parameters import number, vector
from dlquiz.reference import softmax
from dlquiz.trace import Bars, Frame, Value, Vector

FORMULA = r"\mathrm{softmax}(x)_i = \frac{e^{x_i / T}}{\sum_j e^{x_j / T}}"


@dataclass(frozen=True, kw_only=True)
class Params:
    x: Vector = vector((-1.0, 0.0, 3.0, 5.0), "the logits", low=-inf, high=inf, length=(1, 12))
    temperature: float = number(1.0, 1e-3, 1e3, "what the logits are divided by")


def run(params: Params) -> Iterator[Frame]:
    """Each frame keeps the numbers of those before it."""
    labels = tuple(f"x[{i}]" for i in range(len(params.x)))
    known: dict[str, Value] = {}
    for name, value, caption in _stages(params):
        known |= {name: value}
        if isinstance(value, tuple):
            bars = Bars(labels, value, title=name)
        else:  # a sum is drawn below what it adds up
            bars = Bars((*bars.labels, name), (*bars.values, value), title=name)
        explained = _NAN if np.isnan(value).any() else caption
        yield Frame(explained, dict(known), (bars,))


_NAN = "inf − inf is nan, and nan goes through every step: the largest logit must be finite."


@np.errstate(all="ignore")  # what infinite logits lead to is shown, not warned of
def _stages(params: Params) -> list[tuple[str, Any, str]]:
    """Name, value and caption of every step of the computation."""
    temperature, logits = params.temperature, np.array(params.x) / params.temperature
    largest, shifted = logits.max(), logits - logits.max()
    exponents = np.exp(shifted)
    total, p = exponents.sum(), softmax(logits)
    apart = "apart" if temperature < 1 else "together"
    shift = f"Subtract the maximum, {largest:.4g}: every ratio stays as it was."
    top = f"Divided by the sum they add up to 1. The largest logit gets {p.max():.4g}."
    stages = [
        ("x", params.x, "The logits may be any numbers."),
        ("scaled", logits, f"Divided by the temperature {temperature:.4g} they move {apart}."),
        ("shifted", shifted, shift),
        ("exponents", exponents, "Take exponents. The largest is e^0 = 1: nothing overflows."),
        ("sum", total, f"Their sum is {total:.4g}; it is at least 1, so dividing is safe."),
        ("probabilities", p, top),
    ]
    return [
        (name, frozen(value), caption)
        for name, value, caption in stages
        if name != "scaled" or temperature != 1
    ]

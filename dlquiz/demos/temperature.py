"""One set of logits at one temperature after another: from one winner to all alike."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dlquiz.demos.frozen import frozen
from dlquiz.demos.parameters import number, vector, whole
from dlquiz.reference import entropy, softmax
from dlquiz.trace import Bars, Curve, Frame, Vector

FORMULA = r"p_i = \frac{e^{x_i / T}}{\sum_j e^{x_j / T}}"


@dataclass(frozen=True, kw_only=True)
class Params:
    x: Vector = vector((1.0, 2.0, 4.0), "the logits", low=-1e6, high=1e6, length=(2, 12))
    coldest: float = number(0.1, 1e-3, 1e3, "the first temperature")
    hottest: float = number(10.0, 1e-3, 1e3, "the last temperature")
    steps: int = whole(9, 2, 50, "how many temperatures, evenly spaced in the logarithm")


def run(params: Params) -> Iterator[Frame]:
    """A frame a temperature: the probabilities, and the entropy so far as a curve."""
    labels = tuple(f"x[{i}] = {logit:g}" for i, logit in enumerate(params.x))
    temperatures = np.geomspace(params.coldest, params.hottest, params.steps)
    entropies: list[float] = []
    for temperature in temperatures:
        p = softmax(np.array(params.x) / temperature)
        entropies.append(float(entropy(p)))
        yield Frame(
            _caption(float(temperature), float(p.max()), entropies[-1], len(p)),
            {
                "temperature": float(temperature),
                "probabilities": frozen(p),
                "entropy": entropies[-1],
                "largest_entropy": float(np.log(len(p))),
            },
            (
                Bars(labels, frozen(p), title=f"softmax(x / {temperature:.3g})", top=1.0),
                Curve(
                    {"entropy": (frozen(temperatures[: len(entropies)]), tuple(entropies))},
                    x_label="temperature",
                    y_label="nats",
                    title="Entropy",
                ),
            ),
        )


def _caption(temperature: float, largest: float, nats: float, classes: int) -> str:
    start = f"At temperature {temperature:.3g} the largest logit gets {largest:.3g}"
    most = float(np.log(classes))
    if largest > 0.99:
        return f"{start}: nearly an argmax, with an entropy of {nats:.3g} nats."
    if nats > 0.95 * most:
        return (
            f"{start}: nearly uniform, with {nats:.3g} of at most log {classes} = {most:.3g} nats."
        )
    return f"{start}; the entropy is {nats:.3g} nats."

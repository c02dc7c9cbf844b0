"""Gradients of many mini-batches around the full gradient, for one batch size after another."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlquiz.demos.frozen import frozen, rounded
from dlquiz.demos.parameters import vector, whole
from dlquiz.reference import example_gradients, minibatch_noise
from dlquiz.trace import Curve, Frame, Points, Vector

FORMULA = (
    r"\mathbb{E}[\hat{g}_B] = \nabla L, \quad \mathrm{std}(\hat{g}_B) = \frac{\sigma}{\sqrt{B}}"
)


@dataclass(frozen=True, kw_only=True)
class Params:
    batches: Vector = vector(
        (1.0, 4.0, 16.0, 64.0, 256.0),
        "batch sizes, one frame each",
        low=1,
        high=4096,
        length=(1, 12),
    )
    draws: int = whole(200, 10, 2000, "mini-batches drawn for each size")
    examples: int = whole(1000, 10, 20000, "examples in the training set")
    seed: int = whole(0, 0, 10**6, "of the data and the draws")


def run(params: Params) -> Iterator[Frame]:
    """A frame a batch size: the cloud of gradients, and its spread against σ/√B."""
    rng = np.random.default_rng(params.seed)
    X = rng.standard_normal((params.examples, 2))
    y = X @ [2.0, -1.0] + rng.standard_normal(params.examples)
    gradients = example_gradients(X, y, np.zeros(2))
    measured: list[float] = []
    for size in params.batches:
        picks = rng.integers(0, params.examples, (params.draws, int(size)))
        drawn = gradients[picks].mean(axis=1)
        measured.append(float(drawn.std(axis=0)[0]))
        yield _frame(int(size), drawn, gradients, measured, params)


def _frame(
    size: int,
    drawn: NDArray[np.float64],
    gradients: NDArray[np.float64],
    measured: list[float],
    params: Params,
) -> Frame:
    full, expected = gradients.mean(axis=0), float(minibatch_noise(gradients, size)[0])
    sizes = np.array(params.batches[: len(measured)])
    theory = minibatch_noise(gradients, 1)[0] / np.sqrt(sizes)
    return Frame(
        f"Batches of {size}: {params.draws} gradients scatter around ({full[0]:.3g}, {full[1]:.3g})"
        f" with a standard deviation of {measured[-1]:.3g} along the first weight;"
        f" σ/√B says {expected:.3g}.",
        {
            "batch_size": size,
            "full_gradient": frozen(full),
            "mean_of_batches": frozen(drawn.mean(axis=0)),
            "std_measured": measured[-1],
            "std_expected": expected,
        },
        (
            Points(
                {"mini-batches": rounded(drawn[:200]), "all examples": (frozen(full),)},
                x_label="∂L/∂w₁",
                y_label="∂L/∂w₂",
                title=f"Gradients of batches of {size}",
            ),
            Curve(
                {
                    "measured": (frozen(np.log2(sizes)), tuple(measured)),
                    "σ/√B": (frozen(np.log2(sizes)), frozen(theory)),
                },
                x_label="log2 B",
                y_label="std",
                log_y=True,
                title="Spread of the gradient",
            ),
        ),
    )

"""Dropout: single masks, the mean and variance of many, and the ensemble of all sub-networks."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlquiz.demos.frozen import frozen
from dlquiz.demos.parameters import number, vector, whole
from dlquiz.reference import (
    classic_dropout,
    classic_dropout_moments,
    dropout,
    dropout_moments,
    ensemble_geometric_mean,
    ensemble_mean,
    keep_mask,
    softmax,
    subnetwork_outputs,
    weight_scaled_output,
)
from dlquiz.trace import Bars, Frame, Table, Vector

FORMULA = r"y = \frac{m \odot x}{1 - p}, \quad m_i \sim \mathrm{Bernoulli}(1 - p)"

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Params:
    x: Vector = vector((1.0, 2.0, -1.0, 4.0), "the activations", low=-50, high=50, length=(1, 10))
    p: float = number(0.5, 0.0, 0.95, "probability of dropping a unit")
    masks: int = whole(4, 1, 20, "masks shown one by one")
    seed: int = whole(0, 0, 10**6, "of the masks and the weights")


def run(params: Params) -> Iterator[Frame]:
    """Single masks, then averages over more and more, then both modes, then all sub-networks."""
    rng = np.random.default_rng(params.seed)
    x = np.array(params.x)
    for step in range(1, params.masks + 1):
        yield _one_mask(step, x, params.p, keep_mask(x.shape, params.p, rng))
    masks = keep_mask((10_000, len(x)), params.p, rng)
    for draws in (10, 100, 1000, 10_000):
        yield _average(x, params.p, masks[:draws])
    yield _modes(x, params.p, masks)
    yield _ensemble(x, params.p, rng.standard_normal((2, len(x))) / np.sqrt(len(x)))


def _one_mask(step: int, x: Array, p: float, mask: Array) -> Frame:
    classic = classic_dropout(x, p, mask=mask).output
    inverted = dropout(x, p, mask=mask).output
    columns = ("unit", "x", "mask", "classic: m x", "inverted: m x / (1 − p)")
    rows = zip(_units(x), *map(frozen, (x, mask, classic, inverted)), strict=True)
    dropped = int((mask == 0).sum())
    return Frame(
        f"Mask {step} drops {dropped} of {len(x)} units. Inverted dropout divides what is kept by"
        f" {1 - p:.3g}, so that it is {1 / (1 - p):.3g} times as large.",
        {
            "mask": frozen(mask),
            "classic": frozen(classic),
            "inverted": frozen(inverted),
        },
        (Table(columns, tuple(rows), marked=tuple(np.flatnonzero(mask == 0).tolist())),),
    )


def _average(x: Array, p: float, masks: Array) -> Frame:
    every = np.broadcast_to(x, masks.shape)
    classic = classic_dropout(every, p, mask=masks).output.mean(axis=0)
    inverted = dropout(every, p, mask=masks).output.mean(axis=0)
    far = float(np.abs(inverted - x).max())
    labels = tuple(f"{unit} {of}" for unit in _units(x) for of in ("x", "inverted", "classic"))
    heights = np.stack([x, inverted, classic], axis=1).ravel()
    return Frame(
        f"Averaged over {len(masks)} masks, inverted dropout is within {far:.3g} of x for every"
        f" unit; classic dropout is near {1 - p:.3g} x, which inference must make up for.",
        {
            "masks": len(masks),
            "mean_classic": frozen(classic),
            "mean_inverted": frozen(inverted),
            "largest_difference": far,
        },
        (Bars(labels, frozen(heights), title=f"x and its mean over {len(masks)} masks"),),
    )


def _modes(x: Array, p: float, masks: Array) -> Frame:
    """Mean and variance over units and masks, measured and by formula, in both modes."""
    every = np.broadcast_to(x, masks.shape)
    forms = {"classic": (classic_dropout, classic_dropout_moments)}
    forms |= {"inverted": (dropout, dropout_moments)}
    rows: list[tuple[str | float, ...]] = []
    variances: dict[str, tuple[float, ...]] = {}
    for name, (layer, moments) in forms.items():
        for training in (True, False):
            y = layer(every, p, training, mask=masks).output
            mean, var = map(float, moments(x.mean(), x.var(), p, training))
            mode = f"{name}, {'training' if training else 'inference'}"
            rows.append((mode, mean, float(y.mean()), var, float(y.var())))
            variances[mode] = (mean, var)
    columns = ("form and mode", "mean", "measured", "variance", "measured")
    before, after = variances["inverted, training"][1], variances["inverted, inference"][1]
    kept = "one variance" if before == after else "two variances"
    return Frame(
        f"Each form has one mean in training and in inference, and {kept}: {before:.4g} behind"
        f" inverted dropout in training and {after:.4g} in inference, where a batch norm behind it"
        " still uses the statistics of training.",
        {"moments": variances},
        (Table(columns, tuple(rows), title=f"Over all units and {len(masks)} masks"),),
    )


def _ensemble(x: Array, p: float, weight: Array) -> Frame:
    logits = subnetwork_outputs(x, weight)
    distributions = softmax(logits)
    scaled = weight_scaled_output(x, weight, p=p)
    rows = {
        "logits: mean of all": ensemble_mean(logits, p),
        "logits: one scaled pass": scaled,
        "softmax: geometric mean": ensemble_geometric_mean(distributions, p),
        "softmax: one scaled pass": softmax(scaled),
        "softmax: arithmetic mean": ensemble_mean(distributions, p),
    }
    return Frame(
        f"All {len(logits)} sub-networks of a linear layer behind the units. One pass with the"
        " weights scaled by 1 − p gives exactly the mean of their logits and the geometric mean of"
        " their softmax; the arithmetic mean of the probabilities only about.",
        {name: frozen(value) for name, value in rows.items()},
        (
            Table(
                ("over all sub-networks", "class 0", "class 1"),
                tuple((name, *frozen(value)) for name, value in rows.items()),
            ),
        ),
    )


def _units(x: Array) -> tuple[str, ...]:
    return tuple(f"unit {unit}" for unit in range(len(x)))

"""A linear fit under growing penalties: L1 sets weights to zero one by one, L2 only shrinks."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlquiz.demos.frozen import frozen, rounded
from dlquiz.demos.parameters import number, vector, whole
from dlquiz.reference import elastic_net, lasso, ridge
from dlquiz.trace import Curve, Frame, Table, Vector

FORMULA = (
    r"\min_w \; \frac{1}{2} \|X w - y\|^2 + \lambda \|w\|_1"
    r" \quad \text{or} \quad \min_w \; \frac{1}{2} \|X w - y\|^2 + \frac{\lambda}{2} \|w\|^2"
)

Array = NDArray[np.float64]
_STEPS = 500  # proximal steps of a fit, plenty for features that are hardly correlated


@dataclass(frozen=True, kw_only=True)
class Params:
    weights: Vector = vector(
        (3.0, -2.0, 1.0, 0.5, 0.0, 0.0),
        "the weights that made the data",
        low=-100,
        high=100,
        length=(1, 8),
    )
    noise: float = number(1.0, 0.0, 100.0, "standard deviation of the noise in y")
    examples: int = whole(40, 20, 500, "how many examples")
    most: float = number(1.0, 0.01, 10.0, "largest λ, in units of max |Xᵀy|")
    share: float = number(0.5, 0.0, 1.0, "share of L1 in the elastic net, the rest is L2")
    frames: int = whole(11, 2, 40, "how many strengths to try, from 0 on")
    seed: int = whole(0, 0, 10**6, "of the data")


def run(params: Params) -> Iterator[Frame]:
    """A frame a strength λ: the weights of ridge, lasso and elastic net side by side."""
    x, y = _data(params)
    largest = float(np.abs(x.T @ y).max())
    strengths = np.linspace(0, params.most * largest, params.frames)
    fits: dict[str, list[Array]] = {"L2": [], "L1": [], "both": []}
    for i, strength in enumerate(strengths):
        l1 = params.share * strength
        fits["L2"].append(ridge(x, y, strength))
        fits["L1"].append(lasso(x, y, strength, steps=_STEPS))
        fits["both"].append(elastic_net(x, y, l1, strength - l1, steps=_STEPS))
        yield _frame(strengths[: i + 1], largest, fits, params)


def _data(params: Params) -> tuple[Array, Array]:
    rng = np.random.default_rng(params.seed)
    x = rng.standard_normal((params.examples, len(params.weights)))
    noise = params.noise * rng.standard_normal(params.examples)
    return x, x @ np.array(params.weights) + noise


def _frame(strengths: Array, largest: float, fits: dict[str, list[Array]], params: Params) -> Frame:
    now = {name: fit[-1] for name, fit in fits.items()}
    zeros = {name: int((weights == 0).sum()) for name, weights in now.items()}
    values = {
        "strength": float(strengths[-1]),
        "strength_of_no_weights": largest,
        "least_squares": frozen(fits["L2"][0]),
        "l2_weights": frozen(now["L2"]),
        "l1_weights": frozen(now["L1"]),
        "elastic_net_weights": frozen(now["both"]),
        "zeros": {"l2": zeros["L2"], "l1": zeros["L1"], "elastic_net": zeros["both"]},
    }
    rows = zip(params.weights, fits["L2"][0], now["L2"], now["L1"], now["both"], strict=True)
    table = Table(
        ("", "true", "λ = 0", "L2", "L1", "both"),
        tuple((f"w[{i}]", *rounded(row)) for i, row in enumerate(rows)),
        title=f"Weights at λ = {strengths[-1]:.3g}; marked: zero under L1",
        marked=frozen(np.flatnonzero(now["L1"] == 0)),
    )
    paths = (_paths("L1", strengths, fits["L1"]), _paths("L2", strengths, fits["L2"]))
    return Frame(_caption(float(strengths[-1]), largest, now, zeros), values, (table, *paths))


def _paths(name: str, strengths: Array, fits: list[Array]) -> Curve:
    xs = rounded(strengths)
    series = {f"w[{i}]": (xs, rounded(path)) for i, path in enumerate(np.transpose(fits))}
    return Curve(series, x_label="λ", y_label="weight", title=f"Weights under {name}")


def _caption(strength: float, largest: float, now: dict[str, Array], zeros: dict[str, int]) -> str:
    if strength == 0:
        return (
            "Without a penalty all three are the least-squares fit."
            f" From λ = {largest:.4g} = max |Xᵀy| on, L1 leaves no weight at all."
        )
    size = np.linalg.norm(now["L2"])
    start = f"λ = {strength:.3g}: L1 has set {zeros['L1']} of {now['L1'].size} weights to zero"
    if zeros["L1"] == now["L1"].size:
        return f"{start}, L2 {zeros['L2']}: its weights still have a length of {size:.3g}."
    return (
        f"{start}, L2 {zeros['L2']} and both together {zeros['both']}."
        f" L2 shrinks the weights as a whole, to a length of {size:.3g}."
    )

"""A line between two classes: gradient descent step by step, Newton beside it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlquiz.demos.frozen import frozen
from dlquiz.demos.parameters import number, option, whole
from dlquiz.reference import (
    logistic_fit,
    logistic_loss,
    logistic_loss_gradient,
    logistic_newton,
    logistic_predict,
    two_blobs,
    with_intercept,
)
from dlquiz.trace import Curve, Frame, Points

FORMULA = r"\theta \leftarrow \theta - \frac{\eta}{n} X^\top (\sigma(X \theta) - y)"
Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Params:
    method: str = option("descent", ("descent", "newton"), "how the weights are found")
    lr: float = number(0.5, 1e-4, 100.0, "learning rate of gradient descent")
    steps: int = whole(100, 1, 2000, "steps of gradient descent")
    frames: int = whole(12, 2, 50, "how many of the steps are shown")
    distance: float = number(3.0, 0.0, 20.0, "between the two classes; from about 8 separable")
    l2: float = number(0.0, 0.0, 10.0, "penalty (λ/2)‖θ‖²; Newton needs it on separable data")
    examples: int = whole(60, 4, 400, "of both classes together")
    seed: int = whole(0, 0, 10**6, "of the data")


def run(params: Params) -> Iterator[Frame]:
    """Frames at growing distances along the path, the last point always among them."""
    x, y = two_blobs(params.examples, np.random.default_rng(params.seed), params.distance)
    X = with_intercept(x)
    try:
        path, refusal = _path(params, X, y), ""
    except ValueError as reason:  # Newton on separable data: the reason is the lesson
        path, refusal = np.zeros((1, 3)), f" Newton stops here: {reason}."
    shown = np.unique(np.geomspace(1, len(path), params.frames).round().astype(int)) - 1
    losses = [logistic_loss(X, y, weights, params.l2) for weights in path]
    for step in shown:
        yield _frame(int(step), path[step], losses[: step + 1], x, y, params, refusal)


def _path(params: Params, X: Array, y: Array) -> Array:
    if params.method == "newton":
        return logistic_newton(X, y, params.l2).path
    return logistic_fit(X, y, params.lr, params.steps, params.l2).path


def _frame(
    step: int,
    weights: Array,
    losses: list[float],
    x: Array,
    y: Array,
    params: Params,
    refusal: str,
) -> Frame:
    X = with_intercept(x)
    accuracy = float((logistic_predict(X, weights) == y).mean())
    gradient = logistic_loss_gradient(X, y, weights, params.l2)
    steps = tuple(float(s) for s in range(len(losses)))
    return Frame(
        f"{'Newton' if params.method == 'newton' else 'Descent'}, step {step}:"
        f" loss {losses[-1]:.4g}, accuracy {accuracy:.3g},"
        f" ‖θ‖ {np.linalg.norm(weights):.4g}.{refusal}",
        {
            "step": step,
            "weights": frozen(weights),
            "gradient": frozen(gradient),
            "loss": losses[-1],
            "accuracy": accuracy,
            "norm": float(np.linalg.norm(weights)),
        },
        (
            Points(
                {f"class {c}": frozen(x[y == c]) for c in (0, 1)},
                lines=_boundary(weights, x),
                x_label="x₁",
                y_label="x₂",
                title="The line where p = ½",
            ),
            Curve({"loss": (steps, tuple(losses))}, x_label="step", title="Loss"),
        ),
    )


def _boundary(weights: Array, x: Array) -> dict[str, tuple[tuple[float, float], ...]]:
    """Where θ₀ + θ₁x₁ + θ₂x₂ = 0, cut to the height of the data; empty while there is no line."""
    _, w1, w2 = weights
    if not (w1 or w2):
        return {}
    low, high = x.min(axis=0), x.max(axis=0)
    normal = np.array([w1, w2]) / np.hypot(w1, w2)
    foot = -weights[0] / np.hypot(w1, w2) * normal
    along = np.linspace(-1, 1, 201)[:, None] * np.linalg.norm(high - low)
    line = foot + along * np.array([-normal[1], normal[0]])
    inside = ((line >= low) & (line <= high)).all(axis=1)
    return {"p = ½": frozen(line[inside])} if inside.any() else {}

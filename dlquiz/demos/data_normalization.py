"""A tilted cloud is centered, scaled and whitened, and a least-squares fit descends on each."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlquiz.demos.frozen import frozen, rounded
from dlquiz.demos.parameters import number, whole
from dlquiz.reference import (
    best_learning_rate,
    fit_shared_scale,
    gram_condition_number,
    least_squares_loss_hessian,
    min_max,
    quadratic_descent,
    rescale,
    standardization_leak,
    standardize,
    zca_whiten,
)
from dlquiz.trace import Curve, Frame, Points, Surface, Table

FORMULA = r"x' = \frac{x - \mu}{\sigma}, \quad \kappa = \frac{\lambda_{\max}}{\lambda_{\min}}"

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Params:
    scale: float = number(10.0, 0.01, 1000.0, "how much wider feature 2 spreads than feature 1")
    correlation: float = number(0.8, -0.99, 0.99, "between the two features")
    offset: float = number(2.0, -100.0, 100.0, "distance of the means from 0, in deviations")
    examples: int = whole(100, 10, 1000, "examples in the training part")
    steps: int = whole(20, 1, 500, "steps of gradient descent")
    seed: int = whole(0, 0, 10**6, "of the data")


def run(params: Params) -> Iterator[Frame]:
    """The cloud after each treatment, what the test part gets, and the descent on each."""
    train, test = _data(params)
    prepared = _prepared(train)
    for name, x in prepared.items():
        yield _cloud(name, x, train, params)
    yield _unseen(train, test)
    target = standardize(train) @ [1.0, -1.0]
    for name in ("centered", "standardized", "whitened"):
        yield _descent(name, prepared[name], target, params.steps)
    yield _race(prepared, target, params.steps)


def _data(params: Params) -> tuple[Array, Array]:
    """A training part, and five test examples from the same cloud."""
    rng = np.random.default_rng(params.seed)
    first, own = rng.standard_normal((2, params.examples + 5))
    second = params.correlation * first + np.sqrt(1 - params.correlation**2) * own
    x = (np.column_stack([first, second]) + params.offset) * [1.0, params.scale]
    return x[:-5], x[-5:]


def _prepared(train: Array) -> dict[str, Array]:
    return {
        "raw": train,
        "centered": train - train.mean(axis=0),
        "min-max": min_max(train),
        "one scale for both": rescale(train, fit_shared_scale(train)),
        "standardized": standardize(train),
        "whitened": zca_whiten(train),
    }


def _cloud(name: str, x: Array, train: Array, params: Params) -> Frame:
    means, stds = x.mean(axis=0), x.std(axis=0)
    correlation, kappa = float(standardize(x).prod(axis=1).mean()), gram_condition_number(x)
    captions = {
        "raw": f"Raw: feature 2 spreads {stds[1] / stds[0]:.3g} times as wide as feature 1, and"
        f" descent has to cope with κ(XᵀX) = {kappa:.4g}.",
        "centered": "Minus the mean of each feature: the cloud lies on 0 and keeps its shape;"
        f" κ = {kappa:.4g}, where the raw data had {gram_condition_number(train):.4g}.",
        "min-max": "Min-max: each feature runs from 0 to 1, and its two extreme values alone"
        f" decide the scale. It is not centered, so κ = {kappa:.4g}.",
        "one scale for both": "Centered, and both divided by the same number, as for features of"
        f" one unit: the ratio of spreads, {stds[1] / stds[0]:.3g}, is kept, and so is κ.",
        "standardized": "Standardized: both standard deviations are 1, yet the correlation is"
        f" still {correlation:.3g}, the ellipse still tilted; κ = {kappa:.4g}.",
        "whitened": "Whitened: divided by the deviations along the ellipse's own axes, it is"
        f" round. No correlation is left, and κ = {kappa:.4g}.",
    }
    return Frame(
        captions[name],
        {
            "treatment": name,
            "means": frozen(means),
            "stds": frozen(stds),
            "correlation": correlation,
            "condition_number": kappa,
        },
        (
            Table(
                ("data", "mean 1", "mean 2", "std 1", "std 2", "correlation", "κ(XᵀX)"),
                ((name, *_tidy(np.array([*means, *stds, correlation])), kappa),),
            ),
            Points(
                {"examples": rounded(x)},
                lines={"2½ deviations of the wider one": _circle(means, 2.5 * float(stds.max()))},
                x_label="feature 1",
                y_label="feature 2",
                title=f"The cloud, {name}",
            ),
        ),
    )


def _tidy(numbers: Array) -> list[float]:
    """Numbers for a table: what is 0 up to rounding is shown as 0."""
    return [float(number) if abs(number) > 1e-12 else 0.0 for number in numbers]


def _circle(center: Array, radius: float) -> tuple[tuple[float, float], ...]:
    """It makes both axes of the picture equally long, so that a narrow cloud looks narrow."""
    angles = np.linspace(0, 2 * np.pi, 61)
    around = center + radius * np.column_stack([np.cos(angles), np.sin(angles)])
    return tuple((float(x), float(y)) for x, y in around)


def _walk(x: Array, target: Array, steps: int) -> tuple[Array, Array, Array]:
    """The path of the weights from 0 at the best learning rate, its end, and the Hessian."""
    hessian, best = least_squares_loss_hessian(x), np.asarray(np.linalg.pinv(x) @ target)
    path = best + quadratic_descent(hessian, -best, best_learning_rate(hessian), steps)
    return path, best, hessian


def _excess(points: Array, best: Array, hessian: Array) -> Array:
    """½ dᵀHd: how far above the lowest loss each point lies, d its distance from the minimum."""
    away = points - best
    return np.asarray(0.5 * np.einsum("...i,ij,...j", away, hessian, away))


def _descent(name: str, x: Array, target: Array, steps: int) -> Frame:
    path, best, hessian = _walk(x, target, steps)
    losses, kappa = _excess(path, best, hessian), gram_condition_number(x)
    left = losses[-1] / losses[0]
    story = "it zigzags along a valley" if kappa > 3 else "it walks almost straight to it"
    return Frame(
        f"Descent on the {name} data, κ = {kappa:.4g}, at its best learning rate"
        f" {best_learning_rate(hessian):.3g}: after {steps} steps {left:.2g} of the distance to"
        f" the lowest loss is left; {story}.",
        {
            "treatment": name,
            "lr": best_learning_rate(hessian),
            "path": frozen(path),
            "excess_losses": frozen(losses),
        },
        (_valley(name, path, best, hessian),),
    )


def _valley(name: str, path: Array, best: Array, hessian: Array) -> Surface:
    reach = 1.3 * float(np.abs(best).max())
    across = best[0] + np.linspace(-reach, reach, 48)
    up = best[1] + np.linspace(-reach, reach, 30)
    ground = np.stack(np.meshgrid(across, up), axis=-1)
    return Surface(
        (float(across[0]), float(across[-1])),
        (float(up[0]), float(up[-1])),
        rounded(_excess(ground, best, hessian)),
        paths={"descent": frozen(path)},
        points={"minimum": frozen(best)},
        title=f"Loss over the two weights, {name} data",
        log=True,
    )


def _race(prepared: dict[str, Array], target: Array, steps: int) -> Frame:
    walks = {name: _walk(x, target, steps) for name, x in prepared.items()}
    curves = {name: _excess(*walk) for name, walk in walks.items()}
    shares = {name: losses / losses[0] for name, losses in curves.items()}
    shown = {name: np.maximum(share, 1e-6) for name, share in shares.items()}
    numbers = tuple(float(step) for step in range(steps + 1))
    return Frame(
        f"Each at its best learning rate, {steps} steps leave {shares['raw'][-1]:.2g} of the"
        f" distance to the lowest loss on raw data and {shares['standardized'][-1]:.2g} on"
        " standardized data; whitened data need one step.",
        {name: frozen(share) for name, share in shares.items()},
        (
            Curve(
                {name: (numbers, rounded(share)) for name, share in shown.items()},
                x_label="step",
                title="Share of the loss still to be lost, drawn down to a millionth",
                log_y=True,
            ),
        ),
    )


def _unseen(train: Array, test: Array) -> Frame:
    scaled, leak = standardize(test, train), standardization_leak(train, test)
    rows = tuple(
        (f"{kind} {i + 1}", float(row[0]), float(row[1]))
        for i in range(len(test))
        for kind, row in (("test", test[i]), ("scaled", scaled[i]))
    )
    return Frame(
        "New examples are scaled with the training part's μ and σ, kept with the model."
        f" Their own mean is then ({', '.join(f'{m:.2g}' for m in scaled.mean(axis=0))}), not 0,"
        f" and that is right. Fitted on both parts, they would move by up to"
        f" {np.abs(leak).max():.2g}: that is leakage.",
        {"test": frozen(test), "scaled": frozen(scaled), "leak": frozen(leak)},
        (Table(("example", "feature 1", "feature 2"), rows),),
    )

"""A small network learns a boundary, step by step: its loss, and where it changes its mind."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from dlquiz.demos.frozen import rounded
from dlquiz.demos.parameters import number, option, whole
from dlquiz.reference import (
    Sequential,
    accuracy,
    cross_entropy,
    mlp,
    parameter_count,
    predicted_classes,
    spirals,
    train,
    two_blobs,
    two_moons,
)
from dlquiz.trace import Curve, Frame, Points

FORMULA = (
    r"\text{logits} = W_2 \max(0, W_1 x + b_1) + b_2,"
    r" \quad \theta \leftarrow \theta - \eta \nabla L(\theta)"
)

Array = NDArray[np.float64]
Data = tuple[Array, Array]
FRESH = 600  # examples, so that chance moves the accuracy by no more than about 2 %


@dataclass(frozen=True, kw_only=True)
class Params:
    data: str = option("moons", ("moons", "blobs", "spirals"), "what is to be told apart")
    units: int = whole(16, 1, 64, "in each hidden layer")
    layers: int = whole(2, 0, 3, "hidden layers; without one the boundary is a straight line")
    lr: float = number(0.3, 0.0, 1000.0, "learning rate")
    epochs: int = whole(100, 1, 200, "passes over the data")
    batch: int = whole(20, 5, 300, "examples for each step")
    examples: int = whole(120, 6, 300, "to learn from")
    noise: float = number(0.15, 0.0, 1.0, "spread of moons and spirals")
    frames: int = whole(12, 2, 40, "how many of the epochs are shown")
    seed: int = whole(0, 0, 10**6, "of the data, the first weights and the order")


class _Run:
    """The data, the network in training, and the losses so far, the one before training first."""

    def __init__(self, params: Params) -> None:
        rng = np.random.default_rng(params.seed)
        self.params = params
        self.train, self.fresh = _data(params, params.examples, rng), _data(params, FRESH, rng)
        classes = int(self.train[1].max()) + 1
        self.model = mlp([2, *[params.units] * params.layers, classes], rng)
        self.losses = [float(cross_entropy(self.logits(self.train[0]), self.train[1]))]
        self.epochs = train(self.model, *self.train, params.lr, params.epochs, params.batch, rng)
        self.size = parameter_count(self.model)

    def logits(self, x: Array) -> Array:
        """What the network says now."""
        output, _ = self.model.forward(x)
        return output

    def accuracies(self) -> tuple[float, float]:
        """On the data it learns from and on fresh data."""
        seen, unseen = (
            accuracy(self.logits(x), targets) for x, targets in (self.train, self.fresh)
        )
        return seen, unseen


def run(params: Params) -> Iterator[Frame]:
    """Before training, and at growing numbers of epochs; it ends where numbers overflow."""
    with np.errstate(all="ignore"):  # too long a step may overflow, which the last frame says
        run_ = _Run(params)
        shown = {round(e) for e in np.geomspace(1, params.epochs, params.frames - 1)}
        shown.add(params.epochs)
        yield _frame(run_, 0)
        for epoch, loss in enumerate(run_.epochs, 1):
            run_.losses.append(loss)
            if epoch in shown or not np.isfinite(loss):
                yield _frame(run_, epoch)
            if not np.isfinite(loss):
                return


def _data(params: Params, n: int, rng: Generator) -> Data:
    if params.data == "blobs":
        return two_blobs(n, rng)
    if params.data == "moons":
        return two_moons(n, rng, params.noise)
    return spirals(n, rng, noise=params.noise / 3)  # their arms lie closer together


def _frame(run_: _Run, epoch: int) -> Frame:
    (x, targets), loss = run_.train, run_.losses[-1]
    seen, fresh = run_.accuracies()
    groups = {f"class {c}": rounded(x[targets == c]) for c in range(int(targets.max()) + 1)}
    boundary = _boundary(run_.model, x)
    if len(boundary):
        groups["boundary"] = rounded(boundary)
    epochs = tuple(float(e) for e in range(len(run_.losses)))
    return Frame(
        _caption(run_, epoch, seen, fresh) + _remark(run_, epoch, len(boundary) > 0),
        {
            "epoch": epoch,
            "loss": loss,
            "accuracy": seen,
            "fresh_accuracy": fresh,
            "parameters": run_.size,
            "gradient_steps": epoch * -(-len(x) // run_.params.batch),
        },
        (
            Points(groups, x_label="x₁", y_label="x₂", title="Where the classes meet"),
            Curve({"loss": (epochs, tuple(run_.losses))}, "epoch", title="Loss", log_y=True),
        ),
    )


def _caption(run_: _Run, epoch: int, seen: float, fresh: float) -> str:
    loss, classes = run_.losses[-1], int(run_.train[1].max()) + 1
    if not np.isfinite(loss):
        return (
            f"Epoch {epoch}: the loss is {loss}. The steps were too long, the weights overflowed,"
            " and nan spreads from there: training cannot recover."
        )
    if epoch == 0:
        return (
            f"Before training, {run_.size} random numbers: loss {loss:.4g}, where equal chances"
            f" for {classes} classes would have log {classes} = {np.log(classes):.4g}."
        )
    return (
        f"Epoch {epoch}: mean loss {loss:.4g}, accuracy {seen:.3g} on the data it learns from and"
        f" {fresh:.3g} on fresh data."
    )


def _remark(run_: _Run, epoch: int, two_sided: bool) -> str:
    """What to look at, where there is something."""
    if not np.isfinite(run_.losses[-1]):
        return ""
    if not two_sided:
        return " It gives every point the same class."
    if epoch == 0 and run_.params.layers == 0:
        return " Without a hidden layer the boundary is straight and stays so."
    return ""


def _boundary(model: Sequential, x: Array) -> Array:
    """Midpoints between neighbors of a grid over the data to which the model gives two classes."""
    low, high = x.min(axis=0), x.max(axis=0)  # no further, or the axes would move with it
    across, up = np.linspace(low[0], high[0], 49), np.linspace(low[1], high[1], 25)
    grid = np.stack(np.meshgrid(across, up), axis=-1)
    classes = predicted_classes(model.forward(grid.reshape(-1, 2))[0]).reshape(grid.shape[:2])
    beside = classes[:, 1:] != classes[:, :-1]
    above = classes[1:] != classes[:-1]
    return np.concatenate(
        [
            (grid[:, 1:] + grid[:, :-1])[beside] / 2,
            (grid[1:] + grid[:-1])[above] / 2,
        ]
    )

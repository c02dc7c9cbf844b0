"""Running statistics gather in training; at inference they replace the batch's own."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlquiz.demos.frozen import frozen
from dlquiz.demos.parameters import number, whole
from dlquiz.reference import (
    RunningStatistics,
    batch_norm,
    batch_norm_inference,
    batch_norm_scale_and_shift,
    batch_statistics,
    fold_batch_norm,
    linear,
    running_after,
    update_running_statistics,
)
from dlquiz.trace import Curve, Frame, Table, Vector

FORMULA = (
    r"\mu \leftarrow (1 - m) \, \mu + m \, \mu_B, \quad"
    r" y = \gamma \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}} + \beta"
)

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Params:
    momentum: float = number(0.1, 0.0, 1.0, "weight of the new batch, as in PyTorch")
    batch: int = whole(8, 2, 512, "examples a batch in training")
    steps: int = whole(30, 1, 200, "training steps, one frame each")
    mean: float = number(5.0, -1e3, 1e3, "of the feature in the data")
    std: float = number(2.0, 1e-3, 1e3, "of the feature in the data")
    x: float = number(6.0, -1e4, 1e4, "the example that is asked about at inference")
    gamma: float = number(1.0, -1e3, 1e3, "γ")
    beta: float = number(0.0, -1e3, 1e3, "β")
    seed: int = whole(0, 0, 10**6, "of the data")


def run(params: Params) -> Iterator[Frame]:
    """A frame a training step, then one example at inference in several batches, then folding."""
    rng = np.random.default_rng(params.seed)
    running = RunningStatistics(np.array(0.0), np.array(1.0))
    batches: list[RunningStatistics] = []
    gathered: list[RunningStatistics] = []
    for _ in range(params.steps):
        x = params.mean + params.std * rng.standard_normal(params.batch)
        running = update_running_statistics(x, *running, params.momentum)
        batches.append(batch_statistics(x, unbiased=True))
        gathered.append(running)
        yield _training(batches, gathered, params)
    yield _company(running, rng, params)
    yield _alone(running, params)
    yield _folded(running, params)


def _training(
    batches: list[RunningStatistics], gathered: list[RunningStatistics], params: Params
) -> Frame:
    step, batch, running = len(batches), batches[-1], gathered[-1]
    left = float(running_after(step, 0.0, start=1.0, momentum=params.momentum))
    return Frame(
        f"Step {step}: the batch's mean {batch.mean:.3g} and variance {batch.var:.3g} move the"
        f" running ones to {running.mean:.3g} and {running.var:.3g}. The start, 0 and 1, still"
        f" weighs {left:.2g}.",
        {
            "step": step,
            "batch_mean": frozen(batch.mean),
            "batch_var": frozen(batch.var),
            "running_mean": frozen(running.mean),
            "running_var": frozen(running.var),
            "weight_of_start": left,
        },
        (
            _curve("Mean", [b.mean for b in batches], [r.mean for r in gathered], params.mean),
            _curve("Variance", [b.var for b in batches], [r.var for r in gathered], params.std**2),
        ),
    )


def _curve(title: str, batches: list[Array], running: list[Array], truth: float) -> Curve:
    steps = tuple(float(step) for step in range(1, len(batches) + 1))
    series: dict[str, tuple[Vector, Vector]] = {
        "of the batch": (steps, tuple(map(float, batches))),
        "running": (steps, tuple(map(float, running))),
        "of the data": (steps, (truth,) * len(steps)),
    }
    return Curve(series, x_label="step", title=title)


def _company(running: RunningStatistics, rng: np.random.Generator, params: Params) -> Frame:
    """One example in three batches: with batch statistics it depends on its company."""
    rows, training, inference = [], [], []
    for shift, company in ((-1, "low neighbors"), (0, "usual neighbors"), (1, "high neighbors")):
        others = params.mean + params.std * (rng.standard_normal(params.batch - 1) + shift)
        batch = np.array([params.x, *others])[:, np.newaxis]
        training.append(float(batch_norm(batch, [params.gamma], [params.beta]).output[0, 0]))
        inference.append(float(_infer(batch, running, params)[0, 0]))
        rows.append((company, training[-1], inference[-1]))
    return Frame(
        f"Inference: x = {params.x:g} among three batches of {params.batch}. With the batch's own"
        f" statistics it becomes {', '.join(f'{y:.3g}' for y in training)}; with the running ones"
        f" it is {inference[0]:.3g} whoever is beside it.",
        {"x": params.x, "batch_statistics": tuple(training), "running": tuple(inference)},
        (Table(("company", "batch statistics", "running statistics"), tuple(rows)),),
    )


def _infer(x: Array, running: RunningStatistics, params: Params) -> Array:
    mean, var = np.atleast_1d(running.mean), np.atleast_1d(running.var)
    return batch_norm_inference(x, mean, var, [params.gamma], [params.beta])


def _alone(running: RunningStatistics, params: Params) -> Frame:
    values = np.array([params.x, params.x + params.std, params.x - 10 * params.std])
    alone = [float(batch_norm([[x]], [params.gamma], [params.beta]).output[0, 0]) for x in values]
    known = _infer(values[:, np.newaxis], running, params)[:, 0]
    rows = tuple((float(x), y, float(z)) for x, y, z in zip(values, alone, known, strict=True))
    return Frame(
        "A batch of one: its value is its own mean, so with batch statistics the output is"
        f" β = {params.beta:g} for every input. Running statistics serve a batch of any size.",
        {"x": frozen(values), "batch_statistics": tuple(alone), "running": frozen(known)},
        (Table(("x, alone", "batch statistics", "running statistics"), rows),),
    )


def _folded(running: RunningStatistics, params: Params) -> Frame:
    """Into a layer 2h + 1 before it: any affine layer would do."""
    mean, var = np.atleast_1d(running.mean), np.atleast_1d(running.var)
    statistics = (mean, var, np.array([params.gamma]), np.array([params.beta]))
    scale, shift = batch_norm_scale_and_shift(*statistics)
    weight, bias = fold_batch_norm([[2.0]], [1.0], *statistics)
    h = (params.x - 1) / 2
    apart = float(_infer(linear([[h]], [[2.0]], [1.0]), running, params)[0, 0])
    at_once = float(linear([[h]], weight, bias)[0, 0])
    return Frame(
        f"With fixed statistics batch norm is {scale[0]:.4g}·x {shift[0]:+.4g}, so the layer"
        f" before it can take it in: 2h + 1 becomes {weight[0, 0]:.4g}·h {bias[0]:+.4g}, and"
        f" h = {h:g} gives {apart:.4g} both ways.",
        {
            "scale": float(scale[0]),
            "shift": float(shift[0]),
            "folded_weight": float(weight[0, 0]),
            "folded_bias": float(bias[0]),
            "apart": apart,
            "at_once": at_once,
        },
        (
            Table(
                ("", "weight", "bias", "output"),
                (
                    ("linear, then batch norm", 2.0, 1.0, apart),
                    ("folded into one linear", float(weight[0, 0]), float(bias[0]), at_once),
                ),
            ),
        ),
    )

"""Learning rates that change with the step, as torch.optim.lr_scheduler computes them.

Each is a function of the step, counted from 0, and of the base rate lr; the step may be an array.
A changing rate needs no state: make the optimizer again with the new one, keep its state.
"""

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array, whole
from dlquiz.reference.transforms import require


def constant_rate(step: ArrayLike, lr: float) -> Array:
    """lr, at every step: what the other schedules are compared with.

    >>> constant_rate([0, 1, 2], lr=0.1)
    array([0.1, 0.1, 0.1])
    """
    return lr + 0 * _steps(step)


def step_decay(step: ArrayLike, lr: float, step_size: int, gamma: float = 0.1) -> Array:
    """lr · γ^⌊t/step_size⌋: a drop every step_size steps (StepLR).

    >>> step_decay([0, 29, 30, 60], lr=1.0, step_size=30).round(4)
    array([1.  , 1.  , 0.1 , 0.01])
    """
    require("step_size", step_size, 1)
    return lr * gamma ** (_steps(step) // step_size)


def exponential_decay(step: ArrayLike, lr: float, gamma: float) -> Array:
    """lr · γᵗ: the same factor at every step (ExponentialLR).

    >>> exponential_decay([0, 1, 2], lr=8.0, gamma=0.5)
    array([8., 4., 2.])
    """
    return lr * gamma ** _steps(step)


def cosine_annealing(step: ArrayLike, lr: float, t_max: int, eta_min: float = 0.0) -> Array:
    """η_min + ½(lr − η_min)(1 + cos(πt/t_max)): half a wave down (Loshchilov, Hutter 2017).

    Slow, fast, slow again: half-way down after half the steps. As in CosineAnnealingLR the rate
    rises again after t_max.

    >>> cosine_annealing([0, 50, 100, 200], lr=0.2, t_max=100).round(12)
    array([0.2, 0.1, 0. , 0.2])
    """
    require("t_max", t_max, 1)
    return eta_min + (lr - eta_min) * (1 + np.cos(np.pi * _steps(step) / t_max)) / 2


def linear_warmup(
    step: ArrayLike, lr: float, start_factor: float = 1 / 3, total_iters: int = 5
) -> Array:
    """lr · (f + (1 − f)·t/total_iters), then lr: a careful start (LinearLR; Goyal et al. 2017).

    Early gradients are large and Adam's averages hold few of them.

    >>> linear_warmup([0, 5, 10, 99], lr=0.2, start_factor=0.5, total_iters=10)
    array([0.1 , 0.15, 0.2 , 0.2 ])
    """
    require("total_iters", total_iters, 1)
    progress = np.minimum(_steps(step) / total_iters, 1)
    return lr * (start_factor + (1 - start_factor) * progress)


def warmup_cosine(
    step: ArrayLike,
    lr: float,
    warmup: int,
    total: int,
    start_factor: float = 0.0,
    eta_min: float = 0.0,
) -> Array:
    """Linear warm-up for `warmup` steps, then a cosine down to η_min at `total`, where it stays.

    >>> warmup_cosine([0, 5, 10, 60, 110, 500], lr=0.2, warmup=10, total=110)
    array([0. , 0.1, 0.2, 0.1, 0. , 0. ])
    """
    require("warmup", warmup, 1)
    require("total", total, warmup + 1)
    steps = _steps(step)
    rising = linear_warmup(steps, lr, start_factor, warmup)
    falling = cosine_annealing(np.clip(steps, warmup, total) - warmup, lr, total - warmup, eta_min)
    return np.where(steps < warmup, rising, falling)


def updates_per_epoch(n: int, batch_size: int, drop_last: bool = False) -> int:
    """⌈n/B⌉, or ⌊n/B⌋ when the last, smaller batch is dropped: updates to see n examples once.

    >>> updates_per_epoch(1000, 64), updates_per_epoch(1000, 64, drop_last=True)
    (16, 15)
    """
    n, batch_size = whole("n", n, 1), whole("batch_size", batch_size, 1)
    return n // batch_size if drop_last else -(-n // batch_size)


def linear_scaling(lr: float, batch_size: int, base_batch_size: int) -> float:
    """lr · B/B₀: k times the batch, k times the rate (Goyal et al. 2017).

    One step on k batches then moves about as far as k small steps did. It holds for moderate
    k after a warm-up, and breaks when the point moves much within those k steps.

    >>> linear_scaling(0.1, batch_size=1024, base_batch_size=256)
    0.4
    """
    return lr * batch_size / base_batch_size


def _steps(step: ArrayLike) -> Array:
    steps = as_array(step)
    if not (steps >= 0).all():
        raise ValueError(f"step must be 0 or more, got {steps.min():g}")
    return steps

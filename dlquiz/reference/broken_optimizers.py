"""Adaptive rules with the mistakes that circulate on slides, kept to be seen failing.

Without the square root a step is measured in 1/gradient: a smaller gradient makes a *longer*
step. Without the bias correction Adam's first step is too long by (1−β₁)/√(1−β₂).
"""

from collections.abc import Callable

import numpy as np

from dlquiz.reference.arrays import Array
from dlquiz.reference.transforms import (
    AdamState,
    CacheState,
    Optimizer,
    chain,
    moving_average,
    require,
    scale,
)


def adagrad_without_root(lr: float = 0.01, eps: float = 1e-10) -> Optimizer:
    """x ← x − lr·g / (Σg² + ε): wrong, the first step is lr/g.

    >>> adagrad_without_root(lr=1.0).update([0.01], CacheState(np.zeros(1)), [0.0])[0].round()
    array([-100.])
    """
    require("lr", lr, 0)
    return chain(_divide_by_cache(lambda cache, g: cache + g**2, eps), scale(-lr))


def rmsprop_without_root(lr: float = 0.01, alpha: float = 0.99, eps: float = 1e-8) -> Optimizer:
    """x ← x − lr·g / (cache + ε): wrong, the first step is lr/((1−α)g)."""
    require("lr", lr, 0)
    require("alpha", alpha, 0, 1)
    return chain(
        _divide_by_cache(lambda cache, g: moving_average(cache, g**2, alpha), eps), scale(-lr)
    )


def adam_without_root(
    lr: float = 0.001, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
) -> Optimizer:
    """x ← x − lr·m / (v + ε): no root and no correction, the first step is lr(1−β₁)/((1−β₂)g)."""
    require("lr", lr, 0)
    return chain(_raw_moments(beta1, beta2, lambda m, v: m / (v + eps)), scale(-lr))


def adam_without_correction(
    lr: float = 0.001, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
) -> Optimizer:
    """x ← x − lr·m / (√v + ε): without bias correction the first step is 3.162·lr."""
    require("lr", lr, 0)
    return chain(_raw_moments(beta1, beta2, lambda m, v: m / (np.sqrt(v) + eps)), scale(-lr))


def _divide_by_cache(accumulate: Callable[[Array, Array], Array], eps: float) -> Optimizer:
    def update(grads: Array, state: CacheState, params: Array) -> tuple[Array, CacheState]:
        cache = accumulate(state.cache, grads)
        return grads / (cache + eps), CacheState(cache)

    return Optimizer(lambda params: CacheState(np.zeros_like(params)), update)


def _raw_moments(
    beta1: float, beta2: float, direction: Callable[[Array, Array], Array]
) -> Optimizer:
    require("beta1", beta1, 0, 1)
    require("beta2", beta2, 0, 1)

    def update(grads: Array, state: AdamState, params: Array) -> tuple[Array, AdamState]:
        m = moving_average(state.m, grads, beta1)
        v = moving_average(state.v, grads**2, beta2)
        return direction(m, v), AdamState(m, v, state.step + 1)

    def init(params: Array) -> AdamState:
        return AdamState(np.zeros_like(params), np.zeros_like(params), 0)

    return Optimizer(init, update)

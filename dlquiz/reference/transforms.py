"""The links optimizers are chained from: each turns gradients into something nearer to a step.

An optimizer is two pure functions. `init(params)` is the state before the first step,
`update(grads, state, params)` returns `(updates, state)`, and `params + updates` is the next
point. Params are one array of any shape; a tuple of arrays goes through `per_array`. The state
is a NamedTuple whose fields are the columns of a trace.
"""

from collections.abc import Callable
from math import inf
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array

State = Any  # a NamedTuple of arrays like the params, and sometimes a step counter


class Optimizer(NamedTuple):
    """A rule for walking downhill, as two pure functions."""

    init: Callable[[Any], State]
    update: Callable[[Any, State, Any], tuple[Any, State]]


class NoState(NamedTuple):
    """What a rule without memory remembers."""


class VelocityState(NamedTuple):
    """The running sum of gradients that momentum keeps."""

    velocity: Array


class CacheState(NamedTuple):
    """Squared gradients, summed by Adagrad and averaged by RMSProp."""

    cache: Array


class AdadeltaState(NamedTuple):
    """Averages of squared gradients and of squared steps."""

    cache: Array
    delta_cache: Array


class AdamState(NamedTuple):
    """Averages of gradients and of squared gradients, and the number of steps taken."""

    m: Array
    v: Array
    step: int


def chain(*links: Optimizer) -> Optimizer:
    """Each link's result is the next one's gradient: the order is the algorithm.

    At most one link keeps a state, and it is the chain's state; the others hand it on.

    >>> steps, _ = chain(add_decay(0.5), scale(-2)).update([1.0], NoState(), [4.0])
    >>> steps
    array([-6.])
    """
    inits = [link.init for link in links if link.init is not _no_state] or [_no_state]
    if len(inits) > 1:
        raise ValueError(f"one link of a chain may keep a state, got {len(inits)}")

    def init(params: ArrayLike) -> State:
        return inits[0](as_array(params))

    def update(grads: ArrayLike, state: State, params: ArrayLike) -> tuple[Array, State]:
        step, point = as_array(grads), as_array(params)
        if step.shape != point.shape:
            raise ValueError(
                f"grads {step.shape} do not fit params {point.shape}: they have the same shape"
            )
        for link in links:
            step, state = link.update(step, state, point)
        return step, state

    return Optimizer(init, update)


def per_array(optimizer: Optimizer) -> Optimizer:
    """The same rule for every array of a tuple: params, grads, updates and state are tuples.

    The rules work element by element, so a network's arrays need no gluing together.

    >>> model = per_array(chain(scale(-0.5)))
    >>> model.update(([1.0], [[2.0]]), model.init(([0.0], [[0.0]])), ([0.0], [[0.0]]))[0]
    (array([-0.5]), array([[-1.]]))
    """

    def init(params: Any) -> State:
        return tuple(optimizer.init(array) for array in params)

    def update(grads: Any, state: State, params: Any) -> tuple[Any, State]:
        if not len(grads) == len(state) == len(params):
            raise ValueError(f"{len(grads)} grads do not fit {len(params)} params: one an array")
        results = [optimizer.update(*one) for one in zip(grads, state, params, strict=True)]
        return tuple(step for step, _ in results), tuple(kept for _, kept in results)

    return Optimizer(init, update)


def scale(factor: float) -> Optimizer:
    """factor·g; the last link, with factor −lr, turns uphill into a step downhill."""
    return _without_state(lambda grads, params: factor * grads)


def add_decay(weight_decay: float) -> Optimizer:
    """g + λx, the gradient of the loss plus (λ/2)‖x‖².

    Before an adaptive link this is an L2 penalty, rescaled with the gradient; after it, it is
    weight decay: every weight shrinks by the same factor (Loshchilov, Hutter 2019).
    """
    require("weight_decay", weight_decay, 0)
    return _without_state(lambda grads, params: grads + weight_decay * params)


def take_sign() -> Optimizer:
    """sign(g): each element moves by the same amount (Bernstein et al. 2018)."""
    return _without_state(lambda grads, params: np.sign(grads))


def add_velocity(momentum: float, nesterov: bool = False) -> Optimizer:
    """v ← ρv + g, then v (heavy ball, Polyak 1964) or g + ρv (Nesterov 1983).

    A constant gradient is summed to g/(1−ρ): momentum also multiplies the learning rate.
    Nesterov's form steps as if the velocity had already been applied once more.
    """
    require("momentum", momentum, 0, 1)

    def update(grads: Array, state: VelocityState, params: Array) -> tuple[Array, VelocityState]:
        velocity = momentum * state.velocity + grads
        return (grads + momentum * velocity if nesterov else velocity), VelocityState(velocity)

    return Optimizer(lambda params: VelocityState(np.zeros_like(params)), update)


def scale_by_sum_of_squares(eps: float) -> Optimizer:
    """cache ← cache + g², then g / (√cache + ε) (Adagrad: Duchi, Hazan, Singer 2011)."""
    require("eps", eps, 0)

    def update(grads: Array, state: CacheState, params: Array) -> tuple[Array, CacheState]:
        cache = state.cache + grads**2
        return grads / (np.sqrt(cache) + eps), CacheState(cache)

    return Optimizer(lambda params: CacheState(np.zeros_like(params)), update)


def scale_by_mean_square(alpha: float, eps: float) -> Optimizer:
    """cache ← α·cache + (1−α)g², then g / (√cache + ε) (RMSProp: Tieleman, Hinton 2012)."""
    require("alpha", alpha, 0, 1)
    require("eps", eps, 0)

    def update(grads: Array, state: CacheState, params: Array) -> tuple[Array, CacheState]:
        cache = moving_average(state.cache, grads**2, alpha)
        return grads / (np.sqrt(cache) + eps), CacheState(cache)

    return Optimizer(lambda params: CacheState(np.zeros_like(params)), update)


def scale_by_adadelta(rho: float, eps: float) -> Optimizer:
    """g · √(delta_cache + ε) / √(cache + ε): RMS of past steps over RMS of gradients.

    The ratio gives the step the unit of the parameter, so no learning rate is needed in
    principle. ε inside the root starts the motion: at first delta_cache is 0 (Zeiler 2012).
    """
    require("rho", rho, 0, 1)
    require("eps", eps, 0)

    def update(grads: Array, state: AdadeltaState, params: Array) -> tuple[Array, AdadeltaState]:
        cache = moving_average(state.cache, grads**2, rho)
        delta = np.sqrt(state.delta_cache + eps) / np.sqrt(cache + eps) * grads
        return delta, AdadeltaState(cache, moving_average(state.delta_cache, delta**2, rho))

    def init(params: Array) -> AdadeltaState:
        return AdadeltaState(np.zeros_like(params), np.zeros_like(params))

    return Optimizer(init, update)


def scale_by_adam(beta1: float, beta2: float, eps: float) -> Optimizer:
    """m̂ / (√v̂ + ε): the mean gradient over its root mean square (Kingma, Ba 2015).

    Both averages start at zero and are too small at first; `bias_corrected` undoes that, so
    the very first step already has length 1 whatever the gradient's scale.
    """
    require("beta1", beta1, 0, 1)
    require("beta2", beta2, 0, 1)
    require("eps", eps, 0)

    def update(grads: Array, state: AdamState, params: Array) -> tuple[Array, AdamState]:
        m = moving_average(state.m, grads, beta1)
        v = moving_average(state.v, grads**2, beta2)
        step = state.step + 1
        m_hat, v_hat = bias_corrected(m, beta1, step), bias_corrected(v, beta2, step)
        return m_hat / (np.sqrt(v_hat) + eps), AdamState(m, v, step)

    return Optimizer(
        lambda params: AdamState(np.zeros_like(params), np.zeros_like(params), 0), update
    )


def moving_average(average: ArrayLike, new: ArrayLike, beta: float) -> Array:
    """β·average + (1−β)·new, an exponential moving average; it looks back about 1/(1−β) steps.

    >>> float(moving_average(10.0, 20.0, beta=0.9))
    11.0
    """
    return beta * as_array(average) + (1 - beta) * as_array(new)


def bias_corrected(moment: ArrayLike, beta: float, step: int) -> Array:
    """m̂ = m / (1 − βᵗ): what the average would be, had it not started from zero.

    After t steps the weights (1−β)β^(t−i) add up to 1 − βᵗ, not to 1 (Kingma, Ba 2015).

    >>> m = moving_average(0.0, 5.0, beta=0.9)
    >>> print(round(m, 9), round(bias_corrected(m, beta=0.9, step=1), 9))
    0.5 5.0
    """
    return as_array(moment) / (1 - beta**step)


def require(name: str, value: float, low: float, high: float = inf) -> None:
    """Refuse a hyper-parameter outside [low, high), and nan, naming the range."""
    if not low <= value < high:
        raise ValueError(f"{name} must be in [{low}, {high}), got {value}")


def _no_state(params: Array) -> NoState:
    return NoState()


def _without_state(rule: Callable[[Array, Array], Array]) -> Optimizer:
    """A link that remembers nothing and hands the chain's state on."""
    return Optimizer(_no_state, lambda grads, state, params: (rule(grads, params), state))

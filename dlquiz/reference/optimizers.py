"""The optimizers by name, each a short chain of links; signatures and numbers are torch.optim's.

A learning rate that changes needs no extra machinery, for the functions are pure: make the
optimizer again with the new rate and go on with the old state.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array, whole
from dlquiz.reference.transforms import (
    Optimizer,
    add_decay,
    add_velocity,
    chain,
    require,
    scale,
    scale_by_adadelta,
    scale_by_adam,
    scale_by_mean_square,
    scale_by_sum_of_squares,
    take_sign,
)


def sgd(
    lr: float, momentum: float = 0.0, nesterov: bool = False, weight_decay: float = 0.0
) -> Optimizer:
    """x ← x − lr·g; with momentum v ← ρv + g, x ← x − lr·v (or lr·(g + ρv), Nesterov's form).

    Plain SGD is the one rule here, beside signSGD, that keeps no state. torch's Nesterov takes
    the gradient where it stands; `nesterov_lookahead` is the textbook's form of the same walk.

    >>> descend(sgd(lr=0.1, momentum=0.9), 1.0, [2.0, 2.0])
    array([1.  , 0.8 , 0.42])
    """
    require("lr", lr, 0)
    require("momentum", momentum, 0, 1)
    if nesterov and momentum == 0:
        raise ValueError("nesterov needs a momentum in (0, 1), got 0")
    velocity = [add_velocity(momentum, nesterov)] if momentum else []
    return chain(add_decay(weight_decay), *velocity, scale(-lr))


def adagrad(lr: float = 0.01, eps: float = 1e-10) -> Optimizer:
    """x ← x − lr·g / (√Σg² + ε): rarely moved parameters take longer steps.

    The sum only grows, so under equal gradients the t-th step is lr/√t and fades away
    (Duchi, Hazan, Singer 2011).

    >>> np.diff(descend(adagrad(lr=1.0), 0.0, [7.0, 7.0, 7.0, 7.0])).round(3)
    array([-1.   , -0.707, -0.577, -0.5  ])
    """
    require("lr", lr, 0)
    return chain(scale_by_sum_of_squares(eps), scale(-lr))


def adadelta(lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6) -> Optimizer:
    """x ← x − lr·g·RMS[Δx]/RMS[g], RMS[y] = √(average of y² + ε).

    Two averages a parameter; steps start near √ε and grow as they are taken (Zeiler 2012).

    >>> state_per_parameter(adadelta())
    2
    """
    require("lr", lr, 0)
    return chain(scale_by_adadelta(rho, eps), scale(-lr))


def rmsprop(lr: float = 0.01, alpha: float = 0.99, eps: float = 1e-8) -> Optimizer:
    """x ← x − lr·g / (√cache + ε), cache the moving average of g².

    Adagrad that forgets: the average replaces the sum, so steps need not fade. It starts at
    zero uncorrected, hence a first step of lr/√(1−α), ten times lr (Tieleman, Hinton 2012).

    >>> descend(rmsprop(lr=0.01), 0.0, [4.0])[1].round(6)
    np.float64(-0.1)
    """
    require("lr", lr, 0)
    return chain(scale_by_mean_square(alpha, eps), scale(-lr))


def adam(
    lr: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> Optimizer:
    """x ← x − lr·m̂ / (√v̂ + ε), on the gradient of loss + (λ/2)‖x‖² (Kingma, Ba 2015).

    The decay enters before the division, so weights with large gradients are decayed less.

    >>> descend(adam(lr=0.001), [1.0, 1.0], [[0.01, -100.0]])[1].round(6)
    array([0.999, 1.001])
    """
    require("lr", lr, 0)
    return chain(add_decay(weight_decay), scale_by_adam(beta1, beta2, eps), scale(-lr))


def adamw(
    lr: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.01,
) -> Optimizer:
    """x ← (1 − lr·λ)x − lr·m̂ / (√v̂ + ε): Adam with two links exchanged (Loshchilov, Hutter 2019).

    The decay enters after the division: every weight shrinks by the same factor.

    >>> descend(adamw(lr=0.1, weight_decay=0.5), 2.0, [0.0])
    array([2. , 1.9])
    """
    require("lr", lr, 0)
    return chain(scale_by_adam(beta1, beta2, eps), add_decay(weight_decay), scale(-lr))


def signsgd(lr: float) -> Optimizer:
    """x ← x − lr·sign(g): bounded steps as Adam's, and no memory at all (Bernstein et al. 2018).

    >>> descend(signsgd(lr=0.5), [1.0, 1.0], [[0.01, -100.0]])[1], state_per_parameter(signsgd(1))
    (array([0.5, 1.5]), 0)
    """
    require("lr", lr, 0)
    return chain(take_sign(), scale(-lr))


def nesterov_lookahead(
    gradient: Callable[[Array], Array],
    point: ArrayLike,
    velocity: ArrayLike,
    lr: float,
    momentum: float,
) -> tuple[Array, Array]:
    """v ← ρv − lr·∇f(x + ρv); x ← x + v: the gradient is asked where the velocity will carry us.

    One step; returns (x, v). In the variable x + ρv, with velocity −v/lr, this is exactly
    `sgd(lr, momentum, nesterov=True)` (Nesterov 1983; Sutskever et al. 2013).

    >>> nesterov_lookahead(lambda x: 2 * x, [1.0], [-0.5], lr=0.1, momentum=0.8)
    (array([0.48]), array([-0.52]))
    """
    point, velocity = as_array(point), as_array(velocity)
    velocity = momentum * velocity - lr * gradient(point + momentum * velocity)
    return point + velocity, velocity


def minimize(
    gradient: Callable[[Array], ArrayLike], start: ArrayLike, optimizer: Optimizer, steps: int
) -> Array:
    """x_{t+1} = x_t + update(∇f(x_t)): every point of the walk, the start first.

    >>> minimize(lambda x: 2 * x, [8.0], sgd(lr=0.25), steps=3).ravel()
    array([8., 4., 2., 1.])
    """
    point = as_array(start)
    points, state = [point], optimizer.init(point)
    for _ in range(whole("steps", steps)):
        updates, state = optimizer.update(gradient(point), state, point)
        point = point + updates
        points.append(point)
    return np.array(points)


def descend(optimizer: Optimizer, start: ArrayLike, grads: ArrayLike) -> Array:
    """The points visited under given gradients, one a row, the start first.

    With start (n,) and grads (T, n) the result is (T + 1, n). For a single parameter a number
    and a flat list will do, and the result is flat too.

    >>> descend(sgd(lr=1.0), [0.0, 0.0], [[1.0, 2.0], [1.0, 2.0]])
    array([[ 0.,  0.],
           [-1., -2.],
           [-2., -4.]])
    """
    point, grads = as_array(start), as_array(grads)
    if point.size == 1 and grads.ndim == 1:
        grads = grads.reshape(-1, *point.shape)
    if grads.shape[1:] != point.shape:
        raise ValueError(f"grads {grads.shape} do not fit start {point.shape}: one row a step")
    following = iter(grads)
    return minimize(lambda _: next(following), point, optimizer, len(grads))


def state_per_parameter(optimizer: Optimizer) -> int:
    """How many numbers an optimizer remembers for every parameter, counted in its real state.

    >>> state_per_parameter(sgd(lr=0.1)), state_per_parameter(adam())
    (0, 2)
    """
    params = np.zeros(3)
    return sum(np.shape(field) == params.shape for field in optimizer.init(params))

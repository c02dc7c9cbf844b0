"""One step of each optimizer as a plain function, as one writes it on a whiteboard.

Each takes the parameters, their gradient and the state before, and gives the parameters and the
state after; shapes are equal. The optimizers themselves are chains of links (`adam`, `sgd` …) and
take the same steps.
"""

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array


def sgd_step(params: ArrayLike, grad: ArrayLike, lr: float = 0.01) -> Array:
    """x − lr·g.

    >>> sgd_step([1.0, 2.0], [10.0, -10.0], lr=0.1)
    array([0., 3.])
    """
    return as_array(params) - lr * as_array(grad)


def momentum_step(
    params: ArrayLike, grad: ArrayLike, velocity: ArrayLike, lr: float = 0.01, rho: float = 0.9
) -> tuple[Array, Array]:
    """v ← ρv + g, x ← x − lr·v (Polyak 1964, in PyTorch's form). Gives x and v.

    >>> momentum_step([1.0], [10.0], [10.0], lr=0.1, rho=0.5)
    (array([-0.5]), array([15.]))
    """
    velocity = rho * as_array(velocity) + as_array(grad)
    return as_array(params) - lr * velocity, velocity


def nesterov_step(
    params: ArrayLike, grad: ArrayLike, velocity: ArrayLike, lr: float = 0.01, rho: float = 0.9
) -> tuple[Array, Array]:
    """v ← ρv + g, x ← x − lr·(g + ρv): Nesterov's momentum where the gradient is taken at x.

    >>> nesterov_step([1.0], [10.0], [10.0], lr=0.1, rho=0.5)
    (array([-0.75]), array([15.]))
    """
    velocity = rho * as_array(velocity) + as_array(grad)
    return as_array(params) - lr * (as_array(grad) + rho * velocity), velocity


def adagrad_step(
    params: ArrayLike, grad: ArrayLike, cache: ArrayLike, lr: float = 0.01, eps: float = 1e-10
) -> tuple[Array, Array]:
    """G ← G + g², x ← x − lr·g / (√G + ε) (Duchi, Hazan, Singer 2011). Gives x and G.

    >>> adagrad_step([1.0], [3.0], [16.0], lr=1.0, eps=0.0)
    (array([0.4]), array([25.]))
    """
    cache = as_array(cache) + as_array(grad) ** 2
    return as_array(params) - lr * as_array(grad) / (np.sqrt(cache) + eps), cache


def rmsprop_step(
    params: ArrayLike,
    grad: ArrayLike,
    cache: ArrayLike,
    lr: float = 0.01,
    alpha: float = 0.99,
    eps: float = 1e-8,
) -> tuple[Array, Array]:
    """v ← αv + (1 − α)g², x ← x − lr·g / (√v + ε) (Tieleman, Hinton 2012). Gives x and v.

    >>> rmsprop_step([1.0], [4.0], [0.0], lr=1.0, alpha=0.75, eps=0.0)
    (array([-1.]), array([4.]))
    """
    cache = alpha * as_array(cache) + (1 - alpha) * as_array(grad) ** 2
    return as_array(params) - lr * as_array(grad) / (np.sqrt(cache) + eps), cache


def adadelta_step(
    params: ArrayLike,
    grad: ArrayLike,
    cache: ArrayLike,
    delta_cache: ArrayLike,
    rho: float = 0.9,
    eps: float = 1e-6,
) -> tuple[Array, Array, Array]:
    """Δx = −g·RMS[Δx]/RMS[g], RMS[y] = √(average of y² + ε) (Zeiler 2012).

    Gives x and both averages; that of g² is renewed before the step, that of Δx² after it.

    >>> adadelta_step([1.0], [3.0], [7.0], [3.0], rho=0.5, eps=1.0)
    (array([-1.]), array([8.]), array([3.5]))
    """
    cache = rho * as_array(cache) + (1 - rho) * as_array(grad) ** 2
    step = -as_array(grad) * np.sqrt(as_array(delta_cache) + eps) / np.sqrt(cache + eps)
    return as_array(params) + step, cache, rho * as_array(delta_cache) + (1 - rho) * step**2


def adam_step(
    params: ArrayLike,
    grad: ArrayLike,
    m: ArrayLike,
    v: ArrayLike,
    step: int,
    lr: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, Array, Array]:
    """x − lr·m̂ / (√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ), t from 1 (Kingma, Ba 2015).

    >>> x, m, v = adam_step([1.0], [4.0], [0.0], [0.0], step=1, lr=0.5, eps=0.0)
    >>> x, m.round(3), v.round(3)
    (array([0.5]), array([0.4]), array([0.016]))
    """
    m = beta1 * as_array(m) + (1 - beta1) * as_array(grad)
    v = beta2 * as_array(v) + (1 - beta2) * as_array(grad) ** 2
    m_hat, v_hat = m / (1 - beta1**step), v / (1 - beta2**step)
    return as_array(params) - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


def adamw_step(
    params: ArrayLike,
    grad: ArrayLike,
    m: ArrayLike,
    v: ArrayLike,
    step: int,
    lr: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.01,
) -> tuple[Array, Array, Array]:
    """Adam's step after (1 − lr·λ)x: the decay passes the division by (Loshchilov, Hutter 2019).

    >>> adamw_step([2.0], [0.0], [0.0], [0.0], step=1, lr=0.1, weight_decay=0.5)[0]
    array([1.9])
    """
    decayed = (1 - lr * weight_decay) * as_array(params)
    return adam_step(decayed, grad, m, v, step, lr, beta1, beta2, eps)


def node_order(nodes: int, edges: ArrayLike) -> list[int]:
    """An order in which every node of a graph comes after its inputs: depth first, as autograd.

    Nodes are 0 … nodes − 1; a row [n, i] of `edges` says that node n is computed from node i.
    Raises `ValueError` for a circle.

    >>> node_order(3, [[0, 1], [0, 2], [1, 2]])
    [2, 1, 0]
    """
    inputs: list[list[int]] = [[] for _ in range(nodes)]
    for node, source in as_array(edges).reshape(-1, 2).astype(int).tolist():
        inputs[node].append(source)
    order: list[int] = []
    state = dict.fromkeys(range(nodes), "new")

    def visit(node: int) -> None:
        if state[node] == "open":
            raise ValueError(f"node {node} is an input of itself")
        if state[node] == "new":
            state[node] = "open"
            for source in inputs[node]:
                visit(source)
            state[node] = "done"
            order.append(node)

    for node in range(nodes):
        visit(node)
    return order


def minibatches(order: ArrayLike, batch_size: int) -> list[Array]:
    """The order cut into batches, the last maybe smaller: an epoch uses each example once.

    >>> minibatches([3, 0, 2, 1, 4], 2)
    [array([3., 0.]), array([2., 1.]), array([4.])]
    """
    order = as_array(order)
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]

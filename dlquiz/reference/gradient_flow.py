"""What depth does to a gradient: it is multiplied by every layer's Jacobian on its way back.

A product of many factors below 1 vanishes, above 1 it explodes; the factors are the weights
times the activation's slope (Hochreiter 1991; Bengio et al. 1994). A skip connection adds 1 to
each factor (He et al. 2016). Clipping limits what explodes and does nothing for what vanished.

Shapes: x is (batch, width), weights are square, (width, width).
"""

from collections.abc import Callable, Sequence
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array
from dlquiz.reference.layers import linear, linear_backward

Function = Callable[[ArrayLike], Array]


def gradient_bound(layers: float, largest_slope: float = 0.25, weight_norm: float = 1.0) -> float:
    """(‖W‖ · max f′)^L: no gradient comes through L layers larger than this.

    The sigmoid's slope is ¼ at most, so 10 layers of unit norm leave less than a millionth.

    >>> gradient_bound(10) < 1e-6, gradient_bound(10, largest_slope=1)
    (True, 1.0)
    """
    return float((largest_slope * weight_norm) ** layers)


def gradients_through_layers(
    x: ArrayLike,
    weights: Sequence[ArrayLike],
    activation: Function,
    derivative: Function,
    residual: bool = False,
    grad_output: ArrayLike | None = None,
) -> list[Array]:
    """∂L/∂x for the input and after every layer of x ← f(Wx), or x ← x + f(Wx) with `residual`.

    Backward through a layer is g ← Wᵀ (f′(Wx) ⊙ g), and with a skip the g before is added: that
    path has no factor to shrink it. Without a given ∂L/∂output, L is the sum of the outputs.

    >>> from dlquiz.reference.activations import relu, relu_derivative
    >>> gradients_through_layers([[1]], [[[3]], [[-2]]], relu, relu_derivative, residual=True)
    [array([[4.]]), array([[1.]]), array([[1.]])]
    """
    inputs, output = [], as_array(x)
    for weight in weights:
        inputs.append(output)
        output = activation(linear(output, weight)) + (output if residual else 0.0)
    grads = [np.ones_like(output) if grad_output is None else as_array(grad_output)]
    for weight, before in zip(reversed(weights), reversed(inputs), strict=True):
        through = derivative(linear(before, weight)) * grads[-1]
        skipped = grads[-1] if residual else 0.0
        grads.append(linear_backward(through, before, weight).x + skipped)
    return grads[::-1]


def gradient_norms_through_layers(
    x: ArrayLike,
    weights: Sequence[ArrayLike],
    activation: Function,
    derivative: Function,
    residual: bool = False,
    grad_output: ArrayLike | None = None,
) -> Array:
    """‖∂L/∂x‖ from the input to the output: read from right to left, the way of the gradient.

    >>> from dlquiz.reference.activations import sigmoid, sigmoid_derivative
    >>> gradient_norms_through_layers([[0]], [[[1]]] * 2, sigmoid, sigmoid_derivative).round(3)
    array([0.059, 0.235, 1. ])
    """
    grads = gradients_through_layers(x, weights, activation, derivative, residual, grad_output)
    return np.array([np.linalg.norm(grad) for grad in grads])


def clip_by_norm(grad: ArrayLike, max_norm: float) -> Array:
    """g · min(1, c / ‖g‖): a long gradient is shortened to c, its direction kept.

    Pascanu et al. (2013).

    >>> clip_by_norm([3, 4], 1), clip_by_norm([0.3, 0.4], 1)
    (array([0.6, 0.8]), array([0.3, 0.4]))
    """
    grad = as_array(grad)
    return grad * _shortening(float(np.linalg.norm(grad)), max_norm)


def clip_by_global_norm(grads: Sequence[ArrayLike], max_norm: float) -> list[Array]:
    """Every array · min(1, c / √(Σ‖g‖²)): one norm over all parameters, so one direction is kept.

    PyTorch's `clip_grad_norm_` does this, with 1e-6 added to the norm.

    >>> clip_by_global_norm([[3], [4]], 1)
    [array([0.6]), array([0.8])]
    """
    arrays = [as_array(grad) for grad in grads]
    factor = _shortening(sqrt(sum((grad**2).sum() for grad in arrays)), max_norm)
    return [grad * factor for grad in arrays]


def clip_by_value(grad: ArrayLike, limit: float) -> Array:
    """Each component into [−c, c]: the large ones lose more, so the direction turns.

    >>> clip_by_value([3, -4, 0.5], 1)
    array([ 1. , -1. , 0.5])
    """
    return np.clip(as_array(grad), -limit, limit)


def _shortening(norm: float, max_norm: float) -> float:
    if not max_norm > 0:
        raise ValueError(f"max_norm is a positive length, not {max_norm:g}")
    return max_norm / max(norm, max_norm)

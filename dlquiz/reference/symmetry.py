"""Why weights start random: hidden units that start equal receive equal gradients for ever.

The smallest network that shows it, logit = w₂ · f(W₁ x + b₁) + b₂ with the logistic loss. Two
cases look alike and are not. If all is zero and f(0) = 0, the hidden layer outputs nothing and
hears nothing: both weight gradients are exactly zero, and only b₂ learns. If all is one non-zero
constant, gradients flow but are the same for each unit: the layer is as good as one unit.

Shapes: x is (batch, in), targets are 0 or 1, (batch,); hidden_weight is (hidden, in),
output_weight (1, hidden).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.activations import relu, relu_derivative
from dlquiz.reference.arrays import Array, whole
from dlquiz.reference.layers import linear, linear_backward
from dlquiz.reference.losses import (
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_gradient,
)

Function = Callable[[ArrayLike], Array]


class TwoLayers(NamedTuple):
    """The parameters of the network, or their gradients."""

    hidden_weight: Array
    hidden_bias: Array
    output_weight: Array
    output_bias: Array


def constant_two_layers(inputs: int, hidden: int, value: float = 0.0) -> TwoLayers:
    """All weights `value`, all biases zero.

    >>> constant_two_layers(2, 3).output_weight
    array([[0., 0., 0.]])
    """
    features, units = whole("inputs", inputs, 1), whole("hidden", hidden, 1)
    return TwoLayers(
        np.full((units, features), value),
        np.zeros(units),
        np.full((1, units), value),
        np.zeros(1),
    )


def two_layer_logits(x: ArrayLike, params: TwoLayers, activation: Function = relu) -> Array:
    """w₂ · f(W₁ x + b₁) + b₂.

    >>> two_layer_logits([[1, 2]], constant_two_layers(2, 3, value=1.0))
    array([9.])
    """
    hidden = activation(linear(x, params.hidden_weight, params.hidden_bias))
    return linear(hidden, params.output_weight, params.output_bias)[:, 0]


def two_layer_gradients(
    x: ArrayLike,
    targets: ArrayLike,
    params: TwoLayers,
    activation: Function = relu,
    derivative: Function = relu_derivative,
) -> TwoLayers:
    """Backward from the logistic loss: ∂L/∂w₂ holds the hidden outputs, ∂L/∂W₁ holds w₂.

    With zeros in both places and f(0) = 0, every weight's gradient has a factor of zero.

    >>> grads = two_layer_gradients([[1, 2], [3, 4]], [1, 1], constant_two_layers(2, 2))
    >>> [bool(np.any(grad)) for grad in grads], grads.output_bias
    ([False, False, False, True], array([-0.5]))
    """
    before = linear(x, params.hidden_weight, params.hidden_bias)
    hidden = activation(before)
    logits = linear(hidden, params.output_weight, params.output_bias)
    grad_logits = binary_cross_entropy_with_logits_gradient(logits[:, 0], targets)[:, np.newaxis]
    output = linear_backward(grad_logits, hidden, params.output_weight)
    first = linear_backward(output.x * derivative(before), x, params.hidden_weight)
    return TwoLayers(first.weight, first.bias, output.weight, output.bias)


def train_two_layers(
    x: ArrayLike,
    targets: ArrayLike,
    params: TwoLayers,
    lr: float,
    steps: int,
    activation: Function = relu,
    derivative: Function = relu_derivative,
) -> TwoLayers:
    """The parameters after `steps` of gradient descent on the whole batch.

    >>> start = constant_two_layers(2, 2)
    >>> train_two_layers([[1, 2], [3, 4]], [1, 1], start, lr=1, steps=1).output_bias
    array([0.5])
    """
    for _ in range(whole("steps", steps)):
        grads = two_layer_gradients(x, targets, params, activation, derivative)
        params = TwoLayers(*(p - lr * g for p, g in zip(params, grads, strict=True)))
    return params


def two_layer_loss(
    x: ArrayLike, targets: ArrayLike, params: TwoLayers, activation: Function = relu
) -> float:
    """The mean logistic loss; log 2 for logits of zero.

    >>> round(two_layer_loss([[1, 2]], [1], constant_two_layers(2, 2)), 4)
    0.6931
    """
    logits = two_layer_logits(x, params, activation)
    return float(binary_cross_entropy_with_logits(logits, targets))


def hidden_spread(params: TwoLayers) -> float:
    """How far any hidden unit's weights are from the first unit's: 0 means they are one unit.

    >>> hidden_spread(constant_two_layers(2, 50, value=0.1))
    0.0
    """
    units = np.column_stack([params.hidden_weight, params.hidden_bias, params.output_weight[0]])
    return float(np.abs(units - units[0]).max())

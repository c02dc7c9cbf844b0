"""Layers and a model built of them by hand, with backward written out.

Shapes: x is (batch, in), weight (out, in) as torch keeps it, bias (out,); any axes may stand in
front of the last one. `forward` returns its output and, beside it, exactly what backward will
need; nothing is hidden in the layer but its parameters.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.activations import relu
from dlquiz.reference.arrays import Array, as_array, same_shape, whole

Gradients = list[Array]  # one for each parameter, in the order of `parameters`


class LinearGradients(NamedTuple):
    """The gradients of y = xWᵀ + b."""

    x: Array
    weight: Array
    bias: Array


def linear(x: ArrayLike, weight: ArrayLike, bias: ArrayLike | None = None) -> Array:
    """y = xWᵀ + b.

    >>> linear([[1, 2]], weight=[[1, 0], [0, 1], [1, 1]], bias=[0, 0, 10])
    array([[ 1., 2., 13.]])
    """
    x, weight = _fitting(x, weight)
    y: Array = x @ weight.T
    return y if bias is None else y + _bias(bias, weight)


def linear_backward(grad_output: ArrayLike, x: ArrayLike, weight: ArrayLike) -> LinearGradients:
    """∂L/∂x = g·W, ∂L/∂W = gᵀ·x, ∂L/∂b = Σ g over the batch, where g = ∂L/∂y.

    The shapes leave no choice. The Jacobian ∂y/∂x, one entry for every pair of numbers in y and
    in x, is never built: only its product with g is wanted.

    >>> linear_backward([[1, 1]], x=[[3, 4]], weight=[[1, 2], [10, 20]]).x
    array([[11., 22.]])
    """
    x, weight = _fitting(x, weight)
    g = as_array(grad_output)
    if g.shape != (*x.shape[:-1], len(weight)):
        raise ValueError(
            f"grad_output {g.shape} does not fit x {x.shape} and weight {weight.shape}: "
            f"it must be {(*x.shape[:-1], len(weight))}"
        )
    rows, upstream = x.reshape(-1, x.shape[-1]), g.reshape(-1, g.shape[-1])
    return LinearGradients(g @ weight, upstream.T @ rows, upstream.sum(0))


def relu_backward(grad_output: ArrayLike, output: ArrayLike) -> Array:
    """g where the unit was on, otherwise 0; the output tells as well as the input would.

    >>> relu_backward([1, 1], relu([-3, 3]))
    array([0., 1.])
    """
    g, output = same_shape("grad_output", grad_output, "output", output)
    return g * (output > 0)


def sigmoid_backward(grad_output: ArrayLike, output: ArrayLike) -> Array:
    """g·s(1 − s), s the output of forward.

    >>> sigmoid_backward([1.0], [0.5])
    array([0.25])
    """
    g, s = same_shape("grad_output", grad_output, "output", output)
    return g * s * (1 - s)


def tanh_backward(grad_output: ArrayLike, output: ArrayLike) -> Array:
    """g(1 − t²), t the output of forward.

    >>> tanh_backward([1.0], [0.0])
    array([1.])
    """
    g, t = same_shape("grad_output", grad_output, "output", output)
    return g * (1 - t**2)


class Layer(Protocol):
    """What a model is built of."""

    def parameters(self) -> list[Array]:
        """The arrays that training changes, in place."""

    def forward(self, x: Array) -> tuple[Array, Any]:
        """The output, and the cache: what backward needs."""

    def backward(self, grad_output: Array, cache: Any) -> tuple[Array, Gradients]:
        """From ∂L/∂output to ∂L/∂x and the gradients of the parameters."""


class Linear:
    """xWᵀ + b. The weights come from outside, for where they start matters; the bias from 0."""

    def __init__(self, weight: ArrayLike, bias: ArrayLike | None = None) -> None:
        self.weight = np.array(weight, dtype=float)
        self.bias = np.array(np.zeros(len(self.weight)) if bias is None else bias, dtype=float)

    def parameters(self) -> list[Array]:
        """W and b."""
        return [self.weight, self.bias]

    def forward(self, x: Array) -> tuple[Array, Array]:
        """Keeps its input: the gradient of the weights is made of it."""
        return linear(x, self.weight, self.bias), x

    def backward(self, grad_output: Array, cache: Array) -> tuple[Array, Gradients]:
        """g·W to the layer before; gᵀ·x and Σg for W and b."""
        grad_x, *grads = linear_backward(grad_output, cache, self.weight)
        return grad_x, grads


class ReLU:
    """max(0, x), without parameters."""

    def parameters(self) -> list[Array]:
        """None."""
        return []

    def forward(self, x: Array) -> tuple[Array, Array]:
        """Keeps its output, which the next layer keeps anyway."""
        output = relu(x)
        return output, output

    def backward(self, grad_output: Array, cache: Array) -> tuple[Array, Gradients]:
        """The gradient passes where the unit was on."""
        return relu_backward(grad_output, cache), []


class Sequential:
    """Layers one after another: forward through them, backward in reverse, caches in between.

    >>> model = Sequential(Linear([[1, 2], [3, 4]]), ReLU(), Linear([[1, -1]]))
    >>> output, caches = model.forward([[1, -1]])
    >>> output, model.backward(np.ones((1, 1)), caches)[0]
    (array([[0.]]), array([[0., 0.]]))
    """

    def __init__(self, *layers: Layer) -> None:
        self.layers = layers

    def parameters(self) -> list[Array]:
        """Those of all layers, first to last."""
        return [parameter for layer in self.layers for parameter in layer.parameters()]

    def forward(self, x: ArrayLike) -> tuple[Array, list[Any]]:
        """The last output and every layer's cache: the memory of a training step."""
        output, caches = as_array(x), []
        for layer in self.layers:
            output, cache = layer.forward(output)
            caches.append(cache)
        return output, caches

    def backward(self, grad_output: Array, cache: list[Any]) -> tuple[Array, Gradients]:
        """The chain rule, from the last layer to the first."""
        grads: Gradients = []
        for layer, kept in zip(reversed(self.layers), reversed(cache), strict=True):
            grad_output, own = layer.backward(grad_output, kept)
            grads = own + grads
        return grad_output, grads


def parameter_count(model: Layer) -> int:
    """How many numbers training changes.

    >>> parameter_count(Sequential(Linear(np.zeros((8, 2))), ReLU(), Linear(np.zeros((3, 8)))))
    51
    """
    return sum(parameter.size for parameter in model.parameters())


def mlp_parameter_count(sizes: Sequence[float], bias: bool = True) -> int:
    """Σ (in + 1)·out over the layers of a fully connected network, without bias Σ in·out.

    >>> mlp_parameter_count([784, 256, 10])
    203530
    """
    widths = [whole("size", size, least=1) for size in sizes]
    return sum((a + bias) * b for a, b in pairwise(widths))


def _fitting(x: ArrayLike, weight: ArrayLike) -> tuple[Array, Array]:
    x, weight = as_array(x), as_array(weight)
    if weight.ndim != 2 or x.ndim == 0 or x.shape[-1] != weight.shape[1]:
        raise ValueError(
            f"weight {weight.shape} does not fit x {x.shape}: "
            "it is (out, in), and in is the last axis of x"
        )
    return x, weight


def _bias(bias: ArrayLike, weight: Array) -> Array:
    bias = as_array(bias)
    if bias.shape != weight.shape[:1]:
        raise ValueError(f"bias {bias.shape} does not fit weight {weight.shape}: one for each row")
    return bias

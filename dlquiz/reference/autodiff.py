"""Reverse-mode automatic differentiation on scalars, the two classic circuits, gradient checking.

Each operation knows its local derivatives the moment it is computed. Backward walks the graph
from the output and hands every input the upstream gradient times the local one; where a value is
used twice, what arrives adds up. One walk yields the gradient with respect to everything
(Linnainmaa 1970; Rumelhart, Hinton, Williams 1986).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference import activations
from dlquiz.reference.arrays import Array, as_array, same_shape

Number = float | int


class Value:
    """A number that remembers how it was computed: from which inputs, with which local slopes.

    >>> x = Value(3.0)
    >>> y = x * x + x
    >>> y.backward()
    >>> y.data, x.grad
    (12.0, 7.0)
    """

    __slots__ = ("data", "grad", "inputs", "local", "name", "operation")

    def __init__(
        self,
        data: Number,
        inputs: tuple[Value, ...] = (),
        local: tuple[Number, ...] = (),
        operation: str = "",
        name: str = "",
    ) -> None:
        self.data, self.grad = float(data), 0.0
        self.inputs, self.local = inputs, local
        self.operation, self.name = operation, name

    def backward(self) -> None:
        """Set `grad` of every value this one was computed from to ∂self/∂value.

        torch adds to the gradients of an earlier call; here each call starts from 0.
        """
        order = topological_order(self)
        for value in order:
            value.grad = 0.0
        self.grad = 1.0
        for value in reversed(order):
            for source, slope in zip(value.inputs, value.local, strict=True):
                source.grad += slope * value.grad  # += and not =: gradients add at a fork

    def __add__(self, other: Value | Number) -> Value:
        other = _value(other)
        return Value(self.data + other.data, (self, other), (1, 1), "+")

    def __sub__(self, other: Value | Number) -> Value:
        other = _value(other)
        return Value(self.data - other.data, (self, other), (1, -1), "-")

    def __mul__(self, other: Value | Number) -> Value:
        other = _value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data), "*")

    def __truediv__(self, other: Value | Number) -> Value:
        other = _value(other)
        quotient = _ieee(np.divide, self.data, other.data)
        slopes = _ieee(np.divide, 1, other.data), _ieee(np.divide, -quotient, other.data)
        return Value(quotient, (self, other), slopes, "/")

    def __pow__(self, exponent: Value | Number) -> Value:
        """A power; an exponent that is itself a Value is differentiated too, for a base > 0."""
        if isinstance(exponent, Value):
            return (exponent * self.log()).exp()
        slope = exponent * _ieee(np.power, self.data, exponent - 1) if exponent else 0.0
        return Value(_ieee(np.power, self.data, exponent), (self,), (slope,), f"**{exponent:g}")

    def exp(self) -> Value:
        """e^x, whose slope is itself."""
        e = _ieee(np.exp, self.data)
        return Value(e, (self,), (e,), "exp")

    def log(self) -> Value:
        """The natural logarithm, slope 1/x."""
        return Value(_ieee(np.log, self.data), (self,), (_ieee(np.divide, 1, self.data),), "log")

    def tanh(self) -> Value:
        """tanh, slope 1 − tanh²."""
        return self._apply(activations.tanh, activations.tanh_derivative, "tanh")

    def relu(self) -> Value:
        """max(0, x), slope 1 or 0: it passes a gradient on or stops it."""
        return self._apply(activations.relu, activations.relu_derivative, "relu")

    def sigmoid(self) -> Value:
        """σ(x), slope σ(1 − σ): a gate that could as well be built of exp, + and /."""
        return self._apply(activations.sigmoid, activations.sigmoid_derivative, "sigmoid")

    def _apply(
        self, function: Callable[[float], Array], slope: Callable[[float], Array], name: str
    ) -> Value:
        return Value(float(function(self.data)), (self,), (float(slope(self.data)),), name)

    def __neg__(self) -> Value:
        return Value(-self.data, (self,), (-1,), "neg")

    def __radd__(self, other: Number) -> Value:
        return _value(other) + self

    def __rsub__(self, other: Number) -> Value:
        return _value(other) - self

    def __rmul__(self, other: Number) -> Value:
        return _value(other) * self

    def __rtruediv__(self, other: Number) -> Value:
        return _value(other) / self

    def __rpow__(self, base: Number) -> Value:
        return _value(base) ** self

    def __repr__(self) -> str:
        return f"Value({self.data:g}, grad={self.grad:g})"


def topological_order(output: Value) -> list[Value]:
    """Every value the output depends on, inputs before what is computed from them.

    Reversed, it is the order of backward: a value's gradient is complete before it is passed on.
    A stack takes the place of recursion, so a graph may be deeper than Python's.

    >>> x = Value(1.0, name="x")
    >>> [value.operation or value.name for value in topological_order((x + x).exp())]
    ['x', '+', 'exp']
    """
    order: list[Value] = []
    seen: set[Value] = set()
    stack = [(output, False)]
    while stack:
        value, inputs_are_done = stack.pop()
        if inputs_are_done:
            order.append(value)
        elif value not in seen:
            seen.add(value)
            stack.append((value, True))
            stack.extend((source, False) for source in reversed(value.inputs))
    return order


class Circuit(NamedTuple):
    """What the operations yield in order, the gradient for each input, and the graph's output."""

    values: Array
    gradients: Array
    graph: Value


def product_circuit(x: float, y: float, z: float) -> Circuit:
    """f = (x + y)·z, with q = x + y: values q, f; gradients of f for x, y, z.

    An add gate copies the upstream gradient to both inputs, a product swaps: z gets q times it.

    >>> values, gradients, _ = product_circuit(x=-2, y=5, z=-4)
    >>> values, gradients
    (array([  3., -12.]), array([-4., -4., 3.]))
    """
    inputs = _inputs(x=x, y=y, z=z)
    first, second, factor = inputs
    q = first + second
    f = q * factor
    return _circuit(inputs, q=q, f=f)


def fork_circuit(x: float, y: float) -> Circuit:
    """f = q·x with q = x + y: values q, f; gradients of f for x and y.

    x is used twice, so ∂f/∂x has two parts: y + x through the product, x through the sum.

    >>> values, gradients, _ = fork_circuit(x=3, y=-1)
    >>> values, gradients
    (array([2., 6.]), array([5., 3.]))
    """
    inputs = _inputs(x=x, y=y)
    first, second = inputs
    q = first + second
    f = q * first
    return _circuit(inputs, q=q, f=f)


def neuron_circuit(w0: float, x0: float, w1: float, x1: float, w2: float) -> Circuit:
    """p = σ(z), z = w0·x0 + w1·x1 + w2: values z, p; gradients of p for w0, x0, w1, x1, w2.

    >>> values, gradients, _ = neuron_circuit(w0=2, x0=-1, w1=-3, x1=-2, w2=-3)
    >>> values.round(3), gradients.round(3)
    (array([1. , 0.731]), array([-0.197, 0.393, -0.393, -0.59 , 0.197]))
    """
    inputs = _inputs(w0=w0, x0=x0, w1=w1, x1=x1, w2=w2)
    a, b, c, d, bias = inputs
    z = a * b + c * d + bias
    p = z.sigmoid()
    return _circuit(inputs, z=z, p=p)


def numerical_gradient(f: Callable[[Array], float], x: ArrayLike, h: float = 1e-5) -> Array:
    """∂f/∂x_i ≈ (f(x + h·e_i) − f(x − h·e_i)) / 2h: two calls of f for each element.

    Its error is of order h² from cutting Taylor's series and ε/h from rounding, so a smaller h is
    not always better: in float64 the best is near 1e-5.

    >>> numerical_gradient(lambda x: (x**2).sum(), [1, 2]).round(6)
    array([2., 4.])
    """
    x = as_array(x)
    slopes = np.empty_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = h
        slopes[index] = (f(x + step) - f(x - step)) / (2 * h)
    return slopes


def forward_difference(f: Callable[[Array], float], x: ArrayLike, h: float = 1e-8) -> Array:
    """∂f/∂x_i ≈ (f(x + h·e_i) − f(x)) / h: one call of f for each element, and one more.

    Half the calls of the central difference, but an error of order h, not h²: its best h, near
    1e-8 in float64, leaves only half of the digits.

    >>> forward_difference(lambda x: (x**2).sum(), [1, 2], h=0.125)
    array([2.125, 4.125])
    """
    x = as_array(x)
    here, slopes = f(x), np.empty_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = h
        slopes[index] = (f(x + step) - here) / h
    return slopes


def gradient_check(
    f: Callable[[Array], float],
    gradient: Callable[[Array], ArrayLike],
    x: ArrayLike,
    h: float = 1e-5,
) -> float:
    """max |analytic − numerical| / max(|analytic|, |numerical|), the maxima over the array.

    Below 1e-6 a gradient is right, above 1e-2 wrong; in between, look for a kink of f within h
    of x.

    >>> gradient_check(lambda x: (x**3).sum(), lambda x: 3 * x**2, [1, 2]) < 1e-9
    True
    """
    x = as_array(x)
    numerical = numerical_gradient(f, x, h)
    analytic, numerical = same_shape("gradient", gradient(x), "x", numerical)
    largest = max(np.abs(analytic).max(initial=0), np.abs(numerical).max(initial=0))
    return float(np.abs(analytic - numerical).max(initial=0) / (largest or 1.0))


def _inputs(**numbers: float) -> list[Value]:
    return [Value(number, name=name) for name, number in numbers.items()]


def _circuit(inputs: list[Value], **results: Value) -> Circuit:
    """Name the results, run backward from the last, and gather the numbers."""
    for name, value in results.items():
        value.name = name
    *_, output = results.values()
    output.backward()
    values = as_array([value.data for value in results.values()])
    return Circuit(values, as_array([value.grad for value in inputs]), output)


def _value(number: Value | Number) -> Value:
    return number if isinstance(number, Value) else Value(number)


def _ieee(function: Callable[..., np.float64], *numbers: Number) -> float:
    """As float64 arithmetic has it: 1/0 is inf and log(−1) is nan, where Python would raise."""
    return float(function(*map(np.float64, numbers)))

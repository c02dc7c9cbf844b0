"""A layer of ReLUs takes one step that is too long: units that stop firing never come back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dlquiz.demos.frozen import frozen
from dlquiz.demos.parameters import number, option, whole
from dlquiz.reference import (
    leaky_relu,
    leaky_relu_derivative,
    linear,
    linear_backward,
    mse_loss,
    mse_loss_gradient,
    relu,
    relu_derivative,
)
from dlquiz.trace import Bars, Curve, Frame

FORMULA = (
    r"\frac{\partial L}{\partial z} = \frac{\partial L}{\partial h} \cdot"
    r" \begin{cases} 1 & z > 0 \\ 0 & z \leq 0 \end{cases}"
)

ACTIVATIONS = {"relu": (relu, relu_derivative), "leaky_relu": (leaky_relu, leaky_relu_derivative)}
Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Params:
    lr: float = number(0.05, 0.0, 10.0, "learning rate of the other steps")
    shock: float = number(5.0, 0.0, 100.0, "learning rate of one step that is too long")
    at: int = whole(5, 1, 50, "which step that is")
    steps: int = whole(20, 1, 100, "steps of gradient descent")
    units: int = whole(8, 1, 24, "hidden units")
    activation: str = option("relu", tuple(ACTIVATIONS), "of the hidden units")
    seed: int = whole(6, 0, 10**6, "of the data and the weights")


class Layers(NamedTuple):
    """Weights and biases of a hidden layer and a linear output."""

    hidden: Array
    hidden_bias: Array
    output: Array
    output_bias: Array


def run(params: Params) -> Iterator[Frame]:
    """A frame a step: the share of the data on which each unit fires, and the loss so far."""
    rng = np.random.default_rng(params.seed)
    x = rng.standard_normal((64, 2))
    target = np.sin(x[:, :1]) + x[:, 1:] ** 2
    layers = Layers(
        rng.standard_normal((params.units, 2)),
        np.zeros(params.units),
        rng.standard_normal((1, params.units)) / np.sqrt(params.units),
        np.zeros(1),
    )
    losses: list[float] = []
    for step in range(1, params.steps + 1):
        firing, loss, gradients = _passes(layers, x, target, params.activation)
        losses.append(loss)
        yield _frame(step, params, firing, losses, gradients)
        rate = params.shock if step == params.at else params.lr
        layers = Layers(*(w - rate * g for w, g in zip(layers, gradients, strict=True)))


@np.errstate(all="ignore")  # a step that is far too long may overflow, which the curve shows
def _passes(
    layers: Layers, x: Array, target: Array, activation: str
) -> tuple[Array, float, Layers]:
    """The share of firing examples a unit, the loss, and the gradient of every weight."""
    function, derivative = ACTIVATIONS[activation]
    z = linear(x, layers.hidden, layers.hidden_bias)
    h = function(z)
    y = linear(h, layers.output, layers.output_bias)
    grad_h, grad_output, grad_output_bias = linear_backward(
        mse_loss_gradient(y, target), h, layers.output
    )
    _, grad_hidden, grad_hidden_bias = linear_backward(grad_h * derivative(z), x, layers.hidden)
    gradients = Layers(grad_hidden, grad_hidden_bias, grad_output, grad_output_bias)
    return (z > 0).mean(axis=0), float(mse_loss(y, target)), gradients


def _frame(
    step: int, params: Params, firing: Array, losses: list[float], gradients: Layers
) -> Frame:
    dead = int((firing == 0).sum())
    sizes = np.linalg.norm(gradients.hidden, axis=1)
    labels = tuple(f"unit {unit}" for unit in range(params.units))
    steps = tuple(float(s) for s in range(1, step + 1))
    return Frame(
        _caption(step, params, dead, losses[-1]),
        {
            "step": step,
            "loss": losses[-1],
            "firing": frozen(firing),
            "dead": dead,
            "gradient_norms": frozen(sizes),
        },
        (
            Bars(labels, frozen(firing), title="Share of the examples on which it fires", top=1.0),
            Curve({"loss": (steps, tuple(losses))}, x_label="step", title="Loss", log_y=True),
        ),
    )


def _caption(step: int, params: Params, dead: int, loss: float) -> str:
    start = f"Step {step}: loss {loss:.4g}, {dead} of {params.units} units never fire"
    if not np.isfinite(loss):
        return f"{start}. The long step made the weights overflow, and nan spreads from there."
    if step == params.at:
        return f"{start}. The next step takes a learning rate of {params.shock:g}."
    if step > params.at and dead and params.activation == "relu":
        return f"{start}, so their gradient is exactly 0: they stay as they are for good."
    if step > params.at and dead:
        return f"{start}, but the leak still hands them a gradient."
    return f"{start}."

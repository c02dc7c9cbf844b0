"""One small network from three starts: all zeros, all equal, random. Only one uses its units."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlquiz.demos.frozen import frozen, rounded
from dlquiz.demos.parameters import number, option, whole
from dlquiz.reference import (
    TwoLayers,
    constant_two_layers,
    hidden_spread,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    tanh,
    tanh_derivative,
    train_two_layers,
    two_layer_gradients,
    two_layer_loss,
)
from dlquiz.trace import Curve, Frame, Table

FORMULA = (
    r"\frac{\partial L}{\partial W_1} = \left( w_2 \, \delta \odot f'(z) \right) x^T,"
    r" \quad \frac{\partial L}{\partial w_2} = \delta \, f(z)^T, \quad z = W_1 x + b_1"
)

ACTIVATIONS = {
    "relu": (relu, relu_derivative),
    "tanh": (tanh, tanh_derivative),
    "sigmoid": (sigmoid, sigmoid_derivative),
}
_EQUAL = 1e-9  # what rounding alone may leave between units that are equal


@dataclass(frozen=True, kw_only=True)
class Params:
    value: float = number(0.5, 0.01, 10.0, "the weight that the second start gives every place")
    units: int = whole(6, 2, 16, "hidden units")
    activation: str = option("tanh", tuple(ACTIVATIONS), "of the hidden units")
    lr: float = number(1.0, 0.0, 10.0, "learning rate")
    every: int = whole(20, 1, 50, "steps of gradient descent from frame to frame")
    frames: int = whole(15, 2, 40, "how many frames")
    seed: int = whole(0, 0, 10**6, "of the data and of the random start")


def run(params: Params) -> Iterator[Frame]:
    """A frame every few steps: losses, gradients, and how far the hidden units are apart."""
    rng = np.random.default_rng(params.seed)
    x = rng.standard_normal((64, 2))
    targets = (x[:, 0] * x[:, 1] > 0).astype(float)  # no single unit can tell these apart
    nets = {
        "zeros": constant_two_layers(2, params.units),
        "equal": constant_two_layers(2, params.units, params.value),
        "random": _random(params.units, rng),
    }
    function, derivative = ACTIVATIONS[params.activation]
    losses: dict[str, list[float]] = {name: [] for name in nets}
    for frame in range(params.frames):
        for name, net in nets.items():
            losses[name].append(two_layer_loss(x, targets, net, function))
        grads = {
            name: two_layer_gradients(x, targets, net, function, derivative)
            for name, net in nets.items()
        }
        yield _frame(frame * params.every, nets, grads, losses, params)
        nets = {
            name: train_two_layers(x, targets, net, params.lr, params.every, function, derivative)
            for name, net in nets.items()
        }


def _random(units: int, rng: np.random.Generator) -> TwoLayers:
    return TwoLayers(
        rng.standard_normal((units, 2)) / np.sqrt(2),
        np.zeros(units),
        rng.standard_normal((1, units)) / np.sqrt(units),
        np.zeros(1),
    )


def _frame(
    step: int,
    nets: Mapping[str, TwoLayers],
    grads: Mapping[str, TwoLayers],
    losses: Mapping[str, list[float]],
    params: Params,
) -> Frame:
    facts: dict[str, dict[str, Any]] = {
        name: {
            "loss": losses[name][-1],
            "apart": hidden_spread(net),
            "hidden_gradient": float(np.linalg.norm(grads[name].hidden_weight)),
            "output_gradient": float(np.linalg.norm(grads[name].output_weight)),
            "hidden_weight": frozen(net.hidden_weight),
            "output_weight": frozen(net.output_weight),
        }
        for name, net in nets.items()
    }
    shown = ("loss", "apart", "hidden_gradient", "output_gradient")
    starts = Table(
        ("start", "loss", "units apart by", "‖∂L/∂W₁‖", "‖∂L/∂w₂‖"),
        tuple((name, *rounded([fact[key] for key in shown])) for name, fact in facts.items()),
        title=f"After {step} steps",
    )
    values: dict[str, Any] = {"step": step, **facts}
    return Frame(
        _caption(step, facts, params), values, (starts, _units(nets), _losses(losses, params))
    )


def _units(nets: Mapping[str, TwoLayers]) -> Table:
    """A row a hidden unit: its two incoming weights from every start."""
    columns = np.hstack([net.hidden_weight for net in nets.values()])
    return Table(
        ("unit", *(f"{name} {place}" for name in nets for place in ("w₁", "w₂"))),
        tuple((unit, *row) for unit, row in enumerate(rounded(columns))),
        title="Incoming weights of the hidden units",
    )


def _losses(losses: Mapping[str, list[float]], params: Params) -> Curve:
    steps = tuple(float(i * params.every) for i in range(len(losses["zeros"])))
    series = {name: (steps, tuple(values)) for name, values in losses.items()}
    return Curve(series, x_label="step", y_label="loss", title="Loss")


def _caption(step: int, facts: Mapping[str, Mapping[str, Any]], params: Params) -> str:
    zeros, equal, random = facts["zeros"], facts["equal"], facts["random"]
    if step == 0 and params.activation != "sigmoid":
        return (
            "Before the first step: from zeros, every weight's gradient is exactly 0, as each has a"
            f" factor of 0. From equal weights of {params.value:g} a gradient of"
            f" {equal['hidden_gradient']:.3g} flows, the same for every unit."
        )
    if step == 0:
        return (
            "Before the first step: sigmoid(0) is ½, so even from zeros the output weights get a"
            f" gradient, {zeros['output_gradient']:.3g}; but it is the same for every unit."
        )
    ends = (
        f"Step {step}: the loss is {zeros['loss']:.3g} from zeros, {equal['loss']:.3g} from equal"
        f" weights and {random['loss']:.3g} from random ones."
    )
    if equal["apart"] < _EQUAL:
        return f"{ends} The equal units are still one and the same unit, up to rounding."
    return f"{ends} Rounding has driven the equal units {equal['apart']:.2g} apart: an accident."

"""The size of a signal, and of its gradient, through many layers of one initialization each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from dlquiz.demos.frozen import frozen, rounded
from dlquiz.demos.parameters import names, number, option, whole
from dlquiz.reference import (
    activations_through_layers,
    constant_weights,
    gradients_through_layers,
    kaiming_normal,
    kaiming_std,
    kaiming_uniform,
    lecun_normal,
    lecun_std,
    lecun_uniform,
    linear_default,
    linear_default_bound,
    mean_squares,
    normal_weights,
    orthogonal,
    relu,
    relu_derivative,
    tanh,
    tanh_derivative,
    uniform_variance,
    variance_through_layers,
    xavier_normal,
    xavier_std,
    xavier_uniform,
)
from dlquiz.trace import Curve, Frame, Table

FORMULA = (
    r"\mathbb{E}[x_l^2] = \left( \frac{n \sigma_w^2}{2} \right)^l \mathbb{E}[x_0^2]"
    r" \text{ for ReLU, } (n \sigma_w^2)^l \text{ for linear layers}"
)

Array = NDArray[np.float64]
Draw = Callable[[tuple[int, int], Generator], Array]
WITH_BIAS = "torch, with bias"
INITIALIZATIONS = (
    "zeros",
    "normal",
    "large",
    "lecun-normal",
    "lecun-uniform",
    "xavier-normal",
    "xavier-uniform",
    "kaiming-normal",
    "kaiming-uniform",
    "orthogonal",
    "torch",
)
SHORT = ("normal", "lecun-normal", "kaiming-normal", "torch")


@dataclass(frozen=True, kw_only=True)
class Params:
    layers: int = whole(20, 1, 100, "layers, all of one width")
    width: int = whole(128, 2, 512, "units a layer, n: both fan-in and fan-out")
    activation: str = option("relu", ("relu", "linear", "tanh"), "after every layer")
    std: float = number(0.01, 0.0, 10.0, "of the weights of 'normal'; 'large' has ten times that")
    initializations: tuple[str, ...] = names(INITIALIZATIONS, INITIALIZATIONS, "one frame each")
    batch: int = whole(8, 2, 64, "inputs, drawn from N(0, 1)")
    seed: int = whole(0, 0, 10**6, "of the inputs and the weights")


class Scheme(NamedTuple):
    """How weights are drawn, their variance, and what the scheme is for."""

    draw: Draw
    variance: float
    about: str


class Signals(NamedTuple):
    """Mean squares from the input, layer 0, to the last layer."""

    expected: Array | None  # known exactly for ReLU and linear layers
    drawn: Array
    gradient: Array


def run(params: Params) -> Iterator[Frame]:
    """A frame a scheme: what theory expects of its signal, and one draw; then all together."""
    measured: dict[str, Signals] = {}
    for name in params.initializations:
        scheme = _schemes(params)[name]
        measured[name] = _signals(scheme, params)
        yield _frame(name, scheme, measured[name], params)
    if "torch" in measured:
        yield _biased(params)
    if len(measured) > 1:
        yield _together(measured, params)


def _schemes(params: Params) -> dict[str, Scheme]:
    n, std = params.width, params.std
    lecun, xavier = lecun_std(n) ** 2, xavier_std(n, n) ** 2
    kaiming, default = kaiming_std(n) ** 2, uniform_variance(linear_default_bound(n))
    fixed = partial(normal_weights, std=std)
    large = partial(normal_weights, std=10 * std)
    between = "variance 2/(n + n) = 1/n, between forward and backward"
    return {
        "zeros": Scheme(_zeros, 0.0, "nothing comes through, in either direction"),
        "normal": Scheme(fixed, std**2, "one size for every width"),
        "large": Scheme(large, 100 * std**2, "one size for every width"),
        "lecun-normal": Scheme(lecun_normal, lecun, "variance 1/n, right for linear layers"),
        "lecun-uniform": Scheme(lecun_uniform, lecun, "variance 1/n, right for linear layers"),
        "xavier-normal": Scheme(xavier_normal, xavier, between),
        "xavier-uniform": Scheme(xavier_uniform, xavier, between),
        "kaiming-normal": Scheme(kaiming_normal, kaiming, "variance 2/n, made for ReLU"),
        "kaiming-uniform": Scheme(kaiming_uniform, kaiming, "variance 2/n, made for ReLU"),
        "orthogonal": Scheme(orthogonal, 1 / n, "variance 1/n, and lengths kept exactly"),
        "torch": Scheme(_default_weight, default, "PyTorch's own, variance 1/(3n)"),
    }


def _zeros(shape: tuple[int, int], rng: Generator) -> Array:
    return constant_weights(shape)


def _default_weight(shape: tuple[int, int], rng: Generator) -> Array:
    return linear_default(shape, rng)[0]


def _linear(x: object) -> Array:
    return np.asarray(x, dtype=float)


def _slope_of_linear(x: object) -> Array:
    return np.ones_like(_linear(x))


ACTIVATIONS = {
    "relu": (relu, relu_derivative),
    "linear": (_linear, _slope_of_linear),
    "tanh": (tanh, tanh_derivative),
}


@np.errstate(all="ignore")  # a signal that overflows is shown, not warned of
def _signals(scheme: Scheme, params: Params) -> Signals:
    rng, n = np.random.default_rng(params.seed), params.width
    x = rng.standard_normal((params.batch, n))
    weights = [scheme.draw((n, n), rng) for _ in range(params.layers)]
    grad = rng.standard_normal((params.batch, n))
    function, derivative = ACTIVATIONS[params.activation]
    forward = activations_through_layers(x, weights, activation=function)
    backward = gradients_through_layers(x, weights, function, derivative, grad_output=grad)
    return Signals(_expected(scheme, params), mean_squares(forward), mean_squares(backward))


@np.errstate(all="ignore")
def _expected(scheme: Scheme, params: Params) -> Array | None:
    if params.activation == "tanh":
        return None
    relus = params.activation == "relu"
    return variance_through_layers(params.layers, params.width, scheme.variance, relu=relus)


def _frame(name: str, scheme: Scheme, signals: Signals, params: Params) -> Frame:
    layer = tuple(float(number) for number in range(params.layers + 1))
    series = {"one draw, forward": signals.drawn, "its gradient": signals.gradient}
    if signals.expected is not None:
        series = {"expected": signals.expected} | series
    return Frame(
        f"{name}: {scheme.about}. {_verdict(signals, params)}",
        {
            "initialization": name,
            "weight_variance": scheme.variance,
            "factor": _factor(scheme, params),
            "expected": None if signals.expected is None else frozen(signals.expected),
            "drawn": frozen(signals.drawn),
            "gradient": frozen(signals.gradient),
        },
        (
            _table(name, layer, series),
            Curve(
                {label: (layer, rounded(values)) for label, values in series.items()},
                x_label="layer",
                title=f"Mean square, {name}",
                log_y=True,
            ),
        ),
    )


def _factor(scheme: Scheme, params: Params) -> float | None:
    """What a layer multiplies E[x²] by."""
    expected = _expected(scheme, params)
    return None if expected is None else float(expected[1])


def _verdict(signals: Signals, params: Params) -> str:
    last = params.layers
    drawn = f"this draw leaves {signals.drawn[-1]:.2g} of 1 after {last} layers"
    if not np.isfinite(signals.drawn).all():
        return f"The numbers outgrow float64 on the way: {drawn}."
    if signals.expected is None:
        return f"With tanh {drawn}; saturation bounds it from above."
    factor, end = signals.expected[1], signals.expected[-1]
    fate = "the signal keeps its size" if abs(factor - 1) < 1e-9 else "the signal fades"
    fate = "the signal explodes" if factor > 1 + 1e-9 else fate
    return f"A layer multiplies E[x²] by {factor:.3g}, so {fate}: {end:.3g} expected, {drawn}."


def _table(name: str, layers: tuple[float, ...], series: dict[str, Array]) -> Table:
    """A row for every fifth layer, or fewer of them, and the last."""
    stride = max(1, (len(layers) - 1) // 4)
    shown = sorted({*range(0, len(layers), stride), len(layers) - 1})
    rows = tuple((i, *(float(values[i]) for values in series.values())) for i in shown)
    return Table(("layer", *series), rows, title=f"Mean square after a layer, {name}")


@np.errstate(all="ignore")
def _biased(params: Params) -> Frame:
    """PyTorch's default with its bias: the size survives, but inputs cannot be told apart."""
    rng, n = np.random.default_rng(params.seed), params.width
    x = rng.standard_normal((params.batch, n))
    drawn = [linear_default((n, n), rng) for _ in range(params.layers)]
    signals = activations_through_layers(
        x, [w for w, _ in drawn], [b for _, b in drawn], ACTIVATIONS[params.activation][0]
    )
    size, apart = mean_squares(signals), mean_squares([s - s.mean(axis=0) for s in signals])
    layer = tuple(float(number) for number in range(params.layers + 1))
    series = {"signal": size, "its spread over the batch": apart}
    same = "the last layer says the same of everything"
    verdict = same if apart[-1] < 1e-3 * size[-1] else "deeper, it would be lost"
    return Frame(
        f"{WITH_BIAS}: drawn biases hold the mean square at {size[-1]:.2g}, which looks alive, but"
        f" what differs from input to input is down to {apart[-1]:.2g}: {verdict}.",
        {"initialization": WITH_BIAS, "drawn": frozen(size), "spread": frozen(apart)},
        (
            _table(WITH_BIAS, layer, series),
            Curve(
                {label: (layer, rounded(values)) for label, values in series.items()},
                x_label="layer",
                title=f"Mean square, {WITH_BIAS}",
                log_y=True,
            ),
        ),
    )


def _together(measured: dict[str, Signals], params: Params) -> Frame:
    schemes = _schemes(params)
    steadiest = min(measured, key=lambda name: _drift(measured[name]))
    rows = tuple(
        (
            name,
            schemes[name].variance,
            "—" if signals.expected is None else float(signals.expected[-1]),
            float(signals.drawn[-1]),
            float(signals.gradient[0]),
        )
        for name, signals in measured.items()
    )
    layer = tuple(float(number) for number in range(params.layers + 1))
    curves = {name: (layer, rounded(measured[name].drawn)) for name in SHORT if name in measured}
    columns = ("weights", "variance", "expected", "this draw", "gradient at input")
    return Frame(
        f"After {params.layers} layers with {params.activation}, signal and gradient together have"
        f" drifted least with {steadiest}. A factor off 1 in each layer is an exponential in the"
        " depth.",
        {name: {"drawn": frozen(signals.drawn)} for name, signals in measured.items()},
        (
            Table(columns, rows, title="Mean square at the end"),
            Curve(curves, x_label="layer", title="Mean square of the draws", log_y=True),
        ),
    )


def _drift(signals: Signals) -> float:
    """By how many factors of e the signal at the end and the gradient at the input are off 1."""
    ends = np.array([signals.drawn[-1], signals.gradient[0]])
    alive = np.isfinite(ends) & (ends > 0)
    return float(np.abs(np.log(ends)).sum()) if alive.all() else np.inf

"""Gains and fans, and the bounds and standard deviations that PyTorch's initialisers use.

An initialiser scales draws from U(−1, 1) or N(0, 1): under the same seed, its weights divided by
those draws are its bound or its standard deviation.
"""

import math

import torch
from torch.nn import init

SHAPES = [(10, 784), (784, 10), (64, 3, 7, 7), (6, 1, 3)]


def cases() -> dict[str, dict]:
    kaiming = [
        {"shape": shape, "mode": mode, "nonlinearity": nonlinearity, "a": a}
        for shape in SHAPES
        for mode in ("fan_in", "fan_out")
        for nonlinearity, a in (
            ("leaky_relu", 0.0),
            ("leaky_relu", 0.2),
            ("relu", 0.0),
            ("tanh", 0.0),
        )
    ]
    xavier = [{"shape": shape, "gain": gain} for shape in SHAPES for gain in (1.0, 5 / 3)]
    return {
        "gains": {name: init.calculate_gain(name) for name in ("linear", "sigmoid", "tanh", "relu")}
        | {"selu": init.calculate_gain("selu"), "leaky_relu": init.calculate_gain("leaky_relu")},
        "leaky_gains": {str(a): init.calculate_gain("leaky_relu", a) for a in (0.1, 0.2, 1.0)},
        "fans": {
            "shapes": SHAPES,
            "fans": [init._calculate_fan_in_and_fan_out(torch.empty(s)) for s in SHAPES],
        },
        "xavier_uniform": scales(init.xavier_uniform_, uniform, xavier),
        "xavier_normal": scales(init.xavier_normal_, normal, xavier),
        "kaiming_uniform": scales(init.kaiming_uniform_, uniform, kaiming),
        "kaiming_normal": scales(init.kaiming_normal_, normal, kaiming),
        "linear_default": linear_default(),
    }


def uniform(tensor):
    return tensor.uniform_(-1, 1)


def normal(tensor):
    return tensor.normal_()


def scales(initializer, draw, options) -> dict:
    found = [scale(initializer, draw, **option) for option in options]
    return {"options": options, "scales": found}


def scale(initializer, draw, shape, **options) -> float:
    torch.manual_seed(0)
    weights = initializer(torch.empty(shape, dtype=torch.float64), **options)
    torch.manual_seed(0)
    draws = draw(torch.empty(shape, dtype=torch.float64))
    return ratio(weights, draws)


def ratio(weights, draws) -> float:
    """The common factor, read where the draw is largest and rounding least."""
    place = draws.abs().argmax()
    return (weights.flatten()[place] / draws.flatten()[place]).item()


def linear_default() -> dict:
    torch.manual_seed(0)
    layer = torch.nn.Linear(300, 20, dtype=torch.float64)
    torch.manual_seed(0)
    weight, bias = uniform(torch.empty_like(layer.weight.data)), uniform(layer.bias.data.clone())
    return {
        "shape": [20, 300],
        "weight_bound": ratio(layer.weight.data, weight),
        "bias_bound": ratio(layer.bias.data, bias),
        "expected": 1 / math.sqrt(300),
    }

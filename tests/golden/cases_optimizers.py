"""What torch.optim does in 50 steps, under fixed gradients and downhill on a quadratic."""

import torch

STEPS = 50
START = [1.5, -2.0, 0.7]
HESSIAN = [[3.0, 0.4, 0.0], [0.4, 1.0, -0.2], [0.0, -0.2, 0.1]]
MINIMUM = [0.5, -1.0, 2.0]

# Defaults, and what moves each term: momentum, decay, averages short and long, a large eps.
SETTINGS = [
    ("sgd", {"lr": 0.1}),
    ("sgd", {"lr": 0.3, "weight_decay": 0.05}),
    ("sgd", {"lr": 0.05, "momentum": 0.9}),
    ("sgd", {"lr": 0.02, "momentum": 0.5, "weight_decay": 0.1}),
    ("sgd", {"lr": 0.05, "momentum": 0.9, "nesterov": True}),
    ("sgd", {"lr": 0.01, "momentum": 0.99, "nesterov": True, "weight_decay": 0.01}),
    ("adagrad", {}),
    ("adagrad", {"lr": 0.5}),
    ("adagrad", {"lr": 0.1, "eps": 0.3}),
    ("adadelta", {}),
    ("adadelta", {"lr": 0.3, "rho": 0.5}),
    ("adadelta", {"rho": 0.99, "eps": 1e-3}),
    ("rmsprop", {}),
    ("rmsprop", {"lr": 0.03, "alpha": 0.9}),
    ("rmsprop", {"lr": 1e-4, "alpha": 0.5, "eps": 0.2}),
    ("adam", {}),
    ("adam", {"lr": 0.3}),
    ("adam", {"lr": 0.05, "beta1": 0.0, "beta2": 0.9}),
    ("adam", {"lr": 0.01, "beta1": 0.5, "beta2": 0.99, "eps": 0.1}),
    ("adam", {"lr": 0.1, "weight_decay": 0.5}),
    ("adamw", {}),
    ("adamw", {"lr": 0.1, "weight_decay": 0.5}),
    ("adamw", {"lr": 0.3, "beta1": 0.8, "beta2": 0.95, "eps": 1e-3, "weight_decay": 0.0}),
]
CLASSES = {
    "sgd": torch.optim.SGD,
    "adagrad": torch.optim.Adagrad,
    "adadelta": torch.optim.Adadelta,
    "rmsprop": torch.optim.RMSprop,
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
}
# Our name of a state field, and torch's.
STATE = {
    "sgd": {"velocity": "momentum_buffer"},
    "adagrad": {"cache": "sum"},
    "adadelta": {"cache": "square_avg", "delta_cache": "acc_delta"},
    "rmsprop": {"cache": "square_avg"},
    "adam": {"m": "exp_avg", "v": "exp_avg_sq", "step": "step"},
    "adamw": {"m": "exp_avg", "v": "exp_avg_sq", "step": "step"},
}


def cases() -> dict[str, dict]:
    """Gradients of very different sizes, zeros and sign changes among them, and a quadratic."""
    generator = torch.Generator().manual_seed(20)
    grads = torch.randn(STEPS, 3, generator=generator, dtype=torch.float64)
    grads *= torch.tensor([1.0, 1e-3, 50.0], dtype=torch.float64)
    grads[7] = 0.0
    grads[20:24, 0] = 3.0
    problem = {"start": START, "grads": grads.tolist(), "hessian": HESSIAN, "minimum": MINIMUM}
    return {"problem": problem} | {
        f"{name} {options}": trajectories(name, options, grads) for name, options in SETTINGS
    }


def trajectories(name: str, options: dict, grads: torch.Tensor) -> dict:
    hessian = torch.tensor(HESSIAN, dtype=torch.float64)
    minimum = torch.tensor(MINIMUM, dtype=torch.float64)
    fixed, state = walk(name, options, lambda point, t: grads[t])
    quadratic, _ = walk(name, options, lambda point, t: hessian @ (point - minimum))
    return {
        "optimizer": name,
        "options": options,
        "fixed": fixed,
        "state": state,
        "quadratic": quadratic,
    }


def walk(name: str, options: dict, gradient) -> tuple[list, dict]:
    point = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer = make(name, options, [point])
    points = [point.tolist()]
    for t in range(STEPS):
        point.grad = gradient(point.detach(), t).clone()
        optimizer.step()
        points.append(point.tolist())
    kept = optimizer.state[point]
    names = STATE[name].items()
    return points, {
        ours: kept[theirs].tolist() for ours, theirs in names if kept.get(theirs) is not None
    }


def make(name: str, options: dict, parameters: list) -> torch.optim.Optimizer:
    options = dict(options)
    if "beta1" in options:
        options["betas"] = (options.pop("beta1"), options.pop("beta2"))
    return CLASSES[name](parameters, **options, foreach=False)

"""Functions of the textbook's first chapters as PyTorch computes them: activations to losses."""

from collections.abc import Callable

import torch
import torch.nn.functional as F  # noqa: N812
from torch.autograd.functional import hessian, jacobian

# Past its threshold PyTorch's softplus drops exp(-z); at 600 that changes no bit of the result.
EXACT = 600.0
ACTIVATIONS: dict[str, tuple[str, dict, Callable]] = {
    "sigmoid": ("sigmoid", {}, torch.sigmoid),
    "tanh": ("tanh", {}, torch.tanh),
    "relu": ("relu", {}, F.relu),
    "leaky relu": ("leaky_relu", {}, F.leaky_relu),
    "leaky relu, slope 0.2": ("leaky_relu", {"negative_slope": 0.2}, F.leaky_relu),
    "elu": ("elu", {}, F.elu),
    "elu, alpha 0.5": ("elu", {"alpha": 0.5}, F.elu),
    "softplus": ("softplus", {}, lambda x: F.softplus(x, threshold=EXACT)),
    "softplus, beta 3": (
        "softplus",
        {"beta": 3.0},
        lambda x, beta: F.softplus(x, beta, threshold=EXACT),
    ),
    "gelu": ("gelu", {}, F.gelu),
    "gelu, tanh": ("gelu", {"approximate": "tanh"}, F.gelu),
    "silu": ("silu", {}, F.silu),
}


def cases() -> dict[str, dict]:
    """All cases, in float64."""
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    return (
        activations()
        | probability()
        | cross_entropies()
        | binary()
        | squared()
        | logistic()
        | autodiff()
    )


def leaf(*shape: int, scale: float = 1.0) -> torch.Tensor:
    """A random tensor whose gradient is wanted."""
    return (torch.randn(*shape) * scale).requires_grad_()


def lists(**tensors: torch.Tensor | object) -> dict:
    """Tensors as nested lists; everything else as it is."""
    return {k: v.tolist() if torch.is_tensor(v) else v for k, v in tensors.items()}


def activations() -> dict[str, dict]:
    """Values and derivatives from -6 to 6, the kink at 0 among them, and far outside."""
    found = {}
    for name, (function, options, torch_function) in ACTIVATIONS.items():
        for where, points in (
            ("near", torch.linspace(-6, 6, 41)),
            ("far", torch.tensor([-800.0, -100.0, -30.0, 0.0, 30.0, 100.0, 800.0])),
        ):
            x = points.clone().requires_grad_()
            y = torch_function(x, **options)
            (slope,) = torch.autograd.grad(y.sum(), x)
            found[f"{name}, {where}"] = lists(
                function=function, options=options, x=x, value=y, derivative=slope
            )
    return found


def softmax(row: torch.Tensor) -> torch.Tensor:
    """Over the last axis."""
    return torch.softmax(row, -1)


def probability() -> dict[str, dict]:
    """Softmax and what is built on it, for plain and for huge logits."""
    found = {}
    for name, scale in (("plain", 1.0), ("large", 300.0)):
        z = leaf(4, 5, scale=scale)
        p, q = torch.softmax(z, -1).detach(), torch.softmax(torch.randn(4, 5), -1)
        found[f"probability, {name}"] = lists(
            logits=z,
            softmax=p,
            softmax_over_batch=torch.softmax(z, 0),
            log_softmax=torch.log_softmax(z, -1),
            log_sum_exp=torch.logsumexp(z, -1),
            jacobian=torch.stack([jacobian(softmax, row) for row in z]),
            q=q,
            entropy=torch.distributions.Categorical(probs=q).entropy(),
            kl=F.kl_div(q.log(), p, reduction="none").sum(-1),
        )
    return found


def cross_entropies() -> dict[str, dict]:
    """Class indices and probabilities as targets, with and without label smoothing."""
    found = {}
    indices, soft = torch.tensor([0, 4, 2, 2]), torch.softmax(torch.randn(4, 5), -1)
    for scale in (1.0, 1000.0):
        for kind, targets in (("indices", indices), ("probabilities", soft)):
            for smoothing in (0.0, 0.1, 1.0):
                z = leaf(4, 5, scale=scale)
                loss = F.cross_entropy(z, targets, label_smoothing=smoothing)
                loss.backward()
                found[f"cross entropy, {kind}, smoothing {smoothing}, scale {scale}"] = lists(
                    logits=z,
                    targets=targets,
                    label_smoothing=smoothing,
                    value=loss,
                    gradient=z.grad,
                )
    return found


def binary() -> dict[str, dict]:
    """Binary cross-entropy, hard and soft targets, logits up to ±1000."""
    found = {}
    for name, logits in (
        ("plain", torch.randn(8)),
        ("matrix", torch.randn(4, 2) * 5),
        ("large", torch.tensor([-1000.0, 1000.0, -1000.0, 1000.0, -40.0, 40.0, 0.0, 1e-9])),
        ("right", torch.tensor([-1000.0, 1000.0])),
    ):
        z = logits.clone().requires_grad_()
        y = torch.rand_like(z) if name == "matrix" else (torch.arange(z.numel()) % 2).double()
        loss = F.binary_cross_entropy_with_logits(z, y)
        loss.backward()
        found[f"binary, {name}"] = lists(logits=z, targets=y, value=loss, gradient=z.grad)
    return found


def squared() -> dict[str, dict]:
    """Mean squared error of a vector and of a matrix."""
    found = {}
    for shape in ((6,), (3, 4)):
        predictions, targets = leaf(*shape), torch.randn(*shape)
        loss = F.mse_loss(predictions, targets)
        loss.backward()
        found[f"squared, {len(shape)} axes"] = lists(
            predictions=predictions, targets=targets, value=loss, gradient=predictions.grad
        )
    return found


def logistic() -> dict[str, dict]:
    """Loss, gradient and Hessian at a point, and the minimum as L-BFGS finds it."""
    X = torch.cat([torch.ones(40, 1), torch.randn(40, 2) * torch.tensor([1.0, 3.0])], 1)
    y = (X @ torch.tensor([0.5, 1.0, -0.5]) + torch.randn(40) > 0).double()
    found = {}
    for l2 in (0.0, 0.1):

        def loss(weights: torch.Tensor, l2: float = l2) -> torch.Tensor:
            fit = F.binary_cross_entropy_with_logits(X @ weights, y)
            return fit + l2 / 2 * (weights**2).sum()

        at = torch.randn(3)
        found[f"logistic, l2 {l2}"] = lists(
            X=X,
            y=y,
            l2=l2,
            at=at,
            loss=loss(at),
            gradient=jacobian(loss, at),
            hessian=hessian(loss, at),
            minimum=lowest(loss, torch.zeros(3)),
        )
    return found


def lowest(loss: Callable, start: torch.Tensor) -> torch.Tensor:
    """Where L-BFGS ends."""
    point = start.requires_grad_()
    descent = torch.optim.LBFGS(
        [point],
        max_iter=500,
        tolerance_grad=1e-15,
        tolerance_change=1e-18,
        line_search_fn="strong_wolfe",
    )

    def closure() -> torch.Tensor:
        descent.zero_grad()
        value = loss(point)
        value.backward()
        return value

    descent.step(closure)
    return point.detach()


def autodiff() -> dict[str, dict]:
    """One formula with every operation of the scalar autodiff, a and b used many times."""
    found = {}
    for i in range(4):
        a, b, c = (torch.randn(3) + torch.tensor([0.0, 0.0, 4.0])).requires_grad_().unbind()
        inner = torch.tanh(a * b - 2) / (1 + torch.relu(b)) ** 1.5 + torch.log(torch.exp(a) + c)
        value = (inner - torch.sigmoid(-a)) * 3 - c**b + 2**a / 7 + (1 - c) / b**2
        gradient = torch.autograd.grad(value, (a, b, c))
        found[f"autodiff, {i}"] = lists(
            at=torch.stack([a, b, c]), value=value, gradient=torch.stack(gradient)
        )
    return found

"""Penalties, soft threshold, hinge loss and first optimizer steps with decay, by PyTorch."""

import torch
from torch.nn import functional


def cases() -> dict[str, dict]:
    torch.manual_seed(0)
    return {
        "l1": penalty(lambda w: 0.3 * w.abs().sum()),
        "l2": penalty(lambda w: 0.3 / 2 * (w**2).sum()),
        "elastic_net": penalty(lambda w: 0.3 * w.abs().sum() + 0.7 / 2 * (w**2).sum()),
        "soft_threshold": soft_threshold(),
        "hinge": hinge(3 * torch.randn(6, 4), torch.tensor([0, 3, 1, 2, 2, 0]), 1.0),
        "hinge_wide": hinge(torch.randn(5, 3), torch.tensor([0, 1, 2, 0, 1]), 2.5),
        "hinge_large": hinge(1000 * torch.randn(3, 5), torch.tensor([4, 0, 2]), 1.0),
        "hinge_at_the_margin": hinge(
            torch.tensor([[1.0, 0.0, 5.0], [2.0, 2.0, 1.0]]), torch.tensor([0, 1]), 1.0
        ),
        "sgd": step(torch.optim.SGD, lr=0.1, weight_decay=0.3),
        "adam": step(torch.optim.Adam, lr=0.05, weight_decay=0.3),
        "adamw": step(torch.optim.AdamW, lr=0.05, weight_decay=0.3),
    }


def penalty(function) -> dict:
    weights = torch.randn(3, 4, dtype=torch.float64)
    weights[0, 1] = 0.0
    weights.requires_grad_()
    value = function(weights)
    value.backward()
    return {"weights": weights.tolist(), "value": value.item(), "gradient": weights.grad.tolist()}


def soft_threshold() -> dict:
    weights = torch.cat([torch.randn(10, dtype=torch.float64), torch.tensor([0.0, 0.5, -0.5])])
    return {"weights": weights.tolist(), "output": functional.softshrink(weights, 0.5).tolist()}


def hinge(logits, targets, margin) -> dict:
    """PyTorch divides by the number of classes; ours is its loss times that number."""
    logits = logits.double().requires_grad_()
    loss = logits.shape[1] * functional.multi_margin_loss(logits, targets, margin=margin)
    loss.backward()
    return {
        "logits": logits.tolist(),
        "targets": targets.tolist(),
        "margin": margin,
        "loss": loss.item(),
        "gradient": logits.grad.tolist(),
    }


def step(kind, **options) -> dict:
    weights = torch.randn(5, dtype=torch.float64)
    grad = 10 * torch.randn(5, dtype=torch.float64)
    parameter = torch.nn.Parameter(weights.clone())
    parameter.grad = grad
    kind([parameter], **options).step()
    return options | {
        "weights": weights.tolist(),
        "grad": grad.tolist(),
        "after": parameter.tolist(),
    }

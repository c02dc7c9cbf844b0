"""Dropout: PyTorch draws the mask (read off its output), scales and differentiates."""

import torch
from torch.nn import functional


def cases() -> dict[str, dict]:
    torch.manual_seed(0)
    return {f"dropout_{p}": dropout(p) for p in (0.0, 0.2, 0.5, 0.9, 1.0)}


def dropout(p) -> dict:
    x = torch.randn(4, 5, dtype=torch.float64, requires_grad=True)
    output, grad_output = functional.dropout(x, p), torch.randn(4, 5, dtype=torch.float64)
    output.backward(grad_output)
    tensors = {
        "x": x,
        "mask": (output != 0).double(),
        "output": output,
        "grad_output": grad_output,
        "grad_x": x.grad,
        "inference": functional.dropout(x, p, training=False),
    }
    return {name: tensor.tolist() for name, tensor in tensors.items()} | {"p": p}

"""Layers as PyTorch computes them, with the gradients a random upstream gradient gives."""

import torch
import torch.nn.functional as F  # noqa: N812

CONVOLUTIONS = {
    "3x3": ((2, 3, 6, 6), (4, 3, 3, 3), 1, 0),
    "3x3, padded": ((2, 3, 5, 6), (4, 3, 3, 3), 1, 1),
    "stride 2, the last row unused": ((2, 2, 6, 8), (3, 2, 3, 3), 2, 0),
    "stride 2, padded": ((2, 2, 7, 7), (3, 2, 3, 3), 2, 1),
    "stride 3, padding beyond the kernel": ((1, 2, 6, 5), (2, 2, 2, 2), 3, 3),
    "oblong kernel": ((2, 1, 5, 9), (2, 1, 2, 5), 1, 2),
    "1x1": ((3, 4, 3, 3), (2, 4, 1, 1), 1, 0),
    "1x1, stride 2": ((3, 4, 4, 5), (2, 4, 1, 1), 2, 0),
    "the whole image": ((2, 3, 4, 4), (5, 3, 4, 4), 1, 0),
    "one example, one channel": ((1, 1, 3, 3), (1, 1, 2, 2), 1, 0),
}
POOLS = {
    "side by side": ((2, 3, 6, 6), 2, None),
    "a row left over": ((2, 2, 7, 5), 2, None),
    "overlapping": ((2, 3, 6, 7), 3, 1),
    "overlapping, stride 2": ((1, 2, 7, 7), 3, 2),
    "gaps": ((1, 2, 7, 7), 2, 3),
}


def cases() -> dict[str, dict]:
    """All cases, in float64."""
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(1)
    return linears() | convolutions() | max_pools() | avg_pools() | model()


def leaf(*shape: int) -> torch.Tensor:
    """A random tensor whose gradient is wanted."""
    return torch.randn(*shape).requires_grad_()


def lists(**tensors: torch.Tensor | object) -> dict:
    """Tensors as nested lists; everything else as it is."""
    return {k: v.tolist() if torch.is_tensor(v) else v for k, v in tensors.items()}


def with_gradients(output: torch.Tensor, **leaves: torch.Tensor) -> dict:
    """The leaves, the output, a random upstream gradient and what it becomes at each leaf."""
    upstream = torch.randn_like(output)
    grads = torch.autograd.grad(output, list(leaves.values()), upstream)
    named = {f"grad_{name}": grad for name, grad in zip(leaves, grads, strict=True)}
    return lists(output=output, grad_output=upstream, **leaves, **named)


def linears() -> dict[str, dict]:
    """Inputs with one, two and three axes."""
    found = {}
    for shape in ((4,), (5, 4), (2, 3, 4)):
        x, weight, bias = leaf(*shape), leaf(3, 4), leaf(3)
        found[f"linear, {len(shape)} axes"] = with_gradients(
            F.linear(x, weight, bias), x=x, weight=weight, bias=bias
        )
    return found


def convolutions() -> dict[str, dict]:
    """Every combination of sizes above; unfold is the matrix the convolution multiplies."""
    found = {}
    for name, (x_shape, weight_shape, stride, padding) in CONVOLUTIONS.items():
        x, weight, bias = leaf(*x_shape), leaf(*weight_shape), leaf(weight_shape[0])
        options = {"stride": stride, "padding": padding}
        found[f"conv, {name}"] = lists(
            options=options,
            columns=F.unfold(x, weight_shape[2:], stride=stride, padding=padding),
            **with_gradients(F.conv2d(x, weight, bias, **options), x=x, weight=weight, bias=bias),
        )
    return found


def max_pools() -> dict[str, dict]:
    """Maxima and their places."""
    found = {}
    for name, (shape, kernel, stride) in POOLS.items():
        x = leaf(*shape)
        output, argmax = F.max_pool2d(x, kernel, stride, return_indices=True)
        found[f"max pool, {name}"] = lists(
            kernel_size=kernel, stride=stride, argmax=argmax, **with_gradients(output, x=x)
        )
    return found


def avg_pools() -> dict[str, dict]:
    """Means of windows."""
    found = {}
    for name, (shape, kernel, stride) in POOLS.items():
        x = leaf(*shape)
        output = F.avg_pool2d(x, kernel, stride)
        found[f"avg pool, {name}"] = lists(
            kernel_size=kernel, stride=stride, **with_gradients(output, x=x)
        )
    return found


def model() -> dict[str, dict]:
    """Ten steps of gradient descent on a network with two hidden layers."""
    network = torch.nn.Sequential(
        torch.nn.Linear(2, 5),
        torch.nn.ReLU(),
        torch.nn.Linear(5, 4),
        torch.nn.ReLU(),
        torch.nn.Linear(4, 3),
    )
    x, targets = torch.randn(12, 2), torch.arange(12) % 3
    start = [parameter.tolist() for parameter in network.parameters()]
    descent, losses = torch.optim.SGD(network.parameters(), lr=0.3), []
    for _ in range(10):
        descent.zero_grad()
        loss = F.cross_entropy(network(x), targets)
        loss.backward()
        descent.step()
        losses.append(loss.item())
    return {
        "model": lists(
            x=x,
            targets=targets,
            start=start,
            end=[parameter.tolist() for parameter in network.parameters()],
            losses=losses,
        )
    }

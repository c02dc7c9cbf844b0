"""How many times torch's time our convolution takes, forward and backward; aim: at most 10.

Run `python tests/benchmarks/bench_convolution.py`. Both work in float64 on one thread, on
(8, 3, 32, 32) with 16 filters of 3×3, padding 1, and take turns, so that a busy machine is busy
for both.
"""

import os
from collections.abc import Callable
from statistics import median
from time import perf_counter

ROUNDS = 200


def main() -> None:
    for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[threads] = "1"  # read when numpy and torch are loaded, so only then load them
    import numpy as np
    import torch

    from dlquiz.reference import conv2d, conv2d_backward

    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    x, weight, bias, g = (
        rng.normal(size=shape) for shape in ((8, 3, 32, 32), (16, 3, 3, 3), (16,), (8, 16, 32, 32))
    )
    leaves = [torch.tensor(array, requires_grad=True) for array in (x, weight, bias)]
    upstream = torch.tensor(g)
    output = torch.nn.functional.conv2d(*leaves, padding=1)

    def torch_forward() -> None:
        with torch.no_grad():
            torch.nn.functional.conv2d(*leaves, padding=1)

    report("forward", lambda: conv2d(x, weight, bias, padding=1), torch_forward)
    report(
        "backward",
        lambda: conv2d_backward(g, x, weight, padding=1),
        lambda: torch.autograd.grad(output, leaves, upstream, retain_graph=True),
    )


def report(name: str, ours: Callable[[], object], theirs: Callable[[], object]) -> None:
    """Medians of calls that take turns, and their ratio."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for function, taken in zip((ours, theirs), times, strict=True):
            start = perf_counter()
            function()
            taken.append(perf_counter() - start)
    mine, torchs = (1000 * median(taken) for taken in times)
    print(f"{name}: {mine:.2f} ms against torch's {torchs:.2f} ms, ratio {mine / torchs:.1f}")


if __name__ == "__main__":
    main()

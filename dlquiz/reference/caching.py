"""What forward must keep so that backward can run: values, not gradients.

"Gradient caching" is a name that misleads. Backward multiplies the upstream gradient by a local
one, and the local one is made of numbers of the forward pass: an operation's inputs, its output,
or just a mask. They are what fills the memory in training and is not needed in inference.
"""

from typing import NamedTuple

from dlquiz.reference.arrays import whole


class Kept(NamedTuple):
    """What an operation keeps, why that is enough, and how many numbers for each it has."""

    keeps: tuple[str, ...]
    because: str
    per_input: int = 0
    per_output: int = 0
    per_feature: int = 0


KEPT_FOR_BACKWARD: dict[str, Kept] = {
    "add": Kept((), "both slopes are 1"),
    "multiply": Kept(("a", "b"), "each input is the other's slope", per_input=1),
    "exp": Kept(("output",), "the slope is the output", per_output=1),
    "log": Kept(("x",), "the slope is 1/x", per_input=1),
    "relu": Kept(("output",), "one bit would do: was the unit on?", per_output=1),
    "sigmoid": Kept(("output",), "the slope is s(1 − s)", per_output=1),
    "tanh": Kept(("output",), "the slope is 1 − t²", per_output=1),
    "gelu": Kept(("x",), "it falls and rises, so the output does not tell the input", per_input=1),
    "linear": Kept(("x",), "∂L/∂W = gᵀ·x; ∂L/∂x needs W, which is there anyway", per_input=1),
    "conv2d": Kept(("x",), "∂L/∂W = x ⋆ g; ∂L/∂x needs W, which is there anyway", per_input=1),
    "max_pool2d": Kept(("argmax",), "the gradient goes to the maximum alone", per_output=1),
    "avg_pool2d": Kept((), "every slope is 1/k²"),
    "dropout": Kept(("mask",), "the same units must stay out", per_input=1),
    "batch_norm": Kept(
        ("x_hat", "inverse_std"),
        "μ and σ depend on x: g loses its mean and its part along x̂",
        per_input=1,
        per_feature=1,
    ),
    "softmax_cross_entropy": Kept(("p",), "∂L/∂z = p − y", per_input=1),
}


def kept_for_backward(operation: str) -> Kept:
    """What the operation keeps of its forward pass.

    >>> kept_for_backward("sigmoid").keeps, kept_for_backward("linear").keeps
    (('output',), ('x',))
    """
    if operation not in KEPT_FOR_BACKWARD:
        known = ", ".join(KEPT_FOR_BACKWARD)
        raise ValueError(f"operation {operation!r} is none of {known}")
    return KEPT_FOR_BACKWARD[operation]


def numbers_kept(operation: str, inputs: float, outputs: float = 0, features: float = 0) -> int:
    """How many numbers the operation keeps, given how many go in and out, and its features.

    A multiplication has both operands among its inputs.

    >>> numbers_kept("max_pool2d", inputs=16, outputs=4), numbers_kept("linear", inputs=32 * 100)
    (4, 3200)
    """
    kept = kept_for_backward(operation)
    sizes = {"inputs": inputs, "outputs": outputs, "features": features}
    counts = [whole(name, size) for name, size in sizes.items()]
    rates = (kept.per_input, kept.per_output, kept.per_feature)
    return sum(rate * count for rate, count in zip(rates, counts, strict=True))

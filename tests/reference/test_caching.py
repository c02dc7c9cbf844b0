"""What is kept for backward is what the backward functions take, and what PyTorch's graph saves."""

import inspect
import re

import numpy as np
import pytest

import dlquiz.reference as reference
from dlquiz.reference.caching import KEPT_FOR_BACKWARD, kept_for_backward, numbers_kept

# Not kept for backward: there anyway, or no array of the batch's size.
AT_HAND = {"grad_output", "weight", "stride", "padding", "x_shape", "kernel_size", "p", "training"}


GOES_BACK = ("relu", "sigmoid", "tanh", "linear", "conv2d", "max_pool2d", "avg_pool2d")


@pytest.mark.parametrize("operation", [*GOES_BACK, "dropout", "batch_norm"])
def test_backward_takes_what_is_kept_and_what_is_at_hand(operation):
    backward = getattr(reference, f"{operation}_backward")
    taken = set(inspect.signature(backward).parameters) - AT_HAND
    assert taken == set(kept_for_backward(operation).keeps)


def test_pytorch_saves_the_same_for_elementwise_operations():
    torch = pytest.importorskip("torch")
    x = torch.tensor([0.3, 2.0], requires_grad=True)
    y = torch.tensor([0.5, 1.0], requires_grad=True)
    names = {"_saved_self": "x", "_saved_result": "output"}
    for operation in ("exp", "log", "relu", "sigmoid", "tanh"):
        node = getattr(torch, operation)(x).grad_fn
        saved = {name for attribute, name in names.items() if hasattr(node, attribute)}
        assert saved == set(kept_for_backward(operation).keeps), operation
    assert hasattr(torch.nn.functional.gelu(x).grad_fn, "_saved_self")
    product, total = (x * y).grad_fn, (x + y).grad_fn
    assert hasattr(product, "_saved_self")
    assert hasattr(product, "_saved_other")
    assert not hasattr(total, "_saved_self")
    assert not hasattr(total, "_saved_other")


def test_softmax_and_cross_entropy_go_back_from_the_probabilities_alone():
    z, q = np.array([[1.0, -2.0, 0.5]]), np.array([[0.0, 1.0, 0.0]])
    p = reference.softmax(z)
    np.testing.assert_array_equal(reference.cross_entropy_gradient(z, [1]), p - q)


def test_numbers_kept_are_counted_from_real_caches():
    x = np.random.default_rng(0).normal(size=(6, 4))
    layer = reference.Linear(np.ones((3, 4)))
    output, cache = layer.forward(x)
    assert numbers_kept("linear", inputs=x.size, outputs=output.size) == cache.size
    output, cache = reference.ReLU().forward(x)
    assert numbers_kept("relu", inputs=x.size, outputs=output.size) == cache.size
    normalized = reference.batch_norm(x)
    cached = normalized.x_hat.size + normalized.inverse_std.size
    assert numbers_kept("batch_norm", inputs=x.size, features=4) == cached
    image = x.reshape(1, 1, 6, 4)
    pooled = reference.max_pool2d(image, 2)
    assert numbers_kept("max_pool2d", image.size, pooled.output.size) == pooled.argmax.size


def test_adding_keeps_nothing_and_multiplying_both_operands():
    assert numbers_kept("add", inputs=200, outputs=100) == 0
    assert numbers_kept("multiply", inputs=200, outputs=100) == 200


def test_every_operation_says_what_it_keeps_and_why():
    for operation, kept in KEPT_FOR_BACKWARD.items():
        assert kept.because, operation
        assert bool(kept.keeps) == (numbers_kept(operation, 1, 1, 1) > 0)


def test_an_unknown_operation_is_refused_with_the_known_ones():
    message = f"operation 'fft' is none of {', '.join(KEPT_FOR_BACKWARD)}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        kept_for_backward("fft")

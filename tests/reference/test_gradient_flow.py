"""Gradients through depth against central differences and bounds, and clipping."""

import numpy as np
import pytest

from dlquiz.reference.activations import (
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    tanh,
    tanh_derivative,
)
from dlquiz.reference.gradient_flow import (
    clip_by_global_norm,
    clip_by_norm,
    clip_by_value,
    gradient_bound,
    gradient_norms_through_layers,
    gradients_through_layers,
)
from dlquiz.reference.initialization import kaiming_normal, orthogonal

PAIRS = {
    "sigmoid": (sigmoid, sigmoid_derivative),
    "tanh": (tanh, tanh_derivative),
    "relu": (relu, relu_derivative),
}


def forward(x, weights, activation, residual):
    for weight in weights:
        x = activation(x @ weight.T) + (x if residual else 0)
    return x


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("residual", [False, True])
def test_gradients_equal_central_differences(name, residual, equal, numerical_gradient):
    activation, derivative = PAIRS[name]
    rng = np.random.default_rng(0)
    x, g = rng.normal(size=(2, 4)), rng.normal(size=(2, 4))
    weights = [rng.normal(size=(4, 4)) for _ in range(3)]
    grads = gradients_through_layers(x, weights, activation, derivative, residual, g)
    assert len(grads) == 4
    for layer, grad in enumerate(grads):
        start = forward(x, weights[:layer], activation, residual)
        rest = weights[layer:]
        expected = numerical_gradient(
            lambda h, rest=rest: (g * forward(h, rest, activation, residual)).sum(), start
        )
        equal(grad, expected, 1e-7)


def test_pytorch_itself_agrees(equal):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(1)
    x, weights = rng.normal(size=(3, 5)), [rng.normal(size=(5, 5)) for _ in range(6)]
    start = torch.tensor(x, requires_grad=True)
    h = start
    for weight in weights:
        h = h + torch.tanh(h @ torch.tensor(weight).T)
    h.sum().backward()
    equal(gradients_through_layers(x, weights, tanh, tanh_derivative, True)[0], start.grad)


def test_no_sigmoid_gradient_exceeds_a_quarter_to_the_depth():
    rng = np.random.default_rng(2)
    weights = [orthogonal((8, 8), rng) for _ in range(12)]  # of norm 1
    norms = gradient_norms_through_layers(
        rng.normal(size=(1, 8)), weights, sigmoid, sigmoid_derivative
    )
    for layers in range(13):
        assert norms[12 - layers] <= gradient_bound(layers) * norms[12] * (1 + 1e-12)
    assert gradient_bound(12) == 0.25**12


def test_the_bound_is_reached_at_zero(equal):
    zeros = np.zeros((1, 3))
    weights = [np.eye(3)]
    norms = gradient_norms_through_layers(zeros, weights, sigmoid, sigmoid_derivative)
    equal(norms[0], gradient_bound(1) * norms[1])
    equal(gradient_bound(3, largest_slope=1.0, weight_norm=2.0), 8)


def test_a_skip_connection_keeps_what_sigmoids_lose():
    rng = np.random.default_rng(3)
    x, weights = rng.normal(size=(1, 8)), [0.1 * rng.normal(size=(8, 8)) for _ in range(20)]
    plain = gradient_norms_through_layers(x, weights, sigmoid, sigmoid_derivative)
    skipping = gradient_norms_through_layers(x, weights, sigmoid, sigmoid_derivative, residual=True)
    assert plain[0] / plain[-1] < 1e-15
    assert 0.1 < skipping[0] / skipping[-1] < 10


def test_relu_does_not_end_vanishing_it_depends_on_the_weights():
    rng = np.random.default_rng(4)
    x, kept = rng.normal(size=(1, 100)), [kaiming_normal((100, 100), rng) for _ in range(20)]
    ends = {}
    for scale in (0.5, 1.0, 2.0):
        weights = [scale * weight for weight in kept]
        norms = gradient_norms_through_layers(x, weights, relu, relu_derivative)
        ends[scale] = norms[0] / norms[-1]
    np.testing.assert_allclose(ends[0.5] / ends[1.0], 0.5**20, rtol=1e-9)
    np.testing.assert_allclose(ends[2.0] / ends[1.0], 2.0**20, rtol=1e-9)
    assert 0.1 < ends[1.0] < 10


def test_clipping_by_norm_keeps_the_direction_and_by_value_turns_it(equal):
    g = np.array([30.0, 40.0])
    equal(clip_by_norm(g, 5), [3, 4])
    equal(clip_by_value(g, 5), [5, 5])
    equal(clip_by_norm(g, 50), g)
    equal(clip_by_norm(g, 1e9), g)


def test_the_global_norm_shortens_all_arrays_by_one_factor(equal):
    clipped = clip_by_global_norm([[[3.0, 0.0]], [4.0]], 1)
    equal(clipped[0], [[0.6, 0]])
    equal(clipped[1], [0.8])
    untouched = clip_by_global_norm([[0.3], [0.4]], 1)
    equal(untouched[0], [0.3])


def test_clipping_does_not_bring_back_what_vanished(equal):
    equal(clip_by_norm([1e-12, 0], 1), [1e-12, 0])
    equal(clip_by_norm([0.0, 0.0], 1), [0, 0])


def test_pytorchs_clipping_agrees_up_to_the_millionth_it_adds():
    torch = pytest.importorskip("torch")
    arrays = [np.array([[3.0, -1.0]]), np.array([12.0, 5.0])]
    parameters = [torch.nn.Parameter(torch.zeros_like(torch.tensor(a))) for a in arrays]
    for parameter, array in zip(parameters, arrays, strict=True):
        parameter.grad = torch.tensor(array)
    norm = torch.nn.utils.clip_grad_norm_(parameters, 2.0).item()
    for parameter, ours in zip(parameters, clip_by_global_norm(arrays, 2.0), strict=True):
        np.testing.assert_allclose(parameter.grad, ours * norm / (norm + 1e-6), rtol=1e-12)


def test_a_norm_that_is_no_length_is_refused():
    with pytest.raises(ValueError) as error:  # noqa: PT011
        clip_by_norm([3, 4], 0)
    assert str(error.value) == "max_norm is a positive length, not 0"

"""Layers against PyTorch, central differences, and the shapes they refuse."""

import re

import numpy as np
import pytest

from dlquiz.reference import (
    Linear,
    ReLU,
    Sequential,
    linear,
    linear_backward,
    mlp_parameter_count,
    parameter_count,
    relu,
    relu_backward,
    relu_derivative,
    sigmoid,
    sigmoid_backward,
    sigmoid_derivative,
    tanh,
    tanh_backward,
    tanh_derivative,
)

W = np.array([[0.5, -1.0, 2.0], [1.5, 0.3, -0.7]])
B = np.array([0.1, -0.2])
X = np.array([[1.0, 2.0, -1.0], [0.4, -0.6, 3.0], [100.0, -50.0, 20.0], [0.0, 0.0, 0.0]])
G = np.array([[1.0, -2.0], [0.3, 0.7], [-1.1, 0.2], [2.0, 0.5]])


@pytest.fixture(params=["linear, 1 axes", "linear, 2 axes", "linear, 3 axes"])
def case(golden, request):
    return golden("layers")[request.param]


def test_linear_and_its_gradients_are_pytorchs(case, equal):
    equal(linear(case["x"], case["weight"], case["bias"]), case["output"])
    grads = linear_backward(case["grad_output"], case["x"], case["weight"])
    equal(grads.x, case["grad_x"])
    equal(grads.weight, case["grad_weight"])
    equal(grads.bias, case["grad_bias"])


def test_linear_gradients_are_slopes(numerical_gradient):
    grads = linear_backward(G, X, W)
    at = [X, W, B]
    for i, grad in enumerate(grads):

        def weighted(value, i=i):
            return (G * linear(*[value if j == i else at[j] for j in range(3)])).sum()

        np.testing.assert_allclose(grad, numerical_gradient(weighted, at[i]), rtol=1e-7, atol=1e-7)


def test_without_a_bias_nothing_is_added():
    np.testing.assert_array_equal(linear(X, W), linear(X, W, [0, 0]))


@pytest.mark.parametrize(
    ("function", "backward", "derivative"),
    [
        (relu, relu_backward, relu_derivative),
        (sigmoid, sigmoid_backward, sigmoid_derivative),
        (tanh, tanh_backward, tanh_derivative),
    ],
)
def test_activations_need_only_their_output_to_go_back(function, backward, derivative):
    x = np.array([[-30.0, -1.2, -1e-3], [0.0, 0.4, 30.0]])
    g = np.array([[1.0, -2.0, 3.0], [4.0, -5.0, 6.0]])
    np.testing.assert_allclose(backward(g, function(x)), g * derivative(x), rtol=1e-12, atol=1e-12)


REFUSED = [
    (
        linear,
        (np.zeros((2, 5)), np.zeros((3, 4))),
        "weight (3, 4) does not fit x (2, 5): it is (out, in), and in is the last axis of x",
    ),
    (
        linear,
        (np.zeros(4), np.zeros(4)),
        "weight (4,) does not fit x (4,): it is (out, in), and in is the last axis of x",
    ),
    (linear, (X, W, [1, 2, 3]), "bias (3,) does not fit weight (2, 3): one for each row"),
    (
        linear_backward,
        (np.zeros((4, 3)), X, W),
        "grad_output (4, 3) does not fit x (4, 3) and weight (2, 3): it must be (4, 2)",
    ),
    (
        relu_backward,
        (np.zeros((2, 1)), np.zeros(2)),
        "output (2,) against grad_output (2, 1): the shapes must be equal",
    ),
    (mlp_parameter_count, ([2, 0.5],), "size is a whole number from 1 on, not 0.5"),
]


@pytest.mark.parametrize(("function", "arguments", "message"), REFUSED)
def test_shapes_that_do_not_fit_are_refused(function, arguments, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        function(*arguments)


def small_model():
    rng = np.random.default_rng(5)
    return Sequential(
        Linear(rng.normal(size=(4, 3)), rng.normal(size=4)), ReLU(), Linear(rng.normal(size=(2, 4)))
    )


def test_a_models_gradients_are_slopes(numerical_gradient):
    model = small_model()
    output, caches = model.forward(X)
    grad_x, grads = model.backward(G, caches)
    slope = numerical_gradient(lambda x: (G * model.forward(x)[0]).sum(), X)
    np.testing.assert_allclose(grad_x, slope, atol=1e-6)
    assert output.shape == (4, 2)
    for parameter, grad in zip(model.parameters(), grads, strict=True):
        start = parameter.copy()

        def weighted(value, parameter=parameter):
            parameter[...] = value
            return (G * model.forward(X)[0]).sum()

        slope = numerical_gradient(weighted, start)
        parameter[...] = start
        np.testing.assert_allclose(grad, slope, rtol=1e-6, atol=1e-6)


def test_forward_caches_what_backward_needs_and_nothing_more():
    model = small_model()
    _, (first, mask, last) = model.forward(X)
    np.testing.assert_array_equal(first, X)
    assert mask is last  # ReLU's output is the next layer's input: one array, kept once


def test_a_model_of_models_is_a_model():
    flat = small_model()
    first, *rest = flat.layers
    nested = Sequential(first, Sequential(*rest))
    output, caches = nested.forward(X)
    np.testing.assert_array_equal(output, flat.forward(X)[0])
    grad_x, grads = nested.backward(G, caches)
    expected_x, expected = flat.backward(G, flat.forward(X)[1])
    np.testing.assert_array_equal(grad_x, expected_x)
    for grad, other in zip(grads, expected, strict=True):
        np.testing.assert_array_equal(grad, other)


def test_a_layer_does_not_change_the_array_it_was_built_from():
    start = np.ones((2, 3))
    layer = Linear(start)
    layer.weight += 1
    assert (start == 1).all()


def test_parameters_are_counted_alike_from_sizes_and_from_the_model():
    assert parameter_count(small_model()) == mlp_parameter_count([3, 4, 2]) == 26
    assert mlp_parameter_count([784, 256, 10]) == 785 * 256 + 257 * 10
    assert mlp_parameter_count([784.0, 256, 10], bias=False) == 784 * 256 + 256 * 10


def test_torch_itself_agrees():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    x, weight, bias = rng.normal(size=(64, 50)), rng.normal(size=(20, 50)), rng.normal(size=20)
    expected = torch.nn.functional.linear(*map(torch.tensor, (x, weight, bias)))
    np.testing.assert_allclose(linear(x, weight, bias), expected.numpy(), atol=1e-12)

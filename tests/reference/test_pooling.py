"""Pooling against PyTorch, central differences, ties and refused shapes."""

import re

import numpy as np
import pytest

from dlquiz.reference import avg_pool2d, avg_pool2d_backward, max_pool2d, max_pool2d_backward


def recorded(golden, kind):
    found = [case for name, case in golden("layers").items() if name.startswith(f"{kind} pool")]
    assert len(found) == 5
    return found


def test_maxima_their_places_and_gradients_are_pytorchs(golden, equal):
    for case in recorded(golden, "max"):
        output, argmax = max_pool2d(case["x"], case["kernel_size"], case["stride"])
        equal(output, case["output"])
        np.testing.assert_array_equal(argmax, case["argmax"])
        grad = max_pool2d_backward(case["grad_output"], argmax, np.shape(case["x"]))
        equal(grad, case["grad_x"])


def test_means_and_gradients_are_pytorchs(golden, equal):
    for case in recorded(golden, "avg"):
        options = case["kernel_size"], case["stride"]
        equal(avg_pool2d(case["x"], *options), case["output"])
        grad = avg_pool2d_backward(case["grad_output"], np.shape(case["x"]), *options)
        equal(grad, case["grad_x"])


def test_gradients_are_slopes(golden, numerical_gradient):
    for case in recorded(golden, "max"):
        x, g = np.array(case["x"]), np.array(case["grad_output"])
        options = case["kernel_size"], case["stride"]
        grad = max_pool2d_backward(g, max_pool2d(x, *options).argmax, x.shape)
        slope = numerical_gradient(lambda v, o=options, g=g: (g * max_pool2d(v, *o)[0]).sum(), x)
        np.testing.assert_allclose(grad, slope, atol=1e-8)
        grad = avg_pool2d_backward(g, x.shape, *options)
        slope = numerical_gradient(lambda v, o=options, g=g: (g * avg_pool2d(v, *o)).sum(), x)
        np.testing.assert_allclose(grad, slope, atol=1e-8)


def test_of_equal_numbers_the_first_gets_the_whole_gradient():
    output, argmax = max_pool2d(np.ones((1, 1, 2, 2)), 2)
    grad = max_pool2d_backward([[[[8.0]]]], argmax, (1, 1, 2, 2))
    np.testing.assert_array_equal(grad, [[[[8, 0], [0, 0]]]])
    assert output.item() == 1


def test_gradients_add_where_windows_overlap():
    x = np.zeros((1, 1, 3, 3))
    x[0, 0, 1, 1] = 5
    output, argmax = max_pool2d(x, 2, stride=1)
    grad = max_pool2d_backward(np.ones(output.shape), argmax, x.shape)
    np.testing.assert_array_equal(grad, x * 4 / 5)


def test_pooling_the_whole_image_is_its_maximum_and_mean():
    x = np.random.default_rng(0).normal(size=(2, 3, 4, 4))
    np.testing.assert_array_equal(max_pool2d(x, 4)[0][..., 0, 0], x.max((2, 3)))
    np.testing.assert_allclose(avg_pool2d(x, 4)[..., 0, 0], x.mean((2, 3)), rtol=1e-14)


def test_a_gradient_is_only_handed_on():
    x = np.random.default_rng(0).normal(size=(2, 3, 6, 6))
    g = np.random.default_rng(1).normal(size=(2, 3, 3, 3))
    for grad in (
        max_pool2d_backward(g, max_pool2d(x, 2).argmax, x.shape),
        avg_pool2d_backward(g, x.shape, 2),
    ):
        assert grad.sum() == pytest.approx(g.sum())


def test_lists_and_whole_floats_will_do():
    output, argmax = max_pool2d([[[[1, 2], [3, 4]]]], 2.0)
    grad = max_pool2d_backward([[[[1]]]], argmax.astype(float).tolist(), [1.0, 1, 2, 2])
    np.testing.assert_array_equal(grad, [[[[0, 0], [0, 1]]]])
    assert output.dtype == grad.dtype == np.float64


X = np.zeros((1, 2, 4, 4))
REFUSED = [
    (max_pool2d, (X[0], 2), "x (2, 4, 4) is not (batch, channels, height, width)"),
    (max_pool2d, (X, 5), "a kernel that reaches over 5 does not fit into 4"),
    (avg_pool2d, (X, 2, 0), "stride is a whole number from 1 on, not 0"),
    (
        max_pool2d_backward,
        (np.zeros((1, 2, 2, 2)), np.zeros((1, 2, 3, 3)), X.shape),
        "grad_output (1, 2, 2, 2) and argmax (1, 2, 3, 3) do not fit x (1, 2, 4, 4)",
    ),
    (
        avg_pool2d_backward,
        (np.zeros((1, 2, 3, 3)), X.shape, 2),
        "grad_output (1, 2, 3, 3) does not fit x (1, 2, 4, 4): it must be (1, 2, 2, 2)",
    ),
]


@pytest.mark.parametrize(("function", "arguments", "message"), REFUSED)
def test_shapes_that_do_not_fit_are_refused(function, arguments, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        function(*arguments)


def test_torch_itself_agrees():
    torch = pytest.importorskip("torch")
    x = np.random.default_rng(0).normal(size=(4, 8, 17, 15))
    pooled = torch.nn.functional.max_pool2d(torch.tensor(x), 3, 2)
    np.testing.assert_array_equal(max_pool2d(x, 3, 2)[0], pooled)

"""Convolution against PyTorch, the definition's loops, central differences, and refused shapes."""

import re

import numpy as np
import pytest

from dlquiz.reference import (
    conv2d,
    conv2d_backward,
    conv2d_backward_weight,
    conv2d_backward_x,
    conv_output_size,
    cross_correlate,
    dilate,
    im2col,
    im2col_shape,
    linear,
    pad,
    rotated,
)


def recorded(golden):
    found = {name: case for name, case in golden("layers").items() if name.startswith("conv, ")}
    assert len(found) == 10
    return found


def test_outputs_are_pytorchs(golden, equal):
    for case in recorded(golden).values():
        equal(conv2d(case["x"], case["weight"], case["bias"], **case["options"]), case["output"])


def test_the_columns_are_pytorchs_unfold(golden, equal):
    for case in recorded(golden).values():
        kernel = np.shape(case["weight"])[2:]
        equal(im2col(case["x"], kernel, **case["options"]), case["columns"])


def test_gradients_are_pytorchs(golden, equal):
    for case in recorded(golden).values():
        grads = conv2d_backward(case["grad_output"], case["x"], case["weight"], **case["options"])
        equal(grads.x, case["grad_x"])
        equal(grads.weight, case["grad_weight"])
        equal(grads.bias, case["grad_bias"])


def test_gradients_are_slopes(golden, numerical_gradient):
    for name, case in recorded(golden).items():
        g, options = np.array(case["grad_output"]), case["options"]
        at = [np.array(case[part]) for part in ("x", "weight", "bias")]
        for i, grad in enumerate(conv2d_backward(g, at[0], at[1], **options)):

            def weighted(value, i=i, at=at, g=g, options=options):
                return (g * conv2d(*at[:i], value, *at[i + 1 :], **options)).sum()

            slope = numerical_gradient(weighted, at[i])
            np.testing.assert_allclose(grad, slope, atol=1e-7, err_msg=name)


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 1), (3, 2)])
def test_the_output_is_what_the_definition_says(stride, padding):
    rng = np.random.default_rng(0)
    x, weight = rng.normal(size=(2, 3, 7, 6)), rng.normal(size=(4, 3, 3, 2))
    y = conv2d(x, weight, stride=stride, padding=padding)
    framed = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    for n, o, i, j in np.ndindex(y.shape):
        window = framed[n, :, i * stride : i * stride + 3, j * stride : j * stride + 2]
        assert y[n, o, i, j] == pytest.approx((window * weight[o]).sum(), rel=1e-12)


def test_the_kernel_is_not_turned_round():
    x = np.zeros((1, 1, 3, 3))
    x[0, 0, 1, 1] = 1
    kernel = np.arange(1.0, 10).reshape(1, 1, 3, 3)
    np.testing.assert_array_equal(conv2d(x, kernel, padding=1), kernel[:, :, ::-1, ::-1])


def full_convolution(g, kernel):
    """Convolution as signal processing has it: each number of g stamps the kernel."""
    rows, columns = kernel.shape
    out = np.zeros((g.shape[0] + rows - 1, g.shape[1] + columns - 1))
    for i, j in np.ndindex(g.shape):
        out[i : i + rows, j : j + columns] += g[i, j] * kernel
    return out


def test_the_gradient_of_x_is_the_full_convolution_with_the_kernel_as_it_is():
    rng = np.random.default_rng(0)
    g, weight = rng.normal(size=(1, 1, 4, 5)), rng.normal(size=(1, 1, 3, 2))
    expected = full_convolution(g[0, 0], weight[0, 0])
    np.testing.assert_allclose(conv2d_backward_x(g, weight, (6, 6))[0, 0], expected, atol=1e-14)
    framed = np.pad(g, ((0, 0), (0, 0), (2, 2), (1, 1)))
    np.testing.assert_allclose(cross_correlate(framed, rotated(weight))[0, 0], expected, atol=1e-14)


def test_the_gradient_of_the_weight_is_the_input_correlated_with_the_gradient():
    rng = np.random.default_rng(0)
    x, g = rng.normal(size=(1, 1, 6, 6)), rng.normal(size=(1, 1, 4, 5))
    np.testing.assert_allclose(
        conv2d_backward_weight(g, x, (3, 2)), cross_correlate(x, g), atol=1e-14
    )


def test_what_a_stride_leaves_over_gets_no_gradient():
    x, weight = np.ones((1, 1, 6, 6)), np.ones((1, 1, 3, 3))
    grad = conv2d_backward(np.ones((1, 1, 2, 2)), x, weight, stride=2).x[0, 0]
    assert not grad[5].any()
    assert not grad[:, 5].any()
    assert grad[:5, :5].all()


def test_a_1x1_convolution_is_a_linear_layer_at_every_place():
    rng = np.random.default_rng(0)
    x, weight, bias = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(6, 3)), rng.normal(size=6)
    y = conv2d(x, weight[:, :, None, None], bias)
    expected = linear(np.moveaxis(x, 1, -1), weight, bias)
    np.testing.assert_allclose(np.moveaxis(y, 1, -1), expected, atol=1e-13)


def test_shifting_the_input_shifts_the_output():
    rng = np.random.default_rng(0)
    x, weight = np.zeros((1, 1, 9, 9)), rng.normal(size=(1, 1, 3, 3))
    x[0, 0, 3:5, 3:5] = rng.normal(size=(2, 2))
    moved = np.roll(x, (1, 2), (2, 3))
    np.testing.assert_allclose(
        conv2d(moved, weight, padding=1), np.roll(conv2d(x, weight, padding=1), (1, 2), (2, 3))
    )


def test_whole_floats_and_nested_lists_will_do():
    y = conv2d([[[[1, 2], [3, 4]]]], [[[[1]]]], [10], stride=1.0, padding=np.float64(1))
    np.testing.assert_array_equal(y[0, 0, 1], [10, 11, 12, 10])
    assert y.dtype == np.float64


def test_sizes_are_those_the_formula_gives():
    for size, kernel, stride, padding in ((7, 3, 2, 1), (32, 5, 3, 0), (4, 4, 4, 2)):
        x, weight = np.zeros((1, 2, size, size)), np.zeros((1, 2, kernel, kernel))
        out = conv_output_size(size, kernel, stride, padding)
        assert conv2d(x, weight, stride=stride, padding=padding).shape == (1, 1, out, out)
        columns = im2col(x, kernel, stride, padding)
        assert columns[0].shape == im2col_shape(2, size, kernel, stride, padding)


def test_dilation_of_a_gradient_leaves_room_for_the_skipped_windows():
    np.testing.assert_array_equal(dilate([[[[1, 2]]]], 3), [[[[1, 0, 0, 2]]]])
    np.testing.assert_array_equal(pad([[[[1]]]], 0), [[[[1]]]])


X, W = np.zeros((2, 3, 5, 5)), np.zeros((4, 3, 3, 3))
REFUSED = [
    (
        conv2d,
        (X, np.zeros((4, 2, 3, 3))),
        "weight (4, 2, 3, 3) does not fit x (2, 3, 5, 5): "
        "(out, channels, height, width) for (batch, channels, height, width)",
    ),
    (
        conv2d,
        (X[0], W),
        "weight (4, 3, 3, 3) does not fit x (3, 5, 5): "
        "(out, channels, height, width) for (batch, channels, height, width)",
    ),
    (conv2d, (X, W, [1, 2]), "bias (2,) does not fit weight (4, 3, 3, 3): one a channel out"),
    (
        conv2d,
        (X, np.zeros((4, 3, 6, 6))),
        "a kernel that reaches over 6 does not fit into 5",
    ),
    (conv2d, (X, W, None, 0), "stride is a whole number from 1 on, not 0"),
    (conv2d, (X, W, None, 1, 0.5), "padding is a whole number from 0 on, not 0.5"),
    (
        conv2d_backward,
        (np.zeros((2, 4, 5, 5)), X, W),
        "grad_output (2, 4, 5, 5) does not fit x (2, 3, 5, 5) and weight (4, 3, 3, 3): "
        "it must be (2, 4, 3, 3)",
    ),
    (
        conv2d_backward_weight,
        (np.zeros((1, 4, 3, 3)), X, 3),
        "grad_output (1, 4, 3, 3) does not fit x (2, 3, 5, 5) under a kernel (3, 3): "
        "it must be (2, None, 3, 3)",
    ),
    (
        conv2d_backward_x,
        (np.zeros((2, 3, 3, 3)), W, 5),
        "grad_output (2, 3, 3, 3) does not fit weight (4, 3, 3, 3) over a size (5, 5): "
        "it must be (None, 4, 3, 3)",
    ),
    (pad, (np.zeros((2, 2)), 1), "x (2, 2) is not (batch, channels, height, width)"),
]


@pytest.mark.parametrize(("function", "arguments", "message"), REFUSED)
def test_shapes_that_do_not_fit_are_refused(function, arguments, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        function(*arguments)


def test_torch_itself_agrees():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    x, weight, g = (rng.normal(size=s) for s in ((8, 3, 32, 32), (16, 3, 3, 3), (8, 16, 16, 16)))
    tensors = [torch.tensor(a, requires_grad=True) for a in (x, weight)]
    y = torch.nn.functional.conv2d(*tensors, stride=2, padding=1)
    expected = torch.autograd.grad(y, tensors, torch.tensor(g))
    np.testing.assert_allclose(conv2d(x, weight, stride=2, padding=1), y.detach(), atol=1e-12)
    grads = conv2d_backward(g, x, weight, stride=2, padding=1)
    for grad, other in zip(grads, expected, strict=False):
        np.testing.assert_allclose(grad, other, atol=1e-11)

"""Two-dimensional convolution, forward and backward, as matrix products.

What networks call convolution is cross-correlation: the kernel is not turned round. Both
gradients of a cross-correlation ⋆ are cross-correlations again, so one function does all the work
here, `cross_correlate` (LeCun et al. 1989; im2col: Chellapilla, Puri, Simard 2006).

Shapes: x is (batch, channels, height, width), weight (out channels, in channels, kernel height,
kernel width), bias (out channels,). Stride and padding count for both directions alike.
"""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array, whole
from dlquiz.reference.convolution_sizes import conv_output_size


class ConvGradients(NamedTuple):
    """The gradients of y = x ⋆ W + b."""

    x: Array
    weight: Array
    bias: Array


def conv2d(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    stride: int = 1,
    padding: int = 0,
) -> Array:
    """y[n, o] = b[o] + Σ_c x[n, c] ⋆ w[o, c], with a frame of `padding` zeros around x.

    A standard convolution mixes all input channels into every output channel, by the same few
    weights at every place.

    >>> conv2d([[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]], weight=[[[[1, 0], [0, -1]]]])
    array([[[[-4., -4.],
             [-4., -4.]]]])
    """
    x, weight = _fitting(x, weight)
    y = cross_correlate(pad(x, padding), weight, stride)
    return y if bias is None else y + _bias(bias, weight)[:, None, None]


def conv2d_backward(
    grad_output: ArrayLike, x: ArrayLike, weight: ArrayLike, stride: int = 1, padding: int = 0
) -> ConvGradients:
    """∂L/∂x, ∂L/∂W and ∂L/∂b from ∂L/∂y.

    The bias is added at every place of every image, so its gradient is the sum over them.

    >>> grads = conv2d_backward([[[[1]]]], x=[[[[1, 2], [3, 4]]]], weight=[[[[5, 6], [7, 8]]]])
    >>> grads.weight.ravel(), grads.x.ravel(), grads.bias
    (array([1., 2., 3., 4.]), array([5., 6., 7., 8.]), array([1.]))
    """
    x, weight = _fitting(x, weight)
    sizes = [conv_output_size(x.shape[i], weight.shape[i], stride, padding) for i in (2, 3)]
    fits = f"x {x.shape} and weight {weight.shape}"
    g = _upstream(grad_output, (len(x), len(weight), *sizes), fits)
    return ConvGradients(
        conv2d_backward_x(g, weight, x.shape[2:], stride, padding),
        conv2d_backward_weight(g, x, weight.shape[2:], stride, padding),
        g.sum((0, 2, 3)),
    )


def conv2d_backward_weight(
    grad_output: ArrayLike,
    x: ArrayLike,
    kernel_size: ArrayLike,
    stride: int = 1,
    padding: int = 0,
) -> Array:
    """∂L/∂W = x ⋆ ∂L/∂y, summed over the batch; under a stride, ∂L/∂y is dilated first.

    A weight meets the input wherever the output is computed: each meeting adds input × gradient.
    In `cross_correlate` batch and channels change places, for it is the batch that is summed over.

    >>> conv2d_backward_weight([[[[1, 10]]]], x=[[[[1, 2, 3]]]], kernel_size=[1, 2])
    array([[[[21., 32.]]]])
    """
    x, (rows, columns) = as_array(x), _pair("kernel_size", kernel_size)
    sizes = [conv_output_size(x.shape[i], (rows, columns)[i - 2], stride, padding) for i in (2, 3)]
    fits = f"x {x.shape} under a kernel {(rows, columns)}"
    g = dilate(_upstream(grad_output, (len(x), None, *sizes), fits), stride)
    grad = cross_correlate(pad(x, padding).swapaxes(0, 1), g.swapaxes(0, 1)).swapaxes(0, 1)
    return grad[:, :, :rows, :columns]  # under a stride the last rows of x may go unused


def conv2d_backward_x(
    grad_output: ArrayLike,
    weight: ArrayLike,
    size: ArrayLike,
    stride: int = 1,
    padding: int = 0,
) -> Array:
    """∂L/∂x = full cross-correlation of ∂L/∂y with the rotated kernel; `size` is x's.

    An input is met by every window that covers it: by the last weight in the first of them, by
    the first weight in the last. Hence the rotation. Full: ∂L/∂y gets a frame of kernel − 1
    zeros. Equally, a full convolution with the kernel as it is. A stride dilates ∂L/∂y first.

    >>> conv2d_backward_x([[[[1, 10]]]], weight=[[[[5, 7]]]], size=[1, 3])
    array([[[[ 5., 57., 70.]]]])
    """
    weight, (h, w), p = as_array(weight), _pair("size", size), whole("padding", padding)
    _, channels, rows, columns = weight.shape
    sizes = [conv_output_size(h, rows, stride, p), conv_output_size(w, columns, stride, p)]
    fits = f"weight {weight.shape} over a size {(h, w)}"
    g = dilate(_upstream(grad_output, (None, len(weight), *sizes), fits), stride)
    frame = ((0, 0), (0, 0), (rows - 1, rows - 1), (columns - 1, columns - 1))
    full = cross_correlate(np.pad(g, frame), rotated(weight))
    grad = np.zeros((len(g), channels, h + 2 * p, w + 2 * p))
    grad[:, :, : full.shape[2], : full.shape[3]] = full  # the windows may end before x does
    return grad[:, :, p : p + h, p : p + w]


def cross_correlate(x: ArrayLike, weight: ArrayLike, stride: int = 1) -> Array:
    """y[n, o, i, j] = Σ_{c, a, b} x[n, c, i·s + a, j·s + b] · w[o, c, a, b].

    Each window of x becomes a column; then the convolution is one matrix product.

    >>> cross_correlate([[[[1, 2, 3, 4]]]], [[[[1, 1]]]], stride=2)
    array([[[[3., 7.]]]])
    """
    x, weight = _fitting(x, weight)
    kernel = weight.shape[2:]
    out = [conv_output_size(x.shape[i], weight.shape[i], stride) for i in (2, 3)]
    y: Array = weight.reshape(len(weight), -1) @ im2col(x, kernel, stride)
    return y.reshape(len(x), len(weight), *out)


def im2col(x: ArrayLike, kernel_size: ArrayLike, stride: int = 1, padding: int = 0) -> Array:
    """Every window of x as a column: (batch, channels · kernel height · width, windows).

    The price of the matrix product is memory: each number of x appears up to k² times. torch
    calls it unfold.

    >>> im2col([[[[1, 2, 3], [4, 5, 6]]]], kernel_size=2)
    array([[[1., 2.],
            [2., 3.],
            [4., 5.],
            [5., 6.]]])
    """
    x, s = pad(x, padding), whole("stride", stride, 1)
    kernel = _pair("kernel_size", kernel_size)
    for axis in (2, 3):
        conv_output_size(x.shape[axis], kernel[axis - 2], s)  # refuses what does not fit
    windows = sliding_window_view(x, kernel, axis=(2, 3))[:, :, ::s, ::s]
    n, c, rows, columns, *_ = windows.shape
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * kernel[0] * kernel[1], rows * columns)


def pad(x: ArrayLike, padding: int) -> Array:
    """x in a frame of zeros.

    >>> pad([[[[7]]]], 1)[0, 0]
    array([[0., 0., 0.],
           [0., 7., 0.],
           [0., 0., 0.]])
    """
    x, p = as_array(x), whole("padding", padding)
    if x.ndim != 4:
        raise ValueError(f"x {x.shape} is not (batch, channels, height, width)")
    return np.pad(x, ((0, 0), (0, 0), (p, p), (p, p))) if p else x


def dilate(x: ArrayLike, stride: int) -> Array:
    """x with stride − 1 zeros between neighbours: where the skipped windows would have been.

    >>> dilate([[[[1, 2], [3, 4]]]], stride=2)[0, 0]
    array([[1., 0., 2.],
           [0., 0., 0.],
           [3., 0., 4.]])
    """
    x, s = as_array(x), whole("stride", stride, 1)
    n, c, h, w = x.shape
    dilated = np.zeros((n, c, (h - 1) * s + 1, (w - 1) * s + 1))
    dilated[:, :, ::s, ::s] = x
    return dilated


def rotated(weight: ArrayLike) -> Array:
    """Each kernel turned by 180°, in and out channels exchanged.

    >>> rotated([[[[1, 2], [3, 4]]]])[0, 0]
    array([[4., 3.],
           [2., 1.]])
    """
    return as_array(weight)[:, :, ::-1, ::-1].swapaxes(0, 1)


def _fitting(x: ArrayLike, weight: ArrayLike) -> tuple[Array, Array]:
    x, weight = as_array(x), as_array(weight)
    if x.ndim != 4 or weight.ndim != 4 or x.shape[1] != weight.shape[1]:
        raise ValueError(
            f"weight {weight.shape} does not fit x {x.shape}: "
            "(out, channels, height, width) for (batch, channels, height, width)"
        )
    return x, weight


def _bias(bias: ArrayLike, weight: Array) -> Array:
    bias = as_array(bias)
    if bias.shape != weight.shape[:1]:
        raise ValueError(f"bias {bias.shape} does not fit weight {weight.shape}: one a channel out")
    return bias


def _pair(name: str, sizes: ArrayLike) -> tuple[int, int]:
    first, second = (whole(name, size, 1) for size in np.broadcast_to(as_array(sizes), 2))
    return first, second


def _upstream(grad_output: ArrayLike, shape: tuple[int | None, ...], fits: str) -> Array:
    """∂L/∂y, refused unless it has this shape, in which None stands for any number."""
    g = as_array(grad_output)
    wanted = tuple(got if want is None else want for want, got in zip(shape, g.shape, strict=False))
    if g.ndim != len(shape) or g.shape != wanted:
        raise ValueError(f"grad_output {g.shape} does not fit {fits}: it must be {shape}")
    return g

"""Max and average pooling: summaries of windows, without parameters.

Shapes: x is (batch, channels, height, width); windows are square, by default side by side.
"""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from dlquiz.reference.arrays import Array, as_array, whole
from dlquiz.reference.convolution_sizes import conv_output_size


class MaxPooled(NamedTuple):
    """The maxima, and where each was found: row · width + column in its plane of x."""

    output: Array
    argmax: NDArray[np.intp]


def max_pool2d(x: ArrayLike, kernel_size: int, stride: int | None = None) -> MaxPooled:
    """The largest number of each window; of equal ones the first.

    Backward needs nothing but the places, so they are handed on instead of x.

    >>> max_pool2d([[[[1, 5, 2, 0], [3, 4, 8, 6]]]], kernel_size=2)
    MaxPooled(output=array([[[[5., 8.]]]]), argmax=array([[[[1, 6]]]]))
    """
    windows, k, s = _windows(x, kernel_size, stride)
    *_, rows, columns = windows.shape[:4]
    flat = windows.reshape(*windows.shape[:4], k * k)
    inside = flat.argmax(-1)
    row = np.arange(rows)[:, None] * s + inside // k
    column = np.arange(columns) * s + inside % k
    return MaxPooled(flat.max(-1), row * np.shape(x)[3] + column)


def max_pool2d_backward(grad_output: ArrayLike, argmax: ArrayLike, x_shape: ArrayLike) -> Array:
    """g goes to the place of the maximum, all other places get 0; overlapping windows add.

    >>> max_pool2d_backward([[[[10, 20]]]], argmax=[[[[1, 6]]]], x_shape=[1, 1, 2, 4])[0, 0]
    array([[ 0., 10., 0., 0.],
           [ 0., 0., 20., 0.]])
    """
    g, places = as_array(grad_output), np.asarray(argmax).astype(np.intp)
    n, c, h, w = (whole("x_shape", size, 1) for size in as_array(x_shape))
    if g.shape != places.shape or g.shape[:2] != (n, c):
        raise ValueError(
            f"grad_output {g.shape} and argmax {places.shape} do not fit x {(n, c, h, w)}"
        )
    grad = np.zeros((n * c, h * w))
    planes = np.arange(n * c)[:, None]
    np.add.at(grad, (planes, places.reshape(n * c, -1)), g.reshape(n * c, -1))
    return grad.reshape(n, c, h, w)


def avg_pool2d(x: ArrayLike, kernel_size: int, stride: int | None = None) -> Array:
    """The mean of each window.

    >>> avg_pool2d([[[[1, 5, 2, 0], [3, 3, 8, 6]]]], kernel_size=2)
    array([[[[3., 4.]]]])
    """
    means: Array = _windows(x, kernel_size, stride)[0].mean((-2, -1))
    return means


def avg_pool2d_backward(
    grad_output: ArrayLike, x_shape: ArrayLike, kernel_size: int, stride: int | None = None
) -> Array:
    """g / k² to every place of its window.

    >>> avg_pool2d_backward([[[[4]]]], x_shape=[1, 1, 2, 2], kernel_size=2)
    array([[[[1., 1.],
             [1., 1.]]]])
    """
    g = as_array(grad_output)
    grad = np.zeros([whole("x_shape", size, 1) for size in as_array(x_shape)])
    windows, k, _ = _windows(grad, kernel_size, stride, writeable=True)
    if g.shape != windows.shape[:4]:
        raise ValueError(
            f"grad_output {g.shape} does not fit x {grad.shape}: it must be {windows.shape[:4]}"
        )
    for place in np.ndindex(k, k):  # windows overlap, but not in the same place of theirs
        windows[..., *place] += g / k**2
    return grad


def _windows(
    x: ArrayLike, kernel_size: int, stride: int | None, writeable: bool = False
) -> tuple[Array, int, int]:
    """A view of x as (batch, channels, rows, columns, k, k), and k and the stride."""
    x, k = as_array(x), whole("kernel_size", kernel_size, 1)
    s = k if stride is None else whole("stride", stride, 1)
    if x.ndim != 4:
        raise ValueError(f"x {x.shape} is not (batch, channels, height, width)")
    for size in x.shape[2:]:
        conv_output_size(size, k, s)  # refuses what does not fit
    windows = sliding_window_view(x, (k, k), axis=(2, 3), writeable=writeable)
    return windows[:, :, ::s, ::s], k, s

"""A convolution and both its gradients: every window gives a number, and gets a gradient back."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlquiz.demos.frozen import frozen, rounded
from dlquiz.demos.parameters import matrix, whole
from dlquiz.errors import UsageError
from dlquiz.reference import (
    conv2d,
    conv2d_backward,
    conv2d_backward_weight,
    conv2d_backward_x,
    conv_output_size,
    cross_correlate,
    dilate,
    gradient_check,
    pad,
    rotated,
)
from dlquiz.trace import Frame, Grid, Matrix, Value

FORMULA = (
    r"y = x \star w, \quad \frac{\partial L}{\partial w} = x \star \frac{\partial L}{\partial y},"
    r" \quad \frac{\partial L}{\partial x} ="
    r" \frac{\partial L}{\partial y} \star_{\text{full}} \operatorname{rot}_{180}(w)"
)

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Params:
    x: Matrix = matrix(
        (
            (1.0, 2.0, 0.0, 1.0),
            (0.0, 1.0, 3.0, -1.0),
            (2.0, -1.0, 1.0, 0.0),
            (1.0, 0.0, 2.0, 1.0),
        ),
        "the image, one channel",
        most=(6, 6),
    )
    weight: Matrix = matrix(
        ((1.0, 0.0, -1.0), (2.0, 1.0, 0.0), (0.0, 1.0, 1.0)), "the kernel", most=(5, 5)
    )
    stride: int = whole(1, 1, 3, "step of the window")
    padding: int = whole(0, 0, 2, "zeros around the image")
    upstream: Matrix = matrix(
        (), "∂L/∂y; without it 1, 2, 3, … in the order of the windows", most=(10, 10)
    )


class _Pass:
    """The arrays of one pass, as the reference takes them: batch and channels of one."""

    def __init__(self, p: Params) -> None:
        self.x, self.weight = np.array(p.x)[None, None], np.array(p.weight)[None, None]
        self.stride, self.padding = p.stride, p.padding
        self.size = _sizes(p)
        self.g = _upstream(p, self.size)[None, None]
        self.y = conv2d(self.x, self.weight, None, p.stride, p.padding)
        self.grads = conv2d_backward(self.g, self.x, self.weight, p.stride, p.padding)
        self.windows = list(np.ndindex(*self.size))

    def from_windows(self, windows: list[tuple[int, ...]]) -> tuple[Array, Array]:
        """∂L/∂w and ∂L/∂x as far as these windows contribute to them."""
        g = np.zeros_like(self.g)
        for window in windows:
            g[0, 0, *window] = self.g[0, 0, *window]
        grads = conv2d_backward(g, self.x, self.weight, self.stride, self.padding)
        return grads.weight[0, 0], grads.x[0, 0]

    def covered(self, window: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
        """The places of the image in its frame of zeros under a window."""
        top, left = (place * self.stride for place in window)
        rows, columns = self.weight.shape[2:]
        return tuple((top + i, left + j) for i in range(rows) for j in range(columns))


def run(params: Params) -> Iterator[Frame]:
    """Forward, a frame a window; backward, the same windows; then each gradient in one piece."""
    work = _Pass(params)
    yield from _forward(work)
    yield from _backward(work)
    yield from _in_one_piece(work)


def _sizes(p: Params) -> tuple[int, int]:
    try:
        rows, columns = (
            conv_output_size(size, kernel, p.stride, p.padding)
            for size, kernel in zip(np.shape(p.x), np.shape(p.weight), strict=True)
        )
    except ValueError as reason:
        raise UsageError(str(reason), where="--weight") from None
    return rows, columns


def _upstream(p: Params, size: tuple[int, int]) -> Array:
    if not p.upstream:
        return np.arange(1.0, size[0] * size[1] + 1).reshape(size)
    if np.shape(p.upstream) != size:
        raise UsageError(f"∂L/∂y needs {size[0]}×{size[1]} numbers, as y", where="--upstream")
    return np.array(p.upstream)


def _forward(work: _Pass) -> Iterator[Frame]:
    image, known = pad(work.x, work.padding)[0, 0], np.full(work.size, "·", dtype=object)
    for window in work.windows:
        value = float(work.y[0, 0, *window])
        known[window] = value
        patch = np.array([image[place] for place in work.covered(window)])
        yield Frame(
            f"Forward, window {_place(window)}: multiply the kernel with what lies under it and add"
            f" up: y{_place(window)} = {_products(patch, work.weight)} = {value:.4g}.",
            {"window": frozen(np.array(window)), "patch": frozen(patch), "y": value},
            (
                Grid(frozen(image), "x under the window", work.covered(window)),
                Grid(frozen(work.weight[0, 0]), "kernel w"),
                Grid(frozen(known), "y = x ⋆ w", (_pair(window),)),
            ),
        )


def _backward(work: _Pass) -> Iterator[Frame]:
    for count, window in enumerate(work.windows, 1):
        g = float(work.g[0, 0, *window])
        grad_weight, grad_x = work.from_windows(work.windows[:count])
        covered = _inside(work, window)
        yield Frame(
            f"Backward, window {_place(window)}: its gradient g = {g:.4g} adds g × its patch of x"
            f" to ∂L/∂w, and g × w to ∂L/∂x under it. Where windows overlap, gradients add.",
            {
                "window": frozen(np.array(window)),
                "g": g,
                "grad_weight": frozen(grad_weight),
                "grad_x": frozen(grad_x),
            },
            (
                Grid(rounded(work.g[0, 0]), "g = ∂L/∂y", (_pair(window),)),
                Grid(rounded(grad_weight), "∂L/∂w so far"),
                Grid(rounded(grad_x), "∂L/∂x so far", covered),
            ),
        )


def _in_one_piece(work: _Pass) -> Iterator[Frame]:
    g, padding = dilate(work.g, work.stride), work.padding
    padded = pad(work.x, padding)
    note = " A stride puts zeros between the numbers of g." if work.stride > 1 else ""
    grad_weight = conv2d_backward_weight(
        work.g, work.x, work.weight.shape[2:], work.stride, padding
    )
    yield Frame(
        f"In one piece, ∂L/∂w = x ⋆ g: g slides over x as the kernel did.{note}",
        _values(work, {"grad_weight": grad_weight}),
        (
            Grid(frozen(padded[0, 0]), "x"),
            Grid(rounded(g[0, 0]), "g slides over x"),
            Grid(rounded(grad_weight[0, 0]), "∂L/∂w = x ⋆ g"),
        ),
    )
    turned = rotated(work.weight)
    rows, columns = work.weight.shape[2:]
    framed = np.pad(g[0, 0], ((rows - 1, rows - 1), (columns - 1, columns - 1)))
    grad_x = conv2d_backward_x(work.g, work.weight, work.x.shape[2:], work.stride, padding)
    full = cross_correlate(framed[None, None], turned)
    cut = f" The frame of {padding} is cut off: it was no input." if padding else ""
    yield Frame(
        "∂L/∂x is the full cross-correlation of g with the kernel turned by 180°: the first window"
        f" to cover an input meets it with its last weight.{cut}",
        _values(work, {"full": full, "grad_x": grad_x}),
        (
            Grid(rounded(framed), "g in a frame of zeros"),
            Grid(frozen(turned[0, 0]), "w turned by 180°"),
            Grid(rounded(grad_x[0, 0]), "∂L/∂x"),
        ),
    )
    yield _check(work)


def _check(work: _Pass) -> Frame:
    def loss_of_x(x: Array) -> float:
        return float((work.g * conv2d(x, work.weight, None, work.stride, work.padding)).sum())

    def loss_of_weight(weight: Array) -> float:
        return float((work.g * conv2d(work.x, weight, None, work.stride, work.padding)).sum())

    error_x = gradient_check(loss_of_x, lambda _: work.grads.x, work.x)
    error_weight = gradient_check(loss_of_weight, lambda _: work.grads.weight, work.weight)
    return Frame(
        f"Central differences agree: relative error {error_x:.1g} for x, {error_weight:.1g} for w."
        f" The bias, added at every place, gets Σ g = {work.grads.bias[0]:.4g}.",
        {
            "error_x": error_x,
            "error_weight": error_weight,
            "grad_bias": float(work.grads.bias[0]),
        },
        (
            Grid(rounded(work.grads.weight[0, 0]), "∂L/∂w"),
            Grid(rounded(work.grads.x[0, 0]), "∂L/∂x"),
        ),
    )


def _values(work: _Pass, found: dict[str, Array]) -> dict[str, Value]:
    return {"upstream": frozen(work.g[0, 0])} | {
        name: frozen(array[0, 0]) for name, array in found.items()
    }


def _inside(work: _Pass, window: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """The places of the image under a window, without its frame of zeros."""
    places = ((i - work.padding, j - work.padding) for i, j in work.covered(window))
    rows, columns = work.x.shape[2:]
    return tuple((i, j) for i, j in places if 0 <= i < rows and 0 <= j < columns)


def _products(patch: Array, weight: Array) -> str:
    """The products of a window that are not zero."""
    pairs = [(a, w) for a, w in zip(patch, weight.ravel(), strict=True) if a and w]
    return " + ".join(f"{_signed(a)}·{_signed(w)}" for a, w in pairs) or "0"


def _signed(number: float) -> str:
    return f"({number:.4g})" if number < 0 else f"{number:.4g}"


def _place(window: tuple[int, ...]) -> str:
    return f"[{window[0]},{window[1]}]"


def _pair(window: tuple[int, ...]) -> tuple[int, int]:
    return window[0], window[1]

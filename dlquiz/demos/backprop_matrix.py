"""The backward pass of a linear layer: three products, and shapes that leave no choice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from dlquiz.demos.frozen import frozen, rounded
from dlquiz.demos.parameters import matrix, option, vector, whole
from dlquiz.errors import UsageError
from dlquiz.reference import gradient_check, linear, linear_backward
from dlquiz.trace import Frame, Grid, Matrix, Table, Value, Vector

FORMULA = (
    r"\begin{aligned} Y &= X W^\top + b \\"
    r" \frac{\partial L}{\partial X} &= G W & \frac{\partial L}{\partial W} &= G^\top X"
    r" & \frac{\partial L}{\partial b} &= \sum_n G_n \end{aligned}"
)

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Params:
    x: Matrix = matrix(
        ((1.0, 2.0, -1.0), (0.0, 3.0, 1.0), (2.0, -1.0, 0.0), (1.0, 1.0, 1.0)),
        "inputs, one example a row",
        most=(6, 6),
    )
    weight: Matrix = matrix(
        ((1.0, 0.0, 2.0), (-1.0, 1.0, 0.0)), "W as torch keeps it, one output a row", most=(6, 6)
    )
    bias: Vector = vector((0.0, 1.0), "one number an output", length=(1, 6))
    upstream: Matrix = matrix(
        ((1.0, -2.0), (0.5, 1.0), (-1.0, 0.0), (2.0, 1.0)),
        "G = ∂L/∂Y, in the shape of Y",
        most=(6, 6),
    )
    layout: str = option("torch", ("torch", "textbook"), "textbook: Y = XW + b, W turned over")
    row: int = whole(0, 0, 5, "of the numbers that are written out, as far as there are such")
    column: int = whole(1, 0, 5, "of the numbers that are written out")


class _Story:
    """The matrices of one pass, and how the layout writes their products."""

    def __init__(self, p: Params) -> None:
        self.x, self.weight, self.g = (np.array(a) for a in (p.x, p.weight, p.upstream))
        self.bias, self.torch = np.array(p.bias), p.layout == "torch"
        _check(self)
        self.y = linear(self.x, self.weight, self.bias)
        self.grads = linear_backward(self.g, self.x, self.weight)
        self.place = (p.row, p.column)

    def turned(self, weight: Array) -> Array:
        """A matrix of weights as the layout shows it."""
        return weight if self.torch else weight.T


def run(params: Params) -> Iterator[Frame]:
    """Forward, the gradient from above, then each of the three gradients: one number, then all."""
    story = _Story(params)
    known: dict[str, Value] = {}
    parts = (_forward, _to_x, _to_weight, _to_bias, _after)
    for caption, names, views in chain.from_iterable(part(story) for part in parts):
        known |= {name: frozen(value) for name, value in names.items()}
        shapes = _shapes(story, known if "error_x" in names else names)
        yield Frame(caption, dict(known), (*views, shapes) if shapes.rows else views)


Step = tuple[str, dict[str, Array | float], tuple[Grid, ...]]


def _check(s: _Story) -> None:
    """Refuse matrices that do not belong together."""
    wanted = {
        "--weight": (s.weight.shape[1], s.x.shape[1], "columns, as many as x"),
        "--bias": (len(s.bias), len(s.weight), "numbers, one for each row of weight"),
        "--upstream": (s.g.shape, (len(s.x), len(s.weight)), "rows and columns, as Y"),
    }
    for option_, (got, need, what) in wanted.items():
        if got != need:
            raise UsageError(f"needs {_size(need)} {what}, not {_size(got)}", where=option_)


def _size(size: int | tuple[int, int]) -> str:
    return f"{size}" if isinstance(size, int) else f"{size[0]}×{size[1]}"


def _forward(s: _Story) -> Iterator[Step]:
    n, m = s.y.shape
    product = "XWᵀ" if s.torch else "XW"
    yield (
        f"Forward: Y = {product} + b. {n} examples with {s.x.shape[1]} features become"
        f" {n} with {m}.",
        {"x": s.x, "weight": s.turned(s.weight), "bias": s.bias, "y": s.y},
        (Grid(frozen(s.x), "X"), Grid(frozen(s.turned(s.weight)), "W"), Grid(rounded(s.y), "Y")),
    )
    yield (
        f"From above comes G = ∂L/∂Y. A loss is one number, so G has the shape of Y, {n}×{m}.",
        {"upstream": s.g},
        (Grid(frozen(s.g), "G = ∂L/∂Y"),),
    )


def _to_x(s: _Story) -> Iterator[Step]:
    weight = s.turned(s.weight)
    i, k = _within(s.place, s.x.shape)
    name = "GW" if s.torch else "GWᵀ"
    terms = _sum_of_products(s.g[i], s.weight[:, k])
    yield (
        f"∂L/∂X[{i},{k}]: the input X[{i},{k}] reaches every output of its example, so we sum"
        f" over outputs: {terms} = {s.grads.x[i, k]:.4g}.",
        {},
        (
            Grid(frozen(s.g), "G", tuple((i, j) for j in range(s.g.shape[1]))),
            Grid(frozen(weight), "W", _line(s, k)),
        ),
    )
    yield (
        f"All of them at once: ∂L/∂X = {name}, in the shape of X.",
        {"grad_x": s.grads.x},
        (Grid(rounded(s.grads.x), f"∂L/∂X = {name}", ((i, k),)),),
    )


def _to_weight(s: _Story) -> Iterator[Step]:
    j, k = _within(s.place, s.weight.shape)
    at = (j, k) if s.torch else (k, j)
    terms = _sum_of_products(s.g[:, j], s.x[:, k])
    name = "GᵀX" if s.torch else "XᵀG"
    yield (
        f"∂L/∂W[{at[0]},{at[1]}]: this weight joins input {k} to output {j} in every example, so"
        f" we sum over the batch: {terms} = {s.grads.weight[j, k]:.4g}.",
        {},
        (
            Grid(frozen(s.g), "G", tuple((n, j) for n in range(len(s.g)))),
            Grid(frozen(s.x), "X", tuple((n, k) for n in range(len(s.x)))),
        ),
    )
    yield (
        f"All of them at once: ∂L/∂W = {name}, in the shape of W.",
        {"grad_weight": s.turned(s.grads.weight)},
        (Grid(rounded(s.turned(s.grads.weight)), f"∂L/∂W = {name}", (at,)),),
    )


def _to_bias(s: _Story) -> Iterator[Step]:
    yield (
        "The bias is added to every example, a fork: ∂L/∂b adds up G over the batch.",
        {"grad_bias": s.grads.bias},
        (Grid((rounded(s.grads.bias),), "∂L/∂b = Σ G over the rows"),),
    )


def _after(s: _Story) -> Iterator[Step]:
    entries = s.y.size * s.x.size
    yield (
        f"The Jacobian ∂Y/∂X would have {s.y.size} × {s.x.size} = {entries} entries. It is never"
        " built: only its product with G is wanted, and that is one matrix product.",
        {"jacobian_entries": float(entries)},
        (),
    )
    errors = {
        "error_x": gradient_check(
            lambda x: (s.g * linear(x, s.weight, s.bias)).sum(), lambda _: s.grads.x, s.x
        ),
        "error_weight": gradient_check(
            lambda w: (s.g * linear(s.x, w, s.bias)).sum(), lambda _: s.grads.weight, s.weight
        ),
    }
    yield (
        f"Central differences of Σ G·Y agree: relative error {errors['error_x']:.1g} for X and"
        f" {errors['error_weight']:.1g} for W.",
        dict(errors),
        (Grid(rounded(s.grads.x), "∂L/∂X"), Grid(rounded(s.turned(s.grads.weight)), "∂L/∂W")),
    )


def _within(place: tuple[int, int], shape: tuple[int, ...]) -> tuple[int, int]:
    return min(place[0], shape[0] - 1), min(place[1], shape[1] - 1)


def _line(s: _Story, k: int) -> tuple[tuple[int, int], ...]:
    """The weights of input k, where the layout keeps them."""
    return tuple((j, k) if s.torch else (k, j) for j in range(len(s.weight)))


def _sum_of_products(a: Array, b: Array) -> str:
    return " + ".join(f"{_signed(left)}·{_signed(right)}" for left, right in zip(a, b, strict=True))


def _signed(number: float) -> str:
    return f"({number:.4g})" if number < 0 else f"{number:.4g}"


def _shapes(s: _Story, names: Iterable[str]) -> Table:
    """What each matrix's shape is, and from which product it follows."""
    n, d, m = len(s.x), s.x.shape[1], len(s.weight)
    w = f"{m}×{d}" if s.torch else f"{d}×{m}"
    turned = "Wᵀ" if s.torch else "W"
    rows = {
        "y": ("Y", f"{n}×{m}", f"X {turned}: ({n}×{d})·({d}×{m})"),
        "grad_x": ("∂L/∂X", f"{n}×{d}", f"G {'W' if s.torch else 'Wᵀ'}: ({n}×{m})·({m}×{d})"),
        "grad_weight": (
            "∂L/∂W",
            w,
            f"Gᵀ X: ({m}×{n})·({n}×{d})" if s.torch else f"Xᵀ G: ({d}×{n})·({n}×{m})",
        ),
        "grad_bias": ("∂L/∂b", f"{m}", f"sum over the {n} rows of G"),
    }
    shown = tuple(row for name, row in rows.items() if name in names)
    return Table(("", "shape", "from"), shown, "Shapes")

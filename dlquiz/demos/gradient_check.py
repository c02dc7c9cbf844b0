"""How well differences agree with a derivative, for ever smaller steps: a valley, not a slope."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from dlquiz.demos.parameters import flag, number, option, whole
from dlquiz.reference import (
    elu,
    elu_derivative,
    forward_difference,
    gelu,
    gelu_derivative,
    numerical_gradient,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    softplus,
    softplus_derivative,
    tanh,
    tanh_derivative,
)
from dlquiz.trace import Curve, Frame, Table

FORMULA = (
    r"f'(x) \approx \frac{f(x + h) - f(x - h)}{2h},"
    r" \quad \text{error} \approx \frac{h^2}{6} |f'''(x)| + \frac{\epsilon |f(x)|}{h}"
)

Array = NDArray[np.float64]
Function = Callable[[Array], Array]
FUNCTIONS: dict[str, tuple[Function, Function]] = {
    "exp": (np.exp, np.exp),
    "sin": (np.sin, np.cos),
    "sigmoid": (sigmoid, sigmoid_derivative),
    "tanh": (tanh, tanh_derivative),
    "softplus": (softplus, softplus_derivative),
    "gelu": (gelu, gelu_derivative),
    "elu": (elu, elu_derivative),
    "relu": (relu, relu_derivative),
}


@dataclass(frozen=True, kw_only=True)
class Params:
    function: str = option("exp", tuple(FUNCTIONS), "whose derivative is checked")
    x: float = number(1.0, -50.0, 50.0, "where")
    wrong: bool = flag(False, "check a derivative that is 1 % too large")
    first: int = whole(-1, -4, 2, "the largest step is 10 to this power")
    last: int = whole(-13, -15, -5, "the smallest step is 10 to this power")
    per_decade: int = whole(1, 1, 2, "steps for each power of ten")


def run(params: Params) -> Iterator[Frame]:
    """A frame a step size, from large to small, with the errors of all before it."""
    function, derivative = FUNCTIONS[params.function]
    x = np.array(params.x)
    exact = float(derivative(x)) * (1.01 if params.wrong else 1.0)
    count = (params.first - params.last) * params.per_decade + 1
    rows: list[tuple[float, ...]] = []
    for h in np.logspace(params.first, params.last, count):
        central = float(numerical_gradient(lambda at: float(function(at)), x, h))
        one_sided = float(forward_difference(lambda at: float(function(at)), x, h))
        pair = (_relative(central, exact), _relative(one_sided, exact))
        rows.append((float(h), central, one_sided, *pair))
        yield _frame(rows, exact, params, at_end=len(rows) == count)


def _relative(numerical: float, exact: float) -> float:
    return abs(numerical - exact) / (max(abs(numerical), abs(exact)) or 1.0)


def _frame(
    rows: list[tuple[float, ...]], exact: float, params: Params, *, at_end: bool = False
) -> Frame:
    h, central, one_sided, central_error, one_sided_error = rows[-1]
    best = min(range(len(rows)), key=lambda i: rows[i][3])
    values = {
        "h": h,
        "exact": exact,
        "central": central,
        "one_sided": one_sided,
        "central_error": central_error,
        "one_sided_error": one_sided_error,
        "best_h": rows[best][0],
        "best_error": rows[best][3],
    }
    table = Table(
        ("h", "central", "one-sided"),
        ((f"{h:.0e}", central_error, one_sided_error),),
        "Relative errors",
    )
    caption = _verdict(rows, best, exact, params) if at_end else _caption(rows)
    return Frame(caption, values, (_curve(rows), table))


def _caption(rows: list[tuple[float, ...]]) -> str:
    h, central, _, error, one_sided = rows[-1]
    start = f"h = {h:.0e}: central {central:.10g}, relative error {error:.1e};"
    start += f" one-sided {one_sided:.1e}."
    if len(rows) == 1 or 0 in (error, rows[-2][3]):
        return start
    factor = rows[-2][3] / error
    if factor > 3:
        return f"{start} The error fell by a factor of {factor:.3g}."
    if factor < 1 / 3:
        return f"{start} The error grew by a factor of {1 / factor:.3g}: rounding has taken over."
    return start


def _verdict(rows: list[tuple[float, ...]], best: int, exact: float, params: Params) -> str:
    error, h = rows[best][3], rows[best][0]
    here = float(FUNCTIONS[params.function][0](np.array(params.x)))
    if params.function == "relu" and params.x == 0:
        return (
            "At the kink the two sides have different slopes, 0 and 1; a central difference finds"
            " their mean at every h. Check a gradient elsewhere."
        )
    if error > 1e-3 and abs(exact) < 1e-9 * abs(here):
        return (
            f"The slope, {exact:.1e}, is lost in the rounding of f = {here:.4g}: no step finds it."
        )
    if error > 1e-3:
        return f"No step brings the error below {error:.1e}: the derivative is wrong, not h."
    if here == 0 or best in (0, len(rows) - 1):
        return (
            f"Best of these is h = {h:.0e} with an error of {error:.1e}. Where f is 0 or a straight"
            " line, rounding or Taylor's series costs nothing; elsewhere the curve is a valley."
        )
    return (
        f"Best is h = {h:.0e} with an error of {error:.1e}. Larger steps cut Taylor's series"
        " (error h²), smaller ones divide rounding errors by h: the curve is a valley."
    )


def _curve(rows: list[tuple[float, ...]]) -> Curve:
    exponents = tuple(float(np.log10(row[0])) for row in rows)
    lowest = 1e-17  # an error of exactly 0 has no place on a logarithmic axis
    series = {
        name: (exponents, tuple(max(row[place], lowest) for row in rows))
        for name, place in (("central", 3), ("one-sided", 4))
    }
    finite = {name: line for name, line in series.items() if all(value < inf for value in line[1])}
    return Curve(finite, "log₁₀ h", "relative error", "Error by step size", log_y=True)

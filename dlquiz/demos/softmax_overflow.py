"""Where exp overflows, what the naive softmax makes of it, and why the shifted one is safe."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dlquiz.demos.frozen import frozen
from dlquiz.demos.parameters import vector
from dlquiz.reference import log_softmax, softmax, softmax_naive
from dlquiz.trace import Frame, Table, Vector

FORMULA = (
    r"\frac{e^{x_i}}{\sum_j e^{x_j}} = \frac{e^{x_i - m}}{\sum_j e^{x_j - m}}, \quad m = \max_j x_j"
)


@dataclass(frozen=True, kw_only=True)
class Params:
    x: Vector = vector((0.0, 1.0, 2.0), "the logits before the shift", length=(2, 6))
    shifts: Vector = vector(
        (0.0, 10.0, 100.0, 700.0, 707.0, 708.0, 1000.0, -1000.0),
        "what is added to all logits, one frame each",
        low=-1e300,
        high=1e300,
        length=(1, 20),
    )


def run(params: Params) -> Iterator[Frame]:
    """A frame a shift; mathematically every frame shows the same probabilities."""
    for shift in params.shifts:
        yield _frame(np.array(params.x) + shift, shift)


@np.errstate(all="ignore")  # the overflow is what is shown
def _frame(logits: np.ndarray, shift: float) -> Frame:
    exponents = np.exp(logits)
    columns = {
        "logits": logits,
        "exponents": exponents,
        "naive": softmax_naive(logits),
        "stable": softmax(logits),
        "log_softmax": log_softmax(logits),
    }
    total = float(exponents.sum())
    rows = zip(*(frozen(column) for column in columns.values()), strict=True)
    table = Table(tuple(columns), tuple(rows), title=f"All logits raised by {shift:g}")
    values = {name: frozen(column) for name, column in columns.items()}
    finite = bool(np.isfinite(columns["naive"]).all())
    return Frame(_caption(shift, total, finite), {"shift": shift, "sum": total} | values, (table,))


def _caption(shift: float, total: float, finite: bool) -> str:
    if finite:
        return f"With {shift:g} added to every logit both forms agree: the shift cancels."
    if total == 0:
        return (
            "Every exponent underflows to 0, and 0/0 is nan; shifted by the maximum, all is well."
        )
    return (
        "exp overflows float64 above 709.78: inf/inf is nan. Shifted by the maximum, the largest"
        " exponent is e^0 = 1, and the answer is as before."
    )

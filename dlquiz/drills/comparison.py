"""Two results side by side: whether they are the same, and how to say in what they differ."""

from typing import Any

import numpy as np

from dlquiz.drills.sandbox import Other

TOLERANCE = 1e-6  # of the largest magnitude of the right result
_MOST = 8  # numbers that a message shows


def difference(got: Any, right: Any) -> str:
    """What is wrong with a result; "" where it is right. Whole numbers and floats are alike."""
    if isinstance(right, tuple | list):
        if not isinstance(got, tuple | list) or len(got) != len(right):
            return f"it gives {shape_of(got)}, and should give {shape_of(right)}"
        pairs = enumerate(zip(got, right, strict=True), start=1)
        return next((f"result {n}: {d}" for n, (a, b) in pairs if (d := difference(a, b))), "")
    if right is None or isinstance(right, str):
        return "" if got == right else f"it gives {small(got)}"
    if got is None or isinstance(got, Other | str | tuple | list):
        return f"it gives {shape_of(got)}, and should give {shape_of(right)}"
    a, b = np.asarray(got, float), np.asarray(right, float)
    if a.shape != b.shape:
        return f"it gives {shape_of(got)}, and should give {shape_of(right)}"
    if np.isnan(a).any() and not np.isnan(b).any():
        return "it gives nan"
    scale = np.abs(b[np.isfinite(b)]).max(initial=0.0)
    close = np.isclose(a, b, rtol=TOLERANCE, atol=TOLERANCE * scale, equal_nan=True)
    return "" if close.all() else "the values differ by more than a millionth of the largest"


def shape_of(value: Any) -> str:
    """What kind of thing a result is: its shape, or its name."""
    if isinstance(value, Other):
        return value.name
    if isinstance(value, tuple | list):
        return (
            f"({', '.join(shape_of(item) for item in value)})"
            if len(value) <= 4
            else (f"{len(value)} results")
        )
    if value is None:
        return "None"
    if isinstance(value, str):
        return "a text"
    shape = np.shape(value)
    return f"shape {shape}" if shape else "one number"


def small(value: Any) -> str:
    """A value on one line, its middle left out where it is long."""
    if isinstance(value, Other):
        return value.name
    if isinstance(value, tuple | list):
        return f"({', '.join(small(item) for item in value[:4])}{', …' * (len(value) > 4)})"
    if value is None or isinstance(value, str):
        return repr(value)
    text = np.array2string(
        np.asarray(value), precision=4, separator=", ", threshold=_MOST, edgeitems=2
    )
    return " ".join(text.split())

"""Two results side by side: whether they are the same, and how to say in what they differ.

Whole numbers and floats are alike. A list does not stand for an array, nor an array for a list: who
goes on calculating with it would be surprised.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from dlquiz.drills.sandbox import Other

TOLERANCE = 1e-6  # of the largest magnitude of the right result
TOLERANCE_IN_WORDS = "to a millionth of the largest value"
_ROUNDING = 1e-12  # what it may leave where every right value is zero
_MOST = 8  # numbers that a message shows
_LONGEST = 60  # characters of a text that a message shows


def difference(got: Any, right: Any) -> str:
    """What is wrong with a result; "" where it is right."""
    if isinstance(right, tuple | list):
        return _difference_of_parts(got, right)
    if right is None or isinstance(right, str):
        return "" if type(got) is type(right) and got == right else _other_kind(got, right)
    if not is_numeric(got) or np.shape(got) != np.shape(right):
        return _other_kind(got, right)
    return _difference_of_values(np.asarray(got, float), np.asarray(right, float))


def is_numeric(value: Any) -> bool:
    """Whether it is a number or an array of them."""
    return isinstance(value, np.ndarray | np.generic | bool | int | float)


def _difference_of_parts(got: Any, right: Sequence[Any]) -> str:
    if not isinstance(got, tuple | list) or len(got) != len(right):
        return _other_kind(got, right)
    pairs = enumerate(zip(got, right, strict=True), start=1)
    return next((f"result {n}: {d}" for n, (a, b) in pairs if (d := difference(a, b))), "")


def _difference_of_values(got: np.ndarray[Any, Any], right: np.ndarray[Any, Any]) -> str:
    scale = np.abs(right[np.isfinite(right)]).max(initial=0.0)
    with np.errstate(all="ignore"):
        allowed = TOLERANCE * scale or _ROUNDING
        close = np.isclose(got, right, rtol=TOLERANCE, atol=allowed, equal_nan=True)
    if close.all():
        return ""
    place = tuple(int(i) for i in np.argwhere(~close)[0])
    at = f"at {list(place)} " if place else ""
    return f"{at}it gives {got[place]:.7g}, and should give {right[place]:.7g}"


def _other_kind(got: Any, right: Any) -> str:
    remedy = ""
    if isinstance(got, tuple | list) and isinstance(right, np.ndarray):
        remedy = " (np.array makes an array of a list)"
    if isinstance(got, np.ndarray) and isinstance(right, tuple | list):
        remedy = " (list makes a list of an array)"
    return f"it gives {shape_of(got)}, and should give {shape_of(right)}{remedy}"


def shape_of(value: Any) -> str:
    """What kind of thing a result is: its shape, or its name."""
    if isinstance(value, Other):
        return value.name
    if isinstance(value, tuple | list):
        return _shapes_of(value)
    if value is None:
        return "None"
    if isinstance(value, str):
        return "a text"
    shape = np.shape(value)
    return f"shape {shape}" if shape else "one number"


def _shapes_of(parts: Sequence[Any]) -> str:
    count = f"{len(parts)} result{'s' * (len(parts) != 1)}"
    if not parts or len(parts) > 4:
        return f"a list of {count}"
    return f"{count}: {', '.join(shape_of(part) for part in parts)}"


def small(value: Any) -> str:
    """A value on one line, its middle left out where it is long."""
    if isinstance(value, Other):
        return value.name
    if isinstance(value, tuple | list):
        return f"({', '.join(small(item) for item in value[:4])}{', …' * (len(value) > 4)})"
    if value is None or isinstance(value, str):
        text = repr(value)
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    if isinstance(value, float):
        return f"{value:.6g}"
    array = np.asarray(value)
    largest = np.abs(array[np.isfinite(array)]).max(initial=0)
    with np.printoptions(precision=4, suppress=bool(1e-2 <= largest < 1e6)):
        text = np.array2string(array, separator=", ", threshold=_MOST, edgeitems=2)
    return " ".join(text.split()).replace("[ ", "[").replace(" ]", "]").replace(" ,", ",")

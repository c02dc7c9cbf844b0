"""Arrays as a frame holds them: plain numbers and tuples, which compare, copy and become JSON."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike


def frozen(array: ArrayLike) -> Any:
    """The numbers of an array as nested tuples; a single number stays one.

    >>> frozen(np.eye(2)), frozen(np.float64(0.5))
    (((1.0, 0.0), (0.0, 1.0)), 0.5)
    """
    return _tuples(np.asarray(array).tolist())


def rounded(array: ArrayLike, digits: int = 4) -> Any:
    """The same with `digits` significant digits, enough for what is only drawn.

    >>> rounded([1234.5678, 0.0001234567, np.nan])
    (1235.0, 0.0001235, nan)
    """
    values = np.asarray(array, dtype=float)
    texts = np.char.mod(f"%.{digits}g", values)
    return frozen(texts.astype(float))


def _tuples(values: Any) -> Any:
    return tuple(map(_tuples, values)) if isinstance(values, list) else values

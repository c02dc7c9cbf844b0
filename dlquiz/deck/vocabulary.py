"""The words of the expression language that are not the reference's: numpy functions, constants.

A function that could make a large array is replaced by one that looks at the size first.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

MOST_ELEMENTS = 20_000


class TooLarge(ValueError):
    """A result with more elements than an expression may have."""

    def __init__(self, elements: float) -> None:
        super().__init__(f"{elements:,.0f} elements, and {MOST_ELEMENTS:,} is the most")


def bounded(elements: float) -> None:
    """Raises `TooLarge` for more elements than an expression may have."""
    if not elements <= MOST_ELEMENTS:
        raise TooLarge(elements)


def whole(value: Any) -> Any:
    """A whole number, or a tuple of them, from what may be a float or an array of them."""
    if np.ndim(value):
        return tuple(whole(item) for item in np.asarray(value).tolist())
    if value != int(value):
        raise ValueError(f"{value} is not a whole number")
    return int(value)


def _shaped(make: Callable[..., Any]) -> Callable[[Any], Any]:
    def shaped(shape: Any) -> Any:
        sizes = whole(shape)
        bounded(math.prod(sizes) if isinstance(sizes, tuple) else sizes)
        return make(sizes)

    return shaped


def _eye(n: Any) -> Any:
    bounded(whole(n) ** 2)
    return np.eye(whole(n))


def _arange(start: float, stop: float | None = None, step: float = 1) -> Any:
    first, last = (0, start) if stop is None else (start, stop)
    bounded(abs(last - first) / abs(step) if step else math.inf)
    return np.arange(first, last, step, dtype=float)


def _linspace(start: float, stop: float, num: Any = 50) -> Any:
    bounded(whole(num))
    return np.linspace(start, stop, whole(num))


def _outer(a: Any, b: Any) -> Any:
    bounded(np.size(a) * np.size(b))
    return np.outer(a, b)


def multiplied(a: Any, b: Any) -> Any:
    """a @ b, once its size is known to be small: rows of a times columns of b."""
    rows = np.size(a) // max(*np.shape(a)[-1:], 1)
    columns = np.size(b) // max(*np.shape(b)[-2:-1], 1) if np.ndim(b) > 1 else 1
    bounded(rows * columns)
    return np.matmul(a, b)


def _cov(x: Any) -> Any:
    """The covariance matrix of the columns of `(batch, features)`, divided by the batch size."""
    bounded(np.shape(x)[-1] ** 2)
    return np.cov(x, rowvar=False, bias=True)


def _elementwise(function: Callable[..., Any]) -> Callable[..., Any]:
    """A numpy function whose array arguments are broadcast, with the result's size looked at."""

    def checked(*arguments: Any) -> Any:
        shape = np.broadcast_shapes(*map(np.shape, arguments))
        bounded(math.prod(shape))
        return function(*arguments)

    return checked


def _close(function: Callable[..., Any]) -> Callable[..., Any]:
    def close(a: Any, b: Any, rtol: float = 1e-5, atol: float = 1e-8) -> Any:
        bounded(math.prod(np.broadcast_shapes(np.shape(a), np.shape(b))))
        return function(a, b, rtol=rtol, atol=atol)

    return close


def _diag(v: Any) -> Any:
    bounded(np.size(v) ** 2 if np.ndim(v) == 1 else np.size(v))
    return np.diag(v)


def _reshape(a: Any, shape: Any) -> Any:
    return np.reshape(a, whole(shape))


def _generator(seed: Any) -> Any:
    return np.random.default_rng(whole(seed))


_NUMPY = """
all any array_equal isnan isfinite isinf abs sqrt exp expm1 log log1p log2
log10 sin cos sum mean var std median prod cumsum diff max min argmax argmin argsort sort
unique clip sign floor ceil round transpose trace ravel
concatenate stack flip count_nonzero shape ndim size
"""
FUNCTIONS: dict[str, Callable[..., Any]] = {name: getattr(np, name) for name in _NUMPY.split()} | {
    "zeros": _shaped(np.zeros),
    "ones": _shaped(np.ones),
    "eye": _eye,
    "arange": _arange,
    "linspace": _linspace,
    "outer": _outer,
    "diag": _diag,
    "reshape": _reshape,
    "dot": multiplied,
    "cov": _cov,
    "maximum": _elementwise(np.maximum),
    "minimum": _elementwise(np.minimum),
    "where": _elementwise(np.where),
    "isclose": _close(np.isclose),
    "allclose": _close(np.allclose),
    "norm": np.linalg.norm,
    "eigvalsh": np.linalg.eigvalsh,
    "inv": np.linalg.inv,
    "det": np.linalg.det,
    "array": lambda values: np.asarray(values, dtype=float),
    "len": len,
    "float": float,
    "int": lambda value: int(value),
    "generator": _generator,
}
CONSTANTS = {"pi": math.pi, "e": math.e, "inf": math.inf, "nan": math.nan}

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


def number_or_array(value: Any) -> Any:
    """The value, if arithmetic with it means something; floats as numpy has them, so that they
    overflow to inf and divide by zero as arrays do. Raises `TypeError` for any other.
    """
    if isinstance(value, float | np.floating):
        return np.float64(value)
    if isinstance(value, bool | int | np.bool_ | np.integer):
        return value
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        return value
    raise TypeError(f"{_named(value)} is not a number or an array")


def _named(value: Any) -> str:
    if callable(value):
        return f"the function {getattr(value, '__name__', 'given')}"
    return f"the text {value!r}" if isinstance(value, str) else f"a {type(value).__name__}"


def _argument(value: Any) -> Any:
    """The value, if it is an argument for numpy: numbers, arrays, and sequences of them."""
    if isinstance(value, tuple | list):
        return tuple(_argument(item) for item in value)
    return value if value is None else number_or_array(value)


def _of_numbers(function: Callable[..., Any], keywords: frozenset[str]) -> Callable[..., Any]:
    """A numpy function that takes numbers alone, and of its keywords only the harmless ones."""

    def guarded(*arguments: Any, **named: Any) -> Any:
        if refused := named.keys() - keywords:
            known = ", ".join(sorted(keywords)) or "none"
            raise TypeError(f"{min(refused)}= is not taken here, but {known}")
        return function(
            *(_argument(value) for value in arguments),
            **{name: _argument(value) for name, value in named.items()},
        )

    return guarded


_NUMPY = {
    "": "array_equal isnan isfinite isinf abs sqrt exp expm1 log log1p log2 log10 sin cos sign"
    " floor ceil ravel shape ndim size clip",
    "axis keepdims": "all any sum mean median prod max min count_nonzero",
    "axis keepdims ddof": "var std",
    "axis": "cumsum argmax argmin argsort sort flip concatenate stack",
    "axis n": "diff",
    "axis return_counts": "unique",
    "axes": "transpose",
    "decimals": "round",
    "offset": "trace",
}
_OWN: dict[str, Callable[..., Any]] = {
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
    "float": float,
    "int": int,
    "generator": _generator,
}
_OWN_KEYWORDS = frozenset(
    ("axis", "keepdims", "ord", "rtol", "atol", "num", "start", "stop", "step")
)
FUNCTIONS: dict[str, Callable[..., Any]] = {
    name: _of_numbers(getattr(np, name), frozenset(keywords.split()))
    for keywords, names in _NUMPY.items()
    for name in names.split()
} | {name: _of_numbers(function, _OWN_KEYWORDS) for name, function in _OWN.items()}
FUNCTIONS["len"] = len  # of what a reference function returns, too
CONSTANTS = {"pi": math.pi, "e": math.e, "inf": math.inf, "nan": math.nan}

"""Is the answer right? Numbers as people type them, options by their place, claims by yes or no."""

import math
import re
from typing import NamedTuple

from dlquiz.errors import UserError, quoted

_NUMBER = r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?"
_TYPED = rf"\s*({_NUMBER})\s*(?:/\s*({_NUMBER})|(%))?\s*\Z"


class Tolerance(NamedTuple):
    """How far from the answer still counts: an absolute distance, or a share of the answer."""

    amount: float
    relative: bool

    def covers(self, got: float, expected: float) -> bool:
        """Whether `got` is right; half a unit of the last place is allowed for rounding noise."""
        bound = self.amount * abs(expected) if self.relative else self.amount
        return abs(got - expected) <= bound * (1 + 1e-9) + 1e-12 * abs(expected)

    def __str__(self) -> str:
        if self.amount == 0:
            return "only if exact"
        return f"within {self.amount * 100:.4g}%" if self.relative else f"within {self.amount:.4g}"


def parse_tolerance(tolerance: float | str) -> Tolerance:
    """`0.005` is absolute, `"1%"` a share of the answer."""
    if isinstance(tolerance, str):
        return Tolerance(float(tolerance.rstrip("% ")) / 100, relative=True)
    return Tolerance(float(tolerance), relative=False)


def parse_number(typed: str) -> float:
    """The number somebody typed: 0.25, 0,25, 1/4, 2.5e-1 or 25%.

    Raises `UserError` when it is none of these.

    >>> [parse_number(text) for text in ("0.25", "0,25", "1/4", "2.5e-1", "25%")]
    [0.25, 0.25, 0.25, 0.25, 0.25]
    """
    match = re.match(_TYPED, typed.replace("−", "-"))
    if match is None:
        raise _not_a_number(typed)
    numerator, denominator, percent = match.groups()
    value = _read(numerator)
    if denominator is not None:
        if _read(denominator) == 0:
            raise _not_a_number(typed)
        value /= _read(denominator)
    if not math.isfinite(value):
        raise _not_a_number(typed)
    return value / 100 if percent else value


def _read(number: str) -> float:
    return float(number.replace(",", "."))


def _not_a_number(typed: str) -> UserError:
    return UserError(
        f"{quoted(typed.strip())} is not a number", remedy="type one like 0.25, 1/4, 2.5e-1 or 25%"
    )

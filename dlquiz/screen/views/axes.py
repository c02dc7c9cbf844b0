"""Axes: where a value falls on a line of given length, and which values are written beside it."""

from collections.abc import Iterable
from math import ceil, floor, isfinite, log10
from typing import NamedTuple

from dlquiz.screen.views.numerals import numeral

_LARGEST = 1e150  # beyond it even the length of an axis may overflow


class Axis(NamedTuple):
    """The values from `low` to `high`; these are decimal logarithms if `log`."""

    low: float
    high: float
    log: bool = False

    def share(self, value: float) -> float | None:
        """How far along the axis a value lies, 0 to 1 inside it; None if it has no place.

        >>> Axis(0, 4, log=True).share(100.0)
        0.5
        """
        if not _has_place(value, self.log):
            return None
        return ((log10(value) if self.log else value) - self.low) / (self.high - self.low)

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """At most `most` round values inside, each as its share of the axis and its text.

        >>> Axis(0, 8).ticks(3)
        [(0.0, '0'), (0.625, '5')]
        """
        rough = (self.high - self.low) / most
        found = self._multiples(_round_step(rough, whole=self.log))
        while len(found) > most:
            rough *= 1.5
            found = self._multiples(_round_step(rough, whole=self.log))
        length = self.high - self.low
        return [((value - self.low) / length, self._text(value)) for value in found]

    def _multiples(self, step: float) -> list[float]:
        first, last = ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9)
        return [number * step for number in range(first, last + 1)]

    def _text(self, value: float) -> str:
        if not self.log:
            return numeral(float(f"{value:.12g}"))
        return f"1e{value:g}" if abs(value) > 3 else numeral(10.0**value)


def axis_over(values: Iterable[float], log: bool = False) -> Axis:
    """The shortest axis that holds every value that has a place on it.

    >>> axis_over([1.0, 3.0, float("nan")])
    Axis(low=1.0, high=3.0, log=False)
    """
    placed = [log10(value) if log else value for value in values if _has_place(value, log)]
    low, high = min(placed, default=0.0), max(placed, default=1.0)
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        margin = abs(low) / 2 or 0.5
        low, high = low - margin, high + margin
    return Axis(low, high, log)


def _has_place(value: float, log: bool) -> bool:
    return isfinite(value) and abs(value) < _LARGEST and (not log or value > 0)


def _round_step(rough: float, *, whole: bool) -> float:
    """The next 1, 2 or 5 times a power of ten.

    >>> _round_step(0.3, whole=False), _round_step(0.3, whole=True)
    (0.5, 1.0)
    """
    rough = max(rough, 1.0) if whole else rough
    power = 10.0 ** floor(log10(rough))
    return next(power * digit for digit in (1, 2, 5, 10) if power * digit >= rough * (1 - 1e-9))

"""A matrix of heights as levels on a raster of another size."""

from functools import lru_cache
from math import isfinite, log1p

from dlquiz.trace import Matrix

LEVELS = 24
_LOG_SPREAD = 200.0  # on the logarithmic scale the lowest 7 % have half of the levels

Levels = tuple[tuple[int | None, ...], ...]


@lru_cache(maxsize=16)
def levels(heights: Matrix, columns: int, rows: int, log: bool = False) -> Levels:
    """The level of each place, 0 the lowest, top row first; None where a height is not finite.

    >>> levels(((0.0, 1.0),), columns=3, rows=1)
    ((0, 12, 23),)
    """
    finite = [value for row in heights for value in row if isfinite(value)]
    low, high = min(finite, default=0.0), max(finite, default=0.0)

    def level(value: float) -> int | None:
        if not isfinite(value):
            return None
        share = (value / 2 - low / 2) / (high / 2 - low / 2) if high > low else 0.0
        share = log1p(_LOG_SPREAD * share) / log1p(_LOG_SPREAD) if log else share
        return min(int(share * LEVELS), LEVELS - 1)

    down = [_stop(row, rows, len(heights)) for row in reversed(range(rows))]
    across = [_stop(column, columns, len(heights[0])) for column in range(columns)]
    return tuple(
        tuple(level(_mixed(heights, i, j, up, right)) for j, right in across) for i, up in down
    )


def _stop(index: int, size: int, points: int) -> tuple[int, float]:
    """The point before a place and the share of the way to the next."""
    place = index * (points - 1) / max(size - 1, 1)
    before = min(int(place), max(points - 2, 0))
    return before, place - before


def _mixed(heights: Matrix, i: int, j: int, up: float, right: float) -> float:
    """The height between four neighbours; a neighbour that does not count is not looked at."""
    below = _between(heights[i], j, right)
    return below if not up else below + up * (_between(heights[i + 1], j, right) - below)


def _between(row: tuple[float, ...], j: int, right: float) -> float:
    return row[j] if not right else row[j] + right * (row[j + 1] - row[j])

"""`Bars`: one bar a label, from a common zero, with the number beside it."""

from collections.abc import Sequence
from math import ceil, floor, inf, isfinite, log10

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from dlquiz.screen.views.headings import heading
from dlquiz.screen.views.numerals import numeral_column
from dlquiz.screen.views.paper import Paper
from dlquiz.trace import Bars

_LONGEST = 60
_EIGHTHS = " ▏▎▍▌▋▊▉"


def draw_bars(bars: Bars, paper: Paper) -> list[Text]:
    """Negative bars go to the left; an infinite one ends in an arrow, nan and zero have none."""
    values = [float(value) for value in bars.values]
    labels = [set_cell_size(paper.text(label), paper.width // 3).rstrip() for label in bars.labels]
    numbers = numeral_column(values)
    widest = max(map(cell_len, labels), default=0)
    room = min(max(paper.width - widest - len(numbers[0] if numbers else "") - 4, 6), _LONGEST)
    shares = (_logarithmic if bars.log else _linear)(values, bars.top)
    low = min(0.0, *shares, 0.0)
    left = ceil(room * -low)
    unit = (room - left) / (1 + low) if low > -1 else room  # what the left was rounded up by
    lines = heading(bars.title, paper, log=bars.log)
    for label, number, value, share in zip(labels, numbers, values, shares, strict=True):
        bar = _bar(share * unit, paper, endless=value in (inf, -inf))
        start = left - len(bar) if share < 0 else left
        line = Text(label + " " * (widest - cell_len(label)) + f"  {number}  ", no_wrap=True)
        line.append(" " * start + bar, paper.colour(1 if share < 0 else 0))
        lines.append(line)
    return lines


def _linear(values: Sequence[float], top: float | None) -> list[float]:
    """Lengths as shares of the room, which the longest two of opposite sign fill.

    >>> _linear([1.0, -1.0, 0.5, float("inf"), float("nan")], None)
    [0.5, -0.5, 0.25, 0.5, 0.0]
    """
    ends = [value if isfinite(value) else 0.0 for value in values] + [top or 0.0]
    high, low = max(0.0, *ends), min(0.0, *ends)
    high = high or (1.0 if inf in values else 0.0)
    low = low or (-1.0 if -inf in values else 0.0)
    scale = high / 2 - low / 2 or 1.0  # halves, for the sum of both may overflow
    bounded = [min(max(value, low), high) if value == value else 0.0 for value in values]
    return [value / 2 / scale for value in bounded]


def _logarithmic(values: Sequence[float], top: float | None) -> list[float]:
    """Lengths that grow by the same amount for each factor of ten; zero and less have none.

    >>> _logarithmic([1.0, 0.1, 0.0], top=10.0)
    [0.6666666666666666, 0.3333333333333333, 0.0]
    """
    positive = [value for value in (*values, top or 0.0) if 0 < value < inf] or [1.0]
    low, high = floor(log10(min(positive))) - 1, log10(max(positive))
    bounded = [min(value, max(positive)) if value > 0 else 0.0 for value in values]
    return [(log10(value) - low) / (high - low) if value else 0.0 for value in bounded]


def _bar(cells: float, paper: Paper, *, endless: bool) -> str:
    """A bar of so many cells, negative ones to the left; what is not zero shows."""
    length, leftwards = abs(cells), cells < 0
    if not paper.unicode:
        bar = "#" * max(round(length), length > 0)
    elif leftwards:
        bar = "▐" * (length % 1 >= 0.5 or 0 < length < 1) + "█" * int(length)
    else:
        eighths = max(round(length * 8), length > 0)
        bar = "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
    if endless and bar:
        bar = "<" + bar[1:] if leftwards else bar[:-1] + ">"
    return bar

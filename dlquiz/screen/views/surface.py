"""A `Surface`: a height map, dark where it is low, with the paths that were walked on it.

Paths are told apart by their marks. Without colours heights become shades; without Unicode,
letters and punctuation.
"""

from itertools import pairwise
from math import isfinite

from rich.text import Text

from dlquiz.screen.views.headings import heading, packed
from dlquiz.screen.views.heights import LEVELS, levels
from dlquiz.screen.views.numerals import numeral
from dlquiz.screen.views.paper import Paper
from dlquiz.screen.views.raster import Raster, between
from dlquiz.trace import Surface

Place = tuple[float, float]

# From the valley up. Even the top stays dark enough for the bright paths to stand out.
_RAMP = ((18, 16, 52), (34, 48, 100), (36, 80, 102), (60, 98, 88))
_BRIGHT = ("#ffffff", "#ffaf5f", "#e7afff", "#afff5f", "#ff87af", "#87ffd7")
_SHADES, _ASCII_SHADES = " ░▒▓", " .,:;=%"
_STEPS, _ENDS = "○△□◇▽☆", "●▲■◆▼★"  # the ends are the marks of curves
_ASCII_STEPS, _ASCII_ENDS = "oxvzcu", "OXVZCU"
_POINT, _START, _UNKNOWN = "+", "S", "?"
_USUAL, _WIDEST = 74, 5  # columns at most, and columns a row at most if that is more


def draw_surface(surface: Surface, paper: Paper) -> list[Text]:
    """The map between its ranges, and below it what the marks mean."""
    above = heading(surface.title, paper)
    below = [*_legend(surface, paper), *_lost(surface, paper)]
    sides = [numeral(float(value)) for value in reversed(surface.y_range)]
    indent = max(map(len, sides)) + 1
    rows = max(paper.height - len(above) - len(below) - 1, 4)
    columns = max(min(paper.width - indent, max(rows * _WIDEST, _USUAL)), 8)
    drawn = _Map(surface, paper, columns, rows)
    drawn.draw_walks()
    names = {0: sides[0], rows - 1: sides[1]}
    lines = [
        Text(names.get(row, "").rjust(indent - 1) + " ", no_wrap=True) + line
        for row, line in enumerate(drawn.raster.lines())
    ]
    left, right = (numeral(float(value)) for value in surface.x_range)
    across = " " * indent + left + right.rjust(columns - len(left))
    return [*above, *lines, Text(across, no_wrap=True), *below]


class _Map:
    """The heights as cells, and what is marked on them."""

    def __init__(self, surface: Surface, paper: Paper, columns: int, rows: int) -> None:
        self.surface, self.paper = surface, paper
        self.raster = Raster(columns, rows)
        self.coloured = _is_coloured(paper)
        self._levels = levels(surface.heights, columns, rows * (1 + self.coloured), surface.log)
        for row in range(rows):
            for column in range(columns):
                self._draw_height(column, row)

    def _draw_height(self, column: int, row: int) -> None:
        if self.coloured:  # two heights a cell, one in its upper and one in its lower half
            upper, lower = (self._levels[row * 2 + half][column] for half in (0, 1))
            if upper is None or lower is None:
                self.raster.put(column, row, _UNKNOWN)
            else:
                self.raster.put(column, row, "▀", f"{_colour(upper)} on {_colour(lower)}")
            return
        level, shades = self._levels[row][column], _SHADES if self.paper.unicode else _ASCII_SHADES
        sign = _UNKNOWN if level is None else shades[level * len(shades) // LEVELS]
        self.raster.put(column, row, sign)

    def cell(self, place: Place) -> tuple[int, int] | None:
        """The cell a place falls into; None when it lies outside the map."""
        ends = (self.surface.x_range, self.surface.y_range)
        across, up = ((v - low) / (high - low) for v, (low, high) in zip(place, ends, strict=True))
        if not (0 <= across <= 1 and 0 <= up <= 1):
            return None
        return round(across * (self.raster.columns - 1)), round((1 - up) * (self.raster.rows - 1))

    def draw_walks(self) -> None:
        """Paths and points; what tells more lies above: ends over steps over what is between."""
        paths = list(enumerate(self.surface.paths.values()))[::-1]
        for index, path in paths:
            for before, after in pairwise(map(self.cell, path)):
                for column, row in between(before, after) if before and after else ():
                    self._put(column, row, "·" if self.paper.unicode else "'", index)
        for index, path in paths:
            for place in path[1:-1]:
                self._mark(place, path_signs(index, self.paper)[0], index)
        for place in self.surface.points.values():
            self._mark(place, _POINT, 0)
        for index, path in paths:
            for place in path[-1:]:
                self._mark(place, path_signs(index, self.paper)[1], index)
        for index, path in paths:
            for place in path[:1]:
                self._mark(place, _START, index)

    def _mark(self, place: Place, sign: str, index: int) -> None:
        cell = self.cell(place)
        if cell:
            self._put(*cell, sign, index)

    def _put(self, column: int, row: int, sign: str, index: int) -> None:
        style = "bold" if self.paper.colours else ""
        if self.coloured:
            level = self._levels[row * 2][column]
            style = f"bold {_BRIGHT[index % len(_BRIGHT)]}" + (
                "" if level is None else f" on {_colour(level)}"
            )
        self.raster.put(column, row, sign, style)


def path_signs(index: int, paper: Paper) -> tuple[str, str]:
    """The marks of a path's steps and of its end."""
    steps, ends = (_STEPS, _ENDS) if paper.unicode else (_ASCII_STEPS, _ASCII_ENDS)
    return steps[index % len(steps)], ends[index % len(ends)]


def _colour(level: int) -> str:
    """The ramp's colour at a level, between two of its anchors."""
    place = level / (LEVELS - 1) * (len(_RAMP) - 1)
    below = min(int(place), len(_RAMP) - 2)
    share = place - below
    mixed = (
        round(a + share * (b - a)) for a, b in zip(_RAMP[below], _RAMP[below + 1], strict=True)
    )
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def _legend(surface: Surface, paper: Paper) -> list[Text]:
    """Marks and heights in words, on as many lines as it takes."""
    entries = []
    if surface.paths:
        entries.append(f"{_START} start")
    for index, name in enumerate(surface.paths):
        step, end = path_signs(index, paper)
        entries.append(f"{step} {name} {end} end")
    if surface.points:
        entries.append(f"{_POINT} {', '.join(surface.points)}")
    entries.append(_scale(surface, paper))
    return packed([Text(paper.text(entry)) for entry in entries], paper)


def _scale(surface: Surface, paper: Paper) -> str:
    finite = [value for row in surface.heights for value in row if isfinite(value)]
    if not finite:
        return f"{_UNKNOWN} not a number"
    low, high = numeral(float(min(finite))), numeral(float(max(finite)))
    words = ("dark", "light") if _is_coloured(paper) else ("blank", "dense")
    return f"{words[0]} {low}, {words[1]} {high}" + (" (log scale)" if surface.log else "")


def _lost(surface: Surface, paper: Paper) -> list[Text]:
    """A line for each path that ends where the map does not reach."""
    window = (surface.x_range, surface.y_range)
    lines = []
    for name, path in surface.paths.items():
        ends = zip(path[-1], window, strict=True) if path else ()
        if not all(low <= value <= high for value, (low, high) in ends):
            place = ", ".join(numeral(float(value)) for value in path[-1])
            lines.append(Text(paper.text(f"{name} has left the map: ({place})"), no_wrap=True))
    return lines


def _is_coloured(paper: Paper) -> bool:
    return paper.colours >= 256 and paper.unicode

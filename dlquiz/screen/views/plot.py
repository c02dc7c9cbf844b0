"""Lines and marks between two axes, shared by curves and scattered points.

A series is told from the others by its mark first and by its colour second, so that a plot can
be read without colours.
"""

from collections.abc import Iterator, Sequence

from rich.text import Text

from dlquiz.screen.views.axes import Axis
from dlquiz.screen.views.headings import packed
from dlquiz.screen.views.paper import Paper
from dlquiz.screen.views.raster import Dots, Raster, between

MARKS, ASCII_MARKS = "●▲■◆▼★", "oxvzcu"
_MARK_EVERY = 12  # columns between two marks of a line
_BESIDE = 14  # columns for the axis and its values
_USUAL, _WIDEST = 66, 6  # columns at most, and columns a row at most if that is more

Line = tuple[Sequence[float], Sequence[float]]


def mark(index: int, paper: Paper) -> str:
    """The mark of the series of that number."""
    marks = MARKS if paper.unicode else ASCII_MARKS
    return marks[index % len(marks)]


def legend(names: Sequence[str], paper: Paper) -> list[Text]:
    """`● adam  ▲ sgd`, on as many lines as it takes."""
    entries = [
        Text(f"{mark(index, paper)} {paper.text(name)}", paper.colour(index))
        for index, name in enumerate(names)
    ]
    return packed(entries, paper)


class Plot:
    """The area between the axes, `height` rows with the axis below; y grows upwards."""

    def __init__(self, paper: Paper, x: Axis, y: Axis, height: int) -> None:
        self.paper, self.x, self.y = paper, x, y
        rows = max(height - 2, 3)
        self.raster = Raster(min(max(paper.width - _BESIDE, 10), max(rows * _WIDEST, _USUAL)), rows)
        self._dots = Dots(self.raster)

    def line(self, line: Line, index: int, *, marked: bool) -> None:
        """A line through the points; it breaks where a point has no place."""
        style, sign, due = self.paper.colour(index), mark(index, self.paper), index * 3
        marks = []
        for x, y in self._path(line):
            if self.paper.unicode:
                self._dots.dot(x, y, style)
            else:
                self.raster.put(x // 2, y // 4, sign, style)
            if marked and x // 2 >= due:
                marks.append((x // 2, y // 4))
                due = x // 2 + _MARK_EVERY
        for column, row in marks:  # after the dots, which would cover them
            self.raster.put(column, row, sign, style)

    def _path(self, line: Line) -> Iterator[tuple[int, int]]:
        before = None
        for x, y in zip(*line, strict=True):
            here = self._place(x, y)
            if here:
                yield from between(before or here, here)
            before = here

    def mark(self, x: float, y: float, sign: str, style: str = "") -> None:
        """One character where a point lies."""
        place = self._place(x, y)
        if place:
            self.raster.put(place[0] // 2, place[1] // 4, sign, style)

    def _place(self, x: float, y: float) -> tuple[int, int] | None:
        across, up = self.x.share(x), self.y.share(y)
        if across is None or up is None:
            return None
        columns, rows = self.raster.columns * 2 - 1, self.raster.rows * 4 - 1
        return round(across * columns), round((1 - up) * rows)

    def lines(self) -> list[Text]:
        """The area with its axes: values to the left, values below."""
        rows = self.raster.rows
        ticks = self.y.ticks(rows // 3 + 1)
        labels = {rows - 1 - round(share * (rows - 1)): text for share, text in ticks}
        width = max(map(len, labels.values()), default=0)
        drawn = []
        for row, line in enumerate(self.raster.lines()):
            axis = (" ┤" if row in labels else " │") if self.paper.unicode else " |"
            drawn.append(Text(labels.get(row, "").rjust(width) + axis, no_wrap=True) + line)
        return [*drawn, *self._x_axis(width + 1)]

    def _x_axis(self, indent: int) -> list[Text]:
        columns = self.raster.columns
        axis, below = Raster(indent + columns + 1, 1), Raster(indent + columns + 4, 1)
        axis.write(indent, 0, ("└" + "─" * columns) if self.paper.unicode else "+" + "-" * columns)
        for share, text in self.x.ticks(max(columns // 12, 2)):
            column = indent + 1 + round(share * (columns - 1))
            axis.put(column, 0, "┴" if self.paper.unicode else "+")
            below.write(max(min(column - len(text) // 2, below.columns - len(text)), 0), 0, text)
        return [*axis.lines(), *below.lines()]

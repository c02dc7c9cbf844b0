"""A rectangle of character cells that pictures are drawn in, and the finer dots within a cell."""

from collections.abc import Iterator
from unicodedata import combining

from rich.text import Text

# The braille pattern of a cell is U+2800 plus one bit for each of its 2 × 4 dots.
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


class Raster:
    """Cells of one character and one style each; what lies outside is not drawn."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self._signs = [[" "] * columns for _ in range(rows)]
        self._styles = [[""] * columns for _ in range(rows)]

    def put(self, column: int, row: int, sign: str, style: str = "") -> None:
        """One character; row 0 is the top row."""
        if 0 <= column < self.columns and 0 <= row < self.rows:
            self._signs[row][column], self._styles[row][column] = sign, style

    def write(self, column: int, row: int, text: str, style: str = "") -> None:
        """A text from left to right; an accent joins the letter before it."""
        for sign in text:
            if combining(sign) and 0 < column <= self.columns and 0 <= row < self.rows:
                self._signs[row][column - 1] += sign
            else:
                self.put(column, row, sign, style)
                column += 1

    def style_at(self, column: int, row: int) -> str:
        """The style of a cell; empty outside."""
        inside = 0 <= column < self.columns and 0 <= row < self.rows
        return self._styles[row][column] if inside else ""

    def lines(self) -> list[Text]:
        """One text a row, cells of equal style joined."""
        return [Text.assemble(*self._runs(row), no_wrap=True) for row in range(self.rows)]

    def _runs(self, row: int) -> Iterator[tuple[str, str]]:
        start, styles = 0, self._styles[row]
        for end in range(1, self.columns + 1):
            if end == self.columns or styles[end] != styles[start]:
                yield "".join(self._signs[row][start:end]), styles[start]
                start = end


class Dots:
    """A raster's cells split into 2 × 4 dots, drawn as braille; x and y count dots from the top."""

    def __init__(self, raster: Raster) -> None:
        self._raster = raster
        self._bits: dict[tuple[int, int], int] = {}

    def dot(self, x: int, y: int, style: str = "") -> None:
        """One dot."""
        cell = (x // 2, y // 4)
        if 0 <= cell[0] < self._raster.columns and 0 <= cell[1] < self._raster.rows:
            self._bits[cell] = self._bits.get(cell, 0) | _BITS[y % 4][x % 2]
            self._raster.put(*cell, chr(0x2800 + self._bits[cell]), style)


def between(start: tuple[int, int], end: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The whole points nearest to a line, one for each step along its longer side.

    >>> list(between((0, 0), (3, 1)))
    [(0, 0), (1, 0), (2, 1), (3, 1)]
    """
    (x0, y0), (x1, y1) = start, end
    steps = max(abs(x1 - x0), abs(y1 - y0), 1)
    for step in range(steps + 1):
        yield x0 + round(step * (x1 - x0) / steps), y0 + round(step * (y1 - y0) / steps)

"""A `Grid`: a matrix of numbers or words; marked cells stand in brackets and in bold."""

from rich.cells import cell_len
from rich.text import Text

from dlquiz.screen.views.headings import heading
from dlquiz.screen.views.numerals import numeral
from dlquiz.screen.views.paper import Paper
from dlquiz.trace import Grid


def draw_grid(grid: Grid, paper: Paper) -> list[Text]:
    """All columns are equally wide; those that do not fit are counted at the right."""
    digits = 4 if _width(_texts(grid, paper, 4)) <= paper.width else 2
    cells = _texts(grid, paper, digits)
    width = max((cell_len(cell) for row in cells for cell in row), default=0)
    fits = _width(cells) <= paper.width
    most = max(map(len, cells), default=0) if fits else max((paper.width - 13) // (width + 2), 1)
    edge = "│" if paper.unicode else "|"
    lines = heading(grid.title, paper)
    for row, texts in enumerate(cells):
        line = Text(edge, no_wrap=True)
        for column, text in enumerate(texts[:most]):
            shown = " " * (width - cell_len(text)) + text
            marked = (row, column) in grid.marked
            line.append(f"[{shown}]" if marked else f" {shown} ", "bold" if marked else "")
        hidden = len(texts) - most
        line.append(paper.text(f" … {hidden} more") if hidden > 0 else edge)
        lines.append(line)
    return lines


def _texts(grid: Grid, paper: Paper, digits: int) -> list[list[str]]:
    return [[paper.text(numeral(cell, digits)) for cell in row] for row in grid.cells]


def _width(cells: list[list[str]]) -> int:
    widest = max((cell_len(cell) for row in cells for cell in row), default=0)
    return (widest + 2) * max(map(len, cells), default=0) + 2

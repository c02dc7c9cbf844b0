"""A `Table`: numbers lined up on their decimal points, in as many blocks as the width asks for."""

import textwrap
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text

from dlquiz.screen.views.headings import heading
from dlquiz.screen.views.numerals import numeral_column
from dlquiz.screen.views.paper import Paper
from dlquiz.trace import Table

Row = tuple[float | int | str, ...]

_GAP = 2
_NARROWEST = 12  # a column of words is not made narrower than this


class Column(NamedTuple):
    """A column ready to print: its name, its cells, and whether they stand to the right."""

    name: str
    cells: list[str]
    numbers: bool

    @property
    def width(self) -> int:
        return max(map(cell_len, (self.name, *self.cells)))

    @property
    def least(self) -> int:
        """How narrow it may become: numbers stay whole, words and names may wrap."""
        longest = max(map(cell_len, self.cells if self.numbers else self.name.split()), default=1)
        word = max(map(cell_len, self.name.split()), default=1)
        return max(longest, word) if self.numbers else min(max(_NARROWEST, word), self.width)


def draw_table(table: Table, paper: Paper, others: Sequence[Row] = ()) -> list[Text]:
    """Too wide a table loses a digit, then wraps words, then goes on in a further block.

    Columns are wide enough for `others` too, so that a table whose rows change stands still.
    """
    if not table.columns:
        return heading(table.title, paper)
    room = paper.width - (2 if table.marked else 0)
    rows = (*table.rows, *others)
    columns = _columns(table.columns, rows, paper, 4)
    if _total(column.width for column in columns) > room:
        columns = _columns(table.columns, rows, paper, 3)
    lines = heading(table.title, paper)
    for block in _blocks(columns, room):
        lines += _draw_block(block, _widths(block, room), table, paper)
    return lines


def _columns(names: Sequence[str], rows: Sequence[Row], paper: Paper, digits: int) -> list[Column]:
    columns = []
    for index, name in enumerate(names):
        values = [row[index] for row in rows]
        numbers = any(not isinstance(value, str) for value in values)
        cells = numeral_column(values, digits) if numbers else [str(value) for value in values]
        columns.append(Column(paper.text(name), [paper.text(cell) for cell in cells], numbers))
    return columns


def _total(widths: Iterable[int]) -> int:
    widths = list(widths)
    return sum(widths) + _GAP * (len(widths) - 1)


def _blocks(columns: list[Column], room: int) -> list[list[Column]]:
    """As few blocks as will do, each beginning with the first column."""
    blocks = [columns[:1]]
    for column in columns[1:]:
        if len(blocks[-1]) > 1 and _total(one.least for one in [*blocks[-1], column]) > room:
            blocks.append(columns[:1])
        blocks[-1].append(column)
    return blocks


def _widths(columns: list[Column], room: int) -> list[int]:
    """The natural widths, the widest narrowed until all fit."""
    widths = [column.width for column in columns]
    while _total(widths) > room:
        spare = [i for i, column in enumerate(columns) if widths[i] > column.least]
        if not spare:
            break
        widths[max(spare, key=widths.__getitem__)] -= 1
    return widths


def _draw_block(columns: list[Column], widths: list[int], table: Table, paper: Paper) -> list[Text]:
    gutter = "  " if table.marked else ""
    rule = ("─" if paper.unicode else "-") * _total(widths)
    names = _draw_row([column.name for column in columns], columns, widths)
    lines = [Text(gutter + line, "bold", no_wrap=True) for line in names]
    lines.append(Text(gutter + rule, no_wrap=True))
    for index in range(len(table.rows)):
        sign, style = ("> ", "bold") if index in table.marked else (gutter, "")
        cells = [column.cells[index] for column in columns]
        for line in filter(None, _draw_row(cells, columns, widths)):
            lines.append(Text(sign + line, style, no_wrap=True))
            sign = gutter
    return lines


def _draw_row(cells: list[str], columns: list[Column], widths: list[int]) -> list[str]:
    """The printed lines of one row: what does not fit a cell goes on below."""
    wrapped = [_wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    lines = []
    for parts in zip_longest(*wrapped, fillvalue=""):
        placed = [
            _placed(part, width, column.numbers)
            for part, width, column in zip(parts, widths, columns, strict=True)
        ]
        lines.append((" " * _GAP).join(placed).rstrip())
    return lines


def _wrapped(cell: str, width: int) -> list[str]:
    return [cell] if cell_len(cell) <= width else textwrap.wrap(cell, width) or [""]


def _placed(text: str, width: int, right: bool) -> str:
    room = " " * (width - cell_len(text))
    return room + text if right else text + room

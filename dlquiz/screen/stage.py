"""A frame as lines on a page: its caption, its tables, and pictures as large as the page allows."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rich.console import Console
from rich.text import Text

from dlquiz.screen.views import draw, is_picture
from dlquiz.screen.views.paper import Paper, paper_of
from dlquiz.trace import Frame, Grid, View

_SMALLEST, USUAL, _LARGEST = 9, 18, 30  # rows of a picture
_HALF = 56  # columns from which on pictures stand side by side
_GAP = 3
_SMALL, _MARGINS = 10, 4  # rows and columns of pictures and pages where there is text around

Lines = list[Text]


def frame_lines(
    frame: Frame, paper: Paper, height: int | None = None, scene: Sequence[Frame] = ()
) -> Lines:
    """The frame within `height` rows, or on as many as it likes.

    The other frames of its scene decide with it how wide the columns of its tables are.
    """
    caption = caption_lines(frame.caption, paper)
    room = None if height is None else height - len(caption) - 1
    views = view_lines(frame.views, paper, room, [other.views for other in scene])
    lines = [*caption, Text(), *views] if views else caption
    if height is not None and len(lines) > height:
        hidden = len(lines) - height + 1
        lines = [*lines[: height - 1], Text(paper.text(f"… {hidden} more lines"))]
    return lines


def views_block(views: Sequence[View], console: Console, *, plain: bool) -> Text:
    """Views between the lines of a page, their pictures small; a plain page has none."""
    shown = [view for view in views if not (plain and is_picture(view))]
    paper = paper_of(console)
    lines = view_lines(shown, paper._replace(width=paper.width - _MARGINS), usual=_SMALL)
    return Text("\n", no_wrap=True).join(lines)


def least_rows(frame: Frame, paper: Paper) -> int:
    """The rows a frame needs with its pictures as small as they may be."""
    views = view_lines(frame.views, paper, usual=_SMALLEST)
    return len(caption_lines(frame.caption, paper)) + (1 + len(views) if views else 0)


def caption_lines(caption: str, paper: Paper) -> Lines:
    """A sentence, wrapped."""
    return [Text(line) for line in textwrap.wrap(paper.text(caption), paper.width)]


def view_lines(
    views: Sequence[View],
    paper: Paper,
    height: int | None = None,
    others: Sequence[Sequence[View]] = (),
    usual: int = USUAL,
) -> Lines:
    """The views below each other; pictures share the height that the others leave.

    Without a height each picture has its `usual` rows. One that would become too small is left
    out, and a line says so.
    """
    drawn = [
        [] if is_picture(view) else draw(view, paper, [other[index] for other in others])
        for index, view in enumerate(views)
    ]
    _pack_grids(views, drawn, paper.width)
    rows = list(_picture_rows(views, paper))
    taken = sum(len(lines) + 1 for lines in drawn if lines)
    room = None if height is None else height + 1 - taken
    each, fitting = _share(room, len(rows), usual, least=0 if taken else 1)
    for row in rows[:fitting]:
        width = paper.width if len(row) == 1 else (paper.width - _GAP) // 2
        part = paper._replace(width=width, height=each)
        drawn[row[0]] = beside([draw(views[index], part) for index in row], [width] * len(row))
    lines = [line for block in drawn if block for line in [Text(), *block]][1:]
    return lines + _note([views[index] for row in rows[fitting:] for index in row], paper)


def _share(height: int | None, rows: int, usual: int = USUAL, least: int = 1) -> tuple[int, int]:
    """How high a picture may be, and how many rows of them fit: `least` even where none does.

    >>> _share(None, 2), _share(40, 2), _share(12, 2), _share(5, 2, least=0)
    ((18, 2), (19, 2), (10, 1), (18, 0))
    """
    if height is None or not rows:
        return usual, rows
    fitting = max(min(height // (_SMALLEST + 1), rows), least)
    if not fitting:
        return usual, 0
    each = (height - (fitting < rows)) // fitting - 1
    return min(max(each, _SMALLEST), _LARGEST), fitting


def _picture_rows(views: Sequence[View], paper: Paper) -> Iterator[list[int]]:
    """The places of the pictures, two to a row where they fit."""
    places = [index for index, view in enumerate(views) if is_picture(view)]
    most = 2 if paper.width >= 2 * _HALF + _GAP else 1
    for start in range(0, len(places), most):
        yield places[start : start + most]


def _pack_grids(views: Sequence[View], drawn: list[Lines], width: int) -> None:
    """Puts matrices that follow each other side by side, as many as fit, where the first stood."""
    row: list[int] = []
    for index, view in enumerate([*views, None]):
        fits = (
            isinstance(view, Grid) and width_of([*(drawn[i] for i in row), drawn[index]]) <= width
        )
        if row and not fits:
            blocks = [drawn[i] for i in row]
            for i in row:
                drawn[i] = []
            drawn[row[0]] = beside(blocks, [width_of([block]) for block in blocks])
            row = []
        if isinstance(view, Grid):
            row.append(index)


def width_of(blocks: Sequence[Lines]) -> int:
    """The columns that blocks take side by side."""
    widths = [max((line.cell_len for line in block), default=0) for block in blocks]
    return sum(widths) + _GAP * (len(blocks) - 1)


def beside(blocks: Sequence[Lines], widths: Sequence[int]) -> Lines:
    """Blocks side by side, each padded to its width."""
    if len(blocks) == 1:
        return blocks[0]
    lines = []
    for parts in zip_longest(*blocks, fillvalue=Text()):
        line, begin = Text(no_wrap=True), 0
        for part, width in zip(parts, widths, strict=True):
            line.append(" " * (begin - line.cell_len))
            line.append_text(part)
            begin += width + _GAP
        lines.append(line)
    return lines


def _note(left_out: list[View], paper: Paper) -> Lines:
    names = [view.title or type(view).__name__.lower() for view in left_out]
    if not names:
        return []
    return [Text(paper.text(f"(a taller window also shows: {', '.join(names)})"), no_wrap=True)]

"""A frame as lines on a page: its caption, its tables, and pictures as large as the page allows."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rich.text import Text

from dlquiz import trace
from dlquiz.screen.views import draw
from dlquiz.screen.views.paper import Paper
from dlquiz.trace import Frame, View

_SMALLEST, _USUAL, _LARGEST = 9, 18, 30  # rows of a picture
_HALF = 56  # columns from which on pictures stand side by side
_GAP = 3

Lines = list[Text]


def frame_lines(frame: Frame, paper: Paper, height: int | None = None) -> Lines:
    """The frame within `height` rows, or on as many as it likes."""
    lines = caption_lines(frame.caption, paper)
    views = view_lines(frame.views, paper, None if height is None else height - len(lines) - 1)
    lines = [*lines, Text(), *views] if views else lines
    if height is not None and len(lines) > height:
        hidden = len(lines) - height + 1
        lines = [*lines[: height - 1], Text(paper.text(f"… {hidden} more lines"))]
    return lines


def caption_lines(caption: str, paper: Paper) -> Lines:
    """A sentence, wrapped."""
    return [Text(line) for line in textwrap.wrap(paper.text(caption), paper.width)]


def view_lines(views: Sequence[View], paper: Paper, height: int | None = None) -> Lines:
    """The views below each other; pictures share the height that the others leave.

    A picture that would become too small is left out, and a line says so.
    """
    drawn = [[] if _is_picture(view) else draw(view, paper) for view in views]
    rows = list(_picture_rows(views, paper))
    left_out: list[View] = []
    if height is None:
        each = _USUAL
    else:
        spare = height - sum(len(lines) + 1 for lines in drawn if lines) + 1
        while len(rows) > 1 and spare // len(rows) <= _SMALLEST:
            left_out = [views[index] for index in rows.pop()] + left_out
        each = min(max(spare // max(len(rows), 1) - 1, _SMALLEST), _LARGEST)
    for row in rows:
        width = paper.width if len(row) == 1 else (paper.width - _GAP) // 2
        part = paper._replace(width=width, height=each)
        drawn[row[0]] = _beside([draw(views[index], part) for index in row], width)
    lines = [line for block in drawn if block for line in [Text(), *block]][1:]
    return lines + _note(left_out, paper)


def _is_picture(view: View) -> bool:
    """Whether the height of a view is ours to choose."""
    return isinstance(view, trace.Curve | trace.Surface | trace.Points)


def _picture_rows(views: Sequence[View], paper: Paper) -> Iterator[list[int]]:
    """The places of the pictures, two to a row where they fit."""
    places = [index for index, view in enumerate(views) if _is_picture(view)]
    most = 2 if paper.width >= 2 * _HALF + _GAP else 1
    for start in range(0, len(places), most):
        yield places[start : start + most]


def _beside(blocks: list[Lines], width: int) -> Lines:
    """Blocks side by side, each padded to the width."""
    if len(blocks) == 1:
        return blocks[0]
    lines = []
    for parts in zip_longest(*blocks, fillvalue=Text()):
        line = Text(no_wrap=True)
        for place, part in enumerate(parts):
            line.append(" " * (place * (width + _GAP) - line.cell_len))
            line.append_text(part)
        lines.append(line)
    return lines


def _note(left_out: list[View], paper: Paper) -> Lines:
    names = [view.title or type(view).__name__.lower() for view in left_out]
    if not names:
        return []
    return [Text(paper.text(f"(a taller window also shows: {', '.join(names)})"), no_wrap=True)]

"""A demo on paper, where nothing moves: frames that differ in their numbers alone become one.

Consecutive frames whose views have the same kinds and titles, numbers aside, are one scene. Of
its pictures the last state stays; its tables are joined row by row, or all shown where their
titles differ in a number. A demo whose frames each deserve a picture gives their views titles of
different words.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from dlquiz.screen.views import is_picture
from dlquiz.trace import Frame, Table, View

_NUMBER = re.compile(r"[-−+]?\b(\d[\d.,]*(e[-+]?\d+)?|inf|nan)\b")


class Scene(NamedTuple):
    """What is said and shown of a run of frames."""

    captions: list[str]
    views: list[View]


def scenes(frames: Iterable[Frame]) -> list[Scene]:
    """The frames as scenes, in order."""
    return [_scene(run) for run in runs(frames)]


def runs(frames: Iterable[Frame]) -> list[list[Frame]]:
    """The frames of each scene."""
    return [list(run) for _, run in groupby(frames, _signature)]


def _signature(frame: Frame) -> tuple[tuple[object, ...], ...]:
    return tuple(
        (type(view), _pattern(view.title), view.columns if isinstance(view, Table) else ())
        for view in frame.views
    )


def _scene(frames: list[Frame]) -> Scene:
    places: list[list[View]] = [[view] for view in frames[0].views]
    for frame in frames[1:]:
        places = [_followed(kept, view) for kept, view in zip(places, frame.views, strict=True)]
    captions = _last_of_each_kind([frame.caption for frame in frames])
    return Scene(captions, [view for kept in places for view in kept])


def _followed(kept: list[View], view: View) -> list[View]:
    """What is kept of a view when the next frame's comes after it."""
    last = kept[-1]
    if last.title != view.title and not is_picture(view):
        return [*kept, view]
    if isinstance(last, Table) and isinstance(view, Table) and _begins_anew(last, view):
        return [*kept[:-1], replace(view, rows=last.rows + view.rows, marked=())]
    return [*kept[:-1], view]


def _begins_anew(before: Table, table: Table) -> bool:
    """Whether a table's rows are further ones, and not the same with other numbers."""
    known = {row[0] for row in before.rows if row}
    return bool(table.rows) and bool(table.rows[0]) and table.rows[0][0] not in known


def alike(caption: str, other: str) -> bool:
    """Whether two captions differ in their numbers alone.

    >>> alike("Step 1: loss 3.", "Step 2: loss 2.5e-3."), alike("Step 1.", "The end.")
    (True, False)
    """
    return _pattern(caption) == _pattern(other)


def _last_of_each_kind(captions: list[str]) -> list[str]:
    return [list(run)[-1] for _, run in groupby(captions, _pattern)]


def _pattern(text: str) -> str:
    return _NUMBER.sub("#", text)

"""A demo on paper, where nothing moves: frames that differ in their numbers alone become one.

Consecutive frames whose views have the same kinds and titles are one scene. Its tables are
joined row by row, of everything else the last state stays. A demo whose frames each deserve a
picture gives their views different titles.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

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
        (type(view), view.title, view.columns if isinstance(view, Table) else ())
        for view in frame.views
    )


def _scene(frames: list[Frame]) -> Scene:
    views = list(frames[0].views)
    for frame in frames[1:]:
        views = [_joined(before, view) for before, view in zip(views, frame.views, strict=True)]
    return Scene(_last_of_each_kind([frame.caption for frame in frames]), views)


def _joined(before: View, view: View) -> View:
    """A table goes on below the rows that are there, unless it already begins with them."""
    if isinstance(before, Table) and isinstance(view, Table):
        if view.rows[: len(before.rows)] == before.rows:
            return view
        return replace(view, rows=before.rows + view.rows, marked=())
    return view


def alike(caption: str, other: str) -> bool:
    """Whether two captions differ in their numbers alone.

    >>> alike("Step 1: loss 3.", "Step 2: loss 2.5e-3."), alike("Step 1.", "The end.")
    (True, False)
    """
    return _pattern(caption) == _pattern(other)


def _last_of_each_kind(captions: list[str]) -> list[str]:
    return [list(run)[-1] for _, run in groupby(captions, _pattern)]


def _pattern(caption: str) -> str:
    return _NUMBER.sub("#", caption)

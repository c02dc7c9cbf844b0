"""The run of a demo that a question is about: its frames as a table, one value of a frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from dlquiz.errors import UserError

if TYPE_CHECKING:
    from dlquiz.trace import Frame, Table

Runner: TypeAlias = "Callable[[str, Mapping[str, object]], Sequence[Frame]]"
"""Runs the demo of that name with parameters by name, and gives its frames."""


def beginning(frames: Sequence[Frame], count: int, show: Mapping[str, str]) -> Table:
    """The first frames as rows; `show` maps a column's heading to the path of its value.

    Raises `UserError` where the run is shorter or a path leads to no number.
    """
    from dlquiz.trace import Table  # a question without a run starts sooner

    rows = [
        tuple(number_at(frames, place, path) for path in show.values()) for place in range(count)
    ]
    return Table(tuple(show), tuple(rows))


def number_at(frames: Sequence[Frame], place: int, path: str) -> float:
    """The number at a path of one frame, the first being 0."""
    if place >= len(frames):
        raise UserError(f"the demo has {len(frames)} frames, and the card asks for {place + 1}")
    try:
        value = frames[place].at(path)
    except LookupError:
        known = ", ".join(frames[place].values)
        raise UserError(f"a frame has no `{path}`", remedy=f"it has {known}") from None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UserError(f"`{path}` is not a number", remedy="name one, as params.0")
    return value

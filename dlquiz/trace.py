"""A demo's output: frames that are complete in themselves, and the views that draw their data.

A frame says what the data is, never how it looks. It holds numbers, strings and tuples, no
arrays, so going back, jumping, comparing two runs and writing JSON all come free.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Vector = tuple[float, ...]
Matrix = tuple[Vector, ...]
Value = float | int | str | bool | None | tuple["Value", ...] | Mapping[str, "Value"]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; a cell is a number or text. `marked` rows are emphasised."""

    columns: tuple[str, ...]
    rows: tuple[tuple[float | int | str, ...], ...]
    title: str = ""
    marked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """One bar a label, from zero; negative values go the other way. `top` fixes the full length."""

    labels: tuple[str, ...]
    values: Vector
    title: str = ""
    top: float | None = None
    log: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """Lines over a shared axis: `series` maps a name to its (xs, ys)."""

    series: Mapping[str, tuple[Vector, Vector]]
    x_label: str = ""
    y_label: str = ""
    title: str = ""
    log_y: bool = False


@dataclass(frozen=True, slots=True)
class Surface:
    """A function of two variables as a height map, row 0 at the lowest y, with paths over it."""

    x_range: tuple[float, float]
    y_range: tuple[float, float]
    heights: Matrix
    paths: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    title: str = ""
    log: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """Scattered points in named groups; `lines` are drawn through, as a decision boundary is."""

    groups: Mapping[str, tuple[tuple[float, float], ...]]
    lines: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    x_label: str = ""
    y_label: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix of numbers or one-word cells; `marked` (row, column) cells are emphasised."""

    cells: tuple[tuple[float | int | str, ...], ...]
    title: str = ""
    marked: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a computation graph: what it computes, its value, its gradient once known."""

    name: str
    label: str
    value: float
    gradient: float | None = None
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """A computation graph in topological order; `active` is the node this frame is about."""

    nodes: tuple[Node, ...]
    active: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Lines shown as they are; `language` names the syntax when it is code."""

    text: str
    language: str = ""
    title: str = ""


View = Table | Bars | Curve | Surface | Points | Grid | Graph | Text


@dataclass(frozen=True, slots=True)
class Frame:
    """One moment of a demo: a sentence, the named numbers, and the views that draw them."""

    caption: str
    values: Mapping[str, Value]
    views: tuple[View, ...] = ()

    def at(self, path: str) -> Value:
        """The value at a path of names and places: `loss`, `params.0`, `adam.m.1`.

        Raises `LookupError` where the path leads nowhere.

        >>> Frame("", {"params": (0.5, 2.0)}).at("params.1")
        2.0
        """
        value: Value = self.values
        for step in path.split("."):
            if isinstance(value, Mapping):
                value = value[step]
            elif isinstance(value, tuple) and step.isdecimal():
                value = value[int(step)]
            else:
                raise LookupError(step)
        return value

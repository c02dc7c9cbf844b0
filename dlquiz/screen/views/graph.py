"""A `Graph`: a computation from its inputs on the left to its result on the right.

Each node stands halfway between its inputs, its value above it and its gradient below. A node
used more than once is drawn at its first use; the others name it in parentheses.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text

from dlquiz.screen.views.headings import heading
from dlquiz.screen.views.numerals import numeral
from dlquiz.screen.views.paper import GREEN, RED, Paper
from dlquiz.screen.views.raster import Raster
from dlquiz.screen.views.table import draw_table
from dlquiz.trace import Graph, Node, Table

_MOST_NODES = 60  # a larger one is listed, not drawn
_ASCII = str.maketrans("─│┐┘┤├┼", "-|+++++")


class Piece(NamedTuple):
    """A text at its place within a block."""

    column: int
    row: int
    text: str
    style: str = ""


class Block(NamedTuple):
    """Drawn nodes: what leaves them to the right leaves on row `wire`."""

    pieces: tuple[Piece, ...]
    width: int
    height: int
    wire: int


def draw_graph(graph: Graph, paper: Paper) -> list[Text]:
    """The drawing, with fewer digits if it is too wide; else a list of the nodes."""
    for digits in (4, 3) if len(graph.nodes) <= _MOST_NODES else ():
        blocks = _Drawing(graph, paper, digits).blocks()
        if max((block.width for block in blocks), default=0) <= paper.width:
            drawn = [line for block in blocks for line in _printed(block, paper)]
            return [*heading(graph.title, paper), *drawn, _legend(graph, paper)]
    return draw_table(_as_table(graph), paper)


class _Drawing:
    """Turns nodes into blocks, and remembers which it has drawn."""

    def __init__(self, graph: Graph, paper: Paper, digits: int) -> None:
        self._graph, self._paper, self._digits = graph, paper, digits
        self._nodes = {node.name: node for node in graph.nodes}
        self._uses = Counter(name for node in graph.nodes for name in node.inputs)
        self._drawn: set[str] = set()

    def blocks(self) -> list[Block]:
        """A block for each result, which is a node that no other takes in."""
        return [self._block(node) for node in self._graph.nodes if not self._uses[node.name]]

    def _block(self, node: Node) -> Block:
        if node.name in self._drawn:
            return self._box(f"({node.name})", node.value, None, " ", "─")
        self._drawn.add(node.name)
        inputs = [self._block(self._nodes[name]) for name in node.inputs if name in self._nodes]
        ends = ("─" if inputs else " ", "─" if self._uses[node.name] else " ")
        box = self._box(self._label(node), node.value, node.gradient, *ends)
        return _joined(inputs, box) if inputs else box

    def _label(self, node: Node) -> str:
        label = node.label if node.inputs and node.label else node.name
        if node.inputs and self._uses[node.name] > 1:
            label = f"{node.name}: {label}"
        return f"[{label}]" if node.name == self._graph.active else label

    def _box(
        self, label: str, value: float, gradient: float | None, left: str, right: str
    ) -> Block:
        above = numeral(float(value), self._digits)
        below = "" if gradient is None else numeral(float(gradient), self._digits)
        label = f" {self._paper.text(label)} "
        width = max(len(above), cell_len(label), len(below)) + 2
        before = (width - cell_len(label)) // 2
        middle = left * before + label + right * (width - before - cell_len(label))
        colours = (GREEN, RED) if self._paper.colours else ("", "")
        pieces = (
            Piece(0, 0, above.center(width), colours[0]),
            Piece(0, 1, middle, "bold" if label.startswith(" [") else ""),
            Piece(0, 2, below.center(width), colours[1]),
        )
        return Block(pieces, width, 3, 1)


def _joined(inputs: list[Block], box: Block) -> Block:
    """The inputs above each other, wired to the box at their right."""
    width = max(block.width for block in inputs)
    tops = list(accumulate((block.height for block in inputs), initial=0))
    wires = [top + block.wire for top, block in zip(tops, inputs, strict=False)]
    middle = (wires[0] + wires[-1]) // 2
    pieces = [
        Piece(width, row, _joint(row, wires, middle)) for row in range(wires[0], wires[-1] + 1)
    ]
    for top, block in zip(tops, inputs, strict=False):
        pieces += _shifted(block, 0, top)
        pieces.append(Piece(block.width, top + block.wire, "─" * (width - block.width)))
    pieces += _shifted(box, width + 1, middle - box.wire)
    return Block(tuple(pieces), width + 1 + box.width, tops[-1], middle)


def _joint(row: int, wires: list[int], middle: int) -> str:
    """The piece of the upright wire on a row: where wires come in, where it goes out."""
    if len(wires) == 1:
        return "─"
    if row == wires[0]:
        return "┐"
    if row == wires[-1]:
        return "┘"
    if row in wires:
        return "┼" if row == middle else "┤"
    return "├" if row == middle else "│"


def _shifted(block: Block, columns: int, rows: int) -> Iterator[Piece]:
    return (
        piece._replace(column=piece.column + columns, row=piece.row + rows)
        for piece in block.pieces
    )


def _printed(block: Block, paper: Paper) -> list[Text]:
    raster = Raster(block.width, block.height)
    for piece in block.pieces:
        text = piece.text if paper.unicode else piece.text.translate(_ASCII)
        raster.write(piece.column, piece.row, text, piece.style)
    return raster.lines()


def _legend(graph: Graph, paper: Paper) -> Text:
    line = Text("value above", GREEN if paper.colours else "", no_wrap=True)
    if any(node.gradient is not None for node in graph.nodes):
        line.append(", gradient below", RED if paper.colours else "")
    return line


def _as_table(graph: Graph) -> Table:
    rows = tuple(
        (node.name, node.label, float(node.value), "" if node.gradient is None else node.gradient)
        for node in graph.nodes
    )
    active = tuple(i for i, node in enumerate(graph.nodes) if node.name == graph.active)
    return Table(("node", "computes", "value", "gradient"), rows, graph.title, active)

"""From TeX to a tree, or to a FormulaError."""

from dlquiz.formula.constructions import CONSTRUCTIONS
from dlquiz.formula.fault import FormulaError
from dlquiz.formula.reader import Reader
from dlquiz.formula.tree import Node, Row, Space


def parse(tex: str) -> Node:
    """The tree of a formula."""
    reader = Reader(tex, CONSTRUCTIONS)
    node = reader.row("", opener=reader.peek())
    if isinstance(node, Row) and all(isinstance(item, Space) for item in node.items):
        raise FormulaError("the formula is empty", column=1, remedy="write one")
    return node

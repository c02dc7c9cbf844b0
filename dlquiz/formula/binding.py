"""How tightly a part holds together on one line: what needs brackets over or under a slash."""

from dlquiz.formula.spacing import left_kind, place, right_kind
from dlquiz.formula.tree import (
    FUNCTION,
    LIMIT,
    ORD,
    PLUS,
    WORD,
    Accent,
    Brace,
    Fence,
    Fraction,
    Grid,
    Node,
    Root,
    Row,
    Scripts,
    Symbol,
)

LOOSE = 0  # a + b, log x, a sum: brackets above and below a slash
PRODUCT = 1  # 2xy: brackets below a slash only
ATOM = 2  # x, f(x), (a + b): none


def binding(node: Node) -> int:
    """LOOSE, PRODUCT or ATOM."""
    match node:
        case Symbol():
            return ATOM if node.kind in (ORD, WORD) and not set(node.text) & set(" /") else LOOSE
        case Scripts():
            return binding(node.base)
        case Fence():
            return ATOM if node.left and node.right else LOOSE
        case Accent() | Root() | Brace():
            return ATOM
        case Grid():
            return ATOM if node.shape == "matrix" else LOOSE
        case Row():
            return _row_binding(node)
    return LOOSE


def _row_binding(row: Row) -> int:
    parts = place(row.items)
    nodes = [part.node for part in parts]
    if parts and parts[0].after and left_kind(nodes[0]) == PLUS:
        nodes = nodes[1:]  # −xy/2 is the same number however it is read
        return min(PRODUCT, _row_binding(Row(nodes)))
    if is_application(nodes):
        return ATOM
    factors = all(
        isinstance(node, Fraction) or binding(node) == ATOM or left_kind(node) == WORD
        for node in nodes
    )
    return PRODUCT if nodes and factors else LOOSE


def is_application(nodes: list[Node]) -> bool:
    """Whether this is a function and its argument, as σ(z), rather than a product, as n(x + 1).

    A name of several letters is a function; a letter is one if what it is applied to is no sum.
    """
    if len(nodes) != 2:
        return False
    name, fence = nodes
    fence = fence.base if isinstance(fence, Scripts) else fence
    if not isinstance(fence, Fence) or fence.left not in ("(", "["):
        return False
    if right_kind(name) in (FUNCTION, LIMIT, WORD):
        return True
    body = fence.body.items if isinstance(fence.body, Row) else []
    is_sum = any(right_kind(item) == PLUS for item in body)
    return right_kind(name) == ORD and binding(name) == ATOM and not is_sum


def is_differential(above: Node, below: Node) -> bool:
    """Whether the fraction is a derivative, ∂L/∂x or dy/dx, whose ∂x reads as one symbol."""
    items = [part.node for part in place(below.items)] if isinstance(below, Row) else []
    return (
        len(items) == 2
        and _first_letter(items[0]) in ("∂", "d", "Δ", "δ")
        and _first_letter(items[0]) == _first_letter(above)
        and binding(items[1]) == ATOM
    )


def _first_letter(node: Node) -> str:
    while isinstance(node, Row | Scripts):
        node = node.base if isinstance(node, Scripts) else (node.items or [Symbol("", ORD)])[0]
    return node.text if isinstance(node, Symbol) else ""

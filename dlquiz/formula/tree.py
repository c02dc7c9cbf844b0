"""The tree of a formula: what its parts are, before anyone decides where they go.

Plain classes with slots: this room is imported before the first question, and the modules that
would write these constructors for us cost more to import than the rest of the room.
"""


class Node:
    """Any part of a formula."""

    __slots__ = ()


# What a symbol is decides the space around it. The classes are those of TeX, split where a
# terminal needs to know more: + may be a sign, a word must not touch the letter before it.
ORD = "ordinary"
WORD = "word"  # more than one letter: Var, softmax, if
FUNCTION = "function"  # log; its scripts stand beside it
LIMIT = "limit function"  # max; its scripts stand below and above it
BIG = "big operator"  # a sum, a product, an integral
PLUS = "additive operator"
TIMES = "multiplicative operator"
SIGN = "sign"  # a + or − with nothing before it
RELATION = "relation"
OPEN = "opening bracket"
CLOSE = "closing bracket"
BAR = "bar"  # | or ‖ before it is known whether it opens, closes or divides
PUNCTUATION = "punctuation"
INNER = "inner"  # a part with a shape of its own, such as a fraction
ROOT = "root"  # inner, but its sign may touch what stands before it
SLASH = "slash"


class Symbol(Node):
    """Characters that are printed as they are."""

    __slots__ = ("kind", "text")

    def __init__(self, text: str, kind: str) -> None:
        self.text, self.kind = text, kind


class Space(Node):
    """Blank columns; a width of 0 is a blank the author typed, kept where it helps reading."""

    __slots__ = ("width",)

    def __init__(self, width: int) -> None:
        self.width = width


class Row(Node):
    """Parts side by side."""

    __slots__ = ("items",)

    def __init__(self, items: list[Node]) -> None:
        self.items = items


class Fraction(Node):
    """One part over another."""

    __slots__ = ("above", "below")

    def __init__(self, above: Node, below: Node) -> None:
        self.above, self.below = above, below


class Root(Node):
    """A square root, or a root with an index."""

    __slots__ = ("index", "radicand")

    def __init__(self, radicand: Node, index: Node | None) -> None:
        self.radicand, self.index = radicand, index


class Scripts(Node):
    """A base with a subscript, a superscript or both; as limits they stand below and above it."""

    __slots__ = ("base", "limits", "sub", "sup")

    def __init__(self, base: Node, sub: Node | None, sup: Node | None, limits: bool) -> None:
        self.base, self.sub, self.sup, self.limits = base, sub, sup, limits


class Accent(Node):
    """A mark over (or a line under) a part: hat, tilde, bar, vec, dot, ddot, underline."""

    __slots__ = ("body", "mark")

    def __init__(self, body: Node, mark: str) -> None:
        self.body, self.mark = body, mark


class Brace(Node):
    """A part with a horizontal brace over or under it, and what the brace says."""

    __slots__ = ("body", "label", "over")

    def __init__(self, body: Node, label: Node | None, over: bool) -> None:
        self.body, self.label, self.over = body, label, over


class Fence(Node):
    """A part between two delimiters that grow with it; an empty delimiter is not drawn."""

    __slots__ = ("body", "left", "right")

    def __init__(self, left: str, body: Node, right: str) -> None:
        self.left, self.body, self.right = left, body, right


class Grid(Node):
    """Rows of cells. `columns` holds l, c or r for each column.

    `shape` is "matrix", "binomial", "cases" or "aligned".
    """

    __slots__ = ("columns", "rows", "shape")

    def __init__(self, rows: list[list[Node]], columns: str, shape: str) -> None:
        self.rows, self.columns, self.shape = rows, columns, shape

"""How much blank stands between neighbours, in both forms of a formula.

The rules are TeX's classes on a grid of columns: one blank around relations and operators, one
after a comma, none inside brackets, and a sign is no operator.
"""

from dlquiz.formula.tree import (
    BIG,
    CLOSE,
    FUNCTION,
    INNER,
    LIMIT,
    OPEN,
    ORD,
    PLUS,
    PUNCTUATION,
    RELATION,
    ROOT,
    SIGN,
    SLASH,
    TIMES,
    WORD,
    Accent,
    Fence,
    Node,
    Root,
    Row,
    Scripts,
    Space,
    Symbol,
)

EDGE = ""  # the kind of what stands beyond either end of a row
OPERANDS = frozenset((ORD, WORD, CLOSE, INNER))
NAMES = frozenset((FUNCTION, LIMIT, WORD))


class Placed:
    """A part of a row, its kind, the blanks before it, and the kinds of its two neighbours."""

    __slots__ = ("after", "before", "gap", "kind", "node")

    def __init__(self, node: Node, kind: str, gap: int, before: str, after: str) -> None:
        self.node, self.kind, self.gap = node, kind, gap
        self.before, self.after = before, after


def place(items: list[Node], tight: bool = False) -> list[Placed]:
    """The visible parts of a row. In a script, which is tight, operators stand without blanks."""
    parts, blanks = _without_spaces(items)
    lefts, rights = _kinds(parts, blanks)
    placed = []
    for i, node in enumerate(parts):
        before = rights[i - 1] if i else EDGE
        after = lefts[i + 1] if i + 1 < len(parts) else EDGE
        gap = _tight_gap(before, lefts[i]) if tight else _gap(before, lefts[i])
        if not gap and blanks[i] == 0 and not tight and before in OPERANDS:
            gap = int(lefts[i] in (ORD, OPEN) and not _is_prefix(parts[i - 1]))
        placed.append(Placed(node, lefts[i], max(gap, blanks[i] or 0), before, after))
    return placed


def _without_spaces(items: list[Node]) -> tuple[list[Node], list[int | None]]:
    """The parts that are no space, and for each the width of the spaces before it, if any."""
    parts: list[Node] = []
    blanks: list[int | None] = []
    width: int | None = None
    for item in items:
        if isinstance(item, Space):
            width = (width or 0) + item.width
            continue
        words = item.text if isinstance(item, Symbol) and item.kind == WORD else ""
        parts.append(Symbol(words.strip(), WORD) if words else item)
        blanks.append((width or 0) + 1 if words.startswith(" ") else width)
        width = 1 if words.endswith(" ") else None
    return parts, blanks


def _is_prefix(node: Node) -> bool:
    """∂²L and ∇L stay together, whatever blank the author typed."""
    base = node.base if isinstance(node, Scripts) else node
    return isinstance(base, Symbol) and base.text in "∂∇"


def _kinds(parts: list[Node], blanks: list[int | None]) -> tuple[list[str], list[str]]:
    """The kind each part shows to its left and to its right neighbour.

    An operator with nothing to operate on, at either side, is a sign: −x, f(−), x⁺, if −x < 0.
    """
    lefts = [left_kind(part) for part in parts]
    rights = [right_kind(part) for part in parts]
    for i, kind in enumerate(lefts):
        if kind in (PLUS, TIMES):
            follows = lefts[i + 1] if i + 1 < len(parts) else ORD
            operates = i > 0 and rights[i - 1] in (OPERANDS - {WORD} if blanks[i] else OPERANDS)
            if not operates or follows in (RELATION, CLOSE, PUNCTUATION):
                lefts[i] = rights[i] = SIGN if kind == PLUS else ORD
    return lefts, rights


def left_kind(node: Node) -> str:
    """The kind a part shows to the neighbour on its left."""
    match node:
        case Symbol():
            return node.kind
        case Scripts():
            return _stands_apart(left_kind(node.base), node)
        case Fence():
            return OPEN if node.left else INNER
        case Row():
            return left_kind(node.items[0]) if is_name(node) else ORD
        case Accent():
            return ORD if is_letter(node.body) else INNER
        case Root():
            return ROOT
    return INNER


def right_kind(node: Node) -> str:
    """The kind a part shows to the neighbour on its right."""
    match node:
        case Symbol():
            return node.kind
        case Scripts():
            return INNER if is_star(node.sup) else _stands_apart(right_kind(node.base), node)
        case Fence():
            return CLOSE
        case Row():
            return right_kind(node.items[-1]) if is_name(node) else ORD
        case Accent():
            return ORD if is_letter(node.body) else INNER
    return INNER


def _stands_apart(kind: str, node: Scripts) -> str:
    """Limits may be wider than what they stand under, so the neighbours' must not touch them."""
    return INNER if node.limits and kind == ORD else kind


def is_name(row: Row) -> bool:
    """Whether a group reads as one name, as {\\arg\\max} does."""
    parts = [item for item in row.items if not isinstance(item, Space)]
    return bool(parts) and all(isinstance(part, Symbol) and part.kind in NAMES for part in parts)


def is_star(node: Node | None) -> bool:
    """Whether a superscript is a star: w* x must not read as a product."""
    return isinstance(node, Symbol) and node.text in "∗⋆"


def _gap(left: str, right: str) -> int:
    if EDGE in (left, right) or left == OPEN or right in (CLOSE, PUNCTUATION):
        return 0
    if RELATION in (left, right):
        return int(left != right)
    if left == SIGN or SLASH in (left, right):
        return int(INNER in (left, right))  # a sign must not touch the bar of a fraction
    if {left, right} & {PLUS, TIMES} or left == PUNCTUATION:
        return 1
    return _shape_gap(left, right)


def _tight_gap(left: str, right: str) -> int:
    if EDGE in (left, right) or left == OPEN or right in (CLOSE, PUNCTUATION):
        return 0
    if {left, right} & {PLUS, TIMES, SIGN, SLASH, RELATION, PUNCTUATION}:
        return 0
    return _shape_gap(left, right)


def _shape_gap(left: str, right: str) -> int:
    """The gap between two operands: 1 where they would run together."""
    if right == OPEN and left in NAMES:
        return 0
    return int(bool({left, right} & (NAMES | {BIG, INNER, ROOT})))


def takes_limits(node: Node) -> bool:
    """Whether scripts of this part stand below and above it; an integral keeps them beside it."""
    kind = right_kind(node)
    return kind == LIMIT or (kind == BIG and not (isinstance(node, Symbol) and node.text in "∫∮"))


def carries_mark(node: Node) -> bool:
    """Whether the part is an accent that fits over its letter."""
    return isinstance(node, Accent) and is_letter(node.body)


def is_letter(node: Node) -> bool:
    """Whether the part is one letter, so that a mark stands over it and nothing else."""
    return (
        isinstance(node, Symbol)
        and len(node.text) == 1
        and (node.text.isalnum() or node.text in "∇∂")
    )

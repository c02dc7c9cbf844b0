"""A formula as MathML, which browsers draw without a script."""

from collections.abc import Iterator
from html import escape

from dlquiz.formula.spacing import OPERANDS, place
from dlquiz.formula.tree import (
    BAR,
    BIG,
    CLOSE,
    FUNCTION,
    LIMIT,
    OPEN,
    ORD,
    PUNCTUATION,
    RELATION,
    ROOT,
    SIGN,
    SLASH,
    TIMES,
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
    Space,
    Symbol,
)

# What a mark is in MathML, and whether it grows with what it stands over.
_MARKS = {
    "hat": ("^", False),
    "tilde": ("~", False),
    "bar": ("¯", True),
    "vec": ("→", False),
    "dot": ("˙", False),
    "ddot": ("¨", False),
    "underline": ("_", True),
}
_NAMED = {FUNCTION, LIMIT, WORD}  # what must not touch a letter
_OPERANDS = {*OPERANDS, BIG, ROOT}
_THIN = '<mspace width="0.17em"></mspace>'
_ALIGNMENT = {"l": "left", "c": "center", "r": "right"}
_OPERATOR = {
    BIG: 'largeop="true" movablelimits="true"',
    LIMIT: 'form="prefix" movablelimits="true" lspace="0" rspace="0"',
    SIGN: 'form="prefix" lspace="0" rspace="0"',
    OPEN: 'form="prefix" stretchy="false"',
    CLOSE: 'form="postfix" stretchy="false"',
    BAR: 'form="infix" stretchy="false" lspace="0" rspace="0"',
    SLASH: 'lspace="0" rspace="0"',
    PUNCTUATION: 'separator="true"',
}


def math(node: Node, *, display: bool) -> str:
    """The element for a whole formula, within a line or on lines of its own."""
    kind = ' display="block"' if display else ""
    return f"<math{kind}>{_element(node)}</math>"


def _element(node: Node) -> str:
    """One element for the node."""
    match node:
        case Symbol(kind=kind):
            return _symbol(node, kind)
        case Space():
            return _space(node)
        case Row():
            return f"<mrow>{''.join(_row(node))}</mrow>"
        case Fraction():
            return f"<mfrac>{_element(node.above)}{_element(node.below)}</mfrac>"
        case Root():
            return _root(node)
        case Scripts():
            return _scripts(node)
        case Accent():
            return _accent(node)
        case Brace():
            return _brace(node)
        case Fence():
            return _fence(node)
        case Grid():
            return _grid(node)
    raise TypeError(f"no MathML for {type(node).__name__}")


def _row(row: Row) -> Iterator[str]:
    """The parts of a row; what kind of operator each is depends on its neighbours."""
    placed = iter(place(row.items))
    for item in row.items:
        if isinstance(item, Space):
            yield _space(item)
            continue
        part = next(placed)
        if part.gap and part.kind in _NAMED | _OPERANDS and part.before in _NAMED | _OPERANDS:
            yield _THIN if {part.before, part.kind} & _NAMED else ""
        yield _symbol(item, part.kind) if isinstance(item, Symbol) else _element(item)


def _space(space: Space) -> str:
    if space.width <= 0:
        return ""
    return f'<mspace width="{space.width / 3:.2g}em"></mspace>'


def _symbol(symbol: Symbol, kind: str) -> str:
    """The symbol as the kind that it is at its place."""
    text = escape(symbol.text)
    if symbol.kind == WORD:
        return f"<mtext>{text.replace(' ', chr(0xA0))}</mtext>"
    if symbol.kind == FUNCTION:
        return f"<mi>{text}</mi>"
    if symbol.kind == ORD:
        return _ordinary(text)
    attributes = _OPERATOR.get(SIGN if kind == SIGN else _role(symbol, kind), "")
    return f"<mo {attributes}>{text}</mo>" if attributes else f"<mo>{text}</mo>"


def _role(symbol: Symbol, kind: str) -> str:
    """A bar opens, closes or divides by its place; everything else is what it is."""
    if symbol.kind == BAR and kind in (OPEN, CLOSE):
        return kind
    if symbol.kind == BAR:
        return RELATION if kind == RELATION else BAR
    return TIMES if kind == TIMES else symbol.kind


def _ordinary(text: str) -> str:
    """A number, or a letter: Latin and small Greek ones lean, all others stand upright."""
    if text.replace(".", "").isdecimal():
        return f"<mn>{text}</mn>"
    leans = len(text) == 1 and (text.isascii() or "α" <= text <= "ω" or text in "ϑϕ")
    return f"<mi>{text}</mi>" if leans else f'<mi mathvariant="normal">{text}</mi>'


def _root(root: Root) -> str:
    if root.index is None:
        return f"<msqrt>{_element(root.radicand)}</msqrt>"
    return f"<mroot>{_element(root.radicand)}{_element(root.index)}</mroot>"


def _scripts(node: Scripts) -> str:
    below, above = ("munder", "mover") if node.limits else ("msub", "msup")
    both = "munderover" if node.limits else "msubsup"
    scripts = [script for script in (node.sub, node.sup) if script is not None]
    name = both if len(scripts) == 2 else below if node.sup is None else above
    return f"<{name}>{_element(node.base)}{''.join(map(_element, scripts))}</{name}>"


def _accent(accent: Accent) -> str:
    text, grows = _MARKS[accent.mark]
    mark = f'<mo stretchy="{str(grows).lower()}">{text}</mo>'
    if accent.mark == "underline":
        return f'<munder accentunder="true">{_element(accent.body)}{mark}</munder>'
    return f'<mover accent="true">{_element(accent.body)}{mark}</mover>'


def _brace(brace: Brace) -> str:
    name, sign = ("mover", "⏞") if brace.over else ("munder", "⏟")
    braced = f'<{name}>{_element(brace.body)}<mo stretchy="true">{sign}</mo></{name}>'
    if brace.label is None:
        return braced
    return f"<{name}>{braced}{_element(brace.label)}</{name}>"


def _fence(fence: Fence) -> str:
    grows = str(_is_tall(fence.body)).lower()
    left, right = (
        f'<mo form="{form}" stretchy="{grows}">{escape(sign)}</mo>' if sign else ""
        for sign, form in ((fence.left, "prefix"), (fence.right, "postfix"))
    )
    return f"<mrow>{left}{_element(fence.body)}{right}</mrow>"


def _is_tall(node: Node) -> bool:
    """Whether a bracket around the node should grow, which costs it some space."""
    match node:
        case Row():
            return any(map(_is_tall, node.items))
        case Fence():
            return _is_tall(node.body)
        case Scripts():
            return node.limits or _is_tall(node.base)
        case Symbol():
            return node.kind == BIG
    return isinstance(node, Fraction | Grid | Root | Brace)


def _grid(grid: Grid) -> str:
    if grid.shape == "binomial":
        above, below = (_element(row[0]) for row in grid.rows)
        return f'<mfrac linethickness="0">{above}{below}</mfrac>'
    rows = "".join(f"<mtr>{''.join(_cells(grid, row))}</mtr>" for row in grid.rows)
    style = ' displaystyle="true"' if grid.shape == "aligned" else ""
    return f"<mtable{style}>{rows}</mtable>"


def _cells(grid: Grid, row: list[Node]) -> Iterator[str]:
    """The cells; equations are aligned in pairs of columns, with nothing within a pair."""
    for column, cell in enumerate(row):
        side = _ALIGNMENT[grid.columns[column]]
        style = f"text-align:{side}"
        if grid.shape == "aligned":
            left = "0" if column % 2 or not column else "1.5em"
            style += f";padding-left:{left};padding-right:0"
        yield f'<mtd style="{style}">{_element(cell)}</mtd>'

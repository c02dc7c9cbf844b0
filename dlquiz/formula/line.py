"""A formula on one line, with brackets wherever the second dimension carried meaning.

The same line serves as script: above or below its base there is room for one row only.
"""

from collections.abc import Callable

from dlquiz.formula.assembly import needs_brackets
from dlquiz.formula.binding import ATOM, LOOSE, binding, is_differential
from dlquiz.formula.glyphs import accented, lowered, raised
from dlquiz.formula.spacing import EDGE, Placed, carries_mark, is_letter, place
from dlquiz.formula.symbols import CLOSES
from dlquiz.formula.tree import (
    CLOSE,
    FUNCTION,
    LIMIT,
    OPEN,
    ORD,
    PLUS,
    PUNCTUATION,
    RELATION,
    SIGN,
    SLASH,
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


class Style:
    """How a line is written: its minus, whether operators have blanks around them, and whether
    superscripts of several letters are written in small glyphs, e⁻ᶻ, or as e^(-z)."""

    __slots__ = ("minus", "small", "tight")

    def __init__(self, minus: str, *, tight: bool, small: bool) -> None:
        self.minus, self.tight, self.small = minus, tight, small


PLAIN = Style("-", tight=False, small=False)
PLAIN_SCRIPT = Style("-", tight=True, small=False)
SCRIPT = Style("−", tight=True, small=True)  # a script of the two-dimensional form

# Next to these a fraction stands without brackets; a + a/b is no product.
_APART = frozenset((EDGE, RELATION, PLUS, SIGN, PUNCTUATION, OPEN, CLOSE))


def one_line(node: Node, style: Style = PLAIN) -> str:
    """The node on one line."""
    match node:
        case Symbol():
            return style.minus if node.text == "−" else node.text.strip()
        case Row():
            return _row(node, style)
        case Fraction():
            return _fraction(node, style)
        case Root():
            return _root(node, style)
        case Scripts():
            return _scripts(node, style)
        case Accent():
            return _accent(node, style)
        case Brace():
            label = "" if node.label is None else f" «{one_line(node.label, style)}»"
            return f"({one_line(node.body, style)}{label})"
        case Fence():
            return _fence(node, style)
        case Grid():
            return _grid(node, style) if node.shape == "aligned" else f"[{_grid(node, style)}]"
    raise TypeError(f"no line for {type(node).__name__}")


def _row(row: Row, style: Style) -> str:
    out = ""
    for part in place(row.items, style.tight):
        text = one_line(part.node, style)
        if isinstance(part.node, Fraction) and _touched(part):
            text = f"({text})"
        out += " " * _gap(part, out, text) + text
    return out


def _gap(part: Placed, out: str, text: str) -> int:
    """The gap of the two-dimensional form, but log(p/q), -(1/n), a/(b/c) and x_B y."""
    named = part.before in (FUNCTION, LIMIT) and not out.endswith(")")
    if part.before == SIGN or SLASH in (part.before, part.kind) or (named and text[:1] == "("):
        return 0
    if text[:1].isalnum() and _ends_in_bare_script(out):
        return max(part.gap, 1)
    return part.gap


def _touched(fraction: Placed) -> bool:
    """Whether a neighbour would take the numerator or the denominator for itself."""
    return fraction.before not in _APART - {CLOSE} or fraction.after not in _APART - {OPEN}


def _ends_in_bare_script(text: str) -> bool:
    """x_B and w* would swallow a letter that follows: x_B y."""
    end = len(text)
    while end and text[end - 1].isalnum():
        end -= 1
    return text[end - 1 : end] in ("_", "^") and end < len(text)


def _fraction(node: Fraction, style: Style) -> str:
    above, below = one_line(node.above, style), one_line(node.below, style)
    if binding(node.above) == LOOSE:
        above = f"({above})"
    if binding(node.below) != ATOM and not is_differential(node.above, node.below):
        below = f"({below})"
    return f"{above}/{below}"


def _root(node: Root, style: Style) -> str:
    text = one_line(node.radicand, style)
    if not (is_single(node.radicand) or _is_round(node.radicand)):
        text = f"({text})"
    if node.index is None:
        return f"√{text}"
    index = one_line(node.index, _script_style(style))
    small = raised(index) if is_flat(node.index) else None
    return f"{small}√{text}" if small else f"√[{index}]{text if text[0] == '(' else f'({text})'}"


def is_single(node: Node) -> bool:
    """Whether a root sign before the part is enough to show what it covers: √2, but √(v_t)."""
    return (isinstance(node, Symbol) and node.kind == ORD) or carries_mark(node)


def _is_round(node: Node) -> bool:
    return isinstance(node, Fence) and (node.left, node.right) == ("(", ")")


def _scripts(node: Scripts, style: Style) -> str:
    base = one_line(node.base, style)
    if node.limits and needs_brackets(node.base):
        base = f"({base})"
    sub, sub_is_small = _script(node.sub, "_", lowered, style)
    sup, sup_is_small = _script(node.sup, "^", raised, style)
    # σ²_B: after _B a small ² would belong to B.
    return base + (sup + sub if sup_is_small and not sub_is_small else sub + sup)


def _script(
    node: Node | None, sign: str, small: Callable[[str], str | None], style: Style
) -> tuple[str, bool]:
    """A script, and whether it is written in small glyphs."""
    if node is None:
        return "", True
    text = one_line(node, _script_style(style))
    glyphs = small(text) if is_flat(node) else None
    if glyphs is not None and (sign == "_" or style.small or _is_short(node, text)):
        return glyphs, True
    return sign + (text if _is_bare(node, sign) else f"({text})"), False


def _script_style(style: Style) -> Style:
    return PLAIN_SCRIPT if style is PLAIN else style


def _is_short(node: Node, text: str) -> bool:
    """x², xᵀ, 10⁻⁸ and the label x⁽ⁱ⁾, which is no power."""
    return len(text) == 1 or text.lstrip("-").isdigit() or set(text) == {"′"} or _is_round(node)


def _is_bare(node: Node, sign: str) -> bool:
    """Whether a script needs no brackets: one symbol, or a subscript that reads as a word."""
    if isinstance(node, Row) and sign == "_":
        return all(isinstance(item, Symbol) and item.text.isalnum() for item in node.items)
    if isinstance(node, Fence):
        return (node.left, node.right) == ("[", "]")
    return isinstance(node, Symbol) and (node.text.isalnum() or len(node.text) == 1)


def is_flat(node: Node) -> bool:
    """Whether the part is symbols only, so that small glyphs for its characters say it all."""
    match node:
        case Row():
            return all(is_flat(item) for item in node.items)
        case Fence():
            return bool(node.left and node.right) and is_flat(node.body)
    return isinstance(node, Symbol)


def _accent(node: Accent, style: Style) -> str:
    text = one_line(node.body, style)
    return accented(text, node.mark) if is_letter(node.body) else f"{node.mark}({text})"


def _fence(node: Fence, style: Style) -> str:
    """A fence without one of its sides gets brackets that show where it begins and ends."""
    body = node.body
    if isinstance(body, Grid) and body.shape == "binomial":
        return f"binom({', '.join(one_line(row[0], style) for row in body.rows)})"
    text = _grid(body, style) if isinstance(body, Grid) else one_line(body, style)
    if not node.left:
        text = text if binding(body) == ATOM else f"({text})"
    return node.left + text + (node.right or CLOSES.get(node.left, "")[:1])


def _grid(grid: Grid, style: Style) -> str:
    """Rows parted by semicolons; an equation's row that begins with & goes on with the last."""
    rows = [[one_line(cell, style).strip() for cell in row] for row in grid.rows]
    if grid.shape == "matrix":
        return "; ".join(", ".join(cells) for cells in rows)
    if grid.shape == "cases":
        return "; ".join(_case(*cells) for cells in rows)
    text = ""
    for cells in rows:
        goes_on = not cells[0] and len(cells) > 1
        text = text.rstrip(",; ") + ((" " if goes_on else "; ") if text else "")
        text += ", ".join(" ".join(cells[i : i + 2]).strip() for i in range(0, len(cells), 2))
    return text.rstrip(", ")


def _case(value: str, condition: str = "") -> str:
    """x if x > 0; or x, x > 0."""
    joint = " " if condition[:2].isalpha() or value.endswith(",") else ", "
    return value + joint + condition if condition else value

"""A formula in two dimensions: from the tree to boxes.

`text` tells that a part stands in a fraction or a table, where a short limit stands beside its
operator rather than under it.
"""

from collections.abc import Callable
from itertools import pairwise

from dlquiz.formula.box import Box, aligned, beside, blank, stacked
from dlquiz.formula.delimiters import delimiter
from dlquiz.formula.glyphs import accented, lowered, raised
from dlquiz.formula.line import SCRIPT, is_flat, is_single, one_line
from dlquiz.formula.spacing import is_letter, place
from dlquiz.formula.tree import (
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

_WIDE_MARKS = {"hat": "^", "tilde": "~", "dot": "˙", "ddot": "¨"}


def lay_out(node: Node, text: bool = False) -> Box:
    """The box of a node."""
    match node:
        case Symbol():
            return _symbol(node)
        case Row():
            return _row(node, text)
        case Fraction():
            return _fraction(node)
        case Root():
            return _root(node, text)
        case Scripts():
            return _scripts(node, text)
        case Accent():
            return _accent(node, text)
        case Brace():
            return _brace(node)
        case Fence():
            return _fence(node, text)
        case Grid():
            return _grid(node)
    raise TypeError(f"no layout for {type(node).__name__}")


def _symbol(symbol: Symbol) -> Box:
    return Box(["⌠", "│", "⌡"], 1) if symbol.text == "∫" else Box([symbol.text.strip()])


def _row(row: Row, text: bool) -> Box:
    boxes = []
    for part in place(row.items):
        boxes += [blank(part.gap), lay_out(part.node, text)]
    return beside(boxes)


def _fraction(fraction: Fraction) -> Box:
    """The bar sticks out on both sides, so that even 1 over 2 has none that looks like a minus."""
    above, below = lay_out(fraction.above, text=True), lay_out(fraction.below, text=True)
    bar = Box(["─" * (max(above.width, below.width) + 2)])
    return stacked([above, bar, below], on=1)


def _root(root: Root, text: bool) -> Box:
    """A single symbol needs no line over it; anything else shows how far the root reaches."""
    body = lay_out(root.radicand, text)
    if is_single(root.radicand):
        sign = Box([f"√{row}" for row in body.rows], body.base)
    elif body.base == body.below == 0:
        rows = [" " + "_" * body.width, "√" + body.rows[0], *(f" {row}" for row in body.rows[1:])]
        sign = Box(rows, 1)
    else:
        rows = [f" │ {row}" for row in body.rows]
        rows[-1] = "╲" + rows[-1][1:]
        line = " ┌" + "─" * body.width + "┐"
        sign = Box([line, *rows], body.base + 1, columns=body.width + 3)
    return sign if root.index is None else _with_index(sign, root.index)


def _with_index(sign: Box, index: Node) -> Box:
    """The index in small glyphs before the sign, or else in the row above it."""
    text, small = _small(index, raised)
    foot = sign.height - 1
    rows = [text if row == foot - (not small) else "" for row in range(-1, sign.height)]
    first = 0 if rows[0] else 1
    return beside([Box(rows[first:], sign.base + 1 - first), sign])


def _small(node: Node, glyphs: Callable[[str], str | None]) -> tuple[str, bool]:
    """A script as text, and whether it is in glyphs that are small by themselves."""
    text = one_line(node, SCRIPT)
    small = glyphs(text) if is_flat(node) else None
    return (text, False) if small is None else (small, True)


def _scripts(node: Scripts, text: bool) -> Box:
    if isinstance(node.base, Symbol) and node.base.text == "∫":
        return _integral(node)
    base = lay_out(node.base, text)
    sub = ("", True) if node.sub is None else _small(node.sub, lowered)
    sup = ("", True) if node.sup is None else _small(node.sup, raised)
    if node.limits and not (text and node.sup is None and sub[1]):
        over = [] if node.sup is None else [Box([one_line(node.sup, SCRIPT)])]
        under = [] if node.sub is None else [Box([one_line(node.sub, SCRIPT)])]
        return stacked([*over, base, *under], on=len(over))
    return _with_scripts(base, sub, sup)


def _with_scripts(base: Box, sub: tuple[str, bool], sup: tuple[str, bool]) -> Box:
    """Small glyphs stand in the first and the last row of the base, other text one row further."""
    rows = [""] * (base.above + base.below + 3)
    rows[-2 if sub[1] else -1] += sub[0]
    rows[1 if sup[1] else 0] += sup[0]
    scripts = Box(rows, base.above + 1, (0, 0))
    return _trimmed(beside([base, scripts]))


def _trimmed(box: Box) -> Box:
    """Without the empty rows that no script has come to fill."""
    first = next(i for i in range(box.base + 1) if box.rows[i].strip() or i == box.base - box.above)
    last = box.height
    while last > box.base + box.below + 1 and not box.rows[last - 1].strip():
        last -= 1
    core = box.above, box.below
    return Box(box.rows[first:last], box.base - first, core, columns=box.width)


def _integral(node: Scripts) -> Box:
    """The limits stand beside the ends of the sign."""
    over = "" if node.sup is None else one_line(node.sup, SCRIPT)
    under = "" if node.sub is None else one_line(node.sub, SCRIPT)
    return Box([f"⌠{over}", "│", f"⌡{under}"], 1)


def _accent(accent: Accent, text: bool) -> Box:
    if is_letter(accent.body):
        return Box([accented(lay_out(accent.body).rows[0], accent.mark)])
    body = lay_out(accent.body, text)
    if accent.mark == "underline":
        return stacked([body, Box(["‾" * body.width])], on=0)
    mark = _WIDE_MARKS.get(accent.mark) or _line_above(accent.mark, body.width)
    return stacked([Box([mark]), body], on=1)


def _line_above(mark: str, columns: int) -> str:
    return "_" * columns if mark == "bar" else "─" * (columns - 1) + "→"


def _brace(brace: Brace) -> Box:
    body = lay_out(brace.body)
    label = [] if brace.label is None else [lay_out(brace.label)]
    arm = (max(body.width, 3) - 3) // 2
    rest = max(body.width, 3) - 3 - arm
    if brace.over:
        shape = Box(["╭" + "─" * arm + "┴" + "─" * rest + "╮"])
        return stacked([*label, shape, body], on=len(label) + 1)
    return stacked([body, Box(["╰" + "─" * arm + "┬" + "─" * rest + "╯"]), *label], on=0)


def _fence(fence: Fence, text: bool) -> Box:
    body = lay_out(fence.body, text)
    height = body.above + body.below + 1
    left = delimiter(fence.left, height, body.above)
    pad = blank(isinstance(fence.body, Grid) and fence.body.shape == "cases")
    return beside([left, pad, body, delimiter(fence.right, height, body.above)])


def _grid(grid: Grid) -> Box:
    cells = [[lay_out(cell, grid.shape != "aligned") for cell in row] for row in grid.rows]
    widths = [max(box.width for box in column) for column in zip(*cells, strict=True)]
    lines: list[Box] = []
    for row in cells:
        boxes = []
        for i, box in enumerate(row):
            boxes += [blank(_column_gap(grid, i)), aligned(box, widths[i], grid.columns[i])]
        lines.append(beside(boxes))
    rows = list(lines[0].rows)
    for upper, lower in pairwise(lines):
        apart = upper.height - upper.base > 1 or lower.base > 0 or _is_pair_of_cases(grid)
        rows += [" " * lower.width] * apart + lower.rows
    return Box(rows, (len(rows) - 1) // 2, columns=lines[0].width)


def _column_gap(grid: Grid, column: int) -> int:
    """Equations are aligned in pairs of columns: nothing within a pair, a wide gap between two."""
    if not column:
        return 0
    return (3, 0)[column % 2] if grid.shape == "aligned" else 2


def _is_pair_of_cases(grid: Grid) -> bool:
    """A brace has its point in the middle, so two cases need a row between them."""
    return grid.shape == "cases" and len(grid.rows) == 2

"""Tables between \\begin and \\end: matrices, cases, aligned equations."""

from dlquiz.formula.fault import FormulaError
from dlquiz.formula.reader import Reader
from dlquiz.formula.scanner import Token
from dlquiz.formula.tree import Fence, Grid, Node, Row

# Name -> the brackets around it.
_MATRICES = {
    "matrix": "",
    "pmatrix": "()",
    "bmatrix": "[]",
    "Bmatrix": "{}",
    "vmatrix": "||",
    "Vmatrix": "‖‖",
}
_EQUATIONS = ("aligned", "align", "align*", "split", "gathered", "gather", "gather*")
_KNOWN = (*_MATRICES, *_EQUATIONS, "cases", "array")


def environment(reader: Reader, token: Token) -> Node:
    """\\begin{name} … \\end{name}."""
    name, column = reader.raw(token)
    if name not in _KNOWN:
        raise _unknown(name, column)
    spec = _column_spec(reader, token) if name == "array" else ""
    rows, columns = _cells(reader, token, name)
    if name == "cases":
        _at_most(2, rows, columns, "cases have a value and a condition")
        return Fence("{", Grid(_filled(rows), "ll", "cases"), "")
    if name.startswith("gather"):
        _at_most(1, rows, columns, "gathered lines have no &")
        return Grid(rows, "c", "aligned")
    if name in _EQUATIONS:
        return _aligned(rows)
    if name == "array":
        _at_most(len(spec), rows, columns, f"the array has {len(spec)} columns")
        return Grid(_filled(rows, len(spec)), spec, "matrix")
    return _matrix(rows, columns, _MATRICES[name])


def _matrix(rows: list[list[Node]], columns: list[int], brackets: str) -> Node:
    for row, column in zip(rows, columns, strict=True):
        if len(row) != len(rows[0]):
            raise FormulaError(
                f"a row of {len(row)} cells in a matrix whose first row has {len(rows[0])}",
                column=column,
                remedy="give every row the same number of cells",
            )
    grid = Grid(rows, "c" * len(rows[0]), "matrix")
    return Fence(brackets[0], grid, brackets[1]) if brackets else grid


def _aligned(rows: list[list[Node]]) -> Node:
    """Columns in pairs; an empty row before each right half makes its = an operator between two."""
    rows = [
        [_after_nothing(cell) if i % 2 else cell for i, cell in enumerate(row)]
        for row in _filled(rows)
    ]
    return Grid(rows, ("rl" * len(rows[0]))[: len(rows[0])], "aligned")


def _after_nothing(cell: Node) -> Node:
    return Row([Row([]), *(cell.items if isinstance(cell, Row) else [cell])])


def _filled(rows: list[list[Node]], length: int = 0) -> list[list[Node]]:
    """The rows at the length of the longest, or at the given one."""
    length = length or max(map(len, rows))
    return [row + [Row([]) for _ in range(length - len(row))] for row in rows]


def _cells(reader: Reader, begin: Token, name: str) -> tuple[list[list[Node]], list[int]]:
    """The cells up to \\end{name}, and the column of the source where each row begins."""
    rows: list[list[Node]] = [[]]
    columns = [reader.peek().column]
    while True:
        rows[-1].append(reader.row("&", "\\\\", "\\end", opener=begin))
        stop = reader.take()
        if stop.text == "\\\\":
            _skip_length(reader)
            rows.append([])
            columns.append(reader.peek().column)
        elif stop.text == "\\end":
            break
    ended, column = reader.raw(stop)
    if ended != name:
        raise FormulaError(
            f"\\end{{{ended}}} cannot close \\begin{{{name}}}",
            column=column,
            remedy=f"write \\end{{{name}}}",
        )
    if len(rows[-1]) == 1 and _is_empty(rows[-1][0]):
        rows.pop(), columns.pop()
    if not rows:
        raise FormulaError(f"an empty {name}", column=begin.column, remedy="fill it or remove it")
    return rows, columns


def _skip_length(reader: Reader) -> None:
    """The [4pt] of a line break moves lines on paper only."""
    if reader.peek().text == "[" and not reader.peek().spaced:
        opener = reader.take()
        while reader.peek().text not in ("]", ""):
            token = reader.take()
            if not (token.text.isalnum() or token.text in ".-"):
                raise FormulaError(
                    "\\\\[ begins a length such as \\\\[4pt]",
                    column=opener.column,
                    remedy="write \\\\ [ with a blank for a bracket",
                )
        reader.take()


def _column_spec(reader: Reader, token: Token) -> str:
    spec, column = reader.raw(token)
    spec = spec.replace(" ", "")
    if not spec or set(spec) - set("lcr"):
        raise FormulaError(
            f"an array cannot have the columns {spec!r}",
            column=column,
            remedy="use l, c and r, one letter a column",
        )
    return spec


def _at_most(length: int, rows: list[list[Node]], columns: list[int], rule: str) -> None:
    for row, column in zip(rows, columns, strict=True):
        if len(row) > length:
            raise FormulaError(
                f"a row of {len(row)} cells", column=column, remedy=f"{rule}: remove an &"
            )


def _is_empty(node: Node) -> bool:
    return isinstance(node, Row) and not node.items


def _unknown(name: str, column: int) -> FormulaError:
    import difflib  # only a mistyped name needs it

    near = difflib.get_close_matches(name[:30], _KNOWN, n=2, cutoff=0.6)
    listing = f"known are {', '.join(_KNOWN)}"
    return FormulaError(
        f"unknown environment {name[:30]}",
        column=column,
        remedy=f"did you mean {' or '.join(near)}?" if near else listing,
    )

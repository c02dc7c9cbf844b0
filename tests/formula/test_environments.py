"""Tables, and what is wrong with the ones that are refused."""

import pytest

from dlquiz.formula import FormulaError, render, render_line
from dlquiz.formula.environments import _KNOWN


@pytest.mark.parametrize("name", _KNOWN)
def test_every_environment_holds_two_rows(name):
    spec = "{c}" if name == "array" else ""

    picture = render(rf"\begin{{{name}}}{spec} a \\ b \end{{{name}}}")

    rows = [row for row in picture.split("\n") if row.strip("⎧⎨⎩⎪ ")]
    assert ["a" in rows[0], "b" in rows[1], len(rows)] == [True, True, 2]


@pytest.mark.parametrize("body", [r"a \\ b", r"a \\ b \\", r"a \\[4pt] b", r"a \\ b \\ %"], ids=str)
def test_the_end_of_the_last_row_and_the_length_of_a_break_add_nothing(body):
    body = body.removesuffix("%")
    assert render_line(rf"\begin{{bmatrix}}{body}\end{{bmatrix}}") == "[a; b]"


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        (
            r"\begin{bmatrix} a & b \\ c \end{bmatrix}",
            "column 26: a row of 1 cells in a matrix whose first row has 2 "
            "(give every row the same number of cells)",
        ),
        (
            r"\begin{cases} a & b & c \end{cases}",
            "column 15: a row of 3 cells (cases have a value and a condition: remove an &)",
        ),
        (
            r"\begin{gathered} a & b \end{gathered}",
            "column 18: a row of 2 cells (gathered lines have no &: remove an &)",
        ),
        (
            r"\begin{array}{cc} a & b & c \end{array}",
            "column 19: a row of 3 cells (the array has 2 columns: remove an &)",
        ),
        (
            r"\begin{array}{c|c} a & b \end{array}",
            "column 15: an array cannot have the columns 'c|c' "
            "(use l, c and r, one letter a column)",
        ),
        (
            r"\begin{case} a \end{case}",
            "column 8: unknown environment case (did you mean cases?)",
        ),
        (
            r"\begin{tikzpicture}",
            "column 8: unknown environment tikzpicture (known are matrix, pmatrix, bmatrix, "
            "Bmatrix, vmatrix, Vmatrix, aligned, align, align*, split, gathered, gather, "
            "gather*, cases, array)",
        ),
        (
            r"\begin{cases} a \end{bmatrix}",
            r"column 22: \end{bmatrix} cannot close \begin{cases} (write \end{cases})",
        ),
        (
            r"x + \begin{cases} a",
            r"column 5: this \begin is never closed (add \end)",
        ),
        (r"\begin cases", r"column 8: \begin needs braces (write \begin{…})"),
        (r"\begin{cases", "column 7: this { is never closed (add })"),
        (r"a \end{cases}", r"column 3: \end without \begin (add the \begin it belongs to)"),
        (r"\begin{aligned}\end{aligned}", "column 1: an empty aligned (fill it or remove it)"),
        (
            r"\begin{matrix} a \\[b+c] \end{matrix}",
            r"column 20: \\[ begins a length such as \\[4pt] "
            r"(write \\ [ with a blank for a bracket)",
        ),
    ],
)
def test_a_table_that_cannot_be_drawn_right_is_refused(tex, message):
    with pytest.raises(FormulaError) as caught:
        render(tex)
    assert str(caught.value) == message

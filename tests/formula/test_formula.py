"""Both forms of a formula, as the rest of the program sees them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

import dlquiz
from dlquiz.formula import FormulaError, render, render_line
from dlquiz.formula.constructions import CONSTRUCTIONS
from dlquiz.formula.symbols import COMMANDS, SPACES

FIELD = (Path(__file__).parent / "field.txt").read_text("utf-8").split("\n== ")[1:]


@pytest.mark.parametrize("entry", FIELD, ids=lambda entry: entry.partition("\n")[0])
def test_a_formula_of_the_field_looks_as_it_was_read_and_approved(entry):
    _, tex, line, picture = entry.split("\n", 3)

    rows = [row.rstrip() for row in render(tex).split("\n")]

    assert rows == picture.rstrip("\n").split("\n")
    assert f"-- {render_line(tex)}" == line


def test_no_formula_of_the_field_is_wider_than_a_terminal():
    assert len(FIELD) > 50
    assert all(cell_len(row) <= 80 for entry in FIELD for row in entry.split("\n")[3:])


LETTERS = st.sampled_from([*"abxyzWX", r"\theta", r"\lambda", r"\hat{y}", r"\mathbf{x}", "2", "10"])
WORDS = st.sampled_from([r"\text{if }", r"\mathrm{Var}", r"\log", r"\text{日本}"])
OPERATORS = st.sampled_from([*"+-*/=<,|", r"\cdot", r"\odot", r"\le", r"\sim", r"\mid", r"\to"])


def formulas(inner):
    """TeX of the supported grammar around TeX that is already in it."""
    group = inner.map(lambda tex: f"{{{tex}}}")
    big = st.sampled_from([r"\sum", r"\prod", r"\int", r"\max", r"\operatorname*{arg\,max}"])
    accent = st.sampled_from([r"\hat", r"\bar", r"\vec", r"\tilde", r"\overline", r"\dot"])
    return st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(" ".join),
        st.tuples(inner, OPERATORS, inner).map(" ".join),
        st.builds(r"\frac{}{}".format, group, group),
        st.builds("{}_{}^{}".format, group, group, group),
        st.builds("{}'_{}".format, LETTERS, group),
        st.builds("{}_{}^{} {}".format, big, group, group, inner),
        st.builds("{}{}".format, accent, group),
        st.builds(r"\sqrt{}".format, group),
        st.builds(r"\sqrt[{}]{}".format, st.sampled_from("3nq"), group),
        st.builds(r"\left( {} \right]".format, inner),
        st.builds(r"\| {} \| \cdot | {} |".format, group, group),
        st.builds(r"( {} ) \{{ {} \}} \lfloor {} \rfloor".format, inner, inner, inner),
        st.builds(r"\underbrace{}_{}".format, group, group),
        st.builds(r"\begin{{bmatrix}} {} & {} \\ {} & {} \end{{bmatrix}}".format, *[inner] * 4),
        st.builds(r"\begin{{cases}} {} & {} \\ {} & {} \end{{cases}}".format, *[inner] * 4),
        st.builds(r"\begin{{aligned}} {} &= {} \\ &+ {} \end{{aligned}}".format, *[inner] * 3),
    )


TEX = st.recursive(LETTERS | WORDS, formulas, max_leaves=12)


@given(TEX)
def test_every_row_of_a_formula_has_the_same_display_width(tex):
    assert len({cell_len(row) for row in render(tex).split("\n")}) == 1


PAIRS = ["()", "{}", "⌊⌋", "⎛⎞", "⎝⎠", "⎜⎟", "⎡⎤", "⎣⎦", "⎢⎥", "╰╯"]


@given(TEX.filter(lambda tex: r"\right]" not in tex and "cases" not in tex))
def test_brackets_are_balanced_in_both_forms(tex):
    for form in render(tex), render_line(tex):
        for opening, closing in PAIRS:
            assert form.count(opening) == form.count(closing)


@given(TEX)
def test_the_same_formula_is_drawn_the_same_way_twice(tex):
    assert (render(tex), render_line(tex)) == (render(tex), render_line(tex))


@given(TEX)
def test_the_line_is_one_line_without_blanks_at_its_ends_or_inner_runs_of_them(tex):
    line = render_line(tex)
    assert "\n" not in line
    assert "  " not in line


PIECES = [*COMMANDS, *SPACES, *CONSTRUCTIONS, *"{}[]()^_&|'+-=,.;/ ab01θ≤", r"\\", r"\right"]
PIECES += [r"\begin{cases}", r"\end{cases}", r"\begin{bmatrix}", r"\end{bmatrix}", r"\limits", "{}"]


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example("\\")
@example("~")
@example(r"\begin{cases} \: \end{cases}")
@example(r"\Bigl> \rangle")
def test_garbage_is_drawn_in_even_rows_or_refused_with_a_column_inside_it(tex):
    try:
        rows, line = render(tex).split("\n"), render_line(tex)
    except FormulaError as error:
        column, message = error.column, str(error)
    else:
        assert len({cell_len(row) for row in rows}) == 1
        assert "\n" not in line
        return
    assert 1 <= column <= len(tex) + 1
    assert message.startswith(f"column {column}: ")


HOSTILE = {
    "braces": "{" * 100_000,
    "letters": "x" * 100_000,
    "brackets": "(" * 3000,
    "roots": r"\sqrt" * 600,
    "scripts": "x^{" * 1000,
    "fences": r"\left(" * 500,
    "fractions": r"\frac{1}{" * 300,
    "tables": r"\begin{cases}" * 230,
    "single brackets": r"\bigl(" * 500,
}


@pytest.mark.parametrize("tex", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_formula_is_refused(tex):
    with pytest.raises(FormulaError):
        render(tex)


NESTS = ["{a+%s}^2", "(a+%s)", r"\left[%s\right]", "x_{a%s}", r"\frac{a}{%s}", "{|a-|b+%s||}"]


@pytest.mark.parametrize("inside", NESTS)
def test_the_deepest_formula_is_drawn_on_a_stack_that_is_half_used(inside):
    tex = "y"
    for _ in range(18):
        tex = inside % tex

    def draw(frames):
        return render(tex) + render_line(tex) if frames == 0 else draw(frames - 1)

    assert draw(sys.getrecursionlimit() // 2).count("y") == 2


def test_the_room_opens_without_the_heavy_modules_of_the_standard_library():
    heavy = ["dataclasses", "difflib", "enum", "inspect", "re", "typing"]
    program = f"import sys, dlquiz.formula; print([m for m in {heavy} if m in sys.modules])"

    done = subprocess.run(
        [sys.executable, "-S", "-c", program],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(dlquiz.__file__).parents[1])},
        check=True,
    )

    assert done.stdout == "[]\n"

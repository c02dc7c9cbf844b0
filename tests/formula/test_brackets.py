"""Which brackets and bars belong together."""

import pytest

from dlquiz.formula import FormulaError, render_line


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        (r"[0, 1) \cup (2, 3]", "[0, 1) ∪ (2, 3]"),
        (r"\{x : |x| \le 1\}", "{x : |x| ≤ 1}"),
        (r"\lfloor x \rceil + \lceil y \rceil", "⌊x⌉ + ⌈y⌉"),
        (r"\langle a, b \rangle \lVert c \rVert \lvert d \rvert", "⟨a, b⟩ ‖c‖ |d|"),
        (r"\bigl(a + b\bigr)^2", "(a + b)²"),
        (r"\Big( a \Big) + \bigl[ 0, 1", "(a) + [0, 1"),
        (r"f(x) \big|_{x=0} (1 + \bigl] 2)", "f(x) |ₓ₌₀ (1 + ]2)"),
    ],
)
def test_brackets_are_paired(tex, line):
    assert render_line(tex) == line


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        ("|x|", "|x|"),
        ("|-x| + |{-x}|", "|-x| + |-x|"),
        (r"\lambda|w| + a|b|c", "λ|w| + a|b|c"),
        (r"\|w\|_2^2 + \|w\|_1", "‖w‖₂² + ‖w‖₁"),
        (r"\|a\| \|b\|", "‖a‖ ‖b‖"),
        (r"| |a| - |b| |", "||a| - |b||"),
        (r"\||x|\|", "‖|x|‖"),
        ("|a - b| / |c|", "|a - b|/|c|"),
        (r"|\|b|", "|‖ b|"),
    ],
)
def test_bars_around_an_operand_are_brackets(tex, line):
    assert render_line(tex) == line


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        ("p(y|x)", "p(y | x)"),
        (r"p(y \mid x)", "p(y | x)"),
        (r"D(p\|q) + D(q\|p)", "D(p ‖ q) + D(q ‖ p)"),
        (r"P(|X| > 1 | Y)", "P(|X| > 1 | Y)"),
        (r"\{x | x > 0\}", "{x | x > 0}"),
        ("a | b |c|", "a | b |c|"),
    ],
)
def test_a_bar_between_two_operands_divides(tex, line):
    assert render_line(tex) == line


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        (
            "(a + b",
            r"column 1: this ( is never closed "
            r"(add the closing one; a single one is written \bigl()",
        ),
        (
            "a + b)",
            r"column 6: nothing opens this ) "
            r"(add the opening one; a single one is written \bigr))",
        ),
        (
            r"\frac{1}{(1 + x}",
            r"column 10: this ( is never closed "
            r"(add the closing one; a single one is written \bigl()",
        ),
        (r"\{a)", "column 4: ) cannot close the { of column 1 (close it with })"),
        (r"\lfloor a)", "column 10: ) cannot close the ⌊ of column 1 (close it with ⌋ or ⌉)"),
        (r"\left( a", r"column 1: this \left is never closed (add \right)"),
        (r"a \right)", r"column 3: \right without \left (add the \left it belongs to)"),
        (
            r"{\left( a}",
            r"column 10: nothing opens this } "
            r"(remove it, or write \} for a brace that is printed)",
        ),
    ],
)
def test_a_bracket_without_its_partner_is_refused(tex, message):
    with pytest.raises(FormulaError) as caught:
        render_line(tex)
    assert str(caught.value) == message

"""What cannot be drawn right is refused: where, why, and what to write instead."""

import pytest

from dlquiz.errors import UserError
from dlquiz.formula import FormulaError, render, render_line

REFUSED = {
    r"": "column 1: the formula is empty (write one)",
    r"  \, ": "column 1: the formula is empty (write one)",
    r"\frac{1}{": "column 9: this { is never closed (add })",
    r"a}b": "column 2: nothing opens this } "
    r"(remove it, or write \} for a brace that is printed)",
    r"\frac{a}": r"column 9: \frac lacks an argument (write \frac{…})",
    r"{\frac{a}}": r"column 10: \frac lacks an argument (write \frac{…})",
    r"x^": "column 3: ^ lacks an argument (write ^{…})",
    r"x^_2": "column 3: ^ lacks an argument (write ^{…})",
    r"^2": "column 1: nothing stands before this ^ (write {}^ for a superscript on nothing)",
    r"a, _i": "column 4: nothing stands before this _ (write {}_ for a subscript on nothing)",
    r"'": "column 1: nothing stands before this prime (put it after a symbol)",
    r"x^a^b": "column 4: a second superscript (group them: {x^a}^b or x^{a^b})",
    r"x_a_b": "column 4: a second subscript (group them: {x_a}_b or x_{a_b})",
    r"x^2'": "column 4: a second superscript (group them: {x^a}^b or x^{a^b})",
    r"x^10": "column 3: ^ takes one symbol, here 1 (write ^{…} to give it more)",
    r"x_12": "column 3: _ takes one symbol, here 1 (write _{…} to give it more)",
    r"e^-z": "column 3: ^ takes one symbol, here - (write ^{…} to give it more)",
    r"x^(n)": "column 3: ^ takes one symbol, here ( (write ^{…} to give it more)",
    r"\hat(x)": r"column 5: \hat takes one symbol, here ( (write \hat{…} to give it more)",
    r"\limits_i": r"column 1: \limits follows no operator "
    r"(put it right after \sum, \max and the like)",
    r"a & b": "column 3: & stands outside a table (use it inside an environment such as aligned)",
    r"a \\ b": "column 3: a line ends outside a table "
    r"(use \\ inside an environment such as aligned)",
    r"$x$": r"column 1: a formula holds no $ (remove it, or write \$ for the sign)",
    r"50%": r"column 3: % would begin a comment (write \% for the sign)",
    r"x#": r"column 2: # is no symbol (write \# for the sign)",
    r"\sigma(x)`": "column 10: ` is no symbol (write ' for a prime)",
    r'x"': r'column 2: " is no symbol of a formula (write it as a command, or inside \text{…})',
    r"x²": r"column 2: ² is no symbol of a formula (write ^2)",
    r"\sgima": r"column 1: unknown command \sgima (did you mean \sigma or \sim?)",
    r"1 + \fraq{1}{2}": r"column 5: unknown command \fraq (did you mean \frac?)",
    r"\huber(x)": r"column 1: unknown command \huber (write \operatorname{huber})",
    r"\@": r"column 1: unknown command \@ (write the character without \)",
    r"\mathbf{я}": "column 9: there is no bold я (use the plain letter)",
    r"\mathcal{2}": "column 10: there is no script 2 (use the plain letter)",
}


@pytest.mark.parametrize(("tex", "message"), REFUSED.items(), ids=REFUSED)
def test_refused(tex, message):
    for draw in render, render_line:
        with pytest.raises(FormulaError) as caught:
            draw(tex)
        assert str(caught.value) == message
        assert message.startswith(f"column {caught.value.column}: ")


def test_a_refused_formula_is_an_error_of_its_author():
    assert issubclass(FormulaError, UserError)


def test_a_formula_may_nest_as_deep_as_any_real_one_and_no_deeper():
    assert render_line("{" * 39 + "x" + "}" * 39) == "x"
    with pytest.raises(FormulaError, match="column 41: more than 40 parts stand within each other"):
        render("{" * 40 + "x" + "}" * 40)


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        ("x^2 1", "x² 1"),
        ("w_ix_i", "wᵢxᵢ"),
        (r"\frac12", "1/2"),
        (r"\frac1{23}", "1/23"),
        ("x^+ + x^*", "x⁺ + x*"),
        (r"f'_i + f'^2 + f''", "fᵢ′ + f^(′2) + f′′"),
        (r"{}^2 x", "² x"),
        (r"\sum\nolimits_i x", "∑ᵢ x"),
        ("1{,}000 + {|}", "1,000 + |"),
        (r"{x_i}^2 = {x^2}_i = {x_i}_j", "xᵢ² = (x²)ᵢ = (xᵢ)ⱼ"),
        (r"\frac{a}{b}^2 + \sqrt{x}^2 + {ab}^2", "(a/b)² + (√x)² + (ab)²"),
        (r"\mathbf{x \theta 1} + \mathbb{E} + \mathcal{L}", "𝐱 𝛉 𝟏 + 𝔼 + ℒ"),
        ("0.5 + .5 + 3. + 10", "0.5 + .5 + 3. + 10"),
        ("θ ≤ ∞ − Я + ½x", "θ ≤ ∞ - Я + ½x"),
    ],
)
def test_read(tex, line):
    assert render_line(tex) == line


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        (r"dY W", "dY W"),
        (r"dYW", "dYW"),
        (r"\partial L", "∂L"),
        (r"\partial^2 L", "∂²L"),
        (r"\eta g", "ηg"),
        (r"U \Lambda U", "U Λ U"),
        (r"X^\top y", "Xᵀ y"),
        (r"- \eta g", "-ηg"),
        (r"x \! y", "xy"),
        (r"f (x)", "f (x)"),
        (r"( x )", "(x)"),
        (r"\displaystyle x", "x"),
    ],
)
def test_a_blank_the_author_typed_between_two_operands_is_kept(tex, line):
    assert render_line(tex) == line

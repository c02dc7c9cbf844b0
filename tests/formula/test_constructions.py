"""Commands with arguments."""

import pytest

from dlquiz.formula import FormulaError, render, render_line
from dlquiz.formula.constructions import CONSTRUCTIONS
from dlquiz.formula.symbols import SINGLE_BRACKETS

ARGUMENTS = {r"\left": r"(x\right)", r"\begin": r"{cases}x\end{cases}"}
ARGUMENTS |= dict.fromkeys(SINGLE_BRACKETS, "(")


@pytest.mark.parametrize("command", CONSTRUCTIONS)
def test_every_command_draws_what_it_is_given(command):
    tex = command + ARGUMENTS.get(command, "{X}{X}")

    drawn = render(tex), render_line(tex)

    letters = ("x", "X", "𝐗", "𝒳", "𝕏", "X̂", "X̃", "X̄", "X⃗", "Ẋ", "Ẍ", "X̲", "(")
    assert all(any(letter in form for letter in letters) for form in drawn)


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        (r"\text{if } x > 0 \text{ or so}", "if x > 0 or so"),
        (r"\text{if } -x > 0", "if -x > 0"),
        (r"\text{50\% of a\_b \& c}", "50% of a_b & c"),
        (r"\text{low-rank} - 1", "low-rank - 1"),
        (r"n \mathrm{Var}(w) \mathrm{Var}(x)", "n Var(w) Var(x)"),
        (r"\mathrm{d}x", "dx"),
        (r"\operatorname{arg\,max}_i x_i", "arg maxᵢ xᵢ"),
        (r"a \overset{\text{def}}{=} -b", "a =^def -b"),
        (r"\underset{\theta}{\arg\min} L", "arg min_θ L"),
        (r"\binom{n}{k}", "binom(n, k)"),
        (r"\sqrt[n + 1]{x}", "√[n+1](x)"),
        (r"\hat{\mathbf{w}} + \hat{\imath}".replace(r"\imath", "i"), "𝐰̂ + î"),
        (r"\left] 0, 1 \right[", "]0, 1["),
        (r"\left< x \right>", "⟨x⟩"),
        (r"\overbrace{a}^{n}_{k}", "(a «n»)ₖ"),
        (r"\underset{k}{a + b} + \underset{k}{x_i}", "(a + b)ₖ + (xᵢ)ₖ"),
    ],
)
def test_drawn(tex, line):
    assert render_line(tex) == line


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        (r"\text{a $x$}", r"column 9: \text holds plain text, not $ (close the text before it)"),
        (
            r"\mathrm{x_i}",
            r"column 10: \mathrm holds plain text, not _ (close the text before it)",
        ),
        (
            r"\operatorname{\alpha}",
            r"column 15: \operatorname holds plain text, not \ (close the text before it)",
        ),
        (r"\text{}", r"column 7: \text is empty (remove it)"),
        (r"\operatorname{ }", r"column 15: \operatorname is empty (remove it)"),
        (r"\frac{1}{ }", r"column 9: \frac has an empty argument (fill it)"),
        (r"\hat{}", r"column 5: \hat has an empty argument (fill it)"),
        (r"\text x", r"column 7: \text needs braces (write \text{…})"),
        (r"\text{a", "column 6: this { is never closed (add })"),
        (r"\sqrt[3{x}", r"column 6: this [ is never closed (add ])"),
        (
            r"\left x \right)",
            r"column 7: \left needs a bracket, not x (brackets are ( ) [ ] \{ \} | \| "
            r"\lfloor and the like; . stands for none)",
        ),
        (
            r"\left( x \right",
            r"column 16: \right needs a bracket, not the end (brackets are ( ) [ ] \{ \} | \| "
            r"\lfloor and the like; . stands for none)",
        ),
        (r"\bigl. x", r"column 6: \bigl has no bracket (remove it)"),
    ],
)
def test_refused(tex, message):
    with pytest.raises(FormulaError) as caught:
        render(tex)
    assert str(caught.value) == message

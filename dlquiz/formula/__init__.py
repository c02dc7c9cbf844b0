"""Formulas, a subset of TeX: drawn in two dimensions or on one line, or as MathML.

What cannot be drawn right is refused with a FormulaError: a wrong formula is worse than none.
"""

from dlquiz.formula.fault import FormulaError
from dlquiz.formula.layout import lay_out
from dlquiz.formula.line import one_line
from dlquiz.formula.parser import parse

__all__ = ["FormulaError", "render", "render_line", "render_mathml"]


def render(tex: str) -> str:
    r"""The formula in two dimensions, its lines of equal display width.

    >>> print(render(r"\sigma(z) = \frac{1}{1 + e^{-z}}"))
               1
    σ(z) = ─────────
            1 + e⁻ᶻ
    """
    return "\n".join(lay_out(parse(tex)).rows)


def render_line(tex: str) -> str:
    r"""The formula on one line, with brackets where its layout carried meaning.

    >>> render_line(r"\sigma(z) = \frac{1}{1 + e^{-z}}")
    'σ(z) = 1/(1 + e^(-z))'
    """
    return one_line(parse(tex))


def render_mathml(tex: str, *, display: bool = False) -> str:
    r"""The formula as a MathML element, `display` on lines of its own.

    >>> render_mathml(r"\frac{1}{n}")
    '<math><mfrac><mn>1</mn><mi>n</mi></mfrac></math>'
    """
    from dlquiz.formula.mathml import math  # the terminal needs none of it

    return math(parse(tex), display=display)

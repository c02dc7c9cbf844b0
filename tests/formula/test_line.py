"""The form on one line says what the TeX says, however its reader ranks a product and a slash."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.formula import render_line


class Calculator:
    """Computes a line. `close`: whether b c binds more tightly than the slash of a/b c."""

    def __init__(self, line, values, close):
        self.rest, self.values, self.close = line.replace(" ", ""), values, close

    def sum(self):
        value = self.product()
        while self.rest[:1] in ("+", "-"):
            sign, self.rest = self.rest[0], self.rest[1:]
            value += self.product() * (1 if sign == "+" else -1)
        return value

    def product(self):
        if self.rest.startswith("-"):
            self.rest = self.rest[1:]
            return -self.product()
        value = self.factors()
        while self.rest[:1] in ("·", "/") or (self.rest and self.rest[0] in "abck(√"):
            sign = self.rest[0]
            self.rest = self.rest.removeprefix(sign) if sign in "·/" else self.rest
            factor = self.factors()
            value = value / factor if sign == "/" else value * factor
        return value

    def factors(self):
        value = self.power()
        while self.close and self.rest and self.rest[0] in "abck(√":
            value *= self.power()
        return value

    def power(self):
        sign, self.rest = self.rest[0], self.rest[1:]
        if sign == "√":
            return math.sqrt(self.power())
        value = self.sum() if sign == "(" else self.values[sign]
        self.rest = self.rest.removeprefix(")") if sign == "(" else self.rest
        while self.rest[:1] in ("²", "³"):
            value **= {"²": 2, "³": 3}[self.rest[0]]
            self.rest = self.rest[1:]
        return value


@pytest.mark.parametrize("close", [True, False], ids=["product before slash", "left to right"])
@given(data=st.data())
def test_a_line_computes_to_the_value_of_its_tex(data, arithmetic, values, close):
    tex, value = data.draw(arithmetic)

    calculator = Calculator(render_line(tex), values, close)

    assert calculator.sum() == pytest.approx(value, rel=1e-9)
    assert calculator.rest == ""


LINES = {
    "what the bar grouped gets brackets": {
        r"\frac{a + b}{c}": "(a + b)/c",
        r"\frac{a}{b + c}": "a/(b + c)",
        r"\frac{ab}{cd}": "ab/(cd)",
        r"\frac{-x}{2}": "-x/2",
        r"\frac{\frac{a}{b}}{c}": "(a/b)/c",
        r"\frac{a}{\frac{b}{c}}": "a/(b/c)",
        r"\frac{a/b}{c}": "(a/b)/c",
        r"\frac{\sum_i x_i}{n}": "(∑ᵢ xᵢ)/n",
        r"\frac{\log p}{q}": "(log p)/q",
        r"\frac{\text{true positives}}{n}": "(true positives)/n",
    },
    "a fraction next to a factor gets brackets": {
        r"\frac{1}{2} x": "(1/2) x",
        r"\frac{m}{q} \odot x": "(m/q) ⊙ x",
        r"-\frac{1}{N} x": "-(1/N) x",
        r"a + \frac{b}{c}": "a + b/c",
        r"\log \frac{p}{q}": "log(p/q)",
        r"\sum_i \frac{a_i}{b_i}": "∑ᵢ (aᵢ/bᵢ)",
        r"x{y + \frac{a}{b}}z": "xy + (a/b) z",
        r"\lim_{h \to 0} \frac{a}{h}": "lim_(h→0) (a/h)",
    },
    "a function and its argument stay together, a product does not": {
        r"\frac{p(x)}{q(x)}": "p(x)/q(x)",
        r"\frac{1}{\tanh(a + b)}": "1/tanh(a + b)",
        r"\frac{1}{\mathrm{RMS}[g]_t}": "1/RMS[g]ₜ",
        r"\frac{1}{n(x + 1)}": "1/(n(x + 1))",
    },
    "a derivative is written as everyone writes it": {
        r"\frac{\partial L}{\partial x}": "∂L/∂x",
        r"\frac{\partial^2 L}{\partial x^2}": "∂²L/∂x²",
        r"\frac{dy}{dx}": "dy/dx",
        r"\frac{\partial^2 L}{\partial x \partial y}": "∂²L/(∂x ∂y)",
        r"\frac{a}{dx}": "a/(dx)",
    },
    "a power is small when it is short, and bracketed when it is long": {
        "x^2 + e^x": "x² + eˣ",
        r"e^{-z}": "e^(-z)",
        r"10^{-8}": "10⁻⁸",
        r"X^\top": "Xᵀ",
        r"e^{x_i}": "e^(xᵢ)",
        r"x^{\frac{a}{b}}": "x^(a/b)",
        r"x^{(i)}": "x⁽ⁱ⁾",
        r"x^{(q)}": "x^((q))",
        r"a^{[q]}": "a^[q]",
        r"{x^2}^3": "(x²)³",
        r"{\log x}^2": "(log x)²",
    },
    "a subscript without small letters follows a low line": {
        r"\theta_{t+1}": "θₜ₊₁",
        r"\mu_B": "μ_B",
        r"\sigma_B^2": "σ²_B",
        r"x_B y": "x_B y",
        r"x_{B}y": "x_B y",
        r"W_{i,j}": "W_(i,j)",
        r"D_{\mathrm{KL}}(p \| q)": "D_KL(p ‖ q)",
        r"x_{AB}^{2k}": "x_AB^(2k)",
    },
    "a root shows how far it reaches": {
        r"\sqrt{2}": "√2",
        r"\sqrt{\hat{v}} + \varepsilon": "√v̂ + ε",
        r"\sqrt{v_t} + \varepsilon": "√(vₜ) + ε",
        r"\sqrt{a + b}": "√(a + b)",
        r"\sqrt{(a + b)}": "√(a + b)",
        r"\sqrt{x}^2": "(√x)²",
        r"2\sqrt{x}": "2 √x",
        r"1/\sqrt{n}": "1/√n",
        r"\sqrt[3]{x + 1}": "³√(x + 1)",
        r"\sqrt[q]{x}": "√[q](x)",
    },
    "a mark over more than a letter is named": {
        r"\hat{y}": "ŷ",
        r"\overline{ab}": "bar(ab)",
        r"\bar{x}^2 - \bar{x^2}": "x̄² - bar(x²)",
        r"\underbrace{a + b}_{\text{sum}} + c": "(a + b «sum») + c",
    },
    "a table is read row by row": {
        r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}": "[a, b; c, d]",
        r"\begin{matrix} a & b \end{matrix}": "[a, b]",
        r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}": "|a, b; c, d|",
        r"\binom{n}{k}": "binom(n, k)",
        r"\begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}": "{x, x > 0; 0 otherwise}",
        r"\begin{cases} 1, & x > 0 \\ 0 \end{cases}": "{1, x > 0; 0}",
        r"\begin{aligned} a &= b \\ &= c \\ d &= e \end{aligned}": "a = b = c; d = e",
        r"\begin{aligned} a &= b & c &= d \end{aligned}": "a = b, c = d",
    },
    "a fence with one side only gets brackets": {
        r"\left. \frac{dy}{dx} \right|_{x=0}": "(dy/dx)|ₓ₌₀",
        r"\left\{ a + b \right.": "{a + b}",
    },
}


@pytest.mark.parametrize(
    ("tex", "line"),
    [pair for lines in LINES.values() for pair in lines.items()],
    ids=[f"{rule}: {line}" for rule, lines in LINES.items() for line in lines.values()],
)
def test_what_the_layout_said_the_line_says_in_brackets(tex, line):
    assert render_line(tex) == line

"""The form in two dimensions: whoever sees only the picture finds what the TeX says."""

import math
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.formula import render

SMALL = {"²": 2, "³": 3}


class Picture:
    """Computes a rectangle of a picture by eye, from left to right.

    No two parts share a column, so the topmost ink of a column tells what begins there. `base` is
    the row the rectangle stands on, as far as it has become clear.
    """

    def __init__(self, rows, values):
        self.rows, self.values = rows, values
        self.width = len(rows[0])
        self.column, self.base = 0, None

    def value(self):
        total, product, sign = 0.0, None, 1
        while (row := self.topmost_ink()) is not None:
            char = self.rows[row][self.column]
            if char in "+−":
                total, product = total + sign * (product or 0), None
                sign = -1 if char == "−" else 1
                self.column += 1
            elif char == "·":
                self.column += 1
            else:
                product = (1 if product is None else product) * self.factor(row, char)
        return total + sign * product

    def topmost_ink(self):
        while self.column < self.width:
            for row in range(len(self.rows)):
                if self.rows[row][self.column] != " ":
                    return row
            self.column += 1
        return None

    def factor(self, row, char):
        readers = {"─": self.fraction, "(": self.bracketed, "⎛": self.bracketed}
        readers |= {"√": self.root_under_a_line, "╲": self.root_with_a_corner}
        value = readers.get(char, self.letter)(row)
        while self.column < self.width and self.rows[row][self.column] in SMALL:
            value **= SMALL[self.rows[row][self.column]]
            self.column += 1
        return value

    def letter(self, row):
        self.base, self.column = row, self.column + 1
        return self.values[self.rows[row][self.column - 1]]

    def run(self, row, char):
        """Go on to where a line of this character ends."""
        while self.column < self.width and self.rows[row][self.column] == char:
            self.column += 1

    def inside(self, top, bottom, left, right):
        return Picture([row[left:right] for row in self.rows[top:bottom]], self.values)

    def fraction(self, bar):
        self.base, left = bar, self.column
        self.run(bar, "─")
        above = self.inside(0, bar, left, self.column).value()
        return above / self.inside(bar + 1, len(self.rows), left, self.column).value()

    def bracketed(self, top):
        """Up to the bracket that closes this one, looked for on its first row."""
        opening, left = self.rows[top][self.column], self.column
        closing = {"(": ")", "⎛": "⎞"}[opening]
        bottom = top
        while opening == "⎛" and self.rows[bottom][left] != "⎝":
            bottom += 1
        depth = 1
        while depth:
            self.column += 1
            char = self.rows[top][self.column]
            depth += (char == opening) - (char == closing)
        inside = self.inside(top, bottom + 1, left + 1, self.column)
        value = inside.value()
        self.base, self.column = top + inside.base, self.column + 1
        return value

    def root_under_a_line(self, row):
        """√ and a line above what it covers, or a single letter without one."""
        self.base, self.column = row, self.column + 1
        left = self.column
        if row:
            self.run(row - 1, "_")
        self.column = max(self.column, left + 1)
        return math.sqrt(self.inside(row, row + 1, left, self.column).value())

    def root_with_a_corner(self, foot):
        """A foot, an upright stroke, and a line from ┌ to ┐ above what it covers."""
        left = self.column + 1
        top = max(row for row in range(foot) if self.rows[row][left] == "┌")
        right = self.rows[top].index("┐", left)
        inside = self.inside(top + 1, foot + 1, left + 1, right + 1)
        value = math.sqrt(inside.value())
        self.base, self.column = top + 1 + inside.base, right + 1
        return value


@given(data=st.data())
def test_a_picture_computes_to_the_value_of_its_tex(data, arithmetic, values):
    tex, value = data.draw(arithmetic)

    assert Picture(render(tex).split("\n"), values).value() == pytest.approx(value, rel=1e-9)


PICTURES = {
    "a script without small letters takes a row of its own": (
        r"e^{x_i} + \theta_{old} + \sigma_B^2 + W_{i,j}^{(q)}",
        """
         xᵢ                (q)
        e   + θ    + σ² + W
               old    B    i,j
        """,
    ),
    "a script keeps its fractions on one line": (
        r"e^{-\frac{(x - \mu)^2}{2\sigma^2}}",
        """
         −(x−μ)²/(2σ²)
        e
        """,
    ),
    "brackets grow with a fraction": (
        r"(\frac{a}{b} + c)^2",
        """
        ⎛ a     ⎞²
        ⎜─── + c⎟
        ⎝ b     ⎠
        """,
    ),
    "brackets do not grow with a script": (
        r"\log(1 + e^{x_i})^{2}",
        """
                 xᵢ
        log(1 + e  )²
        """,
    ),
    "limits stand below and above their operator": (
        r"\sum_{i=1}^{n} x_i + \max_j x_j + \operatorname*{arg\,max}_\theta L",
        """
         n
         ∑  xᵢ + max xⱼ + arg max L
        i=1       j          θ
        """,
    ),
    "in a fraction a short limit stands beside its operator": (
        r"\frac{\max_j x_j}{\sum_{i=1}^n x_i}",
        """
         maxⱼ xⱼ
        ─────────
          n
          ∑  xᵢ
         i=1
        """,
    ),
    "an integral keeps its limits at its ends": (
        r"\int_{-\infty}^{\infty} f(x) \, dx",
        """
        ⌠∞
        │   f(x) dx
        ⌡−∞
        """,
    ),
    "neither bars nor lines of neighbours touch": (
        r"-\frac{a}{b} \frac{c}{d} \overline{xy}\overline{zw} 2\sqrt{u}",
        """
           a   c  __ __
        − ─── ─── xy zw 2 √u
           b   d
        """,
    ),
    "labels of neighbours do not touch": (
        r"\underset{abc}{x}\underset{def}{y}",
        """
         x   y
        abc def
        """,
    ),
    "a mark over one letter is no mark over two": (
        r"\hat{x} + \hat{xy} + \vec{ab} + \underline{ab}",
        """
            ^    ─→
        x̂ + xy + ab + ab
                      ‾‾
        """,
    ),
    "a root with an index": (
        r"2\sqrt[3]{x + 1} + \sqrt[q]{y}",
        """
            _____   q
        2 ³√x + 1 +  √y
        """,
    ),
    "a root of something tall has a corner at each end": (
        r"\sqrt{\frac{a}{b}} + \varepsilon",
        """
         ┌───┐
         │  a
         │ ─── + ε
        ╲│  b
        """,
    ),
    "two cases leave a row for the point of the brace": (
        r"f(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
        """
               ⎧ x  if x > 0
        f(x) = ⎨
               ⎩ 0  otherwise
        """,
    ),
    "a matrix parts the rows that would touch": (
        r"\begin{bmatrix} 1 & 0 \\ 0 & \frac{1}{2} \\ a & b \end{bmatrix}",
        """
        ⎡1   0 ⎤
        ⎢      ⎥
        ⎢    1 ⎥
        ⎢0  ───⎥
        ⎢    2 ⎥
        ⎢      ⎥
        ⎣a   b ⎦
        """,
    ),
    "an array is aligned as it says": (
        r"\begin{array}{lr} a & b \\ ccc & ddd \end{array}",
        """
        a      b
        ccc  ddd
        """,
    ),
    "equations stand in pairs of columns": (
        r"\begin{aligned} a &= b + 1 & cc &= d \\ aa &= b & c &= -d \end{aligned}",
        """
         a = b + 1   cc = d
        aa = b        c = −d
        """,
    ),
    "braces below and above carry what they say": (
        r"\underbrace{a + b}_{\text{sum}} + \overbrace{xyz}^{n}",
        """
                 n
                ╭┴╮
        a + b + xyz
        ╰─┬─╯
         sum
        """,
    ),
    "tall brackets of every kind": (
        r"\left\{ \left\| \left| \left\lceil \left\langle \frac{a}{b} \right\rangle"
        r"\right\rceil \right| \right\| \right\}",
        """
        ⎧║│⎡ ╱ a ╲ ⎤│║⎫
        ⎨║│⎢⟨ ─── ⟩⎥│║⎬
        ⎩║│⎢ ╲ b ╱ ⎥│║⎭
        """,
    ),
}


@pytest.mark.parametrize(("tex", "picture"), PICTURES.values(), ids=PICTURES)
def test_picture(tex, picture):
    rows = [row.rstrip() for row in render(tex).split("\n")]
    assert rows == dedent(picture).strip("\n").split("\n")

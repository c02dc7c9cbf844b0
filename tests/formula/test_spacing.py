"""The blanks between neighbours."""

import pytest

from dlquiz.formula import render


@pytest.mark.parametrize(
    ("tex", "picture"),
    [
        ("a+b-c=d", "a + b − c = d"),
        ("-a+(-b)=-c", "−a + (−b) = −c"),
        (r"a\cdot-b", "a · −b"),
        (r"\log-x", "log −x"),
        ("x:=y", "x := y"),
        ("f(a,b;c)", "f(a, b; c)"),
        (r"a,\quad b", "a,   b"),
        (r"a\qquad b", "a      b"),
        (r"2\log x\max(y,z)\tanh(w)", "2 log x max(y, z) tanh(w)"),
        (r"\log\sum x", "log ∑ x"),
        (r"a\mathrm{Var}(b)\mathrm{Var}(c)", "a Var(b) Var(c)"),
        (r"w^*x+w^*(x)+(w^*)", "w* x + w* (x) + (w*)"),
        (r"1/\sqrt{n}-\sqrt{n}2\sqrt{n}", "1/√n − √n 2 √n"),
        (r"\mathcal{N}(0,1)", "𝒩(0, 1)"),
        (r"x\bmod 2", "x mod 2"),
        (r"a \pm b, \pm c", "a ± b, ±c"),
        (r"w^{t-1}", "wᵗ⁻¹"),
    ],
)
def test_spaced(tex, picture):
    assert render(tex) == picture


def test_a_script_is_written_without_blanks():
    below = render(r"\sum_{i \ne j, k = l - 1} x").split("\n")[-1]
    assert below.strip() == "i≠j,k=l−1"

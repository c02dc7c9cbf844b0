"""Tokens, and the characters that never get as far as becoming one."""

import pytest

from dlquiz.formula import FormulaError, render
from dlquiz.formula.scanner import LONGEST, scan


def test_commands_and_characters_are_tokens_with_columns():
    tokens = scan(r"\frac12 \, x^\{")

    assert [token.text for token in tokens] == ["\\frac", "1", "2", "\\,", "x", "^", "\\{", ""]
    assert [token.column for token in tokens] == [1, 6, 7, 9, 12, 13, 14, 16]
    assert [token.spaced for token in tokens] == [False] * 3 + [True, True] + [False] * 3


@pytest.mark.parametrize(
    ("char", "code"),
    [
        ("\x1b", "001B"),
        ("\x00", "0000"),
        ("\x9b", "009B"),
        ("\x7f", "007F"),
        ("\u202e", "202E"),  # right-to-left override
        ("\u200d", "200D"),  # joiner
        ("\u0302", "0302"),  # a hat that would land on its neighbour
        ("\u00a0", "00A0"),
        ("\U0001f600", "1F600"),
        ("\ud800", "D800"),
    ],
)
@pytest.mark.parametrize("tex", ["x + %s[31m y", r"\text{%s}", "%"], ids=["math", "text", "alone"])
def test_control_and_combining_characters_are_refused(tex, char, code):
    tex = tex % char if "%s" in tex else char

    with pytest.raises(FormulaError) as caught:
        render(tex)

    column = tex.index(char) + 1
    message = f"column {column}: the character U+{code} cannot be printed (remove it)"
    assert str(caught.value) == message


def test_newlines_and_tabs_are_blanks():
    assert render("a\n+\tb\r\n") == "a + b"


def test_the_longest_formula_is_drawn_and_a_longer_one_refused():
    assert len(render("x" * LONGEST)) == LONGEST
    with pytest.raises(FormulaError) as caught:
        render("x" * (LONGEST + 1))
    assert str(caught.value) == (
        "column 3001: the formula has 3001 characters (split it: at most 3000 are drawn)"
    )


def test_a_lone_backslash_is_refused():
    with pytest.raises(FormulaError) as caught:
        render("x\\")
    assert str(caught.value) == "column 2: a lone \\ ends the formula (remove it)"

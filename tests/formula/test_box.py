"""Boxes and tall brackets."""

import pytest

from dlquiz.formula.box import Box, aligned, beside, stacked
from dlquiz.formula.delimiters import delimiter


def test_rows_are_padded_to_the_widest_by_what_a_terminal_shows():
    assert Box(["日", "v̂", "abc"]).rows == ["日 ", "v̂  ", "abc"]


def test_boxes_beside_each_other_share_their_base():
    tall, flat = Box(["1", "─", "2"], 1), Box(["x"])

    both = beside([flat, tall])

    assert (both.rows, both.base) == ([" 1", "x─", " 2"], 1)


def test_a_stack_stands_on_the_base_of_one_of_its_boxes():
    stack = stacked([Box(["n"]), Box(["a", "b"], 1), Box(["i=1"])], on=1)

    assert (stack.rows, stack.base) == ([" n ", " a ", " b ", "i=1"], 2)


@pytest.mark.parametrize(("side", "row"), [("l", "x  "), ("c", " x "), ("r", "  x")])
def test_a_box_is_aligned(side, row):
    assert aligned(Box(["x"]), 3, side).rows == [row]


@pytest.mark.parametrize("char", "()[]{}|‖⌊⌋⌈⌉⟨⟩")
@pytest.mark.parametrize("height", range(1, 8))
def test_a_bracket_is_as_tall_as_what_it_encloses(char, height):
    box = delimiter(char, height, height // 2)

    assert (box.height, box.base) == (height, height // 2)
    assert all(row.strip() for row in box.rows)


def test_the_point_of_a_brace_is_at_the_base():
    assert delimiter("{", 5, 3).rows == ["⎧", "⎪", "⎪", "⎨", "⎩"]
    assert delimiter("{", 4, 0).rows == ["⎧", "⎨", "⎪", "⎩"]

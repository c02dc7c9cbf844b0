"""Cells and dots."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dlquiz.screen.views.raster import Dots, Raster, between

places = st.tuples(st.integers(-50, 50), st.integers(-50, 50))


def test_cells_outside_are_not_drawn() -> None:
    raster = Raster(2, 1)
    for column, row in ((-1, 0), (2, 0), (0, 1), (0, -1)):
        raster.put(column, row, "x")
    assert [line.plain for line in raster.lines()] == ["  "]


def test_an_accent_joins_the_letter_before_it() -> None:
    raster = Raster(3, 1)
    raster.write(0, 0, "m̂=")
    assert raster.lines()[0].plain == "m̂= "
    assert raster.lines()[0].cell_len == 3


def test_cells_of_one_style_are_one_span() -> None:
    raster = Raster(4, 1)
    raster.write(0, 0, "ab", "bold")
    raster.write(2, 0, "cd", "italic")
    assert [(span.start, span.end) for span in raster.lines()[0].spans] == [(0, 2), (2, 4)]


def test_dots_fill_a_cell_from_its_corner() -> None:
    raster = Raster(1, 1)
    dots = Dots(raster)
    dots.dot(0, 0)
    assert raster.lines()[0].plain == "⠁"
    dots.dot(1, 3)
    assert raster.lines()[0].plain == "⢁"
    for x in range(2):
        for y in range(4):
            dots.dot(x, y)
    assert raster.lines()[0].plain == "⣿"


@given(places, places)
def test_a_line_has_its_ends_and_no_gap(start: tuple[int, int], end: tuple[int, int]) -> None:
    line = list(between(start, end))
    assert (line[0], line[-1]) == (start, end)
    for (x0, y0), (x1, y1) in pairwise(line):
        assert max(abs(x1 - x0), abs(y1 - y0)) <= 1

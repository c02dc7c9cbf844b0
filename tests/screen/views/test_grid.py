"""Matrices."""

from collections.abc import Callable

from dlquiz.screen.views.paper import Paper
from dlquiz.trace import Grid, View

Drawn = Callable[[View, Paper], list[str]]


def test_cells_are_equally_wide_and_marked_ones_stand_in_brackets(
    drawn: Drawn, mono: Paper
) -> None:
    assert drawn(Grid(((1, -2.5), (10, 0)), "kernel", ((0, 1),)), mono) == [
        "kernel",
        "│    1 [-2.5]│",
        "│   10     0 │",
    ]


def test_words_may_stand_in_cells(drawn: Drawn, ascii_paper: Paper) -> None:
    assert drawn(Grid((("keep", "drop"),)), ascii_paper) == ["| keep  drop |"]


def test_columns_beyond_the_paper_are_counted(drawn: Drawn, mono: Paper) -> None:
    (line,) = drawn(Grid((tuple(range(100)),)), mono._replace(width=40))
    assert line.startswith("│  0   1   2 ")
    assert line.endswith(" more")
    shown = line.split("…")[0].split()[-1]
    assert int(line.split()[-2]) == 100 - 1 - int(shown)


def test_digits_are_dropped_before_columns(drawn: Drawn, mono: Paper) -> None:
    (line,) = drawn(Grid((tuple(0.12345 + i for i in range(10)),)), mono._replace(width=64))
    assert line == "│ 0.12   1.1   2.1   3.1   4.1   5.1   6.1   7.1   8.1   9.1 │"

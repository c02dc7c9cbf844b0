"""Bars from a common zero."""

from collections.abc import Callable
from math import inf, nan

from dlquiz.screen.views.paper import Paper
from dlquiz.trace import Bars, View

Drawn = Callable[[View, Paper], list[str]]


def lengths(lines: list[str], sign: str) -> list[int]:
    return [line.count(sign) for line in lines]


def test_lengths_are_in_proportion(drawn: Drawn, mono: Paper) -> None:
    lines = drawn(Bars(("a", "b", "c"), (1.0, 2.0, 4.0)), mono)
    assert lengths(lines, "█") == [15, 30, 60]
    assert lines[1].startswith("b  2  █")


def test_negative_bars_end_where_positive_ones_begin(drawn: Drawn, ascii_paper: Paper) -> None:
    low, high = drawn(Bars(("a", "b"), (-1.0, 1.0)), ascii_paper)
    assert low.rindex("#") + 1 == high.index("#")
    assert low.count("#") == high.count("#")


def test_top_fixes_the_full_length(drawn: Drawn, mono: Paper) -> None:
    (line,) = drawn(Bars(("a",), (0.5,), top=1.0), mono)
    assert line.count("█") == 30


def test_the_smallest_value_that_is_not_zero_can_be_seen(drawn: Drawn, mono: Paper) -> None:
    tiny, zero, _ = drawn(Bars(("a", "b", "c"), (1e-9, 0.0, 1.0)), mono)
    assert tiny.endswith("▏")
    assert zero.endswith("0")


def test_an_infinite_bar_runs_off_the_end_and_nan_has_none(drawn: Drawn, mono: Paper) -> None:
    lines = drawn(Bars(("a", "b", "c", "d"), (1.0, inf, nan, -inf)), mono)
    assert lines[1].endswith("█>")
    assert lines[2].endswith("nan")
    assert "<█" in lines[3]


def test_on_a_log_scale_each_factor_of_ten_adds_the_same(drawn: Drawn, mono: Paper) -> None:
    title, *lines = drawn(Bars(("a", "b", "c"), (0.01, 0.1, 1.0), "Norms", log=True), mono)
    assert title == "Norms (log scale)"
    assert lengths(lines, "█") == [20, 40, 60]

"""Lines and marks between axes: what curves and points share."""

from collections.abc import Callable
from math import nan

from dlquiz.screen.views import draw
from dlquiz.screen.views.axes import axis_over
from dlquiz.screen.views.paper import Paper
from dlquiz.screen.views.plot import Plot
from dlquiz.trace import Curve, Points, View

Drawn = Callable[[View, Paper], list[str]]
XS = tuple(float(x) for x in range(40))


def test_a_line_goes_through_the_cells_of_its_points(ascii_paper: Paper) -> None:
    plot = Plot(ascii_paper._replace(width=24), axis_over([0, 9]), axis_over([0, 4]), 7)
    plot.line(((0.0, 9.0), (0.0, 4.0)), 0, marked=False)
    rows = [line.plain[2:].rstrip() for line in plot.lines()[:5]]
    assert [row.rindex("o") for row in rows] == sorted((r.rindex("o") for r in rows), reverse=True)
    assert rows[0].endswith("o")
    assert rows[-1].lstrip("| ").startswith("o")


def test_a_line_breaks_where_a_value_is_missing(drawn: Drawn, ascii_paper: Paper) -> None:
    whole = drawn(Curve({"a": (XS, XS)}), ascii_paper)
    broken = drawn(Curve({"a": (XS, (*XS[:15], *[nan] * 10, *XS[25:]))}), ascii_paper)
    assert "".join(broken[:-1]).count("o") < "".join(whole).count("o")
    assert broken[-1] == "a: 10 values are nan or infinite"


def test_several_lines_are_told_apart_by_their_marks(drawn: Drawn, mono: Paper) -> None:
    lines = drawn(Curve({"adam": (XS, XS), "sgd": (XS, XS[::-1])}), mono)
    assert lines[-1] == "● adam  ▲ sgd"
    assert all(sum(line.count(mark) for line in lines[:-1]) >= 4 for mark in "●▲")


def test_a_single_line_needs_no_legend(drawn: Drawn, mono: Paper) -> None:
    assert "●" not in "".join(drawn(Curve({"adam": (XS, XS)}), mono))


def test_title_and_axes_are_named_on_one_line(drawn: Drawn, mono: Paper) -> None:
    curve = Curve({"a": (XS, XS)}, "step", "loss", "Adam", log_y=True)
    assert drawn(curve, mono)[0] == "Adam: loss over step (log scale)"
    assert drawn(Curve({"a": (XS, XS)}, "step", title="Loss"), mono)[0] == "Loss over step"
    assert drawn(Curve({"a": (XS, XS)}, "step", "loss"), mono)[0] == "loss over step"


def test_equal_factors_are_equally_far_apart_on_a_log_axis(mono: Paper) -> None:
    curve = Curve({"a": ((0.0, 1.0), (1e-6, 1.0))}, log_y=True)
    rows = {
        line.plain.split("┤")[0].strip(): row
        for row, line in enumerate(draw(curve, mono._replace(height=24)))
        if "┤" in line.plain
    }
    gaps = [rows["1e-4"] - rows["0.01"], rows["1e-6"] - rows["1e-4"]]
    assert max(gaps) - min(gaps) <= 1


def test_points_lie_where_they_should(drawn: Drawn, mono: Paper) -> None:
    points = Points({"low": ((0.0, 0.0),), "high": ((10.0, 5.0),)})
    lines = drawn(points, mono)
    assert lines[0].endswith("▲")
    assert "│●" in lines[-4] or "┤●" in lines[-4]
    assert lines[-1] == "● low  ▲ high"


def test_a_boundary_is_drawn_below_the_points_and_named(drawn: Drawn, mono: Paper) -> None:
    points = Points({"a": ((0.0, 0.0),)}, {"boundary": ((-1.0, 0.0), (1.0, 0.0))})
    lines = drawn(points, mono)
    assert lines[-1] == "● a  ▲ boundary"
    assert any("●" in line and "▲" in line for line in lines[:-1])

"""What holds for every view on every paper."""

from collections.abc import Callable
from math import inf, isfinite, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlquiz import trace
from dlquiz.screen.views import draw
from dlquiz.screen.views.paper import Paper
from dlquiz.trace import Bars, Curve, Graph, Grid, Node, Points, Surface, Table, View

HOSTILE = "\x1b[2J\x07[bold]evil[/bold]\u202e\r"
VIEWS: dict[str, View] = {
    "table": Table(("step", HOSTILE, "θ"), ((1, "x", 0.1), (2, HOSTILE, nan)), HOSTILE, (1,)),
    "empty table": Table((), ()),
    "bars": Bars(("a", HOSTILE, "c", "d"), (1.0, -2.5, inf, nan), HOSTILE),
    "log bars": Bars(("a", "b", "c"), (1e-300, 1e300, 0.0), log=True, top=1.0),
    "no bars": Bars((), ()),
    "curve": Curve(
        {"a": ((0.0, 1.0, 2.0), (1.0, nan, 3.0)), HOSTILE: ((0.0, 2.0), (inf, -5.0))}, "x", "y", "T"
    ),
    "log curve": Curve({"a": ((0.0, 1.0), (1e-30, 1e30)), "b": ((0.0,), (-1.0,))}, log_y=True),
    "no curve": Curve({}),
    "surface": Surface(
        (-1.0, 1.0),
        (-1e-5, 1e5),
        ((0.0, 1.0, nan), (2.0, 3.0, inf)),
        {"sgd": ((0.0, 0.0), (0.5, 5e4), (nan, inf)), HOSTILE: ()},
        {"minimum": (0.0, 0.0), HOSTILE: (9.0, 9.0)},
        HOSTILE,
    ),
    "flat surface": Surface((0.0, 1.0), (0.0, 1.0), ((1.0,),)),
    "points": Points(
        {"a": ((0.0, 0.0), (1.0, nan)), HOSTILE: ((5.0, 5.0),)}, {"line": ((0.0, 1.0), (5.0, 2.0))}
    ),
    "no points": Points({}),
    "grid": Grid(((1, 2.5, HOSTILE), (nan, -inf, 0)), HOSTILE, ((0, 1),)),
    "no grid": Grid(()),
    "graph": Graph(
        (Node("x", "", 2.0), Node(HOSTILE, HOSTILE, nan, inf, ("x", "x"))), HOSTILE, HOSTILE
    ),
    "code": trace.Text(f"def f():\n\treturn '{HOSTILE}'", "python", HOSTILE),
    "text": trace.Text("long " * 80),
}
every_view = pytest.mark.parametrize("name", VIEWS)


@every_view
@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_no_line_is_wider_than_the_paper(name: str, width: int, paper: Paper) -> None:
    lines = draw(VIEWS[name], paper._replace(width=width))
    assert max((line.cell_len for line in lines), default=0) <= width


@every_view
def test_text_is_data_and_never_obeyed(name: str, paper: Paper) -> None:
    text = "\n".join(line.plain for line in draw(VIEWS[name], paper))
    assert not {sign for sign in text if not sign.isprintable()} - {"\n"}
    spans = [str(span.style) for line in draw(VIEWS[name], paper) for span in line.spans]
    assert not any("evil" in style for style in spans)


@every_view
def test_plain_paper_is_given_no_colours_and_ascii_paper_no_other_signs(
    name: str, mono: Paper, ascii_paper: Paper
) -> None:
    for line in draw(VIEWS[name], mono):
        styles = {str(span.style) for span in line.spans} | {str(line.style)}
        assert styles <= {"", "bold", "not bold", "italic", "none"}
    assert "".join(line.plain for line in draw(VIEWS[name], ascii_paper)).isascii()


@every_view
def test_a_picture_keeps_to_its_height(name: str, paper: Paper) -> None:
    if isinstance(VIEWS[name], Curve | Surface | Points):
        assert len(draw(VIEWS[name], paper._replace(height=14))) <= 14


numbers = st.floats()
vectors = st.lists(numbers, min_size=1, max_size=6).map(tuple)


@settings(max_examples=60, deadline=None)
@given(vectors, vectors, st.booleans(), st.integers(20, 130))
def test_no_number_however_strange_stops_a_drawing(
    xs: tuple[float, ...], ys: tuple[float, ...], log: bool, width: int
) -> None:
    pairs = tuple(zip(xs, ys, strict=False))
    series = {"a": tuple(map(tuple, zip(*pairs, strict=True)))}
    finite = sorted({x for x in xs if isfinite(x)} | {0.0, 1.0})
    window = (finite[0], finite[-1])
    paper = Paper(width, 14, 2**24, True)
    for view in (
        Bars(tuple(map(str, range(len(ys)))), ys, log=log),
        Curve(series, log_y=log),
        Points({"a": pairs}),
        Surface(window, window, (ys, ys), {"a": pairs}, log=log),
        Table(tuple(map(str, range(len(ys)))), (ys, ys)),
        Grid((xs, ys)),
    ):
        lines = draw(view, paper)
        assert max((line.cell_len for line in lines), default=0) <= width


@every_view
def test_drawing_twice_gives_the_same_lines(
    name: str, paper: Paper, drawn: Callable[[View, Paper], list[str]]
) -> None:
    assert drawn(VIEWS[name], paper) == drawn(VIEWS[name], paper)

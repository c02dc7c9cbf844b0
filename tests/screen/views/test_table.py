"""Tables at every width."""

from collections.abc import Callable
from math import inf

from dlquiz.screen.views import draw
from dlquiz.screen.views.paper import Paper
from dlquiz.trace import Table, View

Drawn = Callable[[View, Paper], list[str]]


def test_numbers_line_up_and_words_stand_left(drawn: Drawn, mono: Paper) -> None:
    table = Table(("step", "name", "loss"), ((1, "sgd", 10.5), (20, "adam", -0.25)), "Race")
    assert drawn(table, mono) == [
        "Race",
        "step  name   loss",
        "─────────────────",
        "   1  sgd   10.5",
        "  20  adam  -0.25",
    ]


def test_marked_rows_are_seen_without_colour(drawn: Drawn, mono: Paper) -> None:
    table = Table(("x",), ((1,), (2,)), marked=(1,))
    assert drawn(table, mono) == ["  x", "  ─", "  1", "> 2"]


def test_numbers_that_are_not_finite_are_spelled(drawn: Drawn, mono: Paper) -> None:
    assert drawn(Table(("x",), ((inf,), (1.5,))), mono)[2:] == ["inf", "  1.5"]


def test_words_wrap_before_anything_is_left_out(drawn: Drawn, mono: Paper) -> None:
    table = Table(("name", "why"), (("adam", "it is fast and it is simple"),))
    assert drawn(table, mono._replace(width=22)) == [
        "name  why",
        "──────────────────────",
        "adam  it is fast and",
        "      it is simple",
    ]


def test_columns_that_do_not_fit_go_on_below_with_the_first_repeated(
    drawn: Drawn, mono: Paper
) -> None:
    table = Table(("t", "aaaa", "bbbb", "cccc"), ((1, 11.0, 22.0, 33.0),))
    assert drawn(table, mono._replace(width=14)) == [
        "t  aaaa  bbbb",
        "─────────────",
        "1    11    22",
        "t  cccc",
        "───────",
        "1    33",
    ]


def test_a_digit_goes_before_a_column_does(drawn: Drawn, mono: Paper) -> None:
    table = Table(("a", "b"), ((1.2345, 2.3456),))
    assert drawn(table, mono._replace(width=13))[2] == "1.234  2.346"
    assert drawn(table, mono._replace(width=11))[2] == "1.23  2.35"


def test_a_table_stands_still_while_its_rows_change(mono: Paper) -> None:
    first, second = Table(("x",), ((1.0,),)), Table(("x",), ((-123.25,),))
    lines = [draw(one, mono, [first, second])[-1].plain for one in (first, second)]
    assert lines == ["   1", "-123.2"]

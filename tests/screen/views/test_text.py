"""Text and code."""

from collections.abc import Callable

from dlquiz import trace
from dlquiz.screen.views import draw
from dlquiz.screen.views.paper import COLOURS, Paper
from dlquiz.trace import View

Drawn = Callable[[View, Paper], list[str]]
CODE = "def f(x):\n    return x ** 2  # square"


def test_code_keeps_its_shape(drawn: Drawn, paper: Paper) -> None:
    assert drawn(trace.Text(CODE, "python", "f"), paper) == ["f", *CODE.splitlines()]


def test_code_has_colours_where_there_are_any(colour: Paper, mono: Paper) -> None:
    coloured = [
        str(span.style) for line in draw(trace.Text(CODE, "python"), colour) for span in line.spans
    ]
    assert f"bold {COLOURS[2]}" in coloured
    plain = [span for line in draw(trace.Text(CODE, "python"), mono) for span in line.spans]
    assert plain == []


def test_a_language_nobody_knows_is_shown_as_text(drawn: Drawn, colour: Paper) -> None:
    assert drawn(trace.Text("a b", "klingon"), colour) == ["a b"]


def test_a_long_line_goes_on_below(drawn: Drawn, mono: Paper) -> None:
    narrow = mono._replace(width=5)
    assert drawn(trace.Text("abcdefgh\n\nxy"), narrow) == ["abcde", "  fgh", "", "xy"]


def test_brackets_and_escapes_are_only_characters(drawn: Drawn, paper: Paper) -> None:
    assert drawn(trace.Text("[red]a[/]\x1b[0m\tb"), paper) == ["[red]a[/]\\x1b[0m   b"]

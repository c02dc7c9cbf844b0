"""A frame on a page of given size."""

import pytest

from dlquiz.screen.stage import frame_lines
from dlquiz.screen.views.paper import Paper
from dlquiz.trace import Curve, Frame, Table

XS = (0.0, 1.0, 2.0)
CURVE, OTHER = Curve({"a": (XS, XS)}, title="First"), Curve({"a": (XS, XS)}, title="Second")
TABLE = Table(("x",), ((1,), (2,)))
FRAME = Frame("A sentence.", {}, (TABLE, CURVE, OTHER))


def plain(frame: Frame, paper: Paper, height: int | None = None) -> list[str]:
    return [line.plain.rstrip() for line in frame_lines(frame, paper, height)]


def test_the_sentence_comes_first_and_views_are_set_apart() -> None:
    lines = plain(FRAME, Paper(80))
    assert lines[:6] == ["A sentence.", "", "x", "─", "1", "2"]
    assert lines[6] == ""
    assert lines[7] == "First"


def test_a_long_sentence_is_wrapped() -> None:
    assert plain(Frame("word " * 30, {}), Paper(40))[0] == " ".join(["word"] * 8)


@pytest.mark.parametrize("height", range(6, 60))
@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_frame_keeps_to_the_height_it_is_given(height: int, width: int) -> None:
    assert len(plain(FRAME, Paper(width), height)) <= height


def test_a_picture_that_would_be_too_small_is_named_instead() -> None:
    lines = plain(FRAME, Paper(80), 22)
    assert lines[-1] == "(a taller window also shows: Second)"
    assert "First" in lines
    assert "Second" in plain(FRAME, Paper(80), 40)


def test_pictures_stand_side_by_side_where_there_is_room() -> None:
    lines = plain(FRAME, Paper(160), 30)
    (row,) = (line for line in lines if "First" in line)
    assert "Second" in row


def test_a_picture_fills_the_height_that_is_left() -> None:
    assert len(plain(Frame("A sentence.", {}, (TABLE, CURVE)), Paper(80), 30)) == 30


def test_what_is_too_long_says_how_much_is_missing() -> None:
    table = Table(("x",), tuple((i,) for i in range(50)))
    lines = plain(Frame("A sentence.", {}, (table,)), Paper(80), 20)
    assert len(lines) == 20
    assert lines[-1] == "… 35 more lines"


def test_a_frame_without_views_is_its_sentence() -> None:
    assert plain(Frame("Only words.", {}), Paper(80), 20) == ["Only words."]

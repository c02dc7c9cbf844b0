"""Lines as SVG."""

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from dlquiz.screen.drawing import svg
from dlquiz.screen.views import draw
from dlquiz.screen.views.paper import Paper
from dlquiz.trace import Curve, Surface

SVG = "{http://www.w3.org/2000/svg}"


def parsed(*lines: Text) -> ElementTree.Element:
    return ElementTree.fromstring(svg(lines, "A title"))


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def test_the_page_is_as_large_as_its_lines() -> None:
    root = parsed(Text("abcd"), Text("ab"))
    assert (root.get("width"), root.get("height")) == (str(4 * 9 + 36), str(2 * 18 + 36))
    assert root.findtext(f"{SVG}title") == "A title"


def test_words_stand_at_their_columns() -> None:
    root = parsed(Text("ab   cd ef"))
    assert texts(root) == ["ab", "cd ef"]
    assert [element.get("x") for element in root.iter(f"{SVG}text")] == ["0", "45"]
    assert [element.get("textLength") for element in root.iter(f"{SVG}text")] == ["18", "45"]


def test_markup_in_the_text_is_text() -> None:
    hostile = '<script>alert("x")</script> & </text>'
    root = ElementTree.fromstring(svg([Text(hostile)], "</title><script>"))
    assert texts(root) == [hostile]
    assert not list(root.iter(f"{SVG}script"))


def test_nothing_is_fetched() -> None:
    drawing = svg([Text("x", "bold red on #102030")], "t")
    assert re.findall(r"https?://[^\"]*", drawing) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"@font-face|@import|url\(|href|src=", drawing)


def test_half_blocks_are_two_rectangles() -> None:
    root = parsed(Text("▀▀", "#ff0000 on #0000ff"))
    below, above = [r for r in root.iter(f"{SVG}rect") if r.get("class") != "page"]
    assert (below.get("fill"), below.get("height"), below.get("width")) == ("#0000ff", "18", "18")
    assert (above.get("fill"), above.get("height"), above.get("width")) == ("#ff0000", "9", "18")


def test_dots_and_rules_are_drawn() -> None:
    root = parsed(Text("⣿"), Text("┼──"))
    dots, cross, rule = [path.get("d") or "" for path in root.iter(f"{SVG}path")]
    assert dots.count("M") == 8
    assert cross.count("M") == 4
    assert rule == "M9 27h18"
    assert texts(root) == []


def test_emphasis_is_kept() -> None:
    (text,) = parsed(Text("x", "bold italic #00ff00")).iter(f"{SVG}text")
    assert text.get("font-weight") == "bold"
    assert text.get("font-style") == "italic"
    assert text.get("fill") == "#00ff00"


@given(st.text(), st.text())
def test_any_text_gives_a_drawing_that_can_be_read(text: str, title: str) -> None:
    paper = Paper()
    ElementTree.fromstring(svg([Text(paper.text(text))], paper.text(title)))


def test_views_can_be_drawn() -> None:
    paper = Paper(80, 16, 2**24)
    surface = Surface((0.0, 1.0), (0.0, 1.0), ((0.0, 1.0), (2.0, 3.0)), {"a": ((0.5, 0.5),)})
    curve = Curve({"a": ((0.0, 1.0), (0.0, 1.0)), "b": ((0.0, 1.0), (1.0, 0.0))})
    root = ElementTree.fromstring(svg([*draw(surface, paper), *draw(curve, paper)], "t"))
    assert len(list(root.iter(f"{SVG}path"))) > 50
    assert "S" in texts(root)

"""Maps with paths."""

from collections.abc import Callable
from math import nan

import pytest

from dlquiz.screen.views import draw
from dlquiz.screen.views.paper import Paper
from dlquiz.trace import Surface, View

Drawn = Callable[[View, Paper], list[str]]
BOWL = tuple(tuple(float(x * x + y * y) for x in range(-5, 6)) for y in range(-5, 6))
WALK = ((-4.0, -4.0), (-2.0, -2.0), (4.0, 4.0))


def surface(**changes: object) -> Surface:
    return Surface((-5.0, 5.0), (-5.0, 5.0), BOWL, **changes)


def test_y_grows_upwards_and_ranges_stand_at_the_edges(drawn: Drawn, mono: Paper) -> None:
    lines = drawn(surface(points={"minimum": (-5.0, 5.0)}), mono)
    assert lines[0].startswith(" 5 +")
    assert lines[-3].startswith("-5 ")
    assert lines[-2].split() == ["-5", "5"]


def test_start_and_end_of_a_path_are_marked(drawn: Drawn, mono: Paper) -> None:
    lines = drawn(surface(paths={"sgd": WALK}), mono)
    rows = {sign: next(i for i, line in enumerate(lines) if sign in line) for sign in "S○●"}
    assert rows["●"] < rows["○"] < rows["S"]
    assert lines[-1].startswith("S start  ○ sgd ● end")


def test_paths_are_told_apart_without_colour(drawn: Drawn, mono: Paper, ascii_paper: Paper) -> None:
    race = surface(paths={"sgd": WALK, "adam": WALK[::-1], "rmsprop": WALK[1:]})
    assert "○ sgd ● end  △ adam ▲ end  □ rmsprop ■ end" in drawn(race, mono)[-1]
    assert "o sgd O end  x adam X end  v rmsprop V end" in drawn(race, ascii_paper)[-1]


def test_a_path_that_leaves_the_map_is_said_to_have_left(drawn: Drawn, mono: Paper) -> None:
    assert drawn(surface(paths={"sgd": ((0.0, 0.0), (50.0, 0.0))}), mono)[-1] == (
        "sgd has left the map: (50, 0)"
    )
    assert drawn(surface(paths={"sgd": ((0.0, 0.0), (nan, nan))}), mono)[-1] == (
        "sgd has left the map: (nan, nan)"
    )


def test_heights_become_colours_or_shades(colour: Paper, mono: Paper) -> None:
    coloured = draw(surface(), colour)
    assert set(coloured[3].plain[3:]) == {"▀"}
    assert any("on #" in str(span.style) for span in coloured[3].spans)
    shades = draw(surface(), mono)
    assert set("".join(line.plain[3:] for line in shades[:-2])) == set(" ░▒▓")
    assert "dark 0, light 50" in coloured[-1].plain
    assert "blank 0, dense 50" in shades[-1].plain


def test_a_height_that_is_no_number_is_shown_as_such(drawn: Drawn, paper: Paper) -> None:
    holed = Surface((0.0, 1.0), (0.0, 1.0), ((0.0, 1.0, nan), (0.0, 1.0, nan)))
    lines = drawn(holed, paper)
    assert all("?" in line for line in lines[:-2])


def test_marks_stand_out_from_the_map_below_them(colour: Paper) -> None:
    """At least 3 : 1 for every pair of a path's colour and a height's."""
    from dlquiz.screen.views.surface import _BRIGHT, _colour

    def luminance(code: str) -> float:
        shares = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    worst = min(
        (luminance(mark) + 0.05) / (luminance(_colour(level)) + 0.05)
        for mark in _BRIGHT
        for level in range(24)
    )
    assert worst >= 3


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_map_is_never_stretched_out_of_shape(width: int, mono: Paper) -> None:
    lines = draw(surface(), mono._replace(width=width, height=20))
    assert max(line.cell_len for line in lines) <= 95

"""A text that is being typed: what keys make of it, and where it stands on the screen."""

from collections.abc import Callable
from io import StringIO

import pyte
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from dlquiz.screen.writing import LONGEST_ANSWER, Draft, Typed, place_in, rows_of

NAMED = ["left", "right", "home", "end", "backspace", "space", "esc", "up", ""]
texts = st.text(st.sampled_from("ab é漢, \u0301"), max_size=120)
WORDS = ["a", "é漢字", "and", "so on, ", "gradients", "backpropagation"]
keys = st.lists(st.sampled_from([*([name] for name in NAMED), *map(list, WORDS)]), min_size=1).map(
    lambda parts: [key for part in parts for key in part]
)


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        (Typed("ac", 1), "b", Typed("abc", 2)),
        (Typed("ab", 1), "space", Typed("a b", 2)),
        (Typed("abc", 2), "backspace", Typed("ac", 1)),
        (Typed("abc", 0), "backspace", Typed("abc", 0)),
        (Typed("abc", 2), "left", Typed("abc", 1)),
        (Typed("abc", 0), "left", Typed("abc", 0)),
        (Typed("abc", 2), "right", Typed("abc", 3)),
        (Typed("abc", 3), "right", Typed("abc", 3)),
        (Typed("abc", 2), "home", Typed("abc", 0)),
        (Typed("abc", 1), "end", Typed("abc", 3)),
        (Typed("abc", 2), "esc", Typed("abc", 2)),
        (Typed("abc", 2), "", Typed("abc", 2)),
    ],
)
def test_keys_write_erase_and_move(before: Typed, key: str, after: Typed) -> None:
    assert before.after(key) == after


def test_a_text_that_is_too_long_takes_no_more_and_loses_nothing() -> None:
    full = Typed("x" * LONGEST_ANSWER, 3)
    assert full.after("y") == full
    assert full.after("backspace").text == "x" * (LONGEST_ANSWER - 1)


@given(texts, st.integers(2, 30))
def test_rows_are_the_text_and_none_is_too_wide(text: str, width: int) -> None:
    rows = rows_of(text, width)
    assert "".join(rows) == text
    assert max(map(cell_len, rows)) <= width + 1
    assert all(cell_len(row.rstrip(" ")) <= width for row in rows)


@given(texts, st.integers(2, 30))
def test_every_place_of_the_text_stands_in_one_row(text: str, width: int) -> None:
    rows = rows_of(text, width)
    for at in range(len(text) + 1):
        row, column = place_in(rows, at)
        assert sum(map(len, rows[:row])) + column == at
        assert column < len(rows[row]) or at == len(text)


class Pressed:
    """Keys that come at once, then Enter; `before` is called ahead of the last one."""

    def __init__(self, keys: list[str], before: Callable[[], None] = lambda: None) -> None:
        self._keys, self._before = [*keys, "enter"], before

    def read(self, timeout: float | None = None) -> str:
        if len(self._keys) == 1:
            self._before()
        return self._keys.pop(0)


class Display:
    """A console whose output is read by a terminal of its size."""

    def __init__(self, columns: int, rows: int) -> None:
        self.file = StringIO()
        self.console = Console(file=self.file, width=columns, height=rows, force_terminal=True)
        self.screen = pyte.Screen(columns, rows)

    def show(self) -> None:
        pyte.Stream(self.screen).feed(self.file.getvalue().replace("\n", "\r\n"))

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display]


@example(["a", "left", "a"], 16, 3)
@example([*"nine rows of words that are all over the place", "home", "x"], 16, 5)
@given(keys, st.integers(16, 60), st.integers(3, 12))
def test_whatever_is_typed_the_screen_shows_the_text_around_the_cursor(
    keys: list[str], columns: int, rows: int
) -> None:
    display = Display(columns, rows)
    display.file.write("above\n" * 2)
    expected = Typed()
    for key in keys:
        expected = expected.after(key)
    typed = Draft(display.console, Pressed(keys, display.show)).read()
    assert typed == expected.text
    cut = rows_of(typed, max(columns - 6, 8))
    row, column = place_in(cut, expected.at)
    line = display.screen.cursor.y
    assert display.lines[line] == f"{'    ' if row else '  ▸ '}{cut[row]}".rstrip()
    assert display.screen.cursor.x == 4 + cell_len(cut[row][:column])
    begin = line - min(row, rows - 3)
    assert display.lines[begin - 1] == "above"
    if len(cut) <= rows - 2:
        shown = [f"  ▸ {cut[0]}", *(f"    {text}" for text in cut[1:])]
        assert display.lines[begin : begin + len(cut)] == [text.rstrip() for text in shown]


def test_what_comes_next_is_written_below_the_whole_text() -> None:
    display = Display(30, 10)
    Draft(display.console, Pressed([*"one two three four five six seven", "home"])).read()
    display.file.write("next")
    display.show()
    assert display.lines[:3] == ["  ▸ one two three four five", "    six seven", "next"]


def test_after_a_resize_the_text_is_written_anew_below_with_the_next_key() -> None:
    display = Display(40, 12)

    class Resized(Pressed):
        def read(self, timeout: float | None = None) -> str:
            key = super().read(timeout)
            if key == "resize":
                display.console.width = 20
            return key

    Draft(display.console, Resized([*"one two three four", "resize", "resize", "!"])).read()
    display.show()
    assert display.lines[:4] == [
        "  ▸ one two three four",
        "  ▸ one two three",
        "    four!",
        "",
    ]


def test_a_text_on_one_row_is_typed_without_moving_the_cursor() -> None:
    display = Display(40, 10)
    Draft(display.console, Pressed([*"one two"])).read()
    assert display.file.getvalue() == "  ▸ one two\n"

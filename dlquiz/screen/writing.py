"""A text of several rows, typed and changed at any place until Enter."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console

from dlquiz.screen.keys import Keys
from dlquiz.screen.prompt import TerminalGone
from dlquiz.screen.prose import WIDEST

LONGEST_ANSWER = 5000
_FIRST_ROW, _NEXT_ROW = "  ▸ ", "    "


class Typed(NamedTuple):
    """A text that is being typed, and the place of the cursor in it."""

    text: str = ""
    at: int = 0

    def after(self, key: str) -> "Typed":
        """What a key makes of it; one that means nothing here changes nothing."""
        text, at = self
        character = " " if key == "space" else key
        if len(character) == 1 and len(text) < LONGEST_ANSWER:
            return Typed(text[:at] + character + text[at:], at + 1)
        if key == "backspace":
            return Typed(text[: max(at - 1, 0)] + text[at:], max(at - 1, 0))
        steps = {"left": -1, "right": 1, "home": -at, "end": len(text) - at}
        return Typed(text, min(max(at + steps.get(key, 0), 0), len(text)))


def rows_of(text: str, width: int) -> list[str]:
    """The text in rows, cut between words where it can be; joined they are the text.

    >>> rows_of("the root comes first", 9)
    ['the root ', 'comes ', 'first']
    """
    rows = [""]
    for piece in re.findall(r" |[^ ]+", text):
        for part in [piece] if cell_len(piece) <= width else piece:
            if rows[-1] and cell_len(rows[-1] + part) > width + (part == " "):
                rows.append("")
            rows[-1] += part
    return rows


def place_in(rows: Sequence[str], at: int) -> tuple[int, int]:
    """The row and the character in it at a place of the whole text."""
    for row, text in enumerate(rows[:-1]):
        if at < len(text):
            return row, at
        at -= len(text)
    return len(rows) - 1, at


class Draft:
    """Lets a person type a text of several rows, and change it at any place, until Enter."""

    def __init__(self, console: Console, keys: Keys) -> None:
        self._console, self._keys = console, keys

    def read(self) -> str:
        """What was typed when Enter ended it."""
        self._typed, self._rows, self._row, self._is_displaced = Typed(), [""], 0, False
        self._write(_FIRST_ROW)
        try:
            while (key := self._key()) != "enter":
                self._show(self._typed.after(key))
        finally:  # whatever comes next is printed below the text
            self._show(self._typed.after("end"))
            self._write("\n")
        return self._typed.text

    def _key(self) -> str:
        while (key := self._keys.read()) == "resize":
            self._is_displaced = True  # where the rows stand now, only the terminal knows
        if key is None:
            raise TerminalGone
        return key

    @property
    def _width(self) -> int:
        return max(min(self._console.width, WIDEST) - len(_FIRST_ROW) - 2, 8)

    def _show(self, typed: Typed) -> None:
        before, self._typed = self._typed, typed
        rows, self._rows = self._rows, rows_of(typed.text, self._width)
        added = typed.text[-1:]
        is_appended = typed == Typed(before.text + added, len(typed.text))
        if self._is_displaced:
            self._write("\n")
            self._row, self._is_displaced = 0, False
        elif typed == before:
            return
        elif is_appended and [*rows[:-1], rows[-1] + added] == self._rows:
            self._write(added)
            return
        self._draw(*place_in(self._rows, typed.at))

    def _draw(self, row: int, column: int) -> None:
        """Draws the rows again, of a text higher than the window those down to the cursor."""
        height = max(self._console.height - 2, 1)
        top = max(0, row - height + 1)
        shown = self._rows[top : top + height]
        lines = "\n".join((_NEXT_ROW if top + i else _FIRST_ROW) + t for i, t in enumerate(shown))
        below = len(shown) - 1 - (row - top)
        right = len(_FIRST_ROW) + cell_len(self._rows[row][:column])
        self._write(f"{_up(self._row)}\r\x1b[J{lines}{_up(below)}\r\x1b[{right}C")
        self._row = row - top

    def _write(self, text: str) -> None:
        self._console.file.write(text)
        self._console.file.flush()


def _up(rows: int) -> str:
    return f"\x1b[{rows}A" if rows else ""

"""What is wrong in a card file, where, and what to do about it.

A `Flaw` knows its place inside one text; a `Problem` also knows the file and the line of source,
so that it can be kept in the index and printed long after the file was read. Card text may hold
anything, so whatever is shown of it goes through `visible`.
"""

from typing import NamedTuple

from msgspec import Struct

SHOWN = 96


class Flaw(NamedTuple):
    """Something wrong at a line and a column, both counted from 1, in a text yet without a name."""

    line: int
    column: int
    what: str
    remedy: str = ""
    width: int = 1


class Problem(Struct, frozen=True, kw_only=True):
    """A flaw of a card file; `card` is the id of the card it makes unusable, where known.

    `source` is the line it is on, or a piece of it that begins `cut` columns in.
    """

    file: str
    line: int
    column: int
    what: str
    remedy: str = ""
    width: int = 1
    source: str = ""
    cut: int = 0
    card: str = ""

    def __str__(self) -> str:
        """`file:line:column: what (remedy)`, on one line."""
        remedy = f" ({self.remedy})" if self.remedy else ""
        return visible(f"{self.file}:{self.line}:{self.column}: {self.what}{remedy}")

    def pointed(self) -> str:
        """The problem, and under it the line of source with carets under the place.

        >>> where = {"file": "a.yaml", "line": 2, "column": 3, "width": 2}
        >>> print(Problem(**where, what="bad id", source="  id: x").pointed())
        a.yaml:2:3: bad id
            id: x
            ^^
        """
        if not self.source:
            return str(self)
        before, marked, after = _window(self.source, self.column - 1 - self.cut, self.width)
        carets = "^" * max(1, _columns(marked))
        return f"{self}\n    {before}{marked}{after}\n    {' ' * _columns(before)}{carets}"

    def as_json(self) -> dict[str, str | int]:
        """The problem for a program: plain names and numbers."""
        return {
            "file": visible(self.file),
            "line": self.line,
            "column": self.column,
            "card": visible(self.card),
            "what": visible(self.what),
            "remedy": visible(self.remedy),
        }


def visible(text: str) -> str:
    r"""The text with everything a terminal would obey written as an escape.

    >>> print(visible("red \x1b[31m"))
    red \x1b[31m
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def brief(text: str, limit: int = 40) -> str:
    """The text as it is quoted inside a message: visible, between back-ticks, cut when long."""
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    return f"`{visible(shown)}`"


def locate(flaw: Flaw, file: str, lines: list[str], card: str = "") -> Problem:
    """The flaw as a problem of `file`, with its line of source out of `lines`."""
    source = lines[flaw.line - 1] if 0 < flaw.line <= len(lines) else ""
    start = max(0, flaw.column - 1 - SHOWN)
    return Problem(
        file=file.encode("utf-8", "backslashreplace").decode(),  # a file's name may be no text
        line=flaw.line,
        column=flaw.column,
        what=flaw.what,
        remedy=flaw.remedy,
        width=flaw.width,
        source=source[start : flaw.column - 1 + 2 * SHOWN].rstrip(),
        cut=start,
        card=card,
    )


def _window(source: str, start: int, width: int) -> tuple[str, str, str]:
    """What stands before, under and after the carets, cut to what fits a narrow screen."""
    before, marked, after = source[:start], source[start : start + width], source[start + width :]
    before = before.lstrip()
    before, marked = visible(before)[-SHOWN // 2 :], visible(marked)[: SHOWN // 2]
    return before, marked, visible(after)[: max(0, SHOWN - len(before) - len(marked))]


def _columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)

"""Questions and answers as a table: CSV, TSV, and the text that Anki writes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dlquiz.errors import UserError
from dlquiz.interchange.inline import from_markdown
from dlquiz.interchange.markup import from_html
from dlquiz.interchange.notes import LONGEST, Note

_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "colon": ":"}
_KNOWN = ("separator", "html", "tags", "deck", "notetype", "columns", "if matches")
_QUESTIONS = {"question", "front", "q", "ask", "prompt", "term", "вопрос"}
_ANSWERS = {"answer", "back", "a", "response", "definition", "ответ"}
_ABOUT = {"guid", "notetype", "deck", "tags"}  # columns that are no text of a card


class _Head(NamedTuple):
    """The lines with # that Anki writes first, and how many lines they take."""

    values: Mapping[str, str]
    lines: int

    def column(self, name: str) -> int | None:
        """The place of a column of that meaning, counted from 0."""
        value = self.values.get(f"{name} column", "")
        return int(value) - 1 if value.isdecimal() and 0 < len(value) < 4 and int(value) else None


def table(text: str, name: str, separator: str) -> Iterator[Note]:
    """A note a row: the first column asks, the second answers, or as the heading says.

    Raises `UserError` for a quote that is never closed.
    """
    head = _head(text)
    separator = _separator(head.values.get("separator", ""), separator)
    body = text.split("\n", head.lines)[-1] if head.lines else text
    if not head.lines and separator not in body.split("\n", 1)[0]:
        separator = next((s for s in ",;\t" if s in body.split("\n", 1)[0]), separator)
    read = _rows(body, name, separator, head.lines)
    about = {column for kind in _ABOUT if (column := head.column(kind)) is not None}
    places: Sequence[int] | None = None
    for line, row in read:
        if places is None:
            columns = [place for place in range(len(row)) if place not in about]
            headed = _headed(row)
            places = headed or columns
            if headed:
                continue
        yield _note(row, places, head, f"{name}:{line}")


def _head(text: str) -> _Head:
    """The head, of lines that Anki would know; another line with # is a row."""
    values: dict[str, str] = {}
    for number, line in enumerate(text.split("\n", 20)[:20]):
        key, colon, value = line.strip().removeprefix("#").partition(":")
        is_known = key in _KNOWN or key.removesuffix(" column") in _ABOUT
        if not (line.startswith("#") and colon and is_known):
            return _Head(values, number)
        values[key] = value.strip().lower() if key in ("html", "separator") else value.strip()
    return _Head(values, 20)


def _separator(named: str, otherwise: str) -> str:
    return _SEPARATORS.get(named, named if len(named) == 1 else otherwise)


def _rows(body: str, name: str, separator: str, before: int) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the line it begins on."""
    csv.field_size_limit(2**27)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    begin = before + 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield begin, row
            begin = before + reader.line_num + 1
    except csv.Error as error:
        what = "a quote is never closed" if "unexpected end" in str(error) else str(error)
        remedy = 'a quote inside a text in quotes is written ""'
        raise UserError(what, where=f"{name}:{begin}", remedy=remedy) from error


def _headed(row: Sequence[str]) -> list[int]:
    """The places of question and answer in a heading; [] when the row is none."""
    names = [cell.strip().lower() for cell in row]
    asks = [place for place, cell in enumerate(names) if cell in _QUESTIONS]
    answers = [place for place, cell in enumerate(names) if cell in _ANSWERS]
    return [asks[0], answers[0]] if asks and answers else []


def _note(row: Sequence[str], places: Sequence[int], head: _Head, where: str) -> Note:
    cells = [row[place] if place < len(row) else "" for place in places]
    if max(map(len, row)) > LONGEST:
        return Note("", "", where, lost=(f"it has more than {LONGEST:,} characters",))
    read = from_html if head.values.get("html") == "true" else from_markdown
    front, lost = read(cells[0]) if cells else ("", [])
    back, more = read(cells[1]) if len(cells) > 1 else ("", [])
    lost += more
    guid, deck, tags = (_cell(row, head.column(name)) for name in ("guid", "deck", "tags"))
    rest = [cell for place, cell in enumerate(row) if place not in places[:2] and cell.strip()]
    rest = [cell for cell in rest if cell not in (guid, deck, _cell(row, head.column("notetype")))]
    lost += [f"the column {' '.join(cell.split())[:40]!r}" for cell in rest if cell != tags]
    lost += [f"the tags {tags}"] if tags else []
    deck = deck or head.values.get("deck", "")
    return Note(front, back, where, guid, deck, "{{c1::" in front, tuple(lost))


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""

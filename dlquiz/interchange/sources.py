"""The files that cards can come in, each as notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from dlquiz.errors import UsageError, UserError
from dlquiz.interchange.collection import Row, rows
from dlquiz.interchange.flashcards import flashcards
from dlquiz.interchange.marked import clean, unmarked
from dlquiz.interchange.markup import from_html
from dlquiz.interchange.notes import LONGEST, Note
from dlquiz.interchange.tables import table

LARGEST = 64 * 2**20  # bytes of a text file
_TEXTS: dict[str, Callable[[str, str], Iterator[Note]]] = {
    ".csv": lambda text, name: table(text, name, ","),
    ".tsv": lambda text, name: table(text, name, "\t"),
    ".txt": lambda text, name: table(text, name, "\t"),
    ".md": flashcards,
    ".markdown": flashcards,
}
_PACKAGES = (".apkg", ".colpkg")


def notes_of(path: Path) -> Iterator[Note]:
    """The notes of a file, which its ending says the form of.

    Raises `UsageError` for another ending, and `UserError` for what cannot be read.
    """
    ending = path.suffix.lower()
    if ending in _PACKAGES:
        return map(_note, rows(path))
    if ending not in _TEXTS:
        known = ", ".join((*_PACKAGES, *_TEXTS))
        raise UsageError("this kind of file is not known", where=str(path), remedy=f"{known} are")
    return _TEXTS[ending](_text(path), path.name)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UserError(f"cannot be read: {error.strerror}", where=str(path)) from error
    if len(data) > LARGEST:
        raise UserError(f"it is larger than {LARGEST // 2**20} MiB", where=str(path))
    try:
        is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = "it is not text in UTF-8"
        raise UserError(what, where=f"{path}:{line}", remedy="save it as UTF-8") from error
    if "\0" in text:
        raise UserError("it is binary, not text", where=str(path))
    return text


def _note(row: Row) -> Note:
    """A note of Anki: its first field asks, what the others say is the answer."""
    kind = row.type
    lost = [f"the tags {' '.join(row.tags.split())}"] if row.tags.strip() else []
    if max(map(len, row.fields)) > LONGEST:
        return Note(
            "", "", _called(row.fields[0]), lost=(f"it has more than {LONGEST:,} characters",)
        )
    texts = []
    for field in row.fields:
        text, missing = from_html(field)
        texts.append(text)
        lost += missing
    if kind.templates > 1 and not kind.is_cloze:
        lost.append(f"{kind.templates - 1} more of the {kind.templates} cards of {kind.name}")
    front, *rest = texts
    said = [(kind.fields[n : n + 1] or ("",), text) for n, text in enumerate(rest, 1) if text]
    labelled = len(said) > 1
    back = "\n".join(f"{label}: {text}" if labelled else text for (label,), text in said)
    return Note(front, back, _called(front), row.guid, row.deck, kind.is_cloze, tuple(lost))


def _called(front: str) -> str:
    """How a message names a note: by the words it begins with."""
    words = " ".join(clean(unmarked(front[:200])).split())
    return f"the note {words[:40]!r}"

"""The deck as an Anki package: a note a card, under a guid that a second import updates.

A numeric card becomes one note with several cards, each with numbers of its own.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from html import escape
from io import BytesIO
from itertools import count as counting
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from dlquiz.errors import UsageError
from dlquiz.formula import FormulaError, render_line
from dlquiz.interchange.faces import Faces, Studio, code_style, instances, naming
from dlquiz.quiz.question import Question

if TYPE_CHECKING:
    import genanki

    from dlquiz.deck.index import Entry
    from dlquiz.quiz.runs import Runner
    from dlquiz.trace import View

_INSTANCES = 3  # how often a card with fresh numbers is drawn
_DECK = "dlquiz"
# What the terminal's formulas know and MathJax does not.
_OWN_COMMANDS = {
    r"\argmax": r"\operatorname*{argmax}",
    r"\argmin": r"\operatorname*{argmin}",
    r"\degree": r"{}^\circ",
}
_SHARED = ("Formula", "Code", "Sources", "Card")


def package(entries: Iterable[Entry], studio: Studio) -> bytes:
    """An `.apkg` file with the cards of the entries.

    Raises `UsageError` where genanki, an extra of this program, is not installed, and `UserError`
    where the code of a card fails.
    """
    try:
        import genanki
    except ModuleNotFoundError as error:
        remedy = "pip install genanki"
        raise UsageError("this needs the package genanki", remedy=remedy) from error

    album = _Album(studio.svg)
    faces = Faces(studio, _mathjax, album.show)
    decks: dict[str, genanki.Deck] = {}
    for entry in entries:
        if entry.topic not in decks:
            name = f"{_DECK}::{entry.title}"
            decks[entry.topic] = genanki.Deck(_number(f"deck {entry.topic}"), name)
        with naming(entry):
            decks[entry.topic].add_note(_note(entry, faces, studio.run))
    return _packed(_collection(genanki.Package([*decks.values()])), album.pictures)


def _collection(made: genanki.Package) -> bytes:
    """The SQLite file of a package; genanki would leave one behind in the temporary directory."""
    now = time.time()
    with TemporaryDirectory() as place:
        file = Path(place) / "collection"
        with closing(sqlite3.connect(file)) as database:
            made.write_to_db(database.cursor(), now, counting(int(now * 1000)))
            database.commit()
        return file.read_bytes()


def _packed(collection: bytes, pictures: Mapping[str, bytes]) -> bytes:
    """The zip file that Anki reads: the collection, pictures by number, and their names."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        package.writestr("collection.anki2", collection)
        package.writestr("media", json.dumps(dict(enumerate(pictures))))
        for number, picture in enumerate(pictures.values()):
            package.writestr(str(number), picture)
    return file.getvalue()


class _Album:
    """The pictures of a package, each named by what is on it."""

    def __init__(self, svg: Callable[[Sequence[View], str], str]) -> None:
        self._svg = svg
        self.pictures: dict[str, bytes] = {}

    def show(self, views: Sequence[View], title: str) -> str:
        """The HTML that shows the views, "" when there are none."""
        if not views:
            return ""
        svg = self._svg(views, title).encode()
        name = f"dlquiz-{sha256(svg).hexdigest()[:16]}.svg"
        self.pictures[name] = svg
        return f'<p><img src="{name}" alt="{escape(title)}"></p>'


def _note(entry: Entry, faces: Faces, run: Runner) -> genanki.Note:
    import genanki

    drawn = instances(entry, run, _INSTANCES)
    sides = [side(question) for question in drawn for side in (faces.front, faces.back)]
    count = _INSTANCES if len(drawn) > 1 else 1
    return genanki.Note(
        model=_note_type(count),
        fields=[*sides, *[""] * (2 * count - len(sides)), *_shared(entry, faces, run)],
        guid=genanki.guid_for(_DECK, entry.card.id),
        tags=[f"{_DECK}::{tag}" for tag in (entry.topic, f"level-{entry.card.level}", entry.kind)],
    )


def _shared(entry: Entry, faces: Faces, run: Runner) -> list[str]:
    """The fields that do not depend on drawn numbers."""
    question = Question(entry, entry.card.id, run)
    sources = "".join(map(faces.paragraph, entry.sources))
    shown = "".join(map(faces.source, entry.references[:1]))
    about = f"{entry.card.id} · {entry.kind} · level {entry.card.level}"
    return [faces.displayed(question.formula), shown, sources, escape(about)]


def _mathjax(tex: str, display: bool) -> str:
    """The formula for MathJax, which obeys commands: only what is known here gets that far."""
    try:
        render_line(tex)
    except FormulaError:
        return f"<code>{escape(tex)}</code>"
    for command, meant in _OWN_COMMANDS.items():
        tex = tex.replace(command, meant)
    begin, end = (r"\[", r"\]") if display else (r"\(", r"\)")
    return f"{begin}{escape(tex, quote=False)}{end}"


def _note_type(instances: int) -> genanki.Model:
    """The note type with so many cards a note; its id is permanent, as the guids are."""
    import genanki

    numbers = [f" {place}" for place in range(1, instances + 1)] if instances > 1 else [""]
    fields = [f"{side}{number}" for number in numbers for side in ("Question", "Answer")]
    return genanki.Model(
        _number(f"note type {instances}"),
        f"{_DECK}, fresh numbers" if instances > 1 else _DECK,
        fields=[{"name": name} for name in (*fields, *_SHARED)],
        templates=[_template(number) for number in numbers],
        css=_style(),
    )


def _template(number: str) -> dict[str, Any]:
    back = f"""\
{{{{FrontSide}}}}
<hr id="answer">
{{{{Answer{number}}}}}
{{{{Formula}}}}
{{{{#Code}}}}<details><summary>The code that proves it</summary>{{{{Code}}}}</details>{{{{/Code}}}}
{{{{#Sources}}}}<details><summary>Sources</summary>{{{{Sources}}}}</details>{{{{/Sources}}}}
<p class="small">{{{{Card}}}}</p>"""
    return {
        "name": f"Question{number}",
        "qfmt": f"{{{{Question{number}}}}}",
        "afmt": back,
    }


def _style() -> str:
    light, dark = code_style(".card", "default"), code_style(".nightMode.card", "monokai")
    return f"""\
.card {{ font-family: system-ui, sans-serif; font-size: 18px; line-height: 1.45;
  max-width: 44em; margin: 1em auto; padding: 0 1em; text-align: left; }}
.right {{ font-weight: bold; }}
.plain {{ list-style: none; padding-left: 0; }}
.small {{ font-size: 75%; opacity: 0.7; margin-top: 1.5em; }}
pre {{ overflow-x: auto; font-size: 85%; padding: 0.6em; }}
img {{ max-width: 100%; }}
{light}
{dark}
"""


def _number(name: str) -> int:
    """An id within the range that Anki gives out, the same for a name for ever."""
    return 2**30 + int.from_bytes(sha256(f"{_DECK} {name}".encode()).digest()[:4], "big") % 2**30

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
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from dlquiz.errors import UsageError, UserError
from dlquiz.interchange.faces import Face, Faces, code, displayed, paragraph
from dlquiz.quiz.question import Question

if TYPE_CHECKING:
    import genanki

    from dlquiz.deck.cards import Code
    from dlquiz.deck.index import Entry
    from dlquiz.quiz.runs import Runner
    from dlquiz.trace import View

_INSTANCES = 3  # how often a card with fresh numbers is drawn
_DECK = "dlquiz"
_SHARED = ("Formula", "Code", "Sources", "Card")


class Studio(NamedTuple):
    """What draws the parts of a card: a demo's frames, SVG of views, source text, a stub."""

    run: Runner
    svg: Callable[[Sequence[View], str], str]
    source: Callable[[str], str]
    stub: Callable[[Code], str]


def package(entries: Iterable[Entry], studio: Studio) -> bytes:
    """An `.apkg` file with the cards of the entries.

    Raises `UsageError` where genanki, an extra of this program, is not installed, and `UserError`
    where the code of a card fails.
    """
    try:
        import genanki
    except ModuleNotFoundError as error:
        remedy = "pip install 'dlquiz[anki]'"
        raise UsageError("this needs the package genanki", remedy=remedy) from error

    album = _Album(studio.svg)
    faces = Faces(album.show, studio.stub)
    decks: dict[str, genanki.Deck] = {}
    for entry in entries:
        if entry.topic not in decks:
            name = f"{_DECK}::{entry.title}"
            decks[entry.topic] = genanki.Deck(_number(f"deck {entry.topic}"), name)
        decks[entry.topic].add_note(_explained(entry, faces, studio))
    return _packed(_collection(genanki.Package([*decks.values()])), album.pictures)


def _collection(made: genanki.Package) -> bytes:
    """The SQLite file of a package; genanki would leave one behind in the temporary directory."""
    now = time.time()
    with TemporaryDirectory() as place:
        file = Path(place) / "collection"
        with closing(sqlite3.connect(file)) as database:
            made.write_to_db(database.cursor(), now, count(int(now * 1000)))
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


def _explained(entry: Entry, faces: Faces, studio: Studio) -> genanki.Note:
    """The note of a card; where its code fails, the error says which card it is."""
    try:
        return _note(entry, faces, studio)
    except UserError as error:
        raise UserError(str(error), where=f"{entry.file}:{entry.line}") from error


def _note(entry: Entry, faces: Faces, studio: Studio) -> genanki.Note:
    import genanki

    made = [faces.of(question) for question in _instances(entry, studio.run)]
    numbers = len(made) > 1
    filled = [*made, *[Face("", "")] * (_INSTANCES - len(made))] if numbers else made
    return genanki.Note(
        model=_note_type(_INSTANCES if numbers else 1),
        fields=[*(side for face in filled for side in face), *_shared(entry, studio)],
        guid=genanki.guid_for(_DECK, entry.card.id),
        tags=[f"{_DECK}::{tag}" for tag in (entry.topic, f"level-{entry.card.level}", entry.kind)],
    )


def _instances(entry: Entry, run: Runner) -> list[Question]:
    """The card with different numbers each time, or once when it has none."""
    wanted = _INSTANCES if entry.kind == "numeric" and entry.card.given else 1
    drawn = [Question(entry, f"{entry.card.id} {place}", run) for place in range(4 * wanted)]
    different = {question.ask: question for question in reversed(drawn)}
    return list(reversed(different.values()))[:wanted]


def _shared(entry: Entry, studio: Studio) -> list[str]:
    """The fields that do not depend on drawn numbers."""
    question = Question(entry, entry.card.id, studio.run)
    sources = "".join(paragraph(source) for source in entry.sources)
    shown = "".join(code(studio.source(name)) for name in entry.references[:1])
    about = f"{entry.card.id} · {entry.kind} · level {entry.card.level}"
    return [displayed(question.formula), shown, sources, escape(about)]


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
    from pygments.formatters import HtmlFormatter

    light = HtmlFormatter(style="default").get_style_defs(".card pre")
    dark = HtmlFormatter(style="monokai").get_style_defs(".nightMode.card pre")
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

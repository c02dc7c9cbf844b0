"""The deck as a study book: a page a topic, with the answers folded away.

The HTML of the pages has no script in it, and whatever is text in a card is text there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from dlquiz.deck.cards import Pitfall
from dlquiz.formula import FormulaError, render_mathml
from dlquiz.interchange.faces import Faces, Studio, code_style, instances, naming

if TYPE_CHECKING:
    from dlquiz.deck.cards import Topic
    from dlquiz.deck.index import Entry
    from dlquiz.quiz.question import Question
    from dlquiz.trace import View

_INSTANCES = 3  # how often a card with fresh numbers is asked
_LEVELS = {1: "To begin with", 2: "Deeper", 3: "To the bottom"}


class Chapter(NamedTuple):
    """A topic and its cards."""

    topic: Topic
    entries: Sequence[Entry]

    @property
    def page(self) -> str:
        """The name of its file."""
        return f"{self.topic.topic}.html"

    @property
    def title(self) -> str:
        return self.topic.title or self.topic.topic


class Page(NamedTuple):
    """A page: its file's name, its title, and the HTML below the title."""

    name: str
    title: str
    body: str


def book(chapters: Sequence[Chapter], studio: Studio) -> Iterator[Page]:
    """The pages, the first of them the table of contents.

    Raises `UserError` where the code of a card fails.
    """
    yield Page("index.html", "Deep-learning interview questions", _contents(chapters))
    pages = {entry.card.id: chapter.page for chapter in chapters for entry in chapter.entries}
    for place, chapter in enumerate(chapters):
        ways = _ways(chapters[place - 1] if place else None, (*chapters, None)[place + 1])
        parts = _Writing(chapter, studio, pages).parts()
        yield Page(chapter.page, chapter.title, "\n".join([ways, *parts, ways]))


def _contents(chapters: Iterable[Chapter]) -> str:
    rows = "".join(
        f'<li><a href="{chapter.page}">{escape(chapter.title)}</a>'
        f' <span class="small">{len(chapter.entries)} questions</span></li>'
        for chapter in chapters
    )
    return f'<p>Answer aloud, then open the answer.</p>\n<ol class="contents">{rows}</ol>\n'


def _ways(before: Chapter | None, after: Chapter | None) -> str:
    """Links to the chapters around this one."""
    links = ['<a href="index.html">Contents</a>']
    if before is not None:
        links.insert(0, f'<a href="{before.page}">← {escape(before.title)}</a>')
    if after is not None:
        links.append(f'<a href="{after.page}">{escape(after.title)} →</a>')
    return f"<nav>{' '.join(links)}</nav>"


class _Writing:
    """Writes the page of one chapter; `pages` says on which page a card stands."""

    def __init__(self, chapter: Chapter, studio: Studio, pages: Mapping[str, str]) -> None:
        self._chapter, self._studio, self._pages = chapter, studio, pages
        self._faces = Faces(studio, _mathematics, self._figure)
        self._figures: dict[str, int] = {}  # on this page, with their numbers

    def parts(self) -> Iterator[str]:
        topic, faces = self._chapter.topic, self._faces
        yield faces.displayed(topic.formula)
        for demo in topic.demos[:1]:
            yield self._figure(self._studio.run(demo, {})[-1].views, f"dlquiz demo {demo}")
        for name in topic.references:
            yield _folded(f"In numpy: {escape(name)}", faces.source(name))
        level = 0
        for entry in sorted(self._chapter.entries, key=lambda entry: entry.card.level):
            if entry.card.level != level:
                level = entry.card.level
                yield f"<h2>{_LEVELS[level]}</h2>"
            with naming(entry):
                yield self._card(entry)
        yield from self._pitfalls()
        if topic.sources:
            yield "<h2>Sources</h2>"
            yield faces.listed(topic.sources, "")

    def _pitfalls(self) -> Iterator[str]:
        pitfalls = self._chapter.topic.pitfalls
        if not pitfalls:
            return
        yield "<h2>Pitfalls</h2><ul>"
        for one in pitfalls:
            pitfall = one if isinstance(one, Pitfall) else Pitfall(say=one)
            yield f"<li>{self._faces.text(pitfall.say)}{_proof(pitfall.proof)}</li>"
        yield "</ul>"

    def _card(self, entry: Entry) -> str:
        """A question with its answer; one with fresh numbers several times."""
        first, *others = instances(entry, self._studio.run, _INSTANCES)
        parts = [self._exercise(first, self._about(entry, first))]
        if others:
            again = "".join(f"<li>{self._exercise(question, '')}</li>" for question in others)
            parts.append(_folded("Again, with other numbers", f"<ol>{again}</ol>"))
        label = f'<p class="small">{escape(entry.card.id)} · {escape(entry.kind)}</p>'
        return f'<article id="{escape(entry.card.id)}">{label}{"".join(parts)}</article>'

    def _exercise(self, question: Question, about: str) -> str:
        hint = _folded("Hint", self._faces.paragraph(question.hint)) if question.hint else ""
        answer = _folded("Answer", self._faces.back(question) + about, "answer")
        return f'<div class="ask">{self._faces.front(question)}</div>{hint}{answer}'

    def _about(self, entry: Entry, question: Question) -> str:
        """What belongs to the card whatever its numbers are."""
        faces, card = self._faces, entry.card
        shown = [faces.displayed(question.formula), _proof(card.proof)]
        if question.form == "code":
            shown.append(faces.source(entry.references[0]) if entry.references else "")
        links = [self._link(card_id) for card_id in card.follow_up]
        if links:
            shown.append(f"<p>Then: {', '.join(links)}.</p>")
        if entry.sources and entry.sources != self._chapter.topic.sources:
            shown.append(f'<div class="small">{faces.listed(entry.sources, "")}</div>')
        return "\n".join(filter(None, shown))

    def _link(self, card_id: str) -> str:
        page, name = self._pages.get(card_id), escape(card_id)
        if page is None:
            return name
        where = "" if page == self._chapter.page else page
        return f'<a href="{where}#{name}">{name}</a>'

    def _figure(self, views: Sequence[View], title: str) -> str:
        """The picture, or the way to it where it stands on the page already."""
        svg = self._studio.svg(views, title)
        number = self._figures.get(svg)
        if number is not None:
            return f'<p class="small"><a href="#figure-{number}">The picture is above.</a></p>'
        number = self._figures[svg] = len(self._figures) + 1
        return f'<figure id="figure-{number}">{svg}</figure>'


def _mathematics(tex: str, display: bool) -> str:
    try:
        return render_mathml(tex, display=display)
    except FormulaError:
        return f"<code>{escape(tex)}</code>"


def _proof(expression: str | None) -> str:
    return f'<p class="small">Proof: <code>{escape(expression)}</code></p>' if expression else ""


def _folded(summary: str, inside: str, name: str = "") -> str:
    kind = f' class="{name}"' if name else ""
    return f"<details{kind}><summary>{summary}</summary>{inside}</details>"


def style() -> str:
    """The style sheet of the pages."""
    light, dark = code_style("body", "default"), code_style("body", "monokai")
    return f"""\
body {{ max-width: 46em; margin: 2em auto; padding: 0 1em; line-height: 1.5; }}
h1 {{ line-height: 1.2; }}
h2 {{ margin-top: 2em; }}
nav {{ display: flex; flex-wrap: wrap; gap: 0.5em 1.5em; margin: 1em 0; }}
a {{ color: #0b62a5; }}
math {{ font-family: "STIX Two Math", "Cambria Math", "Latin Modern Math", math; }}
math[display="block"] {{ margin: 1em 0; overflow-x: auto; overflow-y: hidden; }}
article {{ border-top: 1px solid #8886; padding: 0.5em 0 1em; }}
article:target {{ border-top-color: #0b62a5; }}
.ask {{ font-size: 105%; }}
.right {{ font-weight: 600; }}
.plain {{ list-style: none; padding-left: 0; }}
.small {{ font-size: 80%; opacity: 0.75; }}
.contents {{ line-height: 2; }}
details {{ margin: 0.5em 0; }}
summary {{ cursor: pointer; color: #0b62a5; }}
pre {{ overflow-x: auto; font-size: 85%; padding: 0.8em; line-height: 1.35; border-radius: 4px; }}
code {{ font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 92%;
  overflow-wrap: anywhere; }}
pre code {{ overflow-wrap: normal; font-size: 100%; }}
svg {{ max-width: none; height: auto; }}
{light}
@media (prefers-color-scheme: dark) {{
{dark}
a, summary {{ color: #7cc0f5; }}
}}
@media print {{
  nav {{ display: none; }}
  article, pre, figure {{ break-inside: avoid; }}
  details::details-content {{ content-visibility: visible; block-size: auto; }}
  details > * {{ display: block; }}
  pre, figure {{ overflow: visible; white-space: pre-wrap; }}
  svg {{ max-width: 100%; }}
}}
"""

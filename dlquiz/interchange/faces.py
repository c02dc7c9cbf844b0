"""A question as HTML, what is asked apart from what is answered: for Anki's cards and for pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from html import escape
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

from dlquiz.deck.cards import Claim, Code
from dlquiz.errors import UserError
from dlquiz.interchange.hypertext import hypertext
from dlquiz.quiz.question import Question

if TYPE_CHECKING:
    from dlquiz.deck.index import Entry
    from dlquiz.quiz.runs import Runner
    from dlquiz.trace import View


class Studio(NamedTuple):
    """What draws the parts of a card: a demo's frames, SVG of views, source text, a stub."""

    run: Runner
    svg: Callable[[Sequence[View], str], str]
    source: Callable[[str], str]
    stub: Callable[[Code], str]


class Faces:
    """Makes the two faces of a question.

    `mathematics` makes HTML of TeX and whether it stands on lines of its own, `picture` of views
    and a title.
    """

    def __init__(
        self,
        studio: Studio,
        mathematics: Callable[[str, bool], str],
        picture: Callable[[Sequence[View], str], str],
    ) -> None:
        self._studio, self._mathematics, self._draw = studio, mathematics, picture

    def front(self, question: Question) -> str:
        """What is asked, with its options."""
        card = question.card
        parts = ["<p>True or false?</p>"] if isinstance(card, Claim) else []
        parts += [self.paragraph(question.ask), self.displayed(question.puzzle)]
        parts += [self._picture(question.exhibits, question.id), self._options(question)]
        if question.form == "number":
            parts.append(self.paragraph(f"A number, right {question.tolerance}."))
        if isinstance(card, Code):
            parts.append(code(self._studio.stub(card)))
        return "\n".join(filter(None, parts))

    def back(self, question: Question) -> str:
        """What is right, why, and the demo that shows it."""
        parts = [self._right(question), self.paragraph(question.explanation)]
        parts += [self._reasons(question)]
        parts.append(self.listed(question.points, "An interviewer listens for:"))
        parts.append(self._picture(question.revelations, f"{question.id} answered"))
        parts.append(self._demo(question))
        return "\n".join(filter(None, parts))

    def text(self, text: str) -> str:
        """Card text as HTML within a paragraph."""
        return hypertext(text, lambda tex: self._mathematics(tex, False))

    def paragraph(self, text: str | None) -> str:
        """Card text as a paragraph, "" when there is none."""
        return f"<p>{self.text(text)}</p>" if text else ""

    def displayed(self, tex: str | None) -> str:
        """A formula on lines of its own, "" when there is none."""
        return f"<div>{self._mathematics(tex, True)}</div>" if tex else ""

    def source(self, name: str) -> str:
        """The source of a reference."""
        return code(self._studio.source(name))

    def listed(self, texts: Sequence[str], heading: str) -> str:
        """Texts under a heading, "" when there are none."""
        items = "".join(f"<li>{self.text(text)}</li>" for text in texts)
        return f"<p>{heading}</p><ul>{items}</ul>" if items else ""

    def _picture(self, views: Sequence[View], title: str) -> str:
        return self._draw(views, title) if views else ""

    def _demo(self, question: Question) -> str:
        """The end of the card's own demo, unless it would show other numbers than the card's."""
        is_own = question.card.demo is not None and not question.exhibits
        if question.demo is None or not is_own:
            return ""
        if question.form == "number" and not question.demo_parameters():
            return ""
        return self._picture(question.frames[-1].views, f"dlquiz demo {question.demo.name}")

    def _options(self, question: Question) -> str:
        if not question.options:
            return ""
        items = "".join(f"<li>{option}</li>" for option in self._texts(question))
        several = "<p>More than one is right.</p>" if question.several_right else ""
        return f'{several}<ol type="A">{items}</ol>'

    def _texts(self, question: Question) -> list[str]:
        return [self.text(question.fill(option.text)) for option in question.options]

    def _right(self, question: Question) -> str:
        """What is right, an option with its letter."""
        texts = self._texts(question)
        lines = [
            f"{ascii_uppercase[place]}. {texts[place]}"
            for place, option in enumerate(question.options)
            if option.right
        ] or map(escape, question.right)
        return "".join(f'<p class="right">{line}</p>' for line in lines)

    def _reasons(self, question: Question) -> str:
        """Why each wrong option is wrong."""
        reasons = [
            f"<li>{ascii_uppercase[place]}: {self.text(question.fill(option.why))}</li>"
            for place, option in enumerate(question.options)
            if option.why and not option.right
        ]
        return f'<ul class="plain">{"".join(reasons)}</ul>' if reasons else ""


def instances(entry: Entry, run: Runner, most: int) -> list[Question]:
    """A numeric card with different numbers each time; any other card once."""
    wanted = most if entry.kind == "numeric" and entry.card.given else 1
    drawn = [Question(entry, f"{entry.card.id} {place}", run) for place in range(4 * wanted)]
    different = {question.ask: question for question in reversed(drawn)}
    return list(reversed(different.values()))[:wanted]


@contextmanager
def naming(entry: Entry) -> Iterator[None]:
    """Where the code of a card fails, the error says which card it is."""
    try:
        yield
    except UserError as error:
        raise UserError(str(error), where=f"{entry.file}:{entry.line}") from error


def code(text: str) -> str:
    """Python source in the colours of `code_style`."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    marked = highlight(text.rstrip(), PythonLexer(), HtmlFormatter(nowrap=True))
    return f"<pre><code>{marked.rstrip()}</code></pre>"


def code_style(selector: str, name: str) -> str:
    """The style sheet for the code within a selector, by the name of a style of pygments."""
    from pygments.formatters import HtmlFormatter

    return str(HtmlFormatter(style=name).get_style_defs(f"{selector} pre"))

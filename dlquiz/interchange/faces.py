"""A question as the two faces of an Anki note, in HTML with MathJax."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

from dlquiz.deck.cards import Claim, Code
from dlquiz.formula import FormulaError, render
from dlquiz.interchange.hypertext import hypertext

if TYPE_CHECKING:
    from dlquiz.quiz.question import Question
    from dlquiz.trace import View

_INLINE, _DISPLAYED = (r"\(", r"\)"), (r"\[", r"\]")
# What the terminal's formulas know and MathJax does not.
_OWN_COMMANDS = {
    r"\argmax": r"\operatorname*{argmax}",
    r"\argmin": r"\operatorname*{argmin}",
    r"\degree": r"{}^\circ",
}


class Face(NamedTuple):
    """The front and the back of one card, as HTML."""

    front: str
    back: str


class Faces:
    """Makes faces; `picture` puts views into the package and gives the HTML that shows them."""

    def __init__(
        self, picture: Callable[[Sequence[View], str], str], stub: Callable[[Code], str]
    ) -> None:
        self._picture, self._stub = picture, stub

    def of(self, question: Question) -> Face:
        """The faces of a question with its values."""
        return Face("\n".join(self._front(question)), "\n".join(self._back(question)))

    def _front(self, question: Question) -> list[str]:
        card = question.card
        parts = ["<p>True or false?</p>"] if isinstance(card, Claim) else []
        parts += [paragraph(question.ask), displayed(question.puzzle)]
        parts += [self._picture(question.exhibits, question.id), _options(question)]
        if question.form == "number":
            parts.append(paragraph(f"A number, right {question.tolerance}."))
        if isinstance(card, Code):
            parts.append(code(self._stub(card)))
        return list(filter(None, parts))

    def _back(self, question: Question) -> list[str]:
        parts = [_right(question), paragraph(question.explanation)]
        parts += [_reasons(question), _listed(question.points, "An interviewer listens for:")]
        parts.append(self._picture(question.revelations, f"{question.id} answered"))
        parts.append(self._demo(question))
        return list(filter(None, parts))

    def _demo(self, question: Question) -> str:
        """The end of the card's own demo, unless it would show other numbers than the card's."""
        is_own = question.card.demo is not None and not question.exhibits
        if question.demo is None or not is_own:
            return ""
        if question.form == "number" and not question.demo_parameters():
            return ""
        return self._picture(question.frames[-1].views, f"dlquiz demo {question.demo.name}")


def paragraph(text: str) -> str:
    """Card text as a paragraph, "" when there is none."""
    return f"<p>{hypertext(text, _mathjax)}</p>" if text else ""


def displayed(tex: str | None) -> str:
    """A formula on lines of its own, "" when there is none."""
    return f"<div>{_mathjax(tex, _DISPLAYED)}</div>" if tex else ""


def code(text: str) -> str:
    """Python source in colours, which the style sheet of the note decides."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    marked = highlight(text.rstrip(), PythonLexer(), HtmlFormatter(nowrap=True))
    return f"<pre><code>{marked.rstrip()}</code></pre>"


def _mathjax(tex: str, delimiters: tuple[str, str] = _INLINE) -> str:
    """The formula for MathJax, which obeys commands: only what is known here gets that far."""
    try:
        render(tex)
    except FormulaError:
        return f"<code>{escape(tex)}</code>"
    for command, meant in _OWN_COMMANDS.items():
        tex = tex.replace(command, meant)
    return f"{delimiters[0]}{escape(tex, quote=False)}{delimiters[1]}"


def _options(question: Question) -> str:
    if not question.options:
        return ""
    items = [f"<li>{_option(question, place)}</li>" for place in range(len(question.options))]
    several = "<p>More than one is right.</p>" if question.several_right else ""
    return f'{several}<ol type="A">{"".join(items)}</ol>'


def _option(question: Question, place: int) -> str:
    return hypertext(question.fill(question.options[place].text), _mathjax)


def _right(question: Question) -> str:
    """What is right, an option with its letter."""
    if not question.options:
        return "".join(f'<p class="right">{escape(right)}</p>' for right in question.right)
    places = [place for place, option in enumerate(question.options) if option.right]
    return "".join(
        f'<p class="right">{ascii_uppercase[place]}. {_option(question, place)}</p>'
        for place in places
    )


def _reasons(question: Question) -> str:
    """Why each wrong option is wrong."""
    reasons = [
        f"<li>{ascii_uppercase[place]}: {hypertext(question.fill(option.why), _mathjax)}</li>"
        for place, option in enumerate(question.options)
        if option.why and not option.right
    ]
    return f'<ul class="plain">{"".join(reasons)}</ul>' if reasons else ""


def _listed(texts: Sequence[str], heading: str) -> str:
    items = "".join(f"<li>{hypertext(text, _mathjax)}</li>" for text in texts)
    return f"<p>{heading}</p><ul>{items}</ul>" if items else ""

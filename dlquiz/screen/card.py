"""A question and its answer as they stand on the screen, with or without colour and boxes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from dlquiz.deck.cards import Choice, Claim, Code
from dlquiz.quiz.drilling import Property
from dlquiz.quiz.question import Question
from dlquiz.quiz.session import Rating
from dlquiz.quiz.verdicts import GIVEN_UP, Verdict
from dlquiz.screen.drill import print_properties
from dlquiz.screen.prose import WIDEST, formula, hanging, prose, visible

if TYPE_CHECKING:
    from dlquiz.trace import View

RATING_NAMES = {
    Rating.AGAIN: "again",
    Rating.HARD: "hard",
    Rating.GOOD: "good",
    Rating.EASY: "easy",
}


class CardPrinter:
    """Prints the parts of a card on a console."""

    def __init__(self, console: Console, *, plain: bool) -> None:
        self._console, self._plain = console, plain

    def question(self, question: Question, place: str) -> None:
        """The head line, the question, its options and how to answer."""
        card = question.card
        self.rule(f"{place} · {question.entry.kind} · level {card.level}")
        self.line(Text(visible(question.entry.title), "cyan"))
        self.blank()
        if question.form == "truth":
            self.line("True or false?")
        self.block(prose(question.ask, "bold"))
        self.formula(question.puzzle)
        self.views(question.exhibits)
        if question.form == "option":
            self.options(question)
        if isinstance(card, Code):
            self.block(f"Shapes: {visible(card.shapes)}")
        if question.form == "number":
            self.line(f"A number, right {question.tolerance}.")
            self.blank()

    def options(self, question: Question) -> None:
        if question.several_right:
            self.line("More than one is right: pick all of them, then Enter.")
        for number, option in enumerate(question.options, start=1):
            self.item(str(number), self._option(question, option))
        self.blank()

    def _option(self, question: Question, option: Choice, style: str = "") -> Text:
        """An option as prose; what may fill a hole is drawn as the formula will be."""
        if question.puzzle is None:
            return prose(question.fill(option.text), style)
        return formula(option.text.strip("$"), self._console.width - 8, plain=self._plain)

    def verdict(self, verdict: Verdict) -> None:
        """Right or wrong, in a word that needs no colour, and why the chosen option is wrong."""
        if verdict is GIVEN_UP:
            return
        word = Text("✓ right" if verdict.right else "✗ wrong")
        word.stylize("bold green" if verdict.right else "bold red")
        self.block(word)
        if verdict.why:
            self.block(prose(verdict.why))

    def reveal(self, question: Question) -> None:
        """The answer, why it holds, and the formula behind it."""
        card = question.card
        if question.form == "option":
            self._right_options(question)
        if question.form == "number":
            self.block(Text(f"The answer is {question.number:.6g}.", "bold"))
        if isinstance(card, Claim):
            self.block(Text(f"The claim is {'true' if card.truth else 'false'}.", "bold"))
        if question.explanation:
            self.block(prose(question.explanation))
        self.views(question.revelations)
        self.formula(question.formula)

    def _right_options(self, question: Question) -> None:
        for number, option in enumerate(question.options, start=1):
            if option.right:
                self.item(f"✓ {number}", self._option(question, option, "green"))
        self.blank()

    def formula(self, tex: str | None) -> None:
        if tex:
            text = formula(tex, self._console.width - 6, plain=self._plain)
            self._console.print(Padding(text, (0, 0, 1, 4), expand=False))

    def views(self, views: Sequence[View]) -> None:
        """What a demo shows."""
        if views:
            from dlquiz.screen.stage import views_block  # it draws pictures, which few cards have

            shown = views_block(views, self._console, plain=self._plain)
            self._console.print(Padding(shown, (0, 2, 1, 2), expand=False))

    def hint(self, text: str) -> None:
        self.block(prose(text, "italic"))

    def points(self, question: Question) -> None:
        """What an interviewer listens for, numbered to be ticked."""
        self.line("An interviewer listens for:")
        for number, point in enumerate(question.points, start=1):
            self.item(str(number), prose(point))
        self.blank()

    def properties(self, properties: Sequence[Property]) -> None:
        """What a check of a drill found."""
        print_properties(self._console, properties)
        self.blank()

    def tick(self, number: int, point: str, *, ticked: bool) -> None:
        """A point with its box."""
        self.item(f"{number} [{'x' if ticked else ' '}]", prose(point))

    def ratings(self, suggested: Rating, intervals: dict[Rating, timedelta]) -> None:
        """The four ratings with the interval each leads to; Enter takes the suggested one."""
        line = Text()
        for rating, name in RATING_NAMES.items():
            mark = "▸" if rating is suggested else " "
            style = "bold" if rating is suggested else ""
            line.append(f"{mark}{int(rating)} {name} ({interval(intervals[rating])})  ", style)
        self.line(line)

    def keys(self, keys: Sequence[str]) -> None:
        """The keys that act now, each written as the key, a space and what it does, kept whole."""
        lines = [Text()]
        for entry in keys:
            key, _, meaning = entry.partition(" ")
            if lines[-1] and lines[-1].cell_len + 2 + cell_len(entry) > self._console.width - 2:
                lines.append(Text())
            lines[-1].append("  " if lines[-1] else "").append(key, "bold cyan").append(
                f" {meaning}"
            )
        for line in lines:
            self.line(line)

    def line(self, text: str | Text) -> None:
        self._print(Padding(text, (0, 0, 0, 2), expand=False))

    def block(self, text: RenderableType) -> None:
        self._print(Padding(text, (0, 2, 1, 2), expand=False))

    def item(self, mark: str, text: Text) -> None:
        """A marked line whose further lines hang under its first."""
        marked = hanging(mark, text, "bold cyan")
        self._print(Padding(marked, (0, 2, 0, 2), expand=False))

    def _print(self, text: RenderableType) -> None:
        self._console.print(text, width=min(self._console.width, WIDEST))

    def blank(self) -> None:
        self._console.print()

    def rule(self, text: str) -> None:
        """The line a question begins with."""
        self._console.print()
        self._console.print(text if self._plain else Rule(text, align="left", style="cyan"))
        self._console.print()


def interval(length: timedelta) -> str:
    """How far away, in the unit a person would use.

    >>> [interval(timedelta(days=d)) for d in (0.01, 1, 12, 45, 400)]
    ['today', '1 d', '12 d', '1.5 mo', '1.1 y']
    """
    days = length.total_seconds() / 86400
    if days < 0.5:
        return "today"
    if days < 30:
        return f"{days:.0f} d"
    if days < 365:
        return f"{days / 30.4:.1f} mo"
    return f"{days / 365:.1f} y"

"""A mock interview on a terminal or over a pipe: it asks, listens, and keeps its opinion."""

from collections.abc import Callable, Iterator
from typing import Protocol

from rich.console import Console

from dlquiz.errors import UserError
from dlquiz.quiz.coverage import covered
from dlquiz.quiz.interview import Interview
from dlquiz.quiz.question import Question
from dlquiz.quiz.verdicts import grade
from dlquiz.screen.card import CardPrinter
from dlquiz.screen.practice import DIGITS, how_to_answer
from dlquiz.screen.prompt import Prompt, TerminalGone

LONGEST_ANSWER = 2000
INTRODUCTION = """\
Answer as you would at the whiteboard: type it, or say it aloud and press Enter. What was right you
learn at the end. q pauses at any question; nothing is lost."""


class Quit(Exception):
    """The candidate wants to stop here."""


class Listener(Protocol):
    """Hears answers: a person at a terminal, or lines in a pipe."""

    def answer(self, question: Question) -> str | None:
        """What was answered to a question that is graded; None for the end of the lines."""

    def speech(self, question: Question) -> tuple[str, frozenset[int]] | None:
        """What was said to an open question, and the places of the points it covers."""


class Conducting:
    """Asks the questions of an interview until its time is up or the candidate stops."""

    def __init__(
        self,
        interview: Interview,
        console: Console,
        listener: Listener,
        timer: Callable[[], float],
        *,
        plain: bool,
    ) -> None:
        self._interview, self._listener, self._timer = interview, listener, timer
        self._printer = CardPrinter(console, plain=plain)

    def run(self) -> bool:
        """True when the interview came to its end, False when it was left."""
        self._printer.block(INTRODUCTION)
        while (question := self._interview.next()) is not None:
            self._printer.question(question, self._place())
            try:
                if not self._ask(question):
                    return False
            except (Quit, TerminalGone):
                return False
        return True

    def _place(self) -> str:
        elapsed, minutes = self._interview.elapsed, self._interview.settings.minutes
        number = len(self._interview.given) + 1
        return f"question {number} · {clock(elapsed)} of {minutes:g} min"

    def _ask(self, question: Question) -> bool:
        started = self._timer()
        if question.form == "rating":
            speech = self._listener.speech(question)
            if speech is None:
                return False
            said, places = speech
            missed = [text for place, text in enumerate(question.points) if place not in places]
            score = 1 - len(missed) / len(question.points) if question.points else 1.0
        else:
            answer = self._listener.answer(question)
            if answer is None:
                return False
            right = answer != "" and grade(question, answer).right
            said, score = answer, float(right)
            missed = [] if right else [f"right: {text}" for text in question.right]
        seconds = self._timer() - started
        self._interview.keep(question, score, seconds=seconds, said=said, missed=missed)
        return True


class AtTheTerminal:
    """A person who types, or speaks and presses Enter."""

    def __init__(self, prompt: Prompt, printer: CardPrinter) -> None:
        self._prompt, self._printer = prompt, printer

    def answer(self, question: Question) -> str | None:
        asked = how_to_answer(question)
        shown = [key for key in asked.shown if not key.startswith("Enter")]
        enter = "Enter I don't know" if asked.keys else "Enter done"
        self._printer.keys([*shown, enter, "q pause"])
        while True:
            key = self._prompt.ask(asked.label, keys=f"{asked.keys}q", typed=asked.typed)
            if key == "q":
                raise Quit
            if key == "enter":
                return ""
            try:
                grade(question, key)
                return key
            except UserError as error:
                self._printer.line(str(error))

    def speech(self, question: Question) -> tuple[str, frozenset[int]] | None:
        said = self._prompt.line("your answer (q alone pauses)", most=LONGEST_ANSWER)
        if said is not None and said.strip().lower() in ("q", "й"):
            raise Quit
        said = said or ""
        if not question.points:
            return said, frozenset()
        places = covered(question.card_points, said)
        self._printer.line("Which of these did you say?")
        return said, self._confirmed(question, places)

    def _confirmed(self, question: Question, places: frozenset[int]) -> frozenset[int]:
        """The points as the candidate corrects them."""
        digits = DIGITS[1 : len(question.points) + 1]
        while True:
            for place, point in enumerate(question.points):
                self._printer.tick(place + 1, point, ticked=place in places)
            shown = [f"1-{digits[-1]} change", "Enter right"]
            self._printer.keys(shown)
            key = self._prompt.ask("points", keys="", typed=digits)
            if key == "enter":
                return places
            places = places.symmetric_difference(int(digit) - 1 for digit in set(key))


class InAPipe:
    """A line an answer: for an open question it is the answer itself, its points found by words."""

    def __init__(self, lines: Iterator[str], printer: CardPrinter, complain: Callable[[str], None]):
        self._lines, self._printer, self._complain = lines, printer, complain

    def answer(self, question: Question) -> str | None:
        for line in self._lines:
            try:
                grade(question, line)
                return line.strip()
            except UserError as error:
                self._complain(str(error))
        return None

    def speech(self, question: Question) -> tuple[str, frozenset[int]] | None:
        line = next(self._lines, None)
        if line is None:
            return None
        return line.strip(), covered(question.card_points, line)


def clock(seconds: float) -> str:
    """Minutes and seconds.

    >>> clock(250)
    '4:10'
    """
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"

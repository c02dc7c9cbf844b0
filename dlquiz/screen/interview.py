"""A mock interview on a terminal or over a pipe: it asks, listens, and keeps its opinion."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from dlquiz.errors import UserError
from dlquiz.quiz.interview import Interview, plausible, points_of
from dlquiz.quiz.question import Question
from dlquiz.quiz.verdicts import GIVEN_UP, Verdict, grade
from dlquiz.screen.card import CardPrinter
from dlquiz.screen.keys import Keys
from dlquiz.screen.piped import HOW_TO_ANSWER, complain
from dlquiz.screen.practice import DIGITS, how_to_answer
from dlquiz.screen.prompt import Prompt, TerminalGone
from dlquiz.screen.prose import WIDEST

LONGEST_ANSWER = 5000
_FIRST_ROW, _NEXT_ROW = "  ▸ ", "    "
INTRODUCTION = (
    "Answer as you would at the whiteboard: type it, or say it aloud and press Enter. What was"
    " right you learn at the end. q pauses at any question; nothing is lost."
)
INTRODUCTION_IN_A_PIPE = "A line is an answer. What was right you learn at the end."


class Paused(Exception):
    """The candidate wants to stop here and go on another time."""


class NoMoreLines(Exception):
    """There are no more answers in the pipe."""


class Conducting:
    """Asks the questions of an interview until its time is up or the candidate stops."""

    def __init__(
        self,
        interview: Interview,
        printer: CardPrinter,
        listener: "AtTheTerminal | InAPipe",
        timer: Callable[[], float],
    ) -> None:
        self._interview, self._listener, self._timer = interview, listener, timer
        self._printer = printer

    def run(self) -> bool:
        """True when the interview came to its end, False when it was left."""
        self._printer.block(self._listener.introduction)
        try:
            while (question := self._interview.next()) is not None:
                if self._can_be_asked(question):
                    self._ask(question)
        except (Paused, TerminalGone):
            return False
        except NoMoreLines:
            return True
        self._printer.blank()
        is_up = self._interview.time_is_up
        self._printer.line("The time is up." if is_up else "There are no more questions.")
        return True

    def _can_be_asked(self, question: Question) -> bool:
        """Puts the question; one whose demo or answer fails is left out."""
        try:
            self._printer.question(question, self._place())
            question.solve()
        except UserError as error:
            self._interview.leave_out(question)
            self._listener.complain(f"{question.id} cannot be asked and is left out: {error}")
            return False
        return True

    def _place(self) -> str:
        elapsed, minutes = self._interview.elapsed, self._interview.settings.minutes
        return f"question {len(self._interview.given) + 1} · {clock(elapsed)} of {minutes:g} min"

    def _ask(self, question: Question) -> None:
        started = self._timer()
        if question.form == "rating":
            said = self._listener.speech(question)
            seconds = self._timer() - started
            for places in self._listener.points(question, said):
                self._interview.keep_speech(question, said, places, seconds)
        else:
            verdict = self._listener.answer(question)
            seconds = self._timer() - started
            self._interview.keep_verdict(question, verdict, seconds)
        self._printer.line(Text(f"Kept. {clock(seconds)} for this question.", "dim"))


class AtTheTerminal:
    """A person who types, or speaks and presses Enter."""

    introduction = INTRODUCTION

    def __init__(self, prompt: Prompt, draft: "Draft", printer: CardPrinter) -> None:
        self._prompt, self._draft, self._printer = prompt, draft, printer

    def complain(self, message: str) -> None:
        self._printer.block(message)

    def answer(self, question: Question) -> Verdict:
        asked = how_to_answer(question)
        shown = [key for key in asked.shown if not key.startswith("Enter")]
        enter = "Enter I don't know" if asked.keys else "Enter done, alone: I don't know"
        while True:
            self._printer.keys([*shown, enter, "q pause"])
            key = self._pressed(asked.label, keys=asked.keys, typed=asked.typed)
            try:
                return GIVEN_UP if key == "enter" else grade(question, key)
            except UserError as error:
                self._printer.line(str(error))

    def speech(self, question: Question) -> str:
        """What was typed; nothing when it was said aloud."""
        self._printer.keys(["Enter done, typed or said aloud", "q alone pauses"])
        said = self._draft.read()
        if said.strip().lower() in ("q", "й"):
            raise Paused
        return said.strip()

    def points(self, question: Question, said: str) -> Iterator[frozenset[int]]:
        """What was typed counts at once, what was spoken when the candidate says so."""
        points, places = points_of(question), plausible(question, said)
        if said:
            yield places
        self._printer.blank()
        self._printer.line("Which of these did you say?")
        for place, point in enumerate(points):
            self._printer.tick(place + 1, point, ticked=place in places)
        digits = DIGITS[1 : len(points) + 1]
        numbers = f"1-{digits[-1]}" if len(points) > 1 else "1"
        self._printer.keys([f"{numbers} tick or untick", "Enter done", "q pause"])
        while (key := self._pressed("points", keys=digits)) != "enter":
            place = int(key) - 1
            places ^= {place}
            self._printer.tick(place + 1, points[place], ticked=place in places)
            yield places
        yield places

    def _pressed(self, label: str, *, keys: str, typed: str = "") -> str:
        key = self._prompt.ask(label, keys=f"{keys}q", typed=typed)
        if key == "q":
            raise Paused
        return key


class InAPipe:
    """A line an answer: for an open question it is the answer itself, its points found by words."""

    introduction = INTRODUCTION_IN_A_PIPE

    def __init__(self, lines: Iterator[str], printer: CardPrinter) -> None:
        self._lines, self._printer = lines, printer

    def complain(self, message: str) -> None:
        complain(message)

    def answer(self, question: Question) -> Verdict:
        if how := HOW_TO_ANSWER[question.form]:
            self._printer.line(how)
        for line in self._lines:
            try:
                return grade(question, line)
            except UserError as error:
                complain(str(error))
        raise NoMoreLines

    def speech(self, question: Question) -> str:
        self._printer.line("A line with your answer.")
        for line in self._lines:
            if line.strip():
                return line.strip()
            complain("an empty line is no answer (say what you know)")
        raise NoMoreLines

    def points(self, question: Question, said: str) -> Iterator[frozenset[int]]:
        yield plausible(question, said)


class Typed(NamedTuple):
    """A text that is being typed, and the place of the cursor in it."""

    text: str = ""
    at: int = 0

    def after(self, key: str) -> "Typed":
        """What a key makes of it; one that means nothing here changes nothing."""
        text, at = self
        character = " " if key == "space" else key
        if len(character) == 1 and len(text) < LONGEST_ANSWER:
            return Typed(text[:at] + character + text[at:], at + 1)
        if key == "backspace":
            return Typed(text[: max(at - 1, 0)] + text[at:], max(at - 1, 0))
        steps = {"left": -1, "right": 1, "home": -at, "end": len(text) - at}
        return Typed(text, min(max(at + steps.get(key, 0), 0), len(text)))


def rows_of(text: str, width: int) -> list[str]:
    """The text in rows, cut between words where it can be; joined they are the text.

    >>> rows_of("the root comes first", 9)
    ['the root ', 'comes ', 'first']
    """
    rows = [""]
    for piece in re.findall(r" |[^ ]+", text):
        for part in [piece] if cell_len(piece) <= width else piece:
            if rows[-1] and cell_len(rows[-1] + part) > width + (part == " "):
                rows.append("")
            rows[-1] += part
    return rows


def place_in(rows: Sequence[str], at: int) -> tuple[int, int]:
    """The row and the character in it at a place of the whole text."""
    for row, text in enumerate(rows[:-1]):
        if at < len(text):
            return row, at
        at -= len(text)
    return len(rows) - 1, at


class Draft:
    """Lets a person type a text of several rows, and change it at any place, until Enter."""

    def __init__(self, console: Console, keys: Keys) -> None:
        self._console, self._keys = console, keys

    def read(self) -> str:
        """What was typed when Enter ended it."""
        self._typed, self._rows, self._row, self._is_displaced = Typed(), [""], 0, False
        self._write(_FIRST_ROW)
        try:
            while (key := self._key()) != "enter":
                self._show(self._typed.after(key))
        finally:  # whatever comes next is printed below the text
            self._show(self._typed.after("end"))
            self._write("\n")
        return self._typed.text

    def _key(self) -> str:
        while (key := self._keys.read()) == "resize":
            self._is_displaced = True  # where the rows stand now, only the terminal knows
        if key is None:
            raise TerminalGone
        return key

    @property
    def _width(self) -> int:
        return max(min(self._console.width, WIDEST) - len(_FIRST_ROW) - 2, 8)

    def _show(self, typed: Typed) -> None:
        before, self._typed = self._typed, typed
        rows, self._rows = self._rows, rows_of(typed.text, self._width)
        added = typed.text[-1:]
        is_appended = typed == Typed(before.text + added, len(typed.text))
        if self._is_displaced:
            self._write("\n")
            self._row, self._is_displaced = 0, False
        elif typed == before:
            return
        elif is_appended and [*rows[:-1], rows[-1] + added] == self._rows:
            self._write(added)
            return
        self._draw(*place_in(self._rows, typed.at))

    def _draw(self, row: int, column: int) -> None:
        """Draws the rows again, of a text higher than the window those down to the cursor."""
        height = max(self._console.height - 2, 1)
        top = max(0, row - height + 1)
        shown = self._rows[top : top + height]
        lines = "\n".join((_NEXT_ROW if top + i else _FIRST_ROW) + t for i, t in enumerate(shown))
        below = len(shown) - 1 - (row - top)
        right = len(_FIRST_ROW) + cell_len(self._rows[row][:column])
        self._write(f"{_up(self._row)}\r\x1b[J{lines}{_up(below)}\r\x1b[{right}C")
        self._row = row - top

    def _write(self, text: str) -> None:
        self._console.file.write(text)
        self._console.file.flush()


def _up(rows: int) -> str:
    return f"\x1b[{rows}A" if rows else ""


def clock(seconds: float) -> str:
    """Minutes and seconds.

    >>> clock(250)
    '4:10'
    """
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"

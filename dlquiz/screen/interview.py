"""A mock interview on a terminal or over a pipe: it asks, listens, and keeps its opinion."""

from collections.abc import Callable, Iterator

from rich.text import Text

from dlquiz.errors import UserError
from dlquiz.quiz.drilling import Work
from dlquiz.quiz.interview import Interview, plausible, points_of
from dlquiz.quiz.question import Question
from dlquiz.quiz.verdicts import GIVEN_UP, Verdict, grade
from dlquiz.screen.card import CardPrinter
from dlquiz.screen.drill import Bench, worked
from dlquiz.screen.piped import HOW_TO_ANSWER, InvalidLine, complain, work_in
from dlquiz.screen.practice import DIGITS, how_to_answer
from dlquiz.screen.prompt import Prompt, TerminalGone
from dlquiz.screen.writing import Draft

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
        bench: Callable[[Question], Bench],
    ) -> None:
        self._interview, self._listener, self._timer = interview, listener, timer
        self._printer, self._bench = printer, bench

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
        take = {"rating": self._speech, "code": self._work}.get(question.form, self._answer)
        seconds = take(question, self._timer())
        self._printer.line(Text(f"Kept. {clock(seconds)} for this question.", "dim"))

    def _speech(self, question: Question, started: float) -> float:
        """An open answer, kept again with every point that is ticked; how long it took."""
        said = self._listener.speech(question)
        seconds = self._timer() - started
        for places in self._listener.points(question, said):
            self._interview.keep_speech(question, said, places, seconds)
        return seconds

    def _answer(self, question: Question, started: float) -> float:
        verdict = self._listener.answer(question)
        seconds = self._timer() - started
        self._interview.keep_verdict(question, verdict, seconds)
        return seconds

    def _work(self, question: Question, started: float) -> float:
        """A function to write; what was solved is put away once it is kept."""
        bench = self._bench(question)
        work = self._listener.work(bench)
        seconds = self._timer() - started
        self._interview.keep_work(question, work, seconds)
        if work.passed and self._listener.keeps_drafts:
            bench.finish()
        return seconds


class AtTheTerminal:
    """A person who types, or speaks and presses Enter."""

    introduction = INTRODUCTION
    keeps_drafts = True

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

    def work(self, bench: Bench) -> Work:
        return worked(bench, self._printer, lambda: self._turn(bench))

    def _turn(self, bench: Bench) -> str:
        """Enter to write and check, or r to leave it; hints are given here."""
        while True:
            self._printer.keys(["Enter edit and check", "h hint", "r leave it", "q pause"])
            key = self._pressed("code", keys="hr")
            if key != "h":
                return key
            self._printer.hint(bench.next_hint())

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
    keeps_drafts = False

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

    def work(self, bench: Bench) -> Work:
        self._printer.line(HOW_TO_ANSWER["code"])
        for line in self._lines:
            try:
                if (work := work_in(line, bench, self._printer)) is not None:
                    return work
            except InvalidLine as error:
                complain(str(error))
        raise NoMoreLines

    def points(self, question: Question, said: str) -> Iterator[frozenset[int]]:
        yield plausible(question, said)


def clock(seconds: float) -> str:
    """Minutes and seconds.

    >>> clock(250)
    '4:10'
    """
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"

"""Practice without a terminal: a line an answer, the same questions without colour or boxes."""

import sys
from collections.abc import Callable, Iterator, Sequence

from rich.console import Console

from dlquiz.errors import ProgressError, UserError, quoted
from dlquiz.quiz.drilling import Property, has_passed, rating_of
from dlquiz.quiz.question import Question
from dlquiz.quiz.session import Rating, Session
from dlquiz.quiz.verdicts import grade
from dlquiz.screen.card import RATING_NAMES, CardPrinter

HOW_TO_ANSWER = {
    "rating": "Answer aloud; then a line with a rating: 1 again, 2 hard, 3 good, 4 easy.",
    "option": "A line with the number of the option.",
    "truth": "A line with y or n.",
    "number": "",
    "code": "A line with the path of a file that holds the function.",
}


class PipedPractice:
    """Asks a session's questions and reads the answers from lines; ends when the lines do."""

    def __init__(
        self,
        session: Session,
        console: Console,
        lines: Iterator[str],
        timer: Callable[[], float],
        check: Callable[[Question, str], Sequence[Property]],
    ) -> None:
        self._session, self._lines, self._timer, self._check = session, lines, timer, check
        self._printer = CardPrinter(console, plain=True)

    def run(self) -> None:
        number = 0
        while (question := self._session.next()) is not None:
            number += 1
            try:
                self._printer.question(question, f"question {number}")
                if how := HOW_TO_ANSWER[question.form]:
                    self._printer.line(how)
                answered = self._ask(question)
            except ProgressError:
                raise
            except UserError as error:  # a card whose answer cannot be computed
                complain(f"{question.id} cannot be asked and is left out: {error}")
                continue
            if not answered:
                return

    def _ask(self, question: Question) -> bool:
        """Read lines until one is an answer; False when there are no more."""
        started = self._timer()
        take = {"rating": self._rate, "code": self._drill}.get(question.form, self._grade)
        for line in self._lines:
            try:
                take(question, line, self._timer() - started)
                return True
            except InvalidLine as error:
                complain(str(error))
        return False

    def _rate(self, question: Question, line: str, seconds: float) -> None:
        if line.strip() not in ("1", "2", "3", "4"):
            raise InvalidLine(f"{quoted(line.strip())} is not a rating (type 1, 2, 3 or 4)")
        rating = Rating(int(line))
        self._session.keep(question, rating, seconds=seconds)
        self._printer.reveal(question)
        self._printer.line(f"Kept as {RATING_NAMES[rating]}.")

    def _drill(self, question: Question, line: str, seconds: float) -> None:
        if not line.strip():
            raise InvalidLine("an empty line is no path")
        try:
            properties = self._check(question, line.strip())
        except UserError as error:
            raise InvalidLine(str(error)) from error
        passed = has_passed(properties)
        rating = rating_of(passed=passed, hints=False, failed_before=False)
        self._session.keep(question, rating, seconds=seconds)
        self._printer.properties(properties)
        self._printer.line(f"Kept as {RATING_NAMES[rating]}.")

    def _grade(self, question: Question, line: str, seconds: float) -> None:
        question.solve()
        try:
            verdict = grade(question, line)
        except UserError as error:
            raise InvalidLine(str(error)) from error
        rating = self._session.suggest(verdict, hinted=False)
        self._session.keep(question, rating, seconds=seconds, answer=verdict.said)
        self._printer.verdict(verdict)
        self._printer.reveal(question)


class InvalidLine(Exception):
    """A line that cannot be an answer to this question."""


def complain(message: str) -> None:
    """Says on standard error what is wrong with a line, after what was printed before it."""
    sys.stdout.flush()
    print(f"dlquiz: {message}", file=sys.stderr)

"""Practice without a terminal: a line an answer, the same questions without colour or boxes."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console

from dlquiz.errors import ProgressError, UserError, quoted
from dlquiz.quiz.drilling import Work
from dlquiz.quiz.question import Question
from dlquiz.quiz.session import Rating, Session
from dlquiz.quiz.verdicts import grade
from dlquiz.screen.card import RATING_NAMES, CardPrinter
from dlquiz.screen.drill import Bench

HOW_TO_ANSWER = {
    "rating": "Answer aloud; then a line with a rating: 1 again, 2 hard, 3 good, 4 easy.",
    "option": "A line with the number of the option.",
    "truth": "A line with y or n.",
    "number": "",
    "code": "A line with the path of a file that holds the function; h for a hint, - to leave it.",
}


class PipedPractice:
    """Asks a session's questions and reads the answers from lines; ends when the lines do."""

    def __init__(
        self,
        session: Session,
        console: Console,
        lines: Iterator[str],
        timer: Callable[[], float],
        bench: Callable[[Question], Bench],
    ) -> None:
        self._session, self._lines, self._timer, self._bench = session, lines, timer, bench
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
                if take(question, line, self._timer() - started):
                    return True
            except InvalidLine as error:
                complain(str(error))
        return False

    def _rate(self, question: Question, line: str, seconds: float) -> bool:
        if line.strip() not in ("1", "2", "3", "4"):
            raise InvalidLine(f"{quoted(line.strip())} is not a rating (type 1, 2, 3 or 4)")
        rating = Rating(int(line))
        self._session.keep(question, rating, seconds=seconds)
        self._printer.reveal(question)
        self._printer.line(f"Kept as {RATING_NAMES[rating]}.")
        return True

    def _drill(self, question: Question, line: str, seconds: float) -> bool:
        work = work_in(line, self._bench(question), self._printer)
        if work is not None:
            self._session.keep(question, work.rating, seconds=seconds)
            self._printer.line(f"Kept as {RATING_NAMES[work.rating]}.")
        return work is not None

    def _grade(self, question: Question, line: str, seconds: float) -> bool:
        question.solve()
        try:
            verdict = grade(question, line)
        except UserError as error:
            raise InvalidLine(str(error)) from error
        rating = self._session.suggest(verdict, hinted=False)
        self._session.keep(question, rating, seconds=seconds, answer=verdict.said)
        self._printer.verdict(verdict)
        self._printer.reveal(question)
        return True


class InvalidLine(Exception):
    """A line that cannot be an answer to this question."""


def work_in(line: str, bench: Bench, printer: CardPrinter) -> Work | None:
    """What a line makes of a drill: a path is checked, `-` leaves it; None after `h`, a hint."""
    match line.strip():
        case "h":
            printer.hint(bench.next_hint())
            return None
        case "-":
            return Work()
        case "":
            raise InvalidLine("an empty line is no path")
        case path:
            try:
                properties = bench.check(Path(path).expanduser())
            except (UserError, RuntimeError) as error:  # RuntimeError: a ~name that nobody has
                raise InvalidLine(str(error)) from error
    printer.properties(properties)
    return Work(properties, 1, bench.is_helped)


def complain(message: str) -> None:
    """Says on standard error what is wrong with a line, after what was printed before it."""
    sys.stdout.flush()
    print(f"dlquiz: {message}", file=sys.stderr)

"""Practice on a terminal: one key at a time, every key shown, the terminal left as it was."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from rich.console import Console

from dlquiz.errors import ProgressError, UserError
from dlquiz.quiz.question import Question
from dlquiz.quiz.session import Rating, Session
from dlquiz.quiz.verdicts import GIVEN_UP, grade
from dlquiz.screen.card import RATING_NAMES, CardPrinter, interval
from dlquiz.screen.drill import Bench, worked
from dlquiz.screen.keys import Keys
from dlquiz.screen.prompt import Prompt, TerminalGone
from dlquiz.screen.prose import visible

HELP = """\
1-6      choose an option; tick a point you said
y n      the claim is true, false
digits   a number such as 0.25, 1/4, 2.5e-1 or 25%, ended with Enter
Enter    show the answer; take the suggested rating; go on
1 2 3 4  rate again, hard, good, easy: it decides when the card comes back
h hint, f formula: a right answer then counts as hard
d live demo with this card's numbers           s source of the reference
u undo the last answer, of an earlier session too
! flag the card                                e edit it and have it asked anew
q quit, all answers are kept"""
DIGITS = "0123456789"
COMMANDS = "hfdsu!e?q"
NUMBER = DIGITS + ".,-+/%eE−"


class Live(NamedTuple):
    """What the screen can call but not do: the demo of a card, its source, its drill, its file."""

    demo: Callable[[str, Mapping[str, object]], None]
    source: Callable[[Sequence[str]], None]
    bench: Callable[[Question], Bench]
    edit: Callable[[Question], None]


class Quit(Exception):
    """The candidate ended the session."""


class Undo(Exception):
    """The candidate took the last answer back."""


class Edited(Exception):
    """The candidate has changed the card."""


class Practice:
    """Asks the questions of a session until there are no more or the candidate quits."""

    def __init__(
        self,
        session: Session,
        console: Console,
        keys: Keys,
        live: Live,
        timer: Callable[[], float],
        *,
        plain: bool,
    ) -> None:
        self.session, self.live, self.timer = session, live, timer
        self.printer = CardPrinter(console, plain=plain)
        self.prompt = Prompt(console, keys)
        self._number = 0

    def run(self) -> None:
        question = self.session.next()
        try:
            while question is not None:
                self._number += 1
                question = self._ask(question)
        except (Quit, TerminalGone):
            return

    def _ask(self, question: Question) -> Question | None:
        """Ask one question; returns the next one, or after an undo the one taken back."""
        kept_before = self.session.kept
        try:
            self.printer.question(question, f"question {self._number}")
            Asking(self, question).run()
        except Undo:
            return self._undo(question, answered=self.session.kept > kept_before)
        except Edited:
            return self._ask_anew(question, answered=self.session.kept > kept_before)
        except ProgressError:
            raise
        except UserError as error:  # a card whose answer cannot be computed
            self.printer.block(f"This card cannot be asked and is left out: {error}")
        return self.session.next()

    def _undo(self, current: Question, *, answered: bool) -> Question:
        self._number -= 1
        undone = self.session.undo()
        if undone is None:
            self.printer.block("There is no answer to take back.")
            return current
        when = f", given on {undone.review.day:%d %B}" if undone.is_earlier else ""
        if undone.question is None:
            gone = f"the answer to {visible(undone.review.card)}{when}"
            self.printer.block(f"Taken back: {gone}. Its card is no longer in the deck.")
            return current
        self.printer.block(f"Taken back{when}. Here is that card again:")
        if not answered:
            self.session.ask_later(current)
            self._number = max(0, self._number - 1)
        return undone.question

    def _ask_anew(self, question: Question, *, answered: bool) -> Question | None:
        """The card as it is now; an answer to what it was does not stand."""
        if answered:
            self.session.undo()
        changed = self.session.ask_anew(question)
        if changed is None:
            self.printer.block("The card is no longer in the deck as it is written now.")
            return self.session.next()
        self._number -= 1
        return changed


class Asking:
    """One question from its first line to its rating."""

    def __init__(self, practice: Practice, question: Question) -> None:
        self._practice, self._question = practice, question
        self._session, self._printer, self._prompt = (
            practice.session,
            practice.printer,
            practice.prompt,
        )
        self._hinted = self._revealed = False
        self._bench: Bench | None = None

    def run(self) -> None:
        question = self._question
        started = self._practice.timer()
        # What is slow to load comes only now, while the question is being read.
        self._intervals = self._session.intervals(question)
        question.solve()
        if question.form == "code":
            self._drill(started)
        elif question.form == "rating":
            self._key(Asked("say your answer aloud", ["Enter reveals"]))
            self._recall(self._practice.timer() - started)
        else:
            self._grade(started)

    def _grade(self, started: float) -> None:
        """Ask until the answer can be graded, keep it, and let the rating be changed."""
        how = how_to_answer(self._question)
        while True:
            answer = self._key(how)
            try:
                verdict = GIVEN_UP if answer == "enter" else grade(self._question, answer)
                break
            except UserError as error:
                self._printer.line(f"{error}")
        seconds = self._practice.timer() - started
        rating = self._session.suggest(verdict, hinted=self._hinted)
        self._session.keep(self._question, rating, seconds=seconds, answer=verdict.said)
        self._revealed = True
        self._printer.verdict(verdict)
        self._printer.reveal(self._question)
        self._change_rating(rating)

    def _drill(self, started: float) -> None:
        """Let the candidate write and check until it is solved or given up."""
        bench = self._bench = self._practice.live.bench(self._question)
        asked = Asked("code", ["Enter edit and check", "r give up, show the solution"], keys="r")
        work = worked(bench, self._printer, lambda: self._key(asked))
        rating = work._replace(helped=work.helped or self._hinted).rating
        self._session.keep(self._question, rating, seconds=self._practice.timer() - started)
        if work.passed:
            bench.finish()
        self._revealed = True
        bench.show_solution()
        self._change_rating(rating)

    def _change_rating(self, rating: Rating) -> None:
        while True:
            self._printer.line(f"Kept as {RATING_NAMES[rating]}, {self._comes_next(rating)}.")
            key = self._key(Asked("go on", ["Enter next", "1-4 rate anew"], keys="1234"))
            if key == "enter":
                return
            rating = Rating(int(key))
            self._session.rate_anew(self._question, rating)

    def _comes_next(self, rating: Rating) -> str:
        if self._session.comes_back(self._question):
            return "asked again in this session"
        if self._session.is_cram:
            return "the schedule stays as it was"
        after = self._session.falls_after_the_day(self._intervals[rating])
        note = f", after the interview on {after:%d %B}" if after else ""
        return f"next in {interval(self._intervals[rating])}{note}"

    def _recall(self, seconds: float) -> None:
        """Show the answer, tick the points that were said, rate."""
        self._revealed = True
        self._printer.reveal(self._question)
        ticked = self._tick() if self._question.points else None
        suggested = self._session.suggest_recall(self._question, ticked, hinted=self._hinted)
        self._printer.ratings(suggested, self._intervals)
        key = self._key(Asked("rating", ["1-4 rate", "Enter takes ▸"], keys="1234"))
        rating = suggested if key == "enter" else Rating(int(key))
        said = "" if ticked is None else f"{ticked} of {len(self._question.points)} points"
        self._session.keep(self._question, rating, seconds=seconds, answer=said)

    def _tick(self) -> int:
        self._printer.points(self._question)
        places = DIGITS[1 : len(self._question.points) + 1]
        shown = [f"1-{places[-1]} tick", "Enter done"]
        key = self._key(Asked("points you said", shown, typed=places))
        return 0 if key == "enter" else len(set(key))

    def _key(self, asked: "Asked") -> str:
        """The next key or typed answer that is not one of the commands, which are done here."""
        while True:
            self._printer.keys(asked.shown + self._commands())
            key = self._prompt.ask(asked.label, keys=asked.keys + COMMANDS, typed=asked.typed)
            if not self._command(key):
                return key

    def _commands(self) -> list[str]:
        """The commands that act now, as shown on the screen."""
        entry = self._question.entry
        shown = {
            "h hint": (entry.card.hint is not None or self._bench is not None)
            and not self._revealed,
            "f formula": self._has_formula and not self._revealed,
            "d demo": self._revealed and self._question.demo is not None,
            "s source": self._revealed and bool(entry.references),
        }
        always = ["u undo", "! flag", "e edit", "q quit", "? help"]
        return [text for text, acts in shown.items() if acts] + always

    def _command(self, key: str) -> bool:
        """Do what a command key says; False when the key is none."""
        actions: dict[str, Callable[[], None]] = {
            "h": self._hint,
            "f": self._formula,
            "d": self._demo,
            "s": self._source,
            "u": self._undo,
            "!": self._flag,
            "e": self._edit,
            "?": lambda: self._printer.block(HELP),
            "q": self._quit,
        }
        action = actions.get(key)
        if action is not None:
            action()
        return action is not None

    def _hint(self) -> None:
        if self._revealed:
            return
        if self._bench is not None:
            self._printer.hint(self._bench.next_hint())
            return
        self._hinted = self._hinted or bool(self._question.hint)
        self._printer.hint(self._question.hint or "This card has no hint.")

    @property
    def _has_formula(self) -> bool:
        """Whether there is one that does not stand on the screen anyway."""
        return self._question.formula is not None and self._question.puzzle is None

    def _formula(self) -> None:
        if self._has_formula:
            self._printer.formula(self._question.formula)
            if not (self._revealed or self._hinted):
                self._hinted = True
                self._printer.line("It helps, so a right answer will count as hard.")

    def _demo(self) -> None:
        link = self._question.demo
        if not self._revealed:
            self._printer.line("The demo would give the answer away: Enter shows it first.")
        elif link is not None:
            self._show(
                lambda: self._practice.live.demo(link.name, self._question.demo_parameters())
            )

    def _source(self) -> None:
        if not self._revealed:
            self._printer.line("The source would give the answer away: Enter shows it first.")
            return
        self._show(lambda: self._practice.live.source(self._question.sources_of_answer))

    def _show(self, show: Callable[[], None]) -> None:
        """Show something that the card names; if that cannot be, the card goes on without."""
        try:
            show()
        except UserError as error:
            self._printer.line(str(error))

    def _flag(self) -> None:
        remark = self._prompt.line("what is wrong with this card (Esc: never mind)")
        if remark is not None:
            self._session.flag(self._question, remark)
            self._printer.line("Flagged.")

    def _edit(self) -> None:
        try:
            self._practice.live.edit(self._question)
        except UserError as error:
            self._printer.line(visible(str(error)))
        else:
            raise Edited

    def _undo(self) -> None:
        raise Undo

    def _quit(self) -> None:
        raise Quit


class Asked(NamedTuple):
    """What a prompt asks for: its label, the keys as shown, and what can be pressed or typed."""

    label: str
    shown: list[str]
    keys: str = ""
    typed: str = ""


def how_to_answer(question: Question) -> Asked:
    """What the prompt of a question that is graded asks for."""
    if question.form == "truth":
        return Asked("true or false", ["y true", "n false", "Enter reveals"], keys="yn")
    if question.form == "number":
        return Asked("your number", ["0-9 number", "Enter done/reveal"], typed=NUMBER)
    places = DIGITS[1 : len(question.options) + 1]
    if question.several_right:
        return Asked("your choices", [f"1-{places[-1]} choose", "Enter done"], typed=DIGITS)
    return Asked("your choice", [f"1-{places[-1]} choose", "Enter reveals"], keys=places)

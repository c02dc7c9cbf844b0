"""A card as it is asked once: its values drawn, its text filled in, its options in their order.

Grading a question gives a verdict; only here is it decided what a right answer is.
"""

import random
from functools import cached_property
from typing import NamedTuple

from dlquiz.deck.cards import Choice, Claim, MultipleChoice, Numeric, Point, Recall
from dlquiz.deck.given import draw
from dlquiz.deck.index import Entry
from dlquiz.deck.templates import fill
from dlquiz.errors import UserError
from dlquiz.quiz.grading import Tolerance, parse_number, parse_tolerance


class Verdict(NamedTuple):
    """Whether the answer was right, what was answered, and what there is to say about it."""

    right: bool
    said: str
    why: str = ""


class Question:
    """One card asked once; `seed` decides the drawn values and the order of the options."""

    def __init__(self, entry: Entry, seed: str) -> None:
        self.entry, self.card, self.seed = entry, entry.card, seed
        self.values = draw(self.card.given, seed)

    @property
    def id(self) -> str:
        return self.card.id

    @cached_property
    def ask(self) -> str:
        card = self.card
        return self.fill(card.claim if isinstance(card, Claim) else card.ask)

    @cached_property
    def hint(self) -> str:
        return self.fill(self.card.hint or "")

    @cached_property
    def options(self) -> tuple[Choice, ...]:
        """A choice card's options as they stand on the screen, shuffled by the seed."""
        assert isinstance(self.card, MultipleChoice)
        options = list(self.card.choices)
        random.Random(f"options {self.seed}").shuffle(options)
        return tuple(options)

    @property
    def several_right(self) -> bool:
        return sum(option.right for option in self.options) > 1

    @property
    def points(self) -> tuple[str, ...]:
        """What an interviewer listens for, to be ticked after the reveal."""
        if not isinstance(self.card, Recall):
            return ()
        said = (p.say if isinstance(p, Point) else p for p in self.card.points)
        return tuple(self.fill(point) for point in said)

    @property
    def tolerance(self) -> Tolerance:
        assert isinstance(self.card, Numeric)
        return parse_tolerance(self.card.tolerance)

    @cached_property
    def number(self) -> float:
        """The answer of a numeric card, computed from this question's values."""
        from dlquiz.deck.expressions import evaluate  # loads numpy: never before the first question

        assert isinstance(self.card, Numeric)
        return float(evaluate(self.card.answer, self.values))

    def solve(self) -> None:
        """Compute the answer ahead of grading, so that a card that has none shows it now.

        Raises `UserError` when the expression fails; loads numpy, so never before the first
        question stands on the screen.
        """
        if isinstance(self.card, Numeric):
            _ = self.number

    @property
    def explanation(self) -> str:
        """The words shown with the answer."""
        card = self.card
        text = card.answer if isinstance(card, Recall | Claim) else card.explain
        return self.fill(text or "")

    @property
    def answers(self) -> tuple[str, ...]:
        """The answer in words, a line each: the right options, the number, the verdict."""
        match self.card:
            case MultipleChoice(choices=choices):
                right = tuple(self.fill(option.text) for option in choices if option.right)
            case Numeric():
                right = (f"{self.number:.6g}",)
            case Claim(truth=truth):
                right = ("true" if truth else "false",)
            case Recall():
                right = ()
        return right + ((self.explanation,) if self.explanation else ())

    def grade(self, answer: str) -> Verdict:
        """The verdict on an answer as it was typed: `2`, `1,3`, `y`, `0.25`.

        Raises `UserError` naming what is expected when it cannot be an answer at all, and for a
        recall card, which only the candidate can grade.
        """
        match self.card:
            case MultipleChoice():
                return self._grade_choice(answer)
            case Claim():
                return self._grade_claim(answer)
            case Numeric():
                return self._grade_number(answer)
            case Recall():
                raise UserError("a recall card is rated, not graded", remedy="rate it 1 to 4")

    def given_up(self) -> Verdict:
        """The verdict when the answer was asked for instead of given."""
        return Verdict(right=False, said="")

    def _grade_choice(self, answer: str) -> Verdict:
        picked = self._picked(answer)
        wrong = [self.options[place] for place in picked if not self.options[place].right]
        missing = [
            place
            for place, option in enumerate(self.options)
            if option.right and place not in picked
        ]
        why = " ".join(self.fill(option.why) for option in wrong if option.why)
        said = ", ".join(self.options[place].text for place in picked)
        return Verdict(not wrong and not missing, said, why)

    def _picked(self, answer: str) -> list[int]:
        digits = "".join(answer.replace(",", " ").split())
        places = sorted({int(digit) - 1 for digit in digits}) if digits.isdecimal() else []
        in_range = places and 0 <= places[0] <= places[-1] < len(self.options)
        if not in_range or (len(places) > 1 and not self.several_right):
            numbers = "one or more numbers" if self.several_right else "one number"
            raise UserError(
                f"{answer.strip()!r} is not an option",
                remedy=f"answer with {numbers} from 1 to {len(self.options)}",
            )
        return places

    def _grade_claim(self, answer: str) -> Verdict:
        assert isinstance(self.card, Claim)
        said = answer.strip().lower()
        if said not in ("y", "yes", "true", "n", "no", "false"):
            raise UserError(
                f"{answer.strip()!r} is neither yes nor no",
                remedy="answer y if the claim is true, n if it is false",
            )
        truth = said in ("y", "yes", "true")
        return Verdict(truth == self.card.truth, "true" if truth else "false")

    def _grade_number(self, answer: str) -> Verdict:
        got = parse_number(answer)
        return Verdict(self.tolerance.covers(got, self.number), answer.strip())

    def demo_parameters(self) -> dict[str, object]:
        """This card's numbers as the parameters of its demo; empty when it has no demo."""
        link = self.entry.demo
        given = dict(link.with_) if link else {}
        return {
            name: self.values.get(value, value) if isinstance(value, str) else value
            for name, value in given.items()
        }

    def fill(self, text: str) -> str:
        """The text with this question's values in place of their names."""
        return fill(text, self.values)

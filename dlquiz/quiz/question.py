"""A card as it is asked once: its values drawn, its text filled in, its options in their order."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from dlquiz.deck.cards import (
    Bug,
    Choice,
    Claim,
    Code,
    Complete,
    DemoLink,
    MultipleChoice,
    Numeric,
    Point,
    Recall,
    Run,
    Trace,
)
from dlquiz.deck.given import draw
from dlquiz.deck.index import Entry
from dlquiz.deck.templates import fill, fill_hole
from dlquiz.errors import UserError
from dlquiz.quiz.grading import Tolerance, parse_tolerance
from dlquiz.quiz.runs import Runner, beginning, number_at

if TYPE_CHECKING:
    from dlquiz.trace import Frame, View

Form = Literal["rating", "option", "truth", "number", "code"]


class Question:
    """One card asked once; `seed` decides the values, the order of the options and the run."""

    def __init__(self, entry: Entry, seed: str, run: Runner) -> None:
        self.entry, self.card, self.seed = entry, entry.card, seed
        self.values = draw(self.card.given, seed)
        self._run = run

    @property
    def id(self) -> str:
        return self.card.id

    @property
    def form(self) -> Form:
        """How it is answered: a rating by the candidate, an option, yes or no, a number, code."""
        match self.card:
            case Recall():
                return "rating"
            case Claim():
                return "truth"
            case Numeric() | Trace(runs=()):
                return "number"
            case Code():
                return "code"
        return "option"

    # What is asked

    @cached_property
    def ask(self) -> str:
        card = self.card
        return self.fill(card.claim if isinstance(card, Claim) else card.ask)

    @cached_property
    def hint(self) -> str:
        return self.fill(self.card.hint or "")

    @property
    def puzzle(self) -> str | None:
        """The formula of a complete card with a square for its hole; None for any other card."""
        return fill_hole(self.card.formula or "") if isinstance(self.card, Complete) else None

    @property
    def exhibits(self) -> tuple[View, ...]:
        """What the question is about: a faulty loop and its curves, or the beginning of a run.

        Runs a demo, which loads numpy: never before the first question stands on the screen.
        """
        match self.card:
            case Bug():
                return self.frames[0].views
            case Trace(frames=count, show=show):
                return (beginning(self.frames, count, show),)
        return ()

    @cached_property
    def options(self) -> tuple[Choice, ...]:
        """What there is to choose from, shuffled by the seed; () where the answer is no choice."""
        options = self._options()
        random.Random(f"options {self.seed}").shuffle(options)
        return tuple(options)

    def _options(self) -> list[Choice]:
        match self.card:
            case MultipleChoice(choices=choices) | Bug(choices=choices):
                return list(choices)
            case Complete(fillings=fillings):
                return [Choice(text=f"${f.tex}$", right=f.right, why=f.why) for f in fillings]
            case Trace(runs=runs):
                return [
                    Choice(text=run.text, right=run is self._drawn_run, why=run.tell)
                    for run in runs
                ]
        return []

    @property
    def several_right(self) -> bool:
        return sum(option.right for option in self.options) > 1

    @property
    def card_points(self) -> tuple[str | Point, ...]:
        """The points of a recall card as they stand in the file, with the words that show them."""
        return self.card.points if isinstance(self.card, Recall) else ()

    @property
    def points(self) -> tuple[str, ...]:
        """What an interviewer listens for, to be ticked after the reveal."""
        said = (p.say if isinstance(p, Point) else p for p in self.card_points)
        return tuple(self.fill(point) for point in said)

    @property
    def tolerance(self) -> Tolerance:
        assert isinstance(self.card, Numeric | Trace)
        return parse_tolerance(self.card.tolerance or 0.0)

    # What is right

    @cached_property
    def number(self) -> float:
        """The answer of a card that asks for a number, computed from this question's values."""
        if isinstance(self.card, Trace):
            return number_at(self.frames, self.card.frames, self.card.next or "")
        from dlquiz.deck.expressions import evaluate  # loads numpy: never before the first question

        assert isinstance(self.card, Numeric)
        answer = evaluate(self.card.answer, self.values)
        if isinstance(answer, bool | list) or not math.isfinite(answer):
            raise UserError("its answer is not one finite number", remedy="dlquiz cards check")
        return float(answer)

    def solve(self) -> None:
        """Compute the answer ahead of grading, so that a card that has none shows it now.

        Raises `UserError` when that fails; loads numpy, so never before the first question
        stands on the screen.
        """
        if self.form == "number":
            _ = self.number

    @property
    def formula(self) -> str | None:
        """The formula shown with the answer; a complete card's with its hole filled."""
        if not isinstance(self.card, Complete):
            return self.entry.formula
        right = next(filling.tex for filling in self.card.fillings if filling.right)
        return fill_hole(self.card.formula or "", right)

    @property
    def explanation(self) -> str:
        """The words shown with the answer."""
        card = self.card
        text = card.answer if isinstance(card, Recall | Claim) else getattr(card, "explain", None)
        told = self._drawn_run.tell if self._drawn_run else None
        return " ".join(self.fill(part) for part in (told, text) if part)

    @property
    def revelations(self) -> tuple[View, ...]:
        """What shows the answer: the repaired line and its curves, or how the run goes on."""
        match self.card:
            case Bug():
                return self.frames[1].views
            case Trace(frames=count, show=show, runs=()):
                return (beginning(self.frames, count + 1, show),)
        return ()

    @property
    def right(self) -> tuple[str, ...]:
        """What is right, a line each: the options, the number, true or false; () for recall."""
        match self.form:
            case "option":
                return tuple(self.fill(option.text) for option in self._options() if option.right)
            case "number":
                return (f"{self.number:.6g}",)
            case "truth":
                return ("true" if isinstance(self.card, Claim) and self.card.truth else "false",)
            case "rating" | "code":
                return ()

    @property
    def answers(self) -> tuple[str, ...]:
        """The answer in words: what is right, and why."""
        return self.right + ((self.explanation,) if self.explanation else ())

    @property
    def sources_of_answer(self) -> tuple[str, ...]:
        """What computes the answer, by name: the functions of its expression first."""
        if not isinstance(self.card, Numeric | Complete):
            return self.entry.references[:1]
        from dlquiz.deck.expressions import names

        used = sorted(names(self.card.answer) - self.values.keys(), key=self.card.answer.find)
        return (*used, *self.entry.references[:1])

    # The demo that goes with it

    @property
    def demo(self) -> DemoLink | None:
        """The card's demo; where it is one of several runs, the demo of the run that was drawn."""
        if self._drawn_run is None:
            return self.entry.demo
        demo = self._drawn_run.demo
        return DemoLink(name=demo) if isinstance(demo, str) else demo

    def demo_parameters(self) -> dict[str, object]:
        """This card's numbers as the parameters of its demo; empty when it has no demo."""
        given = dict(self.demo.with_) if self.demo else {}
        return {
            name: self.values.get(value, value) if isinstance(value, str) else value
            for name, value in given.items()
        }

    @cached_property
    def frames(self) -> Sequence[Frame]:
        """What the demo shows when it is run with this card's numbers."""
        assert self.demo is not None
        return self._run(self.demo.name, self.demo_parameters())

    @cached_property
    def _drawn_run(self) -> Run | None:
        if not isinstance(self.card, Trace) or not self.card.runs:
            return None
        return random.Random(f"run {self.seed}").choice(self.card.runs)

    def fill(self, text: str) -> str:
        """The text with this question's values in place of their names."""
        return fill(text, self.values)

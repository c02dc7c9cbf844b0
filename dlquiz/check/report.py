"""Runs all checks over the card files and gathers what they found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlquiz.check.execution import Tally
from dlquiz.check.processes import executed_all
from dlquiz.check.survey import Survey
from dlquiz.deck.problems import Problem


@dataclass(frozen=True)
class Report:
    """Every problem of the files, in their order, and what was executed.

    `doubles` are questions that are asked twice, which is no error: nothing is refused for it.
    """

    problems: tuple[Problem, ...]
    doubles: tuple[Problem, ...]
    files: int
    cards: int
    tally: Tally

    def summary(self) -> str:
        """What was checked, in one line."""
        did = self.tally
        return (
            f"{_counted(self.cards, 'card')} in {_counted(self.files, 'file')}:"
            f" {_counted(did.answers, 'answer')} drawn and computed,"
            f" {_counted(did.proofs, 'proof')}, {_counted(did.formulas, 'formula')},"
            f" {_counted(did.demos, 'demo')} run, {_counted(did.drills, 'drill')} solved;"
            f" {_counted(len(self.problems), 'problem')}"
            f"{f', {len(self.doubles)} asked twice' if self.doubles else ''}."
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "files": self.files,
            "cards": self.cards,
            **self.tally.as_json(),
            "problems": [problem.as_json() for problem in self.problems],
            "doubles": [double.as_json() for double in self.doubles],
        }


def check(
    paths: Sequence[Path], *, deck: Sequence[Path] = (), builtin: Path | None = None
) -> Report:
    """Check the card files at these paths.

    Links may lead into `deck`, the directories of the whole deck, and an id of theirs may not be
    used again. The files of `builtin` also keep the rules of the built-in deck: a file bears the
    name of its topic, a demo belongs to one topic, and follow-ups reach every card.
    """
    survey = Survey(paths, deck, builtin)
    problems, tally = list(survey.problems), Tally()
    for found, executed in executed_all(survey):
        problems.extend(found)
        tally.add(executed)
    return Report(
        problems=tuple(_in_order(problems)),
        doubles=tuple(_in_order(survey.doubles())),
        files=len(survey.files),
        cards=sum(len(cards.cards) for cards in survey.read.values()),
        tally=tally,
    )


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(set(problems), key=lambda p: (p.file, p.line, p.column, p.what))

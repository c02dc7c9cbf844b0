"""Is the answer to a question right? Only here is that decided."""

from typing import NamedTuple

from dlquiz.deck.cards import Claim
from dlquiz.errors import UserError, quoted
from dlquiz.quiz.grading import parse_number
from dlquiz.quiz.question import Question


class Verdict(NamedTuple):
    """Whether the answer was right, what was answered, and what there is to say about it."""

    right: bool
    said: str
    why: str = ""


GIVEN_UP = Verdict(right=False, said="")
"""The verdict when the answer was asked for instead of given."""


def grade(question: Question, answer: str) -> Verdict:
    """The verdict on an answer as it was typed: `2`, `1,3`, `y`, `0.25`.

    Raises `UserError` naming what is expected when it cannot be an answer at all, and for a
    recall card, which only the candidate can grade.
    """
    match question.form:
        case "option":
            return _on_options(question, answer)
        case "truth":
            return _on_truth(question, answer)
        case "number":
            got = parse_number(answer)
            return Verdict(question.tolerance.covers(got, question.number), answer.strip())
        case "rating":
            raise UserError("a recall card is rated, not graded", remedy="rate it 1 to 4")
        case "code":
            raise UserError("a drill is checked, not graded", remedy="dlquiz code checks it")


def _on_options(question: Question, answer: str) -> Verdict:
    options = question.options
    picked = _picked(question, answer)
    wrong = [options[place] for place in picked if not options[place].right]
    right = {place for place, option in enumerate(options) if option.right}
    why = " ".join(question.fill(option.why) for option in wrong if option.why)
    said = ", ".join(question.fill(options[place].text) for place in picked)
    return Verdict(set(picked) == right, said, why)


def _picked(question: Question, answer: str) -> list[int]:
    count, several = len(question.options), question.several_right
    digits = "".join(answer.replace(",", " ").split())
    places = sorted({int(digit) - 1 for digit in digits}) if digits.isdecimal() else []
    in_range = places and 0 <= places[0] <= places[-1] < count
    if not in_range or (len(places) > 1 and not several):
        numbers = "one or more numbers" if several else "one number"
        raise UserError(
            f"{quoted(answer.strip())} is not an option",
            remedy=f"answer with {numbers} from 1 to {count}",
        )
    return places


def _on_truth(question: Question, answer: str) -> Verdict:
    assert isinstance(question.card, Claim)
    said = answer.strip().lower()
    if said not in ("y", "yes", "true", "n", "no", "false"):
        raise UserError(
            f"{quoted(answer.strip())} is neither yes nor no",
            remedy="answer y if the claim is true, n if it is false",
        )
    truth = said in ("y", "yes", "true")
    return Verdict(truth == question.card.truth, "true" if truth else "false")

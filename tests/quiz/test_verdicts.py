"""Right, wrong, and what cannot be an answer at all."""

from collections.abc import Callable

import pytest

from dlquiz.errors import UserError
from dlquiz.quiz.question import Question
from dlquiz.quiz.verdicts import Verdict, grade

Asked = Callable[..., Question]


def place_of(question: Question, text: str) -> str:
    (place,) = (i for i, option in enumerate(question.options, 1) if text in option.text)
    return str(place)


def test_the_right_option_is_right_and_a_wrong_one_says_why(asked: Asked) -> None:
    question = asked("puzzles.bug")
    right, wrong = place_of(question, "sign"), place_of(question, "batches")
    assert grade(question, right) == Verdict(True, "The sign of a step is wrong")
    assert grade(question, wrong) == Verdict(
        False, "The batches are too small", "Twenty examples are enough."
    )


def test_the_wrong_run_is_told_by_what_it_would_look_like(asked: Asked) -> None:
    question = asked("puzzles.which")
    wrong = next(str(i) for i, option in enumerate(question.options, 1) if not option.right)
    verdict = grade(question, wrong)
    assert not verdict.right
    assert verdict.why in ("It jumps across.", "Both move alike.")


def test_the_next_value_is_right_within_its_tolerance(asked: Asked) -> None:
    question = asked("puzzles.next")
    assert grade(question, f"{question.number + 0.0009:.6f}").right
    assert not grade(question, f"{question.number + 0.0011:.6f}").right


@pytest.mark.parametrize("typed", ["y", "Y", "yes", "true", " TRUE "])
def test_yes_is_said_in_many_ways(asked: Asked, typed: str) -> None:
    assert grade(asked("made.claim"), typed) == Verdict(True, "true")


@pytest.mark.parametrize(
    ("card", "typed", "message"),
    [
        ("made.choice", "3", "'3' is not an option (answer with one number from 1 to 2)"),
        ("made.choice", "12", "'12' is not an option (answer with one number from 1 to 2)"),
        ("made.choice", "", "'' is not an option (answer with one number from 1 to 2)"),
        (
            "made.claim",
            "x",
            "'x' is neither yes nor no (answer y if the claim is true, n if it is false)",
        ),
        ("made.numeric", "one", "'one' is not a number (type one like 0.25, 1/4, 2.5e-1 or 25%)"),
        ("made.recall", "3", "a recall card is rated, not graded (rate it 1 to 4)"),
    ],
)
def test_what_is_no_answer_is_refused_with_what_would_be(
    asked: Asked, card: str, typed: str, message: str
) -> None:
    with pytest.raises(UserError) as refusal:
        grade(asked(card), typed)
    assert str(refusal.value) == message

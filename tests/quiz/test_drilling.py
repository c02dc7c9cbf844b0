"""How a drill counts, and where it stands."""

import pytest

from dlquiz.quiz.drilling import Rating, rating_of, state_of


@pytest.mark.parametrize(
    ("passed", "hints", "failed_before", "rating"),
    [
        (True, False, False, Rating.GOOD),
        (True, True, False, Rating.HARD),
        (True, False, True, Rating.HARD),
        (True, True, True, Rating.HARD),
        (False, False, False, Rating.AGAIN),
        (False, True, True, Rating.AGAIN),
    ],
)
def test_help_and_failures_make_a_solution_hard(
    passed: bool, hints: bool, failed_before: bool, rating: Rating
) -> None:
    assert rating_of(passed=passed, hints=hints, failed_before=failed_before) == rating


@pytest.mark.parametrize(
    ("last", "has_draft", "state"),
    [
        (None, False, "new"),
        (None, True, "started"),
        (Rating.AGAIN, True, "failed"),
        (Rating.AGAIN, False, "failed"),
        (Rating.HARD, True, "solved with help"),
        (Rating.GOOD, False, "solved"),
        (Rating.EASY, False, "solved"),
    ],
)
def test_the_state_is_that_of_the_last_check(
    last: Rating | None, has_draft: bool, state: str
) -> None:
    assert state_of(last, has_draft=has_draft) == state

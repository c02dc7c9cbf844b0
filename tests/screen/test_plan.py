"""The plan as somebody sees it who sits at the terminal, and the note on a review after the day."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from dlquiz.memory import Goal, Progress

pytestmark = pytest.mark.usefixtures("made")

DAY = timedelta(days=1)


@pytest.fixture
def tomorrow(progress: Progress, now: datetime) -> date:
    return progress.days.of(now) + DAY


@pytest.mark.parametrize("columns", [60, 80])
def test_the_page_draws_the_way_to_the_day(
    terminal: Callable, tomorrow: date, columns: int
) -> None:
    day = tomorrow + 20 * DAY
    program = terminal(
        "plan", "--interview", day.isoformat(), "--topics", "made", columns=columns, rows=40
    )
    assert program.wait_for_end() == 0
    assert f"The interview is in 21 days, on {day:%A, %d %B %Y}." in program.screen
    assert "Expected readiness" in program.screen
    assert "days from now" in program.screen
    assert re.search(r"made +0% +\d\d%", program.screen)
    assert "That is enough." in program.screen


def test_a_review_that_falls_after_the_interview_is_named(
    terminal: Callable, progress: Progress, now: datetime, tomorrow: date
) -> None:
    progress.record("made.claim", 3, at=now - 9 * DAY, seconds=5)
    progress.set_goal(Goal(tomorrow, 25.0, ("made",)), now)
    program = terminal("practice", "made", "--kind", "claim")
    program.wait_for("true or false ▸")
    program.press("y")
    program.wait_for("go on ▸")
    said = " ".join(program.screen.split())
    assert re.search(
        rf"Kept as good, next in \d+ \w+, after the interview on {tomorrow:%d %B}\.", said
    )


def test_a_review_that_falls_before_it_is_not(
    terminal: Callable, progress: Progress, now: datetime, tomorrow: date
) -> None:
    progress.record("made.claim", 3, at=now - 9 * DAY, seconds=5)
    progress.set_goal(Goal(tomorrow + 300 * DAY, 25.0, ("made",)), now)
    program = terminal("practice", "made", "--kind", "claim")
    program.wait_for("true or false ▸")
    program.press("y")
    program.wait_for("go on ▸")
    assert "Kept as good, next in " in program.screen
    assert "after the interview" not in program.screen

"""The goal of a progress file: the last one that was set, until it is ended or its day is over."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, timedelta

import pytest

from dlquiz.memory import Goal, Rating, open_progress
from dlquiz.memory.storage import APPLICATION, MIGRATIONS, transaction

DAY = timedelta(days=1)
GOAL = Goal(date(2025, 3, 31), 25.0, ("adam", "softmax"), {"adam": 3.0})


def test_without_a_goal_there_is_none(progress, evening):
    assert progress.goal(evening) is None


def test_a_goal_is_kept_as_it_was_set_and_found_after_reopening(progress, evening, opened):
    progress.set_goal(GOAL, evening)
    progress.close()
    assert opened().goal(evening) == GOAL


def test_a_new_goal_replaces_the_one_before(progress, evening):
    later = Goal(date(2025, 4, 20), 12.5)
    progress.set_goal(GOAL, evening)
    progress.set_goal(later, evening)
    assert progress.goal(evening) == later


def test_the_last_one_set_counts_under_a_clock_that_was_put_back(progress, evening):
    progress.set_goal(GOAL, evening)
    progress.set_goal(GOAL._replace(minutes=5.0), evening - 40 * DAY)
    assert progress.goal(evening).minutes == 5.0


def test_a_goal_that_was_ended_is_none_until_another_is_set(progress, evening, opened):
    progress.set_goal(GOAL, evening)
    progress.set_goal(None, evening)
    assert progress.goal(evening) is opened().goal(evening) is None
    progress.set_goal(GOAL, evening)
    assert progress.goal(evening) == GOAL


def test_a_goal_holds_on_its_day_until_the_day_is_slept_over(progress, evening):
    progress.set_goal(GOAL._replace(day=evening.date()), evening)
    night = evening + timedelta(hours=7, minutes=59)
    assert progress.goal(night).day == evening.date()
    assert progress.goal(night + timedelta(minutes=1)) is None


@pytest.mark.parametrize("change", ["DELETE FROM goals", "UPDATE goals SET goal = NULL"])
def test_goals_are_only_added_to(progress, file, evening, change):
    progress.set_goal(GOAL, evening)
    refused = pytest.raises(sqlite3.IntegrityError, match="the log is only added to")
    with closing(sqlite3.connect(file)) as db, refused:
        db.execute(change)


def test_every_goal_that_ever_was_stays_in_the_file(progress, file, evening):
    for goal in (GOAL, None, GOAL):
        progress.set_goal(goal, evening)
    with closing(sqlite3.connect(file)) as db:
        kept = db.execute("SELECT goal IS NULL FROM goals ORDER BY seq").fetchall()
    assert kept == [(0,), (1,), (0,)]


def test_a_rebuild_leaves_the_goal_alone(progress, evening):
    progress.set_goal(GOAL, evening)
    progress.rebuild()
    assert progress.goal(evening) == GOAL


def test_a_file_from_before_there_were_goals_keeps_its_answers(file, evening):
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        with transaction(db):
            for statement in MIGRATIONS[0]:
                db.execute(statement)
            db.execute(f"PRAGMA application_id = {APPLICATION}")
            db.execute("PRAGMA user_version = 1")
        db.execute(
            "INSERT INTO reviews (id, card, rating, at, day, seconds, answer, mode) VALUES"
            " ('a', 'adam.bias', 3, 1741636800000000, 739320, 7.5, 'said', 'review')"
        )
    with open_progress(file, zone=UTC) as progress:
        (review,) = progress.reviews()
        assert review[1:3] == ("adam.bias", Rating.GOOD)
        assert (review.seconds, review.answer) == (7.5, "said")
        progress.set_goal(GOAL, evening)
        assert progress.goal(evening) == GOAL
    with open_progress(file, zone=UTC) as progress:
        assert len(list(progress.reviews())) == 1
        assert progress.goal(evening) == GOAL

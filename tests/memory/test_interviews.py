"""Interviews in the log: their answers are reviews, and what only an interview knows stays too."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from dlquiz.memory import Rating
from dlquiz.memory.interviews import Answer, Place, Record

SETTINGS = {"minutes": 20.0, "level": 2, "topics": ["adam", "softmax"], "seed": 7}
DAY = timedelta(days=1)


def answer(progress, card, at, place, rating=Rating.HARD, said=""):
    return progress.record(
        card, rating, at=at, seconds=30, answer=said, mode="interview", place=place
    )


def test_an_interview_is_kept_with_its_settings_and_its_answers_in_order(progress, opened, evening):
    key = progress.begin_interview(SETTINGS, evening)
    first = answer(progress, "b", evening, Place(key, 1, ("√v", "<b>β</b>\x1b[31m")), said="words")
    second = answer(progress, "a", evening + timedelta(minutes=1), Place(key, 2))
    assert opened().interviews() == [
        Record(
            id=key,
            at=evening,
            settings=SETTINGS,
            is_over=False,
            answers=(Answer(first, 1, ("√v", "<b>β</b>\x1b[31m")), Answer(second, 2, ())),
        )
    ]
    assert (first.answer, first.seconds, first.mode) == ("words", 30, "interview")


def test_interviews_stand_in_the_order_they_began_whatever_the_clock_does(progress, evening):
    keys = [progress.begin_interview({}, evening - days * DAY) for days in (0, 0, 5)]
    assert [record.id for record in progress.interviews()] == keys


def test_an_answer_belongs_to_its_own_interview(progress, evening):
    first, second = (progress.begin_interview({}, evening) for _ in range(2))
    late = answer(progress, "a", evening, Place(second, 1))
    early = answer(progress, "a", evening, Place(first, 1))
    assert [[a.review for a in record.answers] for record in progress.interviews()] == [
        [early],
        [late],
    ]


def test_an_interview_is_over_once_it_was_ended_even_twice(progress, evening):
    ended, left = (progress.begin_interview({}, evening) for _ in range(2))
    progress.end_interview(ended, evening)
    progress.end_interview(ended, evening + DAY)
    assert {record.id: record.is_over for record in progress.interviews()} == {
        ended: True,
        left: False,
    }


def test_an_answer_in_an_interview_moves_the_schedule_as_any_other(progress, evening):
    key = progress.begin_interview({}, evening)
    answer(progress, "asked", evening, Place(key, 1), Rating.AGAIN)
    progress.record("practised", Rating.AGAIN, at=evening, seconds=30)
    asked, practised = progress.state("asked"), progress.state("practised")
    assert asked._replace(card="") == practised._replace(card="")
    progress.rebuild()
    assert progress.state("asked") == asked


def test_an_answer_that_was_taken_back_is_no_longer_in_the_interview(progress, evening):
    key = progress.begin_interview({}, evening)
    kept = answer(progress, "a", evening, Place(key, 1))
    slip = answer(progress, "b", evening, Place(key, 2))
    progress.retract(slip, evening)
    (record,) = progress.interviews()
    assert record.answers == (Answer(kept, 1, ()),)


def test_an_answer_is_kept_with_its_place_or_not_at_all(progress, evening):
    key = progress.begin_interview({}, evening)
    with pytest.raises(TypeError, match="not JSON serializable"):
        answer(progress, "a", evening, Place(key, 1, (object(),)))
    assert list(progress.reviews()) == []
    assert progress.state("a") is None
    assert progress.interviews()[0].answers == ()


@pytest.mark.parametrize("table", ["interviews", "interview_answers", "interview_ends"])
def test_what_was_kept_of_interviews_is_only_added_to(progress, file, evening, table):
    key = progress.begin_interview({}, evening)
    answer(progress, "a", evening, Place(key, 1))
    progress.end_interview(key, evening)
    with closing(sqlite3.connect(file)) as db:
        for statement in (f"UPDATE {table} SET seq = 9", f"DELETE FROM {table}"):
            with pytest.raises(sqlite3.IntegrityError) as refused:
                db.execute(statement)
            assert str(refused.value) == "the log is only added to"

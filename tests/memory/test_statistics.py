from datetime import UTC, date, datetime, timedelta

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.memory import Rating, Review, State
from dlquiz.memory.statistics import (
    forecast,
    retention,
    retrievability,
    reviews_per_day,
    streak,
    strength,
    time_spent,
)

TODAY = date(2025, 3, 10)
DAY = timedelta(days=1)
AGAIN, HARD, GOOD, EASY = Rating


def review(card, days, rating=GOOD, mode="review", seconds=10.0):
    day = TODAY + days * DAY
    at = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
    return Review("", card, rating, at, day, seconds, "", mode)


def state(last=0, due=1, stability=10.0):
    at = datetime(2025, 3, 10, tzinfo=UTC)
    return State("a", TODAY, TODAY + last * DAY, TODAY + due * DAY, at, stability, 5.0)


@pytest.mark.parametrize(
    ("ago", "length"),
    [
        ([], 0),
        ([0], 1),
        ([0, 1, 2, 4], 3),
        ([1, 2, 4], 2),
        ([2, 3], 0),
        ([-400, 0, 1], 2),  # a clock that ran ahead
        ([-1], 0),
    ],
)
def test_the_streak_ends_with_a_missed_day_but_not_with_a_day_not_yet_over(ago, length):
    assert streak((TODAY - days * DAY for days in ago), TODAY) == length


def test_the_streak_reads_no_further_than_the_gap():
    days = iter([TODAY, TODAY - 2 * DAY, TODAY - 3 * DAY])
    assert streak(days, TODAY) == 1
    assert next(days) == TODAY - 3 * DAY


def test_retention_is_the_share_of_seen_cards_that_were_remembered():
    log = [review("a", -9), review("b", -9, AGAIN), review("a", -7, HARD), review("b", -7, AGAIN)]
    assert retention(log) == 0.5
    assert retention([*log, review("a", -1, EASY), review("a", 0, EASY)]) == 0.75


def test_retention_without_a_seen_card_is_unknown_not_zero():
    assert retention([]) is None
    assert retention([review("a", 0, AGAIN)]) is None


def test_retention_skips_crams_and_repetitions_in_the_session():
    seen = [review("a", -5), review("a", 0, AGAIN)]
    assert retention([*seen, review("a", 0, GOOD), review("a", 0, GOOD)]) == 0.0
    assert retention([*seen, review("a", 1, GOOD, "cram")]) == 0.0
    assert retention([review("a", -5, mode="cram"), review("a", 0, AGAIN)]) is None


def test_retention_of_thirty_days_knows_what_was_seen_before_them():
    log = [review("a", -90), review("a", -30, AGAIN), review("a", -29), review("b", -1)]
    assert retention(log, TODAY, 30) == 1.0
    assert retention(log) == 0.5
    assert retention(log, TODAY + 60 * DAY, 30) is None


@given(st.floats(0.001, 40_000), st.integers(-5, 40_000))
def test_retrievability_equals_the_librarys(stability, days):
    last = datetime(2000, 1, 1, tzinfo=UTC)
    card = fsrs.Card(card_id=1, state=fsrs.State.Review, stability=stability, last_review=last)
    expected = fsrs.Scheduler().get_card_retrievability(card, last + days * DAY)
    assert retrievability(stability, days) == pytest.approx(expected, rel=1e-14)


@given(st.floats(0.001, 40_000))
def test_a_card_is_certain_when_just_answered_and_at_ninety_percent_after_its_stability(stability):
    assert retrievability(stability, 0) == 1.0
    assert retrievability(stability, stability) == pytest.approx(0.9, rel=1e-12)


def test_strength_is_the_chance_to_remember_tomorrow():
    assert strength(state(last=-9, stability=10.0), TODAY) == pytest.approx(0.9)
    assert strength(state(last=0), TODAY) < 1.0
    assert strength(state(last=3), TODAY) == 1.0


def test_the_forecast_counts_overdue_cards_today_and_ends_after_its_days():
    states = [state(due=days) for days in (-400, -1, 0, 1, 13, 13, 14)]
    assert forecast(states, TODAY) == [3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    assert forecast(states, TODAY, days=2) == [3, 1]


def test_reviews_are_counted_by_study_day():
    log = [review("a", -1), review("b", -1, mode="cram"), review("a", 0)]
    assert reviews_per_day(log) == {TODAY - DAY: 2, TODAY: 1}


def test_an_abandoned_terminal_is_not_forty_minutes_of_thinking():
    log = [review("a", 0, seconds=30.0), review("b", 0, seconds=2400.0)]
    assert time_spent(log) == timedelta(seconds=150)
    assert time_spent([]) == timedelta(0)

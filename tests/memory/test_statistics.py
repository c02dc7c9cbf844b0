from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from math import prod, sqrt
from random import Random

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.memory import Rating, Review, State
from dlquiz.memory.statistics import (
    Recall,
    forecast,
    forgetting,
    recalls,
    retention,
    retrievability,
    reviews_per_day,
    seconds_per_day,
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


def written_log(seed, answers=120):
    """A log of a few cards over some months, with crams and repetitions on one day in it."""
    rng = Random(seed)
    days = sorted(rng.randrange(-90, 1) for _ in range(answers))
    modes = ("review", "review", "interview", "drill", "cram")
    return [
        review(rng.choice("abcdefgh"), day, Rating(rng.randint(1, 4)), rng.choice(modes))
        for day in days
    ]


def replayed(log):
    """(card, expected, remembered) by the fsrs library alone: a review a card and study day."""
    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    cards = {}
    for one in log:
        if one.mode == "cram":
            continue
        at = datetime.combine(one.day, time(), UTC)
        card = cards.get(one.card, fsrs.Card(card_id=1, due=at))
        if card.last_review is not None and card.last_review < at:
            yield one.card, scheduler.get_card_retrievability(card, at), one.rating != AGAIN
        cards[one.card], _ = scheduler.review_card(card, fsrs.Rating(int(one.rating)), at)


def expecting(*chances):
    return [Recall("a", 1, chance, True) for chance in chances]


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


@pytest.mark.parametrize("seed", range(8))
def test_the_recall_expected_before_each_answer_is_the_librarys(seed):
    log = written_log(seed)
    found = [(one.card, one.expected, one.remembered) for one in recalls(log)]
    expected = list(replayed(log))
    assert len(found) > 30
    assert [one[::2] for one in found] == [one[::2] for one in expected]
    assert [one[1] for one in found] == pytest.approx([one[1] for one in expected], rel=1e-12)


@pytest.mark.parametrize("seed", range(8))
def test_what_counts_as_a_recall_counts_for_retention(seed):
    found = list(recalls(written_log(seed)))
    assert retention(written_log(seed)) == sum(one.remembered for one in found) / len(found)


def test_an_expectation_knows_nothing_of_its_own_answer():
    log = [review("a", -9), review("a", -4)]
    (failed,) = recalls([*log[:1], log[1]._replace(rating=AGAIN)])
    (known,) = recalls(log)
    assert failed.expected == known.expected
    assert (failed.waited, failed.remembered, known.remembered) == (5, False, True)


@pytest.mark.parametrize("seed", range(8))
def test_bands_hold_what_the_library_expected_and_nothing_twice(seed):
    expected = list(replayed(written_log(seed)))
    found = forgetting(list(recalls(written_log(seed))))
    for band in found.by_expectation:
        own = [one for one in expected if band.low <= one[1] < (band.high or 2)]
        assert band.repeats == len(own) > 0
        assert band.expected == pytest.approx(sum(one[1] for one in own) / len(own))
        assert band.remembered == pytest.approx(sum(one[2] for one in own) / len(own))
    for bands in (found.by_expectation, found.by_wait):
        assert sum(band.repeats for band in bands) == found.repeats == len(expected)
        mean = sum(band.remembered * band.repeats for band in bands) / found.repeats
        assert mean == pytest.approx(found.remembered)


def test_a_band_begins_with_its_lower_edge_and_the_last_one_has_no_end():
    bands = forgetting(expecting(0.0, 0.5, 0.8, 0.9499, 0.95, 1.0)).by_expectation
    assert [(band.low, band.high, band.repeats) for band in bands] == [
        (0.0, 0.5, 1),
        (0.5, 0.6, 1),
        (0.8, 0.85, 1),
        (0.9, 0.95, 1),
        (0.95, None, 2),
    ]


def test_waits_are_banded_in_days_that_double():
    log = [review("a", -400), *(review("a", day) for day in (-399, -397, -393, -385, -300))]
    bands = forgetting(list(recalls(log))).by_wait
    assert [(band.low, band.high) for band in bands] == [(1, 2), (2, 3), (3, 5), (5, 9), (65, None)]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_chance_is_the_spread_of_all_ways_the_answers_could_have_come(chances):
    mean = sum(chances) / len(chances)
    variance = 0.0
    for outcome in product((False, True), repeat=len(chances)):
        pairs = zip(outcome, chances, strict=True)
        likely = prod(chance if came else 1 - chance for came, chance in pairs)
        variance += likely * (sum(outcome) / len(outcome) - mean) ** 2
    assert forgetting(expecting(*chances)).chance == pytest.approx(sqrt(variance), abs=1e-9)


@pytest.mark.parametrize(("remembered", "within"), [(90, True), (85, True), (83, False)])
def test_two_standard_deviations_are_chance(remembered, within):
    found = [Recall("a", 1, 0.9, place < remembered) for place in range(100)]  # 0.9 ± 0.03
    assert forgetting(found).is_within_chance is within


def test_without_a_card_seen_on_two_days_nothing_is_known_of_forgetting():
    assert forgetting([]) is None
    assert list(recalls([review("a", 0), review("a", 0), review("a", 1, mode="cram")])) == []


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


def test_the_time_of_the_days_is_the_time_in_all():
    log = [review("a", -1, seconds=30.0), review("a", 0, seconds=500.0), review("b", 0)]
    assert seconds_per_day(log) == {TODAY - DAY: 30.0, TODAY: 130.0}
    assert time_spent(log) == timedelta(seconds=sum(seconds_per_day(log).values()))

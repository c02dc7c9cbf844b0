"""Readiness and gain against the same sums done card by card with the fsrs library."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

import fsrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlquiz.memory.forgetting import Memory
from dlquiz.memory.readiness import (
    FIRST_TIME_RIGHT,
    Cards,
    Item,
    Outlook,
    answered,
    gain_a_second,
    prospect,
    readiness,
    recall_after,
)
from dlquiz.memory.schedule import Known

TODAY = date(2025, 3, 10)
DAY = timedelta(days=1)
LIBRARY = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


class Case(NamedTuple):
    """A card of the deck; without `ago`, the days since its last answer, it was never seen."""

    weight: float = 1.0
    seconds: float = 30.0
    ago: int | None = None
    stability: float = 5.0
    difficulty: float = 5.0


cases = st.builds(
    Case,
    weight=st.floats(0.1, 10),
    seconds=st.floats(1, 120),
    ago=st.none() | st.just(0) | st.integers(0, 300),
    stability=st.floats(0.01, 500),
    difficulty=st.floats(1, 10),
)
decks = st.lists(cases, min_size=1, max_size=12)


def outlook(deck, days=14) -> Outlook:
    items = [Item(str(n), case.weight, case.seconds) for n, case in enumerate(deck)]
    known = {
        str(n): Known(TODAY.toordinal() - case.ago, case.stability, case.difficulty)
        for n, case in enumerate(deck)
        if case.ago is not None
    }
    return Outlook(items, known, TODAY, TODAY + days * DAY)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def library_card(case: Case) -> fsrs.Card:
    if case.ago is None:
        return fsrs.Card(card_id=1)
    return fsrs.Card(
        card_id=1,
        state=fsrs.State.Review,
        stability=case.stability,
        difficulty=case.difficulty,
        due=midnight(TODAY),
        last_review=midnight(TODAY - case.ago * DAY),
    )


def recall_on(card: fsrs.Card, day: date) -> float:
    seen = card.stability is not None
    return LIBRARY.get_card_retrievability(card, midnight(day)) if seen else 0.0


def rated(card: fsrs.Card, *ratings: fsrs.Rating) -> fsrs.Card:
    for rating in ratings:
        card, _ = LIBRARY.review_card(card, rating, midnight(TODAY))
    return card


def right_today(case: Case) -> float:
    return FIRST_TIME_RIGHT if case.ago is None else recall_on(library_card(case), TODAY)


def cost_of(case: Case) -> float:
    right = right_today(case)
    return case.seconds * (right + (1 - right) * 2)


def gain_of(case: Case, days: int) -> float:
    """What an answer today adds on the day: right, or wrong and then known, against none."""
    day, card, right = TODAY + days * DAY, library_card(case), right_today(case)
    if case.ago == 0:
        return 0.0
    good = recall_on(rated(card, fsrs.Rating.Good), day)
    again = recall_on(rated(card, fsrs.Rating.Again, fsrs.Rating.Good), day)
    without = FIRST_TIME_RIGHT if case.ago is None else recall_on(card, day)
    return case.weight * (right * good + (1 - right) * again - without)


def array_of(deck, parameters=LIBRARY.parameters) -> Cards:
    def column(values):
        return np.array(list(values), float)

    seen = [case.ago is not None for case in deck]
    return Cards(
        np.array(parameters),
        Memory(
            np.where(seen, column(case.stability for case in deck), np.nan),
            np.where(seen, column(case.difficulty for case in deck), np.nan),
        ),
        elapsed=column(case.ago or 0 for case in deck),
        weight=column(case.weight for case in deck),
        seconds=column(case.seconds for case in deck),
    )


@given(decks, st.integers(0, 400))
def test_readiness_is_the_mean_recall_on_the_day_by_weight(deck, days):
    recalls = [recall_on(library_card(case), TODAY + days * DAY) for case in deck]
    expected = np.average(recalls, weights=[case.weight for case in deck])
    assert outlook(deck, days).readiness() == pytest.approx(expected, rel=1e-12)


def test_readiness_of_some_cards_leaves_the_others_out():
    deck = [Case(ago=3), Case(weight=5.0), Case(ago=9, stability=40.0, weight=2.0)]
    alone = outlook([deck[0], deck[2]]).readiness()
    assert outlook(deck).readiness([True, False, True]) == pytest.approx(alone, rel=1e-12)
    assert outlook(deck).readiness([False, True, False]) == 0.0
    assert outlook(deck).readiness([False] * 3) == 0.0


def test_a_card_that_was_never_seen_counts_as_not_known():
    assert outlook([Case(), Case()]).readiness() == 0.0
    seen = outlook([Case(ago=2)]).readiness()
    assert outlook([Case(ago=2), Case()]).readiness() == pytest.approx(seen / 2)


@given(cases, st.integers(0, 200))
def test_the_gain_of_an_answer_weighs_both_its_outcomes(case, days):
    cards = array_of([case])
    (gain,) = gain_a_second(cards, prospect(cards), days)
    expected = max(0.0, gain_of(case, days)) / cost_of(case)
    assert gain == pytest.approx(expected, rel=1e-9, abs=1e-15)


@settings(max_examples=60)
@given(decks, st.integers(0, 90))
def test_the_cards_come_by_what_they_gain_a_second(deck, days):
    gains = {str(n): gain_of(case, days) / cost_of(case) for n, case in enumerate(deck)}
    order = outlook(deck, days).order()
    assert {card for card, gain in gains.items() if gain > 1e-12} <= set(order)
    assert all(gains[card] > -1e-12 for card in order)
    falling = [gains[card] for card in order]
    assert falling == pytest.approx(sorted(falling, reverse=True), rel=1e-9, abs=1e-12)


def test_cards_that_gain_the_same_keep_their_order():
    order = outlook([Case(weight=1.0 + n % 2) for n in range(200)]).order()
    assert order == [str(n) for n in [*range(1, 200, 2), *range(0, 200, 2)]]


def test_a_card_answered_today_gains_nothing():
    assert outlook([Case(ago=0, stability=0.5), Case(ago=1, stability=0.5)]).order() == ["1"]
    ran_ahead = outlook([Case(ago=-1, stability=0.02)])  # the clock, when it was answered
    assert ran_ahead.order() == []


def test_a_forgotten_card_goes_before_one_that_is_known_and_a_quick_one_before_a_slow_one():
    assert outlook([Case(ago=2, stability=90.0), Case(ago=20)]).order() == ["1", "0"]
    assert outlook([Case(seconds=60.0), Case(seconds=20.0)]).order() == ["1", "0"]


@given(decks, st.integers(0, 60), st.floats(0, 30))
def test_the_work_of_a_day_is_the_first_cards_that_fit_its_minutes(deck, days, minutes):
    plan = outlook(deck, days)
    seen, new, spent = plan.work(minutes)
    first = [deck[int(card)] for card in plan.order()[: seen + new]]
    assert sum(case.ago is None for case in first) == new
    assert spent == pytest.approx(sum(map(cost_of, first)) / 60, rel=1e-9)
    assert spent <= minutes * (1 + 1e-9)
    following = plan.order()[seen + new :][:1]
    for card in following:
        assert spent + cost_of(deck[int(card)]) / 60 > minutes * (1 - 1e-9)


def test_after_an_answer_the_memory_is_the_librarys_and_its_days_count_anew():
    deck = [Case(ago=30), Case(), Case(ago=30), Case(), Case(ago=30)]
    cards = array_of(deck)
    chosen, right = np.array([[1, 1, 1, 1, 0], [1, 1, 0, 0, 1]], bool)
    after = answered(cards, prospect(cards), chosen, right)
    good, again = (fsrs.Rating.Good,), (fsrs.Rating.Again, fsrs.Rating.Good)
    expected = [
        recall_on(rated(library_card(case), *ratings), TODAY + 9 * DAY)
        for case, ratings in zip(deck, [good, good, again, again, ()], strict=True)
    ]
    assert recall_after(after, 9) == pytest.approx(expected, rel=1e-12)
    assert after.elapsed.tolist() == [0, 0, 0, 0, 30]


DECK = [
    *[Case(weight=1.0 + n % 3) for n in range(60)],
    *[Case(ago=n, stability=1.0 + n, weight=1.0 + n % 3) for n in range(1, 40)],
]


def test_the_curve_has_an_entry_for_each_day_until_the_day_before():
    for days in (1, 2, 14):
        curve, _ = outlook(DECK, days).curve(10.0, 10.0)
        assert len(curve) == days
        assert all(0 < ready < 1 for ready in curve)


def test_more_minutes_make_readier():
    ends = [outlook(DECK).curve(minutes, minutes)[0][-1] for minutes in (1, 3, 6, 12, 24)]
    assert ends == sorted(ends)
    assert ends[0] > outlook(DECK).readiness()
    assert ends[-1] - ends[0] > 0.1


def test_a_day_of_no_minutes_gains_nothing():
    now = outlook(DECK).readiness()
    assert outlook(DECK).curve(0.0, 0.0)[0] == pytest.approx([now] * 14, rel=1e-12)


def test_the_first_day_has_what_is_left_of_today_and_the_others_the_whole():
    idle, full = (outlook(DECK).curve(10.0, today)[0] for today in (0.0, 10.0))
    assert idle[0] == pytest.approx(outlook(DECK).readiness(), rel=1e-12)
    assert full[0] > idle[0]
    assert idle[1] > idle[0]


def test_a_curve_of_one_day_is_on_average_what_the_gains_add_up_to():
    plan = outlook(DECK, 1)
    seen, new, _ = plan.work(20.0)
    first = [DECK[int(card)] for card in plan.order()[: seen + new]]
    whole = sum(case.weight for case in DECK)
    counted_as_unknown = sum(case.weight * FIRST_TIME_RIGHT for case in first if case.ago is None)
    gained = sum(gain_of(case, 1) for case in first) + counted_as_unknown
    expected = plan.readiness() + gained / whole
    (after,), _ = plan.curve(20.0, 20.0)
    assert after == pytest.approx(expected, abs=0.01)


def test_the_groups_at_the_end_add_up_to_the_whole():
    groups = [n % 4 for n in range(len(DECK))]
    curve, ends = outlook(DECK).curve(8.0, 8.0, groups, 5)
    shares = [
        sum(c.weight for c, own in zip(DECK, groups, strict=True) if own == g) for g in range(4)
    ]
    assert np.average(ends[:4], weights=shares) == pytest.approx(curve[-1], rel=1e-9)
    assert ends[4] == 0.0  # a group without a card


def test_a_forecast_made_twice_says_the_same():
    assert outlook(DECK).curve(8.0, 3.0) == outlook(DECK).curve(8.0, 3.0)


def test_a_deck_too_large_for_many_runs_has_a_curve_all_the_same():
    curve, _ = outlook(DECK * 40, 90).curve(8.0, 8.0)
    assert len(curve) == 90


def test_on_the_day_itself_there_is_an_order_but_no_curve():
    plan = outlook([Case(ago=9), Case(ago=1, stability=50.0), Case(ago=0)], days=0)
    assert plan.order() == ["0", "1"]
    assert plan.curve(25.0, 25.0, [0, 0, 1], 2)[0] == []
    (some, other) = plan.curve(25.0, 25.0, [0, 0, 1], 2)[1]
    assert some == pytest.approx(plan.readiness([True, True, False]))
    assert other == 1.0


@pytest.mark.parametrize("days", [0, 7])
def test_an_empty_deck_is_not_ready_and_has_no_work(days):
    empty = outlook([], days)
    assert empty.readiness() == 0.0
    assert empty.order() == []
    assert empty.work(25.0) == (0, 0, 0.0)
    assert empty.curve(25.0, 25.0) == ([0.0] * days, [])


def test_many_learners_at_once_are_each_as_alone():
    decks = [DECK[n : n + 20] for n in (0, 30, 50)]
    alone = [array_of(deck) for deck in decks]
    parameters = np.stack([np.array(LIBRARY.parameters) * scale for scale in (1.0, 1.1, 0.9)])
    alone = [cards._replace(parameters=own) for cards, own in zip(alone, parameters, strict=True)]
    together = Cards(
        parameters.T[:, :, None],
        Memory(*(np.stack(columns) for columns in zip(*(c.memory for c in alone), strict=True))),
        *(np.stack(columns) for columns in zip(*(c[2:] for c in alone), strict=True)),
    )
    gains = gain_a_second(together, prospect(together), 9)
    for row, ready, cards in zip(gains, readiness(together, 9), alone, strict=True):
        assert row == pytest.approx(gain_a_second(cards, prospect(cards), 9), rel=1e-12)
        assert ready == pytest.approx(readiness(cards, 9), rel=1e-12)

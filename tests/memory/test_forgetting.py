"""FSRS-6 over arrays against the fsrs library, one card at a time."""

from datetime import UTC, datetime, timedelta

import fsrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.memory import Rating
from dlquiz.memory.forgetting import LEAST_STABILITY, Memory, first_answer, next_answer, recall

START = datetime(2025, 3, 10, tzinfo=UTC)
PARAMETERS = np.array(fsrs.Scheduler().parameters)

ratings = st.sampled_from([Rating.AGAIN, Rating.GOOD])
histories = st.lists(st.tuples(ratings, st.integers(0, 400)), min_size=1, max_size=25)


def library(history, parameters=PARAMETERS) -> fsrs.Card:
    """The card after (rating, days since the one before) for each answer."""
    scheduler = fsrs.Scheduler(
        parameters=tuple(parameters), learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )
    card, at = fsrs.Card(card_id=1), START
    for rating, days in history:
        at += timedelta(days=days)
        card, _ = scheduler.review_card(card, fsrs.Rating(rating), at)
    return card


def ours(history, parameters=PARAMETERS) -> Memory:
    (first, _), *later = history
    memory = first_answer(parameters, first)
    for rating, days in later:
        memory = next_answer(parameters, memory, days, rating)
    return memory


@given(histories)
def test_the_memory_after_any_history_equals_the_librarys(history):
    card, memory = library(history), ours(history)
    assert memory.stability == pytest.approx(card.stability, rel=1e-12)
    assert memory.difficulty == pytest.approx(card.difficulty, rel=1e-12)


@given(histories, st.integers(0, 4000))
def test_recall_after_any_days_equals_the_librarys(history, days):
    card, memory = library(history), ours(history)
    expected = fsrs.Scheduler().get_card_retrievability(card, card.last_review + timedelta(days))
    assert recall(PARAMETERS, memory.stability, days) == pytest.approx(expected, rel=1e-12)


def test_many_cards_with_unlike_answers_are_remembered_as_each_alone():
    rng = np.random.default_rng(0)
    answers = rng.choice([Rating.AGAIN, Rating.GOOD], size=(12, 200))
    days = rng.choice([0, 1, 3, 10, 60], size=(12, 200))
    memory = first_answer(PARAMETERS, answers[0])
    for rating, since in zip(answers[1:], days[1:], strict=True):
        memory = next_answer(PARAMETERS, memory, since, rating)
    for number in range(200):
        card = library(zip(answers[:, number], map(int, days[:, number]), strict=True))
        assert memory.stability[number] == pytest.approx(card.stability, rel=1e-12)
        assert memory.difficulty[number] == pytest.approx(card.difficulty, rel=1e-12)


def test_parameters_of_many_learners_meet_their_cards_row_by_row():
    rng = np.random.default_rng(1)
    people = PARAMETERS * np.exp(0.05 * rng.normal(size=(3, 21)))
    history = [(Rating.AGAIN, 0), (Rating.GOOD, 0), (Rating.GOOD, 4), (Rating.AGAIN, 30)]
    memory = ours(history, people.T[:, :, None] * np.ones((1, 1, 5)))
    assert memory.stability.shape == (3, 5)
    for person, row in zip(people, memory.stability, strict=True):
        assert row == pytest.approx(np.full(5, library(history, person).stability), rel=1e-12)


@pytest.mark.parametrize("rating", [Rating.AGAIN, Rating.GOOD])
def test_a_difficulty_stays_between_one_and_ten_whatever_the_parameters(rating):
    easy = np.concatenate([PARAMETERS[:4], [1.0], PARAMETERS[5:]])
    assert ours([(rating, 0)], easy).difficulty == library([(rating, 0)], easy).difficulty == 1.0


def test_a_clock_set_back_counts_as_the_same_day():
    before = first_answer(PARAMETERS, Rating.GOOD)
    back, same = (next_answer(PARAMETERS, before, days, Rating.AGAIN) for days in (-40, 0))
    assert back.stability == same.stability
    assert recall(PARAMETERS, before.stability, -40) == 1.0


def test_a_card_that_is_never_known_keeps_a_stability_above_zero():
    forever = [(Rating.AGAIN, 0)] * 40
    assert ours(forever).stability == library(forever).stability == LEAST_STABILITY


def test_what_was_never_seen_stays_unknown_without_a_warning():
    never = Memory(np.array([np.nan, 3.0]), np.array([np.nan, 5.0]))
    after = next_answer(PARAMETERS, never, np.array([0.0, 2.0]), Rating.GOOD)
    assert np.isnan(after.stability).tolist() == [True, False]
    assert np.isnan(recall(PARAMETERS, never.stability, 1.0)).tolist() == [True, False]

"""Where a person stands, from a deck and a log with fixed dates."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dlquiz.deck.index import Deck, open_deck
from dlquiz.memory import Progress, open_progress
from dlquiz.quiz.overview import Overview, TopicStrength, overview

EVENING = datetime(2025, 3, 10, 20, 0, tzinfo=UTC)
AGAIN, GOOD = 1, 3


class Learner:
    """Answers cards so many days ago, and looks at the numbers this evening."""

    def __init__(self, deck: Deck, progress: Progress) -> None:
        self.deck, self.progress = deck, progress

    def answer(
        self, card: str, ago: int, rating: int = GOOD, seconds: float = 20, mode: str = "review"
    ) -> None:
        at = EVENING - timedelta(days=ago)
        self.progress.record(card, rating, at=at, seconds=seconds, mode=mode)

    def overview(self) -> Overview:
        return overview(self.deck, self.progress, EVENING)

    def topic(self, name: str) -> TopicStrength:
        (found,) = (topic for topic in self.overview().topics if topic.topic == name)
        return found


@pytest.fixture
def learner(made: Path, puzzles: Path, tmp_path: Path) -> Iterator[Learner]:
    with ExitStack() as stack:
        deck = stack.enter_context(open_deck([made.parent], tmp_path / "index.db"))
        progress = stack.enter_context(open_progress(tmp_path / "progress.db", zone=UTC))
        yield Learner(deck, progress)


def test_before_any_answer_nothing_is_known(learner: Learner) -> None:
    found = learner.overview()
    assert (found.reviews, found.retention, found.forgetting, found.days) == (0, None, None, ())
    assert learner.topic("made") == TopicStrength("made", 4, 0, None, 0, None, 0.0)
    assert sum(found.forecast) == 0


def test_after_one_answer_there_is_a_study_day_and_no_word_on_forgetting(learner: Learner) -> None:
    learner.answer("made.claim", 0, seconds=7)
    found = learner.overview()
    assert found.today == date(2025, 3, 10)
    assert found.days == ((found.today, 1, 7.0),)
    assert (found.retention, found.forgetting) == (None, None)
    assert sum(found.forecast) == 1


def test_a_topic_counts_the_repeats_of_its_own_cards(learner: Learner) -> None:
    for card in ("made.claim", "made.choice", "puzzles.bug"):
        learner.answer(card, 9, AGAIN)
    learner.answer("made.claim", 5, GOOD)
    learner.answer("made.choice", 4, AGAIN)
    learner.answer("made.choice", 4, GOOD)  # the same day: no repeat
    made, puzzles = learner.topic("made"), learner.topic("puzzles")
    assert (made.seen, made.repeats, made.retention, made.seconds) == (2, 2, 0.5, 100.0)
    assert (puzzles.seen, puzzles.repeats, puzzles.retention, puzzles.seconds) == (1, 0, None, 20.0)


def test_topics_and_bands_add_up_to_the_whole(learner: Learner) -> None:
    for ago, rating in ((30, GOOD), (20, AGAIN), (12, GOOD), (3, AGAIN), (1, GOOD)):
        for card in ("made.claim", "made.recall", "puzzles.bug"):
            learner.answer(card, ago, rating)
    found = learner.overview()
    assert found.forgetting is not None
    assert found.forgetting.repeats == sum(topic.repeats for topic in found.topics) == 12
    assert found.forgetting.remembered == found.retention == 0.5
    assert sum(topic.seconds for topic in found.topics) == found.time_spent.total_seconds()
    assert sum(day.seconds for day in found.days) == found.time_spent.total_seconds()
    assert sum(day.answers for day in found.days) == found.reviews == 15


def test_cards_that_left_the_deck_count_in_all_and_belong_to_no_topic(learner: Learner) -> None:
    learner.answer("gone.card", 5)
    learner.answer("gone.card", 1, AGAIN)
    found = learner.overview()
    assert (found.reviews, found.retention) == (2, 0.0)
    assert found.forgetting is not None
    assert all(topic.seconds == topic.repeats == topic.seen == 0 for topic in found.topics)
    assert sum(found.forecast) == 0


def test_crams_take_time_and_say_nothing_of_memory(learner: Learner) -> None:
    learner.answer("made.claim", 5, mode="cram")
    learner.answer("made.claim", 1, mode="cram")
    found, topic = learner.overview(), learner.topic("made")
    assert (topic.seen, topic.repeats, topic.seconds) == (0, 0, 40.0)
    assert (len(found.days), found.forgetting) == (2, None)


def test_what_was_taken_back_did_not_happen(learner: Learner) -> None:
    learner.answer("made.claim", 5)
    before = learner.overview()
    learner.answer("made.claim", 1, AGAIN)
    assert learner.overview() != before
    learner.progress.undo(EVENING)
    assert learner.overview() == before


def test_study_days_come_in_order_whatever_the_clock_did(learner: Learner) -> None:
    for ago in (3, 9, 1):
        learner.answer("made.claim", ago)
    days = [day.day.day for day in learner.overview().days]
    assert days == [1, 7, 9]

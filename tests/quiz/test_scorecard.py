"""What an interview came to, in numbers: topics, chains, the strongest, what to practise."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dlquiz.cli.demo import run_demo
from dlquiz.deck.index import open_deck
from dlquiz.memory import Rating, open_progress
from dlquiz.memory.interviews import Place
from dlquiz.quiz.interview import Given, Interview, Settings
from dlquiz.quiz.question import Question
from dlquiz.quiz.scorecard import Chain, Past, history, scorecard

AT = datetime(2025, 3, 10, 20, 0, tzinfo=UTC)
Give = Callable[..., Given]


@pytest.fixture
def give(asked: Callable[..., Question]) -> Give:
    """An answer to a card: `give("made.recall", depth=2, score=0.5)`."""

    def give(
        card: str,
        depth: int = 1,
        score: float = 1.0,
        seconds: float = 10.0,
        said: str = "",
        missed: tuple[str, ...] = (),
    ) -> Given:
        return Given(asked(card), depth, score, seconds, said, missed)

    return give


def test_scores_are_means_and_seconds_are_sums_over_all_and_by_topic(give: Give) -> None:
    card = scorecard(
        [
            give("made.recall", score=0.5, seconds=60),
            give("puzzles.next", score=0.0, seconds=30),
            give("made.claim", score=1.0, seconds=20),
        ],
        AT,
    )
    assert (card.begun, card.score, card.seconds) == (AT, 0.5, 110)
    assert [topic[:4] + topic[5:] for topic in card.topics] == [
        ("made", "Made for tests", 0.75, 2, 80),
        ("puzzles", "Puzzles for tests", 0.0, 1, 30),
    ]


@pytest.mark.parametrize(
    ("answers", "chains"),
    [
        ([(1, 1.0)], [Chain(1, 1)]),
        ([(1, 0.0)], [Chain(1, 0)]),
        ([(1, 1.0), (2, 1.0), (3, 0.5)], [Chain(3, 2)]),
        ([(1, 0.0), (1, 1.0), (2, 0.7)], [Chain(1, 0), Chain(2, 2)]),
        ([(2, 0.0)], [Chain(2, 1)]),
        ([(2, 1.0), (3, 0.0)], [Chain(3, 2)]),
        ([(1, 1.0), (2, 0.0), (2, 1.0)], [Chain(2, 1), Chain(2, 2)]),
    ],
)
def test_a_chain_goes_as_deep_as_it_was_asked_and_is_reached_where_it_was_good(
    give: Give, answers: list[tuple[int, float]], chains: list[Chain]
) -> None:
    given = [give("made.recall", depth=depth, score=score) for depth, score in answers]
    assert list(scorecard(given, AT).topics[0].chains) == chains


def test_a_chain_that_leads_to_another_topic_counts_in_both(give: Give) -> None:
    given = [give("made.recall"), give("puzzles.next", depth=2, score=0.0)]
    chains = {topic.topic: topic.chains for topic in scorecard(given, AT).topics}
    assert chains == {"made": (Chain(1, 1),), "puzzles": (Chain(2, 1),)}


def test_the_strongest_and_the_weakest_topic_are_named_and_the_weakest_practised_first(
    give: Give,
) -> None:
    card = scorecard([give("made.recall", score=0.5), give("puzzles.next", score=0.25)], AT)
    assert (card.strongest.topic, card.weakest.topic) == ("made", "puzzles")
    assert card.practise == "dlquiz practice puzzles made"


def test_what_was_known_is_not_to_be_practised(give: Give) -> None:
    card = scorecard([give("made.recall"), give("puzzles.next", score=0.5)], AT)
    assert card.practise == "dlquiz practice puzzles"
    assert scorecard([give("made.recall")], AT).practise == ""


def test_no_more_than_three_topics_are_to_be_practised(give: Give) -> None:
    card = scorecard([give("made.recall", score=0.5)], AT)
    (topic,) = card.topics
    many = card._replace(
        topics=tuple(topic._replace(topic=f"t{n}", score=n / 10) for n in (4, 2, 3, 1))
    )
    assert many.practise == "dlquiz practice t1 t2 t3"


def test_as_json_it_holds_every_answer_with_what_was_missed_or_right(give: Give) -> None:
    spoken = give("made.recall", score=2 / 3, said="é\x1b", missed=("they sum to one",))
    graded = give("made.claim", depth=2, score=0.0, seconds=4.5, said="false", missed=("true",))
    card = json.loads(json.dumps(scorecard([spoken, graded], AT).as_json(), allow_nan=False))
    assert card == {
        "begun": "2025-03-10T20:00:00+00:00",
        "score": 1 / 3,
        "seconds": 14.5,
        "topics": [
            {
                "topic": "made",
                "title": "Made for tests",
                "score": 1 / 3,
                "questions": 2,
                "chains": [{"asked": 2, "reached": 1}],
                "seconds": 14.5,
            }
        ],
        "strongest": "made",
        "weakest": "made",
        "practise": "dlquiz practice made",
        "answers": [
            {
                "card": "made.recall",
                "topic": "made",
                "kind": "recall",
                "level": 1,
                "depth": 1,
                "asked": "What does softmax do?",
                "said": "é\x1b",
                "score": 2 / 3,
                "missed": ["they sum to one"],
                "right": [],
                "seconds": 10.0,
            },
            {
                "card": "made.claim",
                "topic": "made",
                "kind": "claim",
                "level": 1,
                "depth": 2,
                "asked": "Softmax of equal logits is uniform.",
                "said": "false",
                "score": 0.0,
                "missed": [],
                "right": ["true"],
                "seconds": 4.5,
            },
        ],
    }


def test_the_history_has_a_line_for_every_interview_with_an_answer(
    made: Path, tmp_path: Path
) -> None:
    with (
        open_deck([made.parent], tmp_path / "index.db") as deck,
        open_progress(tmp_path / "progress.db", zone=UTC) as progress,
    ):
        interview = Interview(deck, progress, Settings(), lambda: AT, run_demo)
        question = deck.entry("made.recall")
        assert question is not None
        spoken = Question(question, "0", run_demo)
        interview.next()
        interview.keep_speech(spoken, "", (0, 1), 30)
        interview.end()
        progress.begin_interview({}, AT)
        left = progress.begin_interview({}, AT)
        for card, rating in (("made.claim", Rating.AGAIN), ("gone", Rating.GOOD)):
            progress.record(
                card, rating, at=AT, seconds=5, mode="interview", place=Place(left, 1, ("true",))
            )
        assert history(deck, progress.interviews()) == [
            Past(AT, 1, 2 / 3, 30, True),
            Past(AT, 1, 0.0, 5, False),
        ]

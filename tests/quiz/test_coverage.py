"""Words that are signs of points: where they count, and where they only look like it."""

from pathlib import Path

import pytest

from dlquiz.deck.cards import Point, Recall
from dlquiz.deck.index import open_deck
from dlquiz.paths import builtin_cards
from dlquiz.quiz.coverage import covered


def is_covered(answer: str, *words: str) -> bool:
    return covered([Point(say="something else", words=words)], answer) == {0}


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ("then it converged", "converge"),
        ("THE ROOT of it", "root"),
        ("(root)", "root"),
        ("the log sum exp trick", "log-sum-exp"),
        ("log-sum-exp", "log sum exp"),
        ("the second   moment", "second moment"),
        ("with β₂ = 0.999, say", "0.999"),
        ("drawn as He says", "He"),
        ("it is 1e-3", "1e-3"),
        ("exp(710) is inf", "inf"),
        ("the infinite one", "inf"),
        ("30 of 709.", "709"),
    ],
)
def test_a_sign_counts_however_it_is_spelled(answer: str, word: str) -> None:
    assert is_covered(answer, word)


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ("an enormous step", "norm"),
        ("hence it helps", "He"),
        ("0.9 and 0,5", "0"),
        ("10.5", "10"),
        ("1000", "10"),
        ("the moment after a second", "second moment"),
        ("aXb", "a.b"),
        ("", "root"),
    ],
)
def test_what_only_looks_like_a_sign_does_not_count(answer: str, word: str) -> None:
    assert not is_covered(answer, word)


def test_any_of_the_signs_is_enough() -> None:
    assert is_covered("it overflows", "709", "overflow", "inf")


def test_a_point_without_signs_needs_half_of_its_long_words() -> None:
    points = ["the largest exponent becomes zero", Point(say="the order is kept")]
    assert covered(points, "the exponent of the largest") == {0}
    assert covered(points, "the largest one, in this order") == {1}
    assert covered(points, "the largest") == frozenset()


def test_commands_of_formulas_are_no_words_of_a_point() -> None:
    points = [r"$\varepsilon$ stands beside $\sqrt{\mathrm{v}}$"]
    assert covered(points, "it stands beside") == {0}
    assert covered(points, "varepsilon mathrm") == frozenset()


def test_a_point_without_any_long_word_is_never_covered() -> None:
    assert covered(["$x$ or so"], "x or so") == frozenset()


def test_the_answers_of_the_deck_cover_their_points_and_others_hardly_any(tmp_path: Path) -> None:
    with open_deck([builtin_cards()], tmp_path / "index.db") as deck:
        cards = [(entry.topic, entry.card) for entry in deck.entries(kinds=["recall"])]
    own, foreign = [], []
    for topic, card in cards:
        assert isinstance(card, Recall)
        for other_topic, other in cards:
            assert isinstance(other, Recall)
            share = len(covered(card.points, other.answer)) / len(card.points)
            if other is card:
                own.append(share)
            elif other_topic != topic:
                foreign.append(share)
    assert sum(own) / len(own) > 0.9
    assert sum(foreign) / len(foreign) < 0.2

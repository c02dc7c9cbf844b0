"""The built-in deck as a whole: how much of what it holds, topic by topic."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from dlquiz.deck.cards import Bug, Card, Claim, MultipleChoice, Recall
from dlquiz.deck.reading import FileCards, read_file
from dlquiz.paths import builtin_cards

TOPICS = {
    "activations",
    "adadelta",
    "adagrad",
    "adam",
    "backpropagation",
    "batch-normalization",
    "build-a-model",
    "convolution",
    "data-normalization",
    "dropout",
    "gradient-caching",
    "gradient-descent",
    "logistic-regression",
    "momentum",
    "nesterov",
    "optimizers",
    "overfitting",
    "regularization",
    "rmsprop",
    "softmax",
    "weight-initialization",
}
LEAST = {"numeric": 90, "claim": 45, "complete": 25, "trace": 15, "bug": 12}

every_topic = pytest.mark.parametrize("topic", sorted(TOPICS))


@cache
def deck() -> dict[str, FileCards]:
    return {path.stem: read_file(path) for path in sorted(Path(builtin_cards()).glob("*.yaml"))}


def cards(topic: str) -> list[Card]:
    return [read.card for read in deck()[topic].cards]


def all_cards() -> Iterator[Card]:
    return (card for topic in deck() for card in cards(topic))


def kind(card: Card) -> str:
    return str(card.__struct_config__.tag)


@every_topic
def test_the_file_of_a_topic_can_be_read(topic: str) -> None:
    assert [str(problem) for problem in deck()[topic].problems] == []


def test_there_is_a_file_for_every_topic_of_the_notes() -> None:
    assert set(deck()) == TOPICS


def test_the_deck_is_large_enough_in_every_kind() -> None:
    count = Counter(map(kind, all_cards()))
    assert count.total() >= 260
    assert {name: count[name] >= least for name, least in LEAST.items()} == dict.fromkeys(
        LEAST, True
    )


@every_topic
def test_a_topic_has_ten_cards_of_all_levels_and_of_three_kinds(topic: str) -> None:
    own = cards(topic)
    assert len(own) >= 10
    assert {card.level for card in own} == {1, 2, 3}
    assert len({kind(card) for card in own}) >= 3


@every_topic
def test_an_interview_can_begin_with_the_topic(topic: str) -> None:
    assert any(card.opener for card in cards(topic))


@every_topic
def test_a_topic_names_its_references_demos_pitfalls_and_sources(topic: str) -> None:
    head = deck()[topic].topic
    assert head is not None
    assert all((head.title, head.formula, head.references, head.demos, head.pitfalls, head.sources))


@every_topic
def test_what_a_card_states_is_executed_or_has_a_source(topic: str) -> None:
    bare = [
        card.id
        for card in cards(topic)
        if isinstance(card, Recall | MultipleChoice | Claim) and not (card.proof or card.sources)
    ]
    assert bare == []


def test_every_fault_is_found_by_some_card_and_none_by_two() -> None:
    from dlquiz.demos.faults import FAULTS

    found = Counter(card.fault for card in all_cards() if isinstance(card, Bug))
    assert found == Counter(FAULTS.keys())

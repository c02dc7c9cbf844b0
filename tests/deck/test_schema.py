"""The JSON Schema says what the reader says, by the word of a validator that knows neither."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from dlquiz.deck.cards import KINDS
from dlquiz.deck.editing import renamed
from dlquiz.deck.examples import EXAMPLES
from dlquiz.deck.fields import fields_of
from dlquiz.deck.reading import read_text
from dlquiz.deck.schema import schema
from dlquiz.paths import builtin_cards

VALIDATOR = Draft7Validator(schema())


def faults(file: Any) -> list[str]:
    return [error.json_path for error in VALIDATOR.iter_errors(file)]


def example(kind: str) -> dict[str, Any]:
    (card,) = yaml.safe_load(renamed(EXAMPLES[kind], "made.card"))
    return card


def whole(card: dict[str, Any]) -> dict[str, Any]:
    return {"topic": "made", "cards": [card]}


def readers_faults(file: Any) -> list[str]:
    return [problem.what for problem in read_text(yaml.safe_dump(file), "made.yaml").problems]


def test_it_is_a_schema() -> None:
    Draft7Validator.check_schema(schema())


@pytest.mark.parametrize("path", sorted(builtin_cards().glob("*.yaml")), ids=lambda path: path.stem)
def test_the_built_in_deck_is_valid(path: Path) -> None:
    assert faults(yaml.safe_load(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_reader_needs_the_schema_needs(kind: str) -> None:
    card = example(kind)
    assert faults(whole(card)) == []
    for name, field in fields_of(KINDS[kind]).items():
        if field.required:
            without = {key: value for key, value in card.items() if key != name}
            assert faults(whole(without)) == ["$.cards[0]"]
            assert readers_faults(whole(without)) != []


def broken(kind: str) -> Iterator[dict[str, Any]]:
    """The example of a kind, broken in one field after the other."""
    card = example(kind)
    for name in card:
        for value in (None, 7.5, [], {"x": 1}, True, "", "no such value\n"):
            yield {**card, name: value}
    yield {**card, "asks": "?"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_schema_refuses_the_reader_refuses(kind: str) -> None:
    refused = [card for card in broken(kind) if faults(whole(card))]
    assert len(refused) > 20
    assert [card for card in refused if not readers_faults(whole(card))] == []


def test_a_fault_is_told_of_the_kind_that_the_card_is() -> None:
    card = example("numeric") | {"tolerance": -1}
    assert faults(whole(card)) == ["$.cards[0].tolerance"]
    assert faults({"topic": "Softmax!", "cards": []}) == ["$.topic"]
    assert faults(whole({"id": "a.b", "level": 1, "kind": "riddle"})) == ["$.cards[0].kind"]

"""The card types are the schema: their names, their limits, and a form that machines read."""

import json

import msgspec
import pytest

from dlquiz.deck.cards import KINDS, Card, Claim

CLAIM = Claim(id="a.b", level=1, claim="x", truth=False, answer="y")


def test_every_kind_stands_under_the_name_it_has_in_a_file() -> None:
    names = ["recall", "choice", "numeric", "claim", "complete", "bug", "trace", "code"]
    assert list(KINDS) == names
    assert [struct.__struct_config__.tag for struct in KINDS.values()] == names
    assert set(KINDS.values()) == set(Card.__args__)


def test_a_card_survives_the_index() -> None:
    body = msgspec.msgpack.encode(CLAIM)
    assert msgspec.msgpack.decode(body, type=Card) == CLAIM


def test_an_editor_gets_a_schema_with_the_words_of_the_messages() -> None:
    schema = json.dumps(msgspec.json.schema(Card))
    assert "small letters and digits in words joined by . or -" in schema


@pytest.mark.parametrize("tolerance", [0.1, "1%", "0.5 %", 0])
def test_a_tolerance_is_a_number_or_a_percentage(tolerance: float | str) -> None:
    fields = {"id": "a.b", "level": 1, "ask": "x", "answer": "y", "tolerance": tolerance}
    assert msgspec.convert(fields | {"kind": "numeric"}, Card).tolerance == tolerance

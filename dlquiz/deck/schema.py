"""The card format as a JSON Schema, made of the card types, for editors that complete and check.

It says what the types say; what a checker must execute to know is not in it.
"""

import json
from typing import Any

import msgspec

from dlquiz.deck.cards import KINDS, Card, Topic

SCHEMA_FILE = ".schema.json"  # beside the cards whose files name it


def schema() -> dict[str, Any]:
    """The schema of a card file, of draft 7, which editors know best."""
    (_, _), parts = msgspec.json.schema_components(
        (Topic, Card), ref_template="#/definitions/{name}"
    )
    parts = {name: _without_nothing(part) for name, part in parts.items()}
    head = parts.pop("Topic")
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Cards of dlquiz",
        "description": "A topic and its cards.",
        "type": "object",
        "properties": {**head["properties"], "cards": {"type": "array", "items": _any_card()}},
        "required": [*head["required"], "cards"],
        "additionalProperties": False,
        "definitions": parts,
    }


def schema_text() -> str:
    """The schema as the text of a file."""
    return json.dumps(schema(), indent=2) + "\n"


def _any_card() -> dict[str, Any]:
    """A card by its kind: so that an editor complains of one kind, not of all."""
    by_kind = [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": {"$ref": f"#/definitions/{struct.__name__}"},
        }
        for kind, struct in KINDS.items()
    ]
    kinds = {"enum": [*KINDS], "description": f"{', '.join([*KINDS][:-1])} or {[*KINDS][-1]}"}
    needed = {"type": "object", "properties": {"kind": kinds}, "required": ["kind"]}
    return {**needed, "allOf": by_kind}


def _without_nothing(part: Any) -> Any:
    """The part without `null`, which stands for a field that is left out."""
    if isinstance(part, list):
        return [_without_nothing(one) for one in part if one != {"type": "null"}]
    if not isinstance(part, dict):
        return part
    kept = {
        name: _without_nothing(value)
        for name, value in part.items()
        if not (name == "default" and value is None)
    }
    if len(kept.get("anyOf", ())) == 1:
        kept |= kept.pop("anyOf")[0]
    return kept

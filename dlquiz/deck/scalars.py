"""What YAML takes a bare word for: text, a number, a truth value, a date, nothing.

YAML 1.1 has surprises: `no` is false, `0123` is 83, `12:30` is 750 and `1e-8` is text. They are
told apart here, so that a message can name the one that was met.
"""

import re
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import yaml

from dlquiz.deck.nodes import Node


class Meaning(NamedTuple):
    """What a scalar is read as, its value, and how that reading is called in a message.

    "trap" is a number or a date in a notation that hardly anyone means.
    """

    kind: Literal["text", "number", "truth", "nothing", "trap"]
    value: Any
    reading: str


_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_EXPONENT = re.compile(r"([-+]?[0-9]+(?:\.[0-9]*)?)[eE]([-+]?)([0-9]+)")
_TRUTHS = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}


def meaning(node: Node) -> Meaning:
    """What YAML takes the scalar for; what stands in quotes or in a block is text."""
    if node.style:
        return Meaning("text", node.text, "text")
    return _plain(node.text) if len(node.text) < 80 else Meaning("text", node.text, "text")


@lru_cache(maxsize=512)
def _plain(text: str) -> Meaning:
    tag = next((tag for tag, pattern in _candidates(text) if pattern.match(text)), "str")
    match tag.rpartition(":")[2]:
        case "bool":
            truth = _TRUTHS[text.lower()]
            return Meaning("truth", truth, "true" if truth else "false")
        case "null":
            return Meaning("nothing", None, "nothing")
        case "int" | "float":
            return _number(text)
        case "timestamp":
            return Meaning("trap", text, "a date")
    return Meaning("text", text, "text")


def _candidates(text: str) -> list[Any]:
    return [*_RESOLVERS.get(text[:1], []), *_RESOLVERS.get(None, [])]


def _number(text: str) -> Meaning:
    if _WHOLE.fullmatch(text):
        return Meaning("number", int(text), "a number")
    if _DECIMAL.fullmatch(text):
        return Meaning("number", float(text), "a number")
    if text.lower().lstrip("+-") in (".inf", ".nan"):
        return Meaning("number", float(text.replace(".", "")), "a number")
    if ":" in text:
        return Meaning("trap", text, f"{_in_sixties(text):g}, a number to the base of sixty")
    if re.fullmatch(r"[-+]?0[0-7_]+", text):
        return Meaning("trap", text, f"{int(text.replace('_', ''), 8)}, an octal number")
    return Meaning("trap", text, "a number in another notation")


def _in_sixties(text: str) -> float:
    total = 0.0
    for part in text.lstrip("+-").replace("_", "").split(":"):
        total = total * 60 + float(part)
    return -total if text.startswith("-") else total


def plain_number(text: str) -> str:
    """How YAML wants a number to be written that it reads as text or as something else.

    >>> plain_number("1e-8"), plain_number("0123"), plain_number("word")
    ('1.0e-8', '123', '')
    """
    if found := _EXPONENT.fullmatch(text):
        base, sign, power = found.groups()
        return f"{base if '.' in base else base + '.0'}e{sign or '+'}{power}"
    if re.fullmatch(r"[-+]?0[0-9]+", text):
        return str(int(text))
    return ""

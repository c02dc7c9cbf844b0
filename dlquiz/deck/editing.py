"""Card files changed as text: a card put in or taken out, everything else left as it was written.

Comments, quotes and blank lines are the author's own, so the YAML is never written anew from what
was read.
"""

import re
from collections.abc import Mapping
from textwrap import dedent, indent
from typing import NamedTuple

from dlquiz.deck.salvage import Chunk, chunks
from dlquiz.deck.schema import SCHEMA_FILE
from dlquiz.errors import UserError

_ID = re.compile(r"(?m)^([ \t-]*id[ \t]*:[ \t]*)(\S+)")


class Inserted(NamedTuple):
    """A file's text with one card more, and the line on which that card begins."""

    text: str
    line: int


def new_file(topic: str, *, title: str = "") -> str:
    """The text of a card file without cards; its first line tells editors how to check it."""
    head = f"# yaml-language-server: $schema={SCHEMA_FILE}\ntopic: {topic}\n"
    return head + (f"title: {title}\n" if title else "") + "cards:\n"


def with_card(text: str, card: str) -> Inserted:
    """The text with a card after its last one; `card` begins with its dash at column 1.

    Raises `UserError` where the cards do not stand one below the other.
    """
    text = _ended(text)
    head, *cards = chunks(text)
    last = cards[-1] if cards else head
    if not cards and not head.text.rstrip().endswith("cards:"):
        raise UserError("the cards do not begin with `cards:` on a line of its own")
    margin = last.text.index("-") if cards else 2
    own = _own_text(last) if cards else head.text.rstrip("\n") + "\n"
    begin = last.first_line - 1 + own.count("\n")
    lines = text.splitlines(keepends=True)
    before = "".join(lines[:begin]) + ("\n" if cards else "")
    line = before.count("\n") + 1
    return Inserted(before + indent(card, " " * margin) + "".join(lines[begin:]), line)


def with_cards(text: str, cards: Mapping[str, str]) -> str:
    """The text with each of these cards in the place of the one with its id, or at the end.

    Every card begins with its dash at column 1. Raises `UserError` as `with_card` does.
    """
    text = _ended(text)
    head, *there = chunks(text)
    made, new = [head.text], dict(cards)
    for chunk in there:
        own = _own_text(chunk)
        found = _ID.search(own)
        card = new.pop(found[2], None) if found else None
        margin = chunk.text.index("-")
        made.append(indent(card, " " * margin) + chunk.text[len(own) :] if card else chunk.text)
    whole = "".join(made)
    if not new:
        return whole
    first, *rest = new.values()
    return with_card(whole, "\n".join([first, *rest])).text


def without_card(text: str, line: int) -> str:
    """The text without the card that stands on that line, "" when it was the only one."""
    text = _ended(text)
    found = _at(text, line)
    lines = text.splitlines(keepends=True)
    begin = found.first_line - 1
    rest = "".join(lines[:begin] + lines[begin + _own_text(found).count("\n") :])
    return rest if len([*chunks(text)]) > 2 else ""


def card_text(text: str, line: int) -> str:
    """The card that stands on that line, with its dash at column 1."""
    return dedent(_own_text(_at(_ended(text), line)))


def renamed(card: str, card_id: str) -> str:
    """The text of a card under another id.

    >>> renamed("- id: a.b  # mine\\n  level: 1\\n", "a.c")
    '- id: a.c  # mine\\n  level: 1\\n'
    """
    return _ID.sub(lambda found: found[1] + card_id, card, count=1)


def _at(text: str, line: int) -> Chunk:
    _, *cards = chunks(text)
    begun = [card for card in cards if card.first_line <= line]
    if not begun:
        raise UserError("the cards do not stand one below the other")
    return begun[-1]


def _own_text(chunk: Chunk) -> str:
    """A card's lines without the blank ones, comments and fields of the head that follow it."""
    lines = chunk.text.splitlines(keepends=True)
    margin = len(lines[0]) - len(lines[0].lstrip(" "))
    end = 1
    for number, line in enumerate(lines[1:], start=1):
        inside = len(line) - len(line.lstrip(" ")) > margin
        if line.strip() and not inside:
            break
        end = number + 1 if line.strip() else end
    return "".join(lines[:end])


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"

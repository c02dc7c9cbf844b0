"""Reads on after text that is no YAML: one broken card does not cost the others of its file."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dlquiz.deck.nodes import Composer, Part, Unreadable

_CARDS = re.compile(r"cards[ \t]*:[ \t]*(#.*)?$")
_ITEM = re.compile(r"( *)-(\s|$)")
_CARD = re.compile(r"( *)-[ \t]+(id|kind)[ \t]*:")
_FIELD = re.compile(r"(topic|title|formula|references|demos|pitfalls|sources)[ \t]*:")


class Chunk(NamedTuple):
    """The head of a file or one of its cards, as text, and the line it begins on."""

    first_line: int
    text: str


def parts(text: str) -> Iterator[Part]:
    """Every part of a card file; what is not YAML gives a part that has only a flaw.

    The whole is read first. If that fails, what comes after the last good card is cut where cards
    seem to begin, and each piece is read for itself. A card is good once something follows it: one
    that breaks off in the middle may look whole, with fields missing.
    """
    reached, last = 0, None
    try:
        for part in Composer(text).parts():
            if last is not None:
                reached = last.value.line if last.is_card and last.value is not None else reached
                yield last
            last = part
        if last is not None:
            yield last
    except Unreadable as error:
        if last is not None and not last.is_card:
            yield last
        rest = [chunk for chunk in chunks(text) if chunk.first_line > reached]
        if not rest or reached < error.flaw.line < rest[0].first_line:
            yield Part([error.flaw])  # behind the last good card, and not in the next
        for chunk in rest:
            yield from _alone(chunk)


def _alone(chunk: Chunk) -> Iterator[Part]:
    is_head = chunk.first_line == 1
    text, first_line = chunk.text, chunk.first_line
    if not is_head:
        text, first_line = f"cards:\n{text}", first_line - 1
    read: list[Part] = []
    try:
        read.extend(Composer(text, first_line).parts())
    except Unreadable as error:
        read = [*[part for part in read if is_head], Part([error.flaw], is_card=not is_head)]
    yield from read


def chunks(text: str) -> Iterator[Chunk]:
    """The head, then every card: cards begin with a dash as far in as the first one's.

    After a field of the head that stands below the cards, which may be a list too, an item has to
    look like a card.
    """
    lines = text.splitlines(keepends=True)
    begins = [0]
    dash: str | None = None
    is_list = False
    item = _ITEM
    for number, line in enumerate(lines):
        item = _CARD if is_list and _FIELD.match(line) else item
        found = item.match(line) if is_list else None
        if found and dash is None:
            dash = found[1]
        if found and found[1] == dash:
            begins.append(number)
            item = _ITEM
        is_list = is_list or _CARDS.match(line) is not None
    for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        yield Chunk(begin + 1, "".join(lines[begin:end]))

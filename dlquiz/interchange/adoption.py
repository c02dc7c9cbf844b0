"""Notes of other programs as cards of ours, under ids that are the same in every import."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from dlquiz.deck.cards import Recall
from dlquiz.deck.nodes import Node
from dlquiz.deck.scalars import meaning
from dlquiz.interchange.cloze import gaps
from dlquiz.interchange.marked import card_text, clean
from dlquiz.interchange.notes import Note

LONGEST = 2000  # characters that a text of a card may have
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ,.()/'?!=+*_^;-]*")
_NOWHERE = Node("scalar", "", (), (), "", 1, 1, 1, 1)


class Lost(NamedTuple):
    """Something that was not carried over, and the note it belongs to."""

    where: str
    what: str


class Adopted(NamedTuple):
    """A card of ours, its topic, and what the topic may be called."""

    card: Recall
    topic: str
    title: str


def adopted(
    notes: Iterable[Note], topic: str | None, file: str, lost: list[Lost]
) -> Iterator[Adopted]:
    """The cards of notes; `topic`, or one named like a note's deck or file, begins their ids.

    What is not carried over is put into `lost`.
    """
    read = list(notes)
    fronts = Counter(note.front for note in read)
    taken = set[str]()
    for note in read:
        lost += [Lost(note.where, what) for what in note.lost]
        if not note.front:
            if not note.lost:
                lost.append(Lost(note.where, "it has no question"))
            continue
        own, title = topic or topic_of(note.deck or file), title_of(note.deck or file)
        stem = f"{own}.n-{_digest(note, fronts)}"
        for card in _cards(note, stem, lost):
            if card.id in taken:
                lost.append(Lost(note.where, "it stands there twice"))
            else:
                taken.add(card.id)
                yield Adopted(card, own, title)


def _digest(note: Note, fronts: Counter[str]) -> str:
    """What names the note: its key, else its question, else that and its answer."""
    name = note.key or note.front
    if not note.key and fronts[note.front] > 1:
        name = f"{note.front}\n{note.back}"
    return sha256(name.encode()).hexdigest()[:10]


def _cards(note: Note, stem: str, lost: list[Lost]) -> Iterator[Recall]:
    """The cards of a note, one for each gap; those that cannot be made are lost."""
    if not note.is_cloze:
        yield from _card(stem, note.front, note.back, note.where, lost)
        return
    found = gaps(note.front)
    if not found:
        lost.append(Lost(note.where, "it has no gap to fill"))
    for gap in found:
        answer = "\n\n".join(filter(None, (gap.missing, gap.whole, note.back)))
        yield from _card(f"{stem}-{gap.number}", gap.ask, answer, note.where, lost)


def _card(card_id: str, front: str, back: str, where: str, lost: list[Lost]) -> Iterator[Recall]:
    (ask, lost_here), (answer, lost_there) = card_text(front), card_text(back)
    what = [*lost_here, *lost_there]
    if not ask or not answer:
        what.append(f"it has no {'question' if not ask else 'answer'}")
    elif max(len(ask), len(answer)) > LONGEST:
        what.append(f"a text of a card has {LONGEST:,} characters at the most")
    else:
        yield Recall(id=card_id, level=1, ask=ask, answer=answer)
    lost += [Lost(where, one) for one in what]


def topic_of(name: str) -> str:
    """The topic that a deck or a file is named like.

    >>> topic_of("Deep Learning::Réseaux"), topic_of("深層")
    ('deep-learning-reseaux', 'imported')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain))[:60].strip("-") or "imported"


def title_of(name: str) -> str:
    """What a topic may be called that is named like a deck or a file.

    >>> title_of("Deep Learning::Optimizers")
    'Deep Learning · Optimizers'
    """
    return " ".join(clean(name).replace("::", " · ").split())[:200]


def yaml_of(card: Recall) -> str:
    """The card as it stands in a file, its dash at column 1."""
    return (
        f"- id: {card.id}\n  kind: recall\n  level: {card.level}\n"
        f"  ask: {scalar(card.ask)}\n  answer: {scalar(card.answer)}\n"
    )


def scalar(text: str, margin: str = "    ") -> str:
    """The text as YAML: plain where it can be, in single quotes, or as a block of lines."""
    if "\n" in text:
        lines = [f"{margin}{line}" if line else "" for line in text.split("\n")]
        sign = "|2-" if text[0] in " \t" else "|-"
        return "\n".join([sign, *lines])
    node = _NOWHERE._replace(text=text)
    if _PLAIN.fullmatch(text) and text == text.strip() and meaning(node).kind == "text":
        return text
    return "'" + text.replace("'", "''") + "'"

"""A card file as its topic, its good cards and everything that is wrong with it.

Nothing in a file can make this raise, hang or fill the memory: what it is and how large is looked
at before it is opened, and a broken card costs only itself.
"""

import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from dlquiz.deck.cards import Card, Topic
from dlquiz.deck.fields import Conversion
from dlquiz.deck.nodes import Node, Part
from dlquiz.deck.problems import Flaw, Problem, brief, locate
from dlquiz.deck.rules import broken_rules
from dlquiz.deck.salvage import parts

LARGEST = 16 * 2**20
MOST_PROBLEMS = 200
_FORBIDDEN = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class ReadCard(NamedTuple):
    """A good card, where its id stands, and the YAML it was made of, empty unless asked for."""

    card: Card
    place: Node
    node: Node


class FileCards(NamedTuple):
    """What a card file holds; `head` is the YAML of the topic's fields.

    Without a topic there are no cards. `is_readable` tells whether the file could be opened.
    """

    topic: Topic | None
    cards: list[ReadCard]
    problems: list[Problem]
    head: Node
    lines: list[str]
    is_readable: bool = True


class _NoText(Exception):
    """The file cannot be read as text at all."""

    def __init__(self, flaw: Flaw, *, is_readable: bool) -> None:
        super().__init__(flaw)
        self.flaw, self.is_readable = flaw, is_readable


def read_file(path: Path, *, keep_yaml: bool = False) -> FileCards:
    """The cards of a file and all its problems; never raises for what the file is or holds."""
    try:
        return read_text(_text(path), str(path), keep_yaml=keep_yaml)
    except _NoText as error:
        problem = locate(error.flaw, str(path), [])
        return FileCards(None, [], [problem], _NOWHERE, [], is_readable=error.is_readable)


def read_text(text: str, file: str, *, keep_yaml: bool = False) -> FileCards:
    """The cards of a text and all its problems; `file` is the name the problems bear.

    With `keep_yaml` every card comes with its nodes, which take several times its own memory.
    """
    reading = _Reading(text, file, keep_yaml=keep_yaml)
    for part in parts(_FORBIDDEN.sub("\ufffd", text)):
        reading.add(part)
        if len(reading.problems) >= MOST_PROBLEMS:
            reading.give_up()
            break
    return reading.result()


def _text(path: Path) -> str:
    """The text of a file. Raises `_NoText` for what is none, too large or cannot be opened."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a directory" if stat.S_ISDIR(status.st_mode) else "not a regular file"
            raise _refused(f"this is {kind}", "move it away, or give it another ending")
        if status.st_size > LARGEST:
            size = f"the file has {status.st_size / 2**20:,.0f} MiB, and {LARGEST // 2**20} is the"
            raise _refused(f"{size} most", "divide it into several")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refused(f"cannot be opened: {reason}", "", is_readable=False) from error
    return _decoded(data)


def _decoded(data: bytes) -> str:
    remedy = "save it as UTF-8 text"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused("the file is UTF-16 text, not UTF-8", remedy)
    if b"\0" in data:
        raise _refused("the file is binary, not text", "only YAML files may end in .yaml or .yml")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8", "replace")) + 1
        what = f"the byte 0x{error.object[error.start]:02x} is not UTF-8"
        flaw = Flaw(before.count(b"\n") + 1, column, what, remedy)
        raise _NoText(flaw, is_readable=True) from error


def _refused(what: str, remedy: str, *, is_readable: bool = True) -> _NoText:
    return _NoText(Flaw(1, 1, what, remedy), is_readable=is_readable)


class _Reading:
    """Gathers the parts of one file."""

    def __init__(self, text: str, file: str, *, keep_yaml: bool) -> None:
        self._file, self._lines, self._keep_yaml = file, text.splitlines(), keep_yaml
        self._fields: dict[str, tuple[Node, Node]] = {}
        self._cards: list[ReadCard] = []
        self._first: dict[str, int] = {}
        self._has_cards = self._is_broken = False
        self.problems: set[Problem] = set()
        self._control = {flaw.line: flaw for flaw in _control_characters(self._lines)}
        self._note(self._control.values())

    def add(self, part: Part) -> None:
        """Takes in one field of the head, or one card."""
        self._has_cards = self._has_cards or part.is_card
        self._is_broken = self._is_broken or part.key is None
        if part.value is None or part.key is None:
            self._note(part.flaws)
            self._drop_fields({flaw.line for flaw in part.flaws})
        elif part.is_card:
            self._add_card(part.value, part.flaws)
        else:
            self._note(part.flaws)
            self._fields[part.key.text] = (part.key, part.value)

    def _drop_fields(self, broken: set[int]) -> None:
        """Leaves out fields of the head in whose text the reading broke off."""
        for name, (_, value) in [*self._fields.items()]:
            if not broken.isdisjoint(range(value.line, value.end_line + 1)):
                del self._fields[name]

    def give_up(self) -> None:
        """Notes that the rest of the file is not looked at."""
        last = max(problem.line for problem in self.problems)
        self._note([Flaw(last + 1, 1, "too many problems: the rest of the file is not read")])

    def result(self) -> FileCards:
        """What was gathered. Without the name of a topic its cards have no place in a deck."""
        place = next(iter(self._fields.values()), (_NOWHERE,))[0]
        cards = self._fields.pop("cards", None)
        if not (self._has_cards or self._is_broken):
            self._note([_no_cards(cards, place)])
        head = place._replace(kind="mapping", pairs=tuple(self._fields.values()), style="")
        topic = self._topic(head)
        problems = sorted(self.problems, key=lambda p: (p.line, p.column, p.what))
        return FileCards(topic, self._cards if topic else [], problems, head, self._lines)

    def _topic(self, head: Node) -> Topic | None:
        """The head's good fields; a bad one is left out, for only the topic's name is needed."""
        conversion = Conversion()
        values = conversion.struct(head, Topic, "the head of a card file")
        if "topic" not in values and self._is_broken:  # what was not read is not missing
            return None
        self._note(conversion.flaws)
        return msgspec.convert(values, Topic) if "topic" in values else None

    def _add_card(self, node: Node, flaws: list[Flaw]) -> None:
        card, found = _converted(node)
        flaws = [*flaws, *found]
        if card is not None:
            flaws += [*broken_rules(card, node), *self._twin(card, node.at("id"))]
            is_clean = not any(node.line <= line <= node.end_line for line in self._control)
            if is_clean and not flaws:
                kept = node if self._keep_yaml else node._replace(pairs=())
                self._cards.append(ReadCard(card, node.at("id"), kept))
        name = node.get("id")
        self._note(flaws, name.text[:80] if name is not None else "")

    def _twin(self, card: Card, place: Node) -> Iterator[Flaw]:
        line = self._first.setdefault(card.id, place.line)
        if line != place.line:
            what = f"the id `{card.id}` stands on line {line} already"
            yield place.flaw(what, "give this card an id of its own")

    def _note(self, flaws: Iterable[Flaw], card: str = "") -> None:
        self.problems |= {locate(flaw, self._file, self._lines, card) for flaw in flaws}


def _converted(node: Node) -> tuple[Card | None, list[Flaw]]:
    """The card that a node is, or what keeps it from being one."""
    conversion = Conversion()
    values = conversion.card(node)
    if values is None:
        return None, conversion.flaws
    try:
        return msgspec.convert(values, Card), []
    except msgspec.ValidationError as error:  # a limit of a type that the walk does not know
        return None, [node.flaw(str(error))]


def _no_cards(cards: tuple[Node, Node] | None, place: Node) -> Flaw:
    if cards is None or (cards[1].is_empty or cards[1].kind == "sequence"):
        what, remedy = "the file has no cards", "add `cards:` and a list of them"
        return (cards[0] if cards else place).flaw(what, remedy)
    return cards[1].flaw("`cards` must be a list", "begin each card with `- id: NAME`")


def _control_characters(lines: list[str]) -> Iterator[Flaw]:
    """The first character on each line that YAML does not allow."""
    for number, line in enumerate(lines, 1):
        if found := _FORBIDDEN.search(line):
            what = f"the control character {brief(found[0])} is not allowed"
            yield Flaw(number, found.start() + 1, what, "remove it")


_NOWHERE = Node("mapping", "", (), (), "", 1, 1, 1, 1)

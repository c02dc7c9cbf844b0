"""YAML text as a tree of nodes with positions, read event by event.

The parser's events are turned into nodes here and not by its own composer, which crashes the
interpreter on deep nesting and copies aliases. So depth and size are bounded, anchors, tags and
repeated keys are refused where they stand, and the cards of a file come one at a time.
"""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import yaml

from dlquiz.deck.complaints import explained
from dlquiz.deck.problems import Flaw, brief

DEEPEST = 16
MOST_NODES = 4000

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Kind = Literal["scalar", "sequence", "mapping"]


class Node(NamedTuple):
    """A piece of YAML and where it stands, lines and columns from 1.

    `style` is the quote or block sign of a scalar, "" when plain, and "flow" for `{…}` and `[…]`.
    """

    kind: Kind
    text: str
    items: tuple["Node", ...]
    pairs: tuple[tuple["Node", "Node"], ...]
    style: str
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def width(self) -> int:
        """How many columns it takes on its first line, at least 1."""
        if self.end_line != self.line:
            return max(1, len(self.text.split("\n")[0]))
        return max(1, self.end_column - self.column)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is written where a value belongs."""
        return self.kind == "scalar" and self.style == "" and self.text == ""

    def get(self, name: str) -> "Node | None":
        """The value of a mapping's key, if it is there."""
        return next((value for key, value in self.pairs if key.text == name), None)

    def at(self, *path: str | int) -> "Node":
        """The node at a path of keys and places, or the nearest one above that exists."""
        if not path:
            return self
        step, *rest = path
        if isinstance(step, int):
            inner = self.items[step] if step < len(self.items) else None
        else:
            inner = self.get(step)
        return inner.at(*rest) if inner is not None else self

    def flaw(self, what: str, remedy: str = "") -> Flaw:
        """A flaw that points here."""
        return Flaw(self.line, self.column, what, remedy, self.width)


class Unreadable(Exception):
    """The text ends to be YAML here, or is too large to go on; what came before is good."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


class Part(NamedTuple):
    """A field of a file's root, or one card out of the list under `cards`.

    A part without a value is there for its flaws alone.
    """

    flaws: list[Flaw]
    key: Node | None = None
    value: Node | None = None
    is_card: bool = False


class Composer:
    """Makes nodes of a text; `first_line` is the line of the file on which the text begins."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        self._events: Iterator[Any] = yaml.parse(text, _LOADER)
        self._text = text
        self._offset = first_line
        self._flaws: list[Flaw] = []
        self._nodes = 0

    def parts(self) -> Iterator[Part]:
        """Every field of the text's root mapping, and for `cards` its items one by one.

        Raises `Unreadable` at the first thing that is not YAML, and for a root that is no mapping.
        """
        self._next()  # the stream begins
        root = self._next()
        if isinstance(root, yaml.DocumentStartEvent):
            root = self._next()
        if not isinstance(root, yaml.MappingStartEvent):
            raise Unreadable(self._no_mapping(root))
        self._check_properties(root)
        seen: dict[str, int] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            self._nodes = 0
            key = self._key(event, seen)
            event = self._next()
            if key.text == "cards" and isinstance(event, yaml.SequenceStartEvent):
                self._check_properties(event)
                yield Part(self._noted(), key)
                while not isinstance(event := self._next(), yaml.SequenceEndEvent):
                    yield self._part(key, event, is_card=True)
            else:
                yield self._part(key, event)
        self._next()
        if not isinstance(event := self._next(), yaml.StreamEndEvent):
            what = "a second document begins here, and only the first is read"
            yield Part([Flaw(*self._place(event.start_mark), what, "remove ---")])

    def _part(self, key: Node, event: Any, *, is_card: bool = False) -> Part:
        self._nodes = 0
        value = self._node(event, 1)
        return Part(self._noted(), key, value, is_card)

    def _noted(self) -> list[Flaw]:
        flaws, self._flaws = self._flaws, []
        return flaws

    def _next(self) -> Any:
        try:
            return next(self._events)
        except yaml.MarkedYAMLError as error:
            raise Unreadable(self._refused(error)) from error
        except (yaml.YAMLError, StopIteration) as error:
            raise Unreadable(Flaw(self._offset, 1, f"not YAML: {brief(str(error))}")) from error

    def _refused(self, error: yaml.MarkedYAMLError) -> Flaw:
        """The parser's complaint in our words, pointing at what was opened if that is above."""
        said, mark, opened = str(error.problem), error.problem_mark, error.context_mark
        if mark is None or (opened and opened.line < mark.line and "flow" in str(error.context)):
            mark = opened
        if opened and "quoted scalar" in str(error.context) and "escape" not in said:
            mark = opened
        line, column = self._place(mark) if mark else (self._offset, 1)
        if "cannot start any token" in said:
            source = self._text.splitlines()[line - self._offset]
            said = f"character {source[column - 1 : column]!r} cannot begin"
        return Flaw(line, column, *explained(said))

    def _node(self, event: Any, depth: int) -> Node:
        self._nodes += 1
        if depth > DEEPEST or self._nodes > MOST_NODES:
            what = "nested too deeply" if depth > DEEPEST else "far too long for one card"
            raise Unreadable(Flaw(*self._place(event.start_mark), what))
        self._check_properties(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth)
        return self._scalar(event)

    def _scalar(self, event: Any) -> Node:
        text = event.value if isinstance(event, yaml.ScalarEvent) else f"*{event.anchor}"
        style = (getattr(event, "style", None) or "").replace("\0", "")
        return self._made(event, event, "scalar", text=text, style=style)

    def _sequence(self, event: Any, depth: int) -> Node:
        items = []
        while not isinstance(inner := self._next(), yaml.SequenceEndEvent):
            items.append(self._node(inner, depth + 1))
        style = "flow" if event.flow_style else ""
        return self._made(event, inner, "sequence", items=tuple(items), style=style)

    def _mapping(self, event: Any, depth: int) -> Node:
        pairs = []
        seen: dict[str, int] = {}
        while not isinstance(inner := self._next(), yaml.MappingEndEvent):
            key = self._key(inner, seen, depth)
            pairs.append((key, self._node(self._next(), depth + 1)))
        style = "flow" if event.flow_style else ""
        return self._made(event, inner, "mapping", pairs=tuple(pairs), style=style)

    def _key(self, event: Any, seen: dict[str, int], depth: int = 0) -> Node:
        key = self._node(event, depth + 1)
        if key.kind != "scalar":
            self._flaws.append(key.flaw("a field's name must be text", "put the text in quotes"))
        elif key.text in seen:
            what = f"{brief(key.text)} stands on line {seen[key.text]} already"
            self._flaws.append(key.flaw(what, "only one of them can count: remove one"))
        seen.setdefault(key.text, key.line)
        return key

    def _check_properties(self, event: Any) -> None:
        """Notes an alias, an anchor or a tag: none of them has a meaning in a card."""
        line, column = self._place(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            what = f"the alias {brief(f'*{event.anchor}')} is not allowed"
            self._flaws.append(Flaw(line, column, what, "write the text out, or quote it"))
        elif event.anchor is not None:
            what = f"the anchor {brief(f'&{event.anchor}')} is not allowed"
            self._flaws.append(Flaw(line, column, what, "remove it, or quote the text"))
        elif event.tag is not None:
            what = f"the tag {brief(_short(event.tag))} is not allowed"
            self._flaws.append(Flaw(line, column, what, "remove it, or quote the text"))

    def _made(
        self,
        begin: Any,
        end: Any,
        kind: Kind,
        text: str = "",
        items: tuple[Node, ...] = (),
        pairs: tuple[tuple[Node, Node], ...] = (),
        style: str = "",
    ) -> Node:
        start, stop = self._place(begin.start_mark), self._place(end.end_mark)
        return Node(kind, text, items, pairs, style, *start, *stop)

    def _place(self, mark: Any) -> tuple[int, int]:
        return mark.line + self._offset, mark.column + 1

    def _no_mapping(self, event: Any) -> Flaw:
        is_text = isinstance(event, yaml.ScalarEvent | yaml.AliasEvent)
        if not is_text and not isinstance(event, yaml.SequenceStartEvent):
            return Flaw(self._offset, 1, "the file is empty", _FORM)
        if is_text and getattr(event, "value", "*") == "":
            return Flaw(self._offset, 1, "the file is empty", _FORM)
        found = "text" if is_text else "a list"
        what = f"a card file holds fields, but {found} begins here"
        return Flaw(*self._place(event.start_mark), what, _FORM)


_FORM = "begin with `topic: NAME`, then `cards:` and a list of cards"


def _short(tag: str) -> str:
    """A tag as it is usually written: `!!python/object`."""
    return tag.replace("tag:yaml.org,2002:", "!!")

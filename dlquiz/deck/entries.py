"""A card as the deck gives it out: with its place, and what it has from its topic."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dlquiz.deck.cards import BUG_DEMO, Bug, Card, DemoLink, Topic


class Entry(NamedTuple):
    """A card and where it stands; what it leaves out it has from its topic."""

    card: Card
    head: Topic
    file: Path
    line: int

    @property
    def topic(self) -> str:
        return self.head.topic

    @property
    def title(self) -> str:
        return self.head.title

    @property
    def kind(self) -> str:
        return str(self.card.__struct_config__.tag)

    @property
    def formula(self) -> str | None:
        return self.card.formula or self.head.formula

    @property
    def references(self) -> tuple[str, ...]:
        return (self.card.reference,) if self.card.reference else self.head.references

    @property
    def demo(self) -> DemoLink | None:
        """The card's demo with its parameters, else the first of its topic."""
        if isinstance(self.card, Bug):
            return DemoLink(name=BUG_DEMO, with_={"fault": self.card.fault})
        demo = self.card.demo
        if demo is None:
            return DemoLink(name=self.head.demos[0]) if self.head.demos else None
        return DemoLink(name=demo) if isinstance(demo, str) else demo

    @property
    def sources(self) -> tuple[str, ...]:
        return self.card.sources or self.head.sources


class Listed(NamedTuple):
    """What the index tells of a card without reading it."""

    id: str
    topic: str
    kind: str
    level: int


class TopicSummary(NamedTuple):
    """A topic and how many cards it has, of which kinds."""

    name: str
    title: str
    cards: int
    kinds: dict[str, int]
    references: tuple[str, ...]
    demos: tuple[str, ...]


def merged(heads: Sequence[Topic]) -> Topic:
    """One topic out of the heads of its files: each field from the first that has it."""

    def first(field: str) -> Any:
        return next((value for head in heads if (value := getattr(head, field))), None)

    name = heads[0].topic
    return Topic(
        topic=name,
        title=first("title") or name.replace("-", " ").capitalize(),
        formula=first("formula"),
        references=first("references") or (),
        demos=first("demos") or (),
        pitfalls=first("pitfalls") or (),
        sources=first("sources") or (),
    )

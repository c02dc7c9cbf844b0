"""What cards and topics name in one another: follow-ups, ids, the topic a demo belongs to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dlquiz import reference
from dlquiz.check.chains import circle_flaws, unreached_flaws
from dlquiz.check.demos import Demos
from dlquiz.check.execution import Tally, proof_flaws
from dlquiz.check.formulas import formula_flaws
from dlquiz.deck.cards import Card, Pitfall
from dlquiz.deck.nodes import Node
from dlquiz.deck.problems import Flaw
from dlquiz.deck.reading import FileCards, ReadCard
from dlquiz.errors import unknown


@dataclass(frozen=True)
class Links:
    """Where each id and each demo stands first, in the order of the deck, and every card."""

    ids: Mapping[str, tuple[Path, int]]
    cards: Mapping[str, Card]
    demos: Mapping[str, str]

    @classmethod
    def of(cls, files: Mapping[Path, FileCards]) -> "Links":
        ids: dict[str, tuple[Path, int]] = {}
        by_id: dict[str, Card] = {}
        demos: dict[str, str] = {}
        for path, cards in files.items():
            for read in cards.cards:
                ids.setdefault(read.card.id, (path, read.place.line))
                by_id.setdefault(read.card.id, read.card)
            for demo in cards.topic.demos if cards.topic else ():
                demos.setdefault(demo, cards.topic.topic if cards.topic else "")
        return cls(ids, by_id, demos)


def link_flaws(path: Path, read: ReadCard, links: Links) -> Iterator[Flaw]:
    """An id that another file has already, and follow-ups that lead nowhere or in a circle."""
    first_path, first_line = links.ids[read.card.id]
    if first_path.resolve() != path.resolve():
        where = f"{first_path}:{first_line}"
        yield read.place.flaw(
            f"the id `{read.card.id}` stands at {where} already", "give this card an id of its own"
        )
    for place, name in enumerate(read.card.follow_up):
        where_named = read.node.at("follow_up", place)
        if name == read.card.id:
            yield where_named.flaw("a card cannot follow itself", "name another one")
        elif name not in links.ids:
            error = unknown("card", name, links.ids)
            yield where_named.flaw(error.what, error.remedy)
    yield from circle_flaws(read, links.cards)


def head_flaws(
    path: Path, cards: FileCards, links: Links, demos: Demos, tally: Tally, *, is_builtin: bool
) -> Iterator[Flaw]:
    """What the head of a file names that does not exist, does not run, or is not its own."""
    topic, head = cards.topic, cards.head
    if topic is None:
        return
    yield from formula_flaws(head, tally)
    for place, name in enumerate(topic.references):
        yield from reference_flaws(name, head.at("references", place))
    for place, pitfall in enumerate(topic.pitfalls):
        if isinstance(pitfall, Pitfall) and pitfall.proof is not None:
            where = head.at("pitfalls", place, "proof")
            yield from proof_flaws({}, pitfall.proof, where, tally)
    for place, name in enumerate(topic.demos):
        yield from demos.named(name, head.at("demos", place))
        if is_builtin and links.demos[name] != topic.topic:
            yield head.at("demos", place).flaw(
                f"the demo {name} belongs to {links.demos[name]} already", "list it in one topic"
            )
    if is_builtin:
        yield from unreached_flaws(cards)
    if is_builtin and path.stem != topic.topic:
        yield head.at("topic").flaw(
            f"the file of this topic is {topic.topic}.yaml", "rename the file or the topic"
        )


def reference_flaws(name: str, node: Node) -> Iterator[Flaw]:
    """That the reference has no function of this name."""
    if name not in reference.__all__:
        error = unknown("reference", name, reference.__all__)
        yield node.flaw(error.what, error.remedy)

"""Runs the demos that cards and topics name, with the parameters they hand over."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dlquiz.check.execution import Draw, Tally, draws_of
from dlquiz.deck.cards import Card, DemoLink, Trace
from dlquiz.deck.nodes import Node
from dlquiz.deck.problems import Flaw
from dlquiz.demos import DEMOS, Demo, frames_of, load
from dlquiz.demos.parameters import parse
from dlquiz.errors import UserError, unknown
from dlquiz.trace import Frame

SEEDS = 20


class Demos:
    """Runs each demo once with the same parameters, however often it is named."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._ran: dict[tuple[str, str], Sequence[Frame] | str] = {}

    def named(self, name: str, node: Node) -> Iterator[Flaw]:
        """That there is no demo of this name, or that it does not run as it is."""
        yield from self.link_flaws(DemoLink(name=name), node, [{}])

    def linked(self, card: Card, node: Node) -> Iterator[Flaw]:
        """That a card's demo does not exist, refuses the card's values, or does not run."""
        for demo, place in _named_by(card, node):
            link = DemoLink(name=demo) if isinstance(demo, str) else demo
            draws = draws_of(card.given if link.with_ else {}, SEEDS)
            yield from self.link_flaws(link, place, draws)

    def frames(self, link: DemoLink, values: Draw) -> Sequence[Frame]:
        """The run of a demo that is known to have no flaws, with these values."""
        demo = load(link.name)
        run = self._run(demo, parse(demo.parameters, _handed_over(link, values)))
        return () if isinstance(run, str) else run

    def link_flaws(self, link: DemoLink, node: Node, draws: list[Draw]) -> Iterator[Flaw]:
        """That a demo does not exist, refuses some of the draws, or does not run."""
        if link.name not in DEMOS:
            error = unknown("demo", link.name, DEMOS, listing="dlquiz demo lists them")
            yield node.at("name").flaw(error.what, error.remedy)
            return
        demo = load(link.name)
        refused = [*_refused(demo, link, node, draws)]
        yield from refused
        if not refused:
            run = self._run(demo, parse(demo.parameters, _handed_over(link, draws[0])))
            if isinstance(run, str):
                yield node.at("name").flaw(f"the demo {link.name} {run}", "give it other values")

    def _run(self, demo: Demo, parameters: Any) -> Sequence[Frame] | str:
        """The frames of a run, or what is wrong with it."""
        key = (demo.name, repr(parameters))
        if key not in self._ran:
            self._ran[key] = _frames(demo, parameters)
            self._tally.demos += 1
        return self._ran[key]


def _named_by(card: Card, node: Node) -> Iterator[tuple[str | DemoLink, Node]]:
    """Every demo that a card names, and where."""
    if card.demo is not None:
        yield card.demo, node.at("demo")
    if isinstance(card, Trace):
        for place, run in enumerate(card.runs):
            yield run.demo, node.at("runs", place, "demo")


def _refused(demo: Demo, link: DemoLink, node: Node, draws: list[Draw]) -> Iterator[Flaw]:
    """The parameters that the demo has not, or that some draw puts out of their range."""
    for name in link.with_:
        for values in draws:
            try:
                parse(demo.parameters, {name: _handed_over(link, values)[name]})
            except UserError as error:
                what = f"the demo {link.name} refuses `{name}`: {error.what}"
                yield node.at("with", name).flaw(what, error.remedy)
                break


def _frames(demo: Demo, parameters: Any) -> Sequence[Frame] | str:
    try:
        frames = frames_of(demo, parameters)
    except Exception as error:  # whatever a demo raises, the check goes on and tells it
        return f"fails: {type(error).__name__}: {error}"
    return frames or "shows nothing"


def _handed_over(link: DemoLink, values: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a link, with the names of drawn values replaced by them."""
    return {
        name: values.get(value, value) if isinstance(value, str) else value
        for name, value in link.with_.items()
    }

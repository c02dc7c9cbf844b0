"""Drawn values and the text they stand in: each is shown, used, and named as it is called."""

import re
from collections.abc import Iterator, Mapping

from dlquiz.deck.cards import Card, Code, Complete, DemoLink, Numeric, Trace
from dlquiz.deck.expressions import names
from dlquiz.deck.nodes import Node
from dlquiz.deck.problems import Flaw
from dlquiz.deck.rules import inside
from dlquiz.errors import unknown

_IN_BRACES = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[A-Za-z_]\w*\Z")
_NOT_TEXT = re.compile(r"\$[^$]*\$|`[^`]*`")
_PROSE = ("ask", "claim", "explain", "hint", "points", "choices", "fillings", "runs")
_NOT_PROSE = ("tex", "code", "demo", "words")
_WORD = re.compile(r"[A-Za-z_]\w*")


def value_flaws(card: Card, node: Node) -> Iterator[Flaw]:
    """What stands in braces and is no value, values without a use, questions that hide one."""
    if not card.given:
        return
    texts = [*_texts(node)]
    unfilled = [*_unfilled(card, texts)]
    yield from unfilled
    yield from _unused(card, node, texts)
    if isinstance(card, Numeric) and not unfilled:
        yield from _hidden(card, node)


def _unfilled(card: Card, texts: list[Node]) -> Iterator[Flaw]:
    for text in texts:
        plain = _NOT_TEXT.sub(lambda found: " " * len(found[0]), text.text)
        for found in _IN_BRACES.finditer(plain):
            if remedy := _meant(found[1], card.given):
                what = f"`{found[0]}` is no value of this card"
                yield inside(text, text.text, found.start() + 1, what, remedy)


def _meant(inner: str, given: Mapping[str, str]) -> str:
    """What to do about braces that look like a value and are none; "" where they do not."""
    if inner in given:
        return ""
    if _NAME.match(inner):
        return unknown("value", inner, given, listing=f"it has {', '.join(given)}").remedy
    used = [name for name in _WORD.findall(inner) if name in given]
    return f"only {{{used[0]}}} by itself is replaced" if used else ""


def _unused(card: Card, node: Node, texts: list[Node]) -> Iterator[Flaw]:
    """Values that nothing shows, computes with, draws from or hands to the demo."""
    used = {name for text in texts for name in _IN_BRACES.findall(text.text)}
    used |= {name for text in _expressions(card) for name in names(text)}
    used |= {name for call in card.given.values() for name in _WORD.findall(call)}
    runs = card.runs if isinstance(card, Trace) else ()
    for demo in (card.demo, *(run.demo for run in runs)):
        handed = demo.with_.values() if isinstance(demo, DemoLink) else ()
        used |= {value for value in handed if isinstance(value, str)}
    for key, _ in node.at("given").pairs:
        if key.text not in used:
            yield key.flaw(f"the value `{key.text}` is never used", "use it or remove it")


def _expressions(card: Card) -> Iterator[str]:
    if card.proof is not None:
        yield card.proof
    if isinstance(card, Numeric | Complete):
        yield card.answer
    if isinstance(card, Code):
        yield from card.arguments
        yield from (argument for edge in card.edges for argument in edge)
        yield from (one.expression for one in card.holds)
    if isinstance(card, Complete):
        yield card.code
        yield from (filling.code for filling in card.fillings)


def _hidden(card: Numeric, node: Node) -> Iterator[Flaw]:
    """Values the answer depends on that the question neither shows nor lets count."""
    shown = set(_IN_BRACES.findall(card.ask))
    counted = {name for one in shown & card.given.keys() for name in _WORD.findall(card.given[one])}
    for name in card.given:
        if name in names(card.answer) - shown - counted:
            what = f"the answer depends on `{name}`, which the question does not show"
            yield node.at("ask").flaw(what, f"write {{{name}}} into it")


def _texts(node: Node) -> Iterator[Node]:
    """Every text of a card in which values may stand."""
    is_expression = node.at("kind").text in ("numeric", "complete")
    for key, value in node.pairs:
        if key.text in _PROSE or (key.text == "answer" and not is_expression):
            yield from _leaves(value)


def _leaves(node: Node) -> Iterator[Node]:
    if node.kind == "scalar":
        yield node
    named = [value for key, value in node.pairs if key.text not in _NOT_PROSE]
    below: list[Node] = [*node.items, *named]
    for inner in below:
        yield from _leaves(inner)

"""What a card must keep beyond the types of its fields, so that it can be asked at all."""

import keyword
from collections.abc import Iterator

from dlquiz.deck.cards import Card, MultipleChoice, Numeric
from dlquiz.deck.expressions import ExpressionError, parse
from dlquiz.deck.given import GivenError, draw
from dlquiz.deck.nodes import Node
from dlquiz.deck.problems import Flaw, brief


def broken_rules(card: Card, node: Node) -> Iterator[Flaw]:
    """Every rule that the card breaks, at the field that breaks it."""
    yield from _given(card, node)
    if isinstance(card, MultipleChoice):
        yield from _choices(card, node)
    if isinstance(card, Numeric):
        yield from _expression(card.answer, node.at("answer"))
    if card.proof is not None:
        yield from _expression(card.proof, node.at("proof"))


def _given(card: Card, node: Node) -> Iterator[Flaw]:
    given = node.at("given")
    for name in filter(keyword.iskeyword, card.given):
        key = next(key for key, _ in given.pairs if key.text == name)
        yield key.flaw(f"`{name}` cannot be a name in an expression", "choose another")
    done: dict[str, str] = {}
    for name, call in card.given.items():
        done[name] = call
        try:
            draw(done, seed=0)
        except GivenError as error:
            yield node.at("given", name).flaw(error.what, error.remedy)
            return


def _choices(card: MultipleChoice, node: Node) -> Iterator[Flaw]:
    if not any(choice.right for choice in card.choices):
        key = next(key for key, _ in node.pairs if key.text == "choices")
        yield key.flaw("no option is right", "add `right: true` to the one that is")
    first: dict[str, int] = {}
    for place, choice in enumerate(card.choices):
        text = " ".join(choice.text.split())
        where = node.at("choices", place, "text")
        if text in first:
            yield where.flaw(
                f"the option on line {first[text]} says the same", "reword one of them"
            )
        first.setdefault(text, where.line)


def _expression(text: str, node: Node) -> Iterator[Flaw]:
    try:
        parse(text)
    except ExpressionError as error:
        yield inside(node, text, error.column, f"{brief(text)}: {error.what}", error.remedy)


def inside(node: Node, text: str, column: int, what: str, remedy: str) -> Flaw:
    """A flaw at a column of the text of a node, or at its beginning where columns are not kept."""
    margin = {"": 0, "'": 1, '"': 1}.get(node.style)
    is_kept = node.line == node.end_line and margin is not None
    if not is_kept or node.end_column - node.column != len(text) + 2 * (margin or 0):
        return node.flaw(what, remedy)
    return Flaw(node.line, node.column + (margin or 0) + column - 1, what, remedy)

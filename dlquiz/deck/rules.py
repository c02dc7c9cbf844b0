"""What a card must keep beyond the types of its fields, so that it can be asked at all."""

import keyword
from collections.abc import Iterator

from dlquiz.deck.cards import HOLE, Bug, Card, Complete, MultipleChoice, Numeric, Trace
from dlquiz.deck.expressions import ExpressionError, parse
from dlquiz.deck.given import GivenError, draw
from dlquiz.deck.nodes import Node
from dlquiz.deck.problems import Flaw, brief


def broken_rules(card: Card, node: Node) -> Iterator[Flaw]:
    """Every rule that the card breaks, at the field that breaks it."""
    yield from _given(card, node)
    match card:
        case MultipleChoice(choices=choices) | Bug(choices=choices):
            yield from _options([c.right for c in choices], "text", node.at("choices"), node)
        case Numeric():
            yield from _expression(card.answer, node.at("answer"))
        case Complete():
            yield from _complete(card, node)
        case Trace():
            yield from _trace(card, node)
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


def _options(right: list[bool], label: str, options: Node, node: Node) -> Iterator[Flaw]:
    """That no option is right, or that two say the same under `label`."""
    if not any(right):
        key = next(key for key, value in node.pairs if value is options)
        yield key.flaw("no option is right", "add `right: true` to the one that is")
    first: dict[str, int] = {}
    for option in options.items:
        where = option.at(label)
        text = " ".join(where.text.split())
        if text in first:
            yield where.flaw(
                f"the option on line {first[text]} says the same", "reword one of them"
            )
        first.setdefault(text, where.line)


def _complete(card: Complete, node: Node) -> Iterator[Flaw]:
    fillings = node.at("fillings")
    yield from _options([f.right for f in card.fillings], "tex", fillings, node)
    if sum(filling.right for filling in card.fillings) > 1:
        yield fillings.flaw("more than one filling is right", "a hole takes one")
    if HOLE not in (card.formula or ""):
        where = node.at("formula") if card.formula else node.at("id")
        yield where.flaw(f"the formula has no {HOLE}", f"write {HOLE} where it is to be filled")
    if "hole" in card.given:
        yield node.at("given", "hole").flaw("`hole` is what the fillings fill", "choose another")
    yield from _expression(card.answer, node.at("answer"))
    yield from _expression(card.code, node.at("code"))
    for number, filling in enumerate(card.fillings):
        yield from _expression(filling.code, fillings.at(number, "code"))


def _trace(card: Trace, node: Node) -> Iterator[Flaw]:
    if (card.next is None) == (not card.runs):
        yield node.at("ask").flaw(
            "a trace asks either what comes next or which run it is", "write `next:` or `runs:`"
        )
    elif card.next is not None:
        if card.tolerance is None:
            yield node.at("next").flaw("`tolerance` is missing", "a number to predict needs it")
        if card.demo is None:
            yield node.at("next").flaw("`demo` is missing", "name the demo that is run")
    elif len(card.runs) < 2:
        yield node.at("runs").flaw("there is one run alone", "add another to choose from")


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

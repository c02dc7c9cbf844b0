"""Draws every formula of a card or a head: the displayed one, and those between dollar signs."""

import re
from collections.abc import Iterator

from dlquiz.check.execution import Tally
from dlquiz.deck.cards import HOLE
from dlquiz.deck.nodes import Node
from dlquiz.deck.problems import Flaw, brief
from dlquiz.deck.rules import inside
from dlquiz.deck.templates import fill_hole
from dlquiz.formula import FormulaError, render, render_line

_INLINE = re.compile(r"\$([^$]+)\$")
_EXPRESSIONS = {"proof", "given", "id", "with", "code", "tex"}


def formula_flaws(node: Node, tally: Tally) -> Iterator[Flaw]:
    """Every formula under a node that cannot be drawn, at its column where that is known."""
    for key, value in node.pairs:
        if key.text == "formula" and HOLE in value.text:
            yield from _filled(value, node.at("fillings"), tally)
        elif key.text == "formula":
            yield from _displayed(value, tally)
        elif key.text not in _EXPRESSIONS:
            yield from _texts(value, tally)


def _texts(node: Node, tally: Tally) -> Iterator[Flaw]:
    """The inline formulas of a text, and of every text inside a list or a mapping."""
    if node.kind == "mapping":
        yield from formula_flaws(node, tally)
    for item in node.items:
        yield from _texts(item, tally)
    for found in _INLINE.finditer(node.text):
        try:
            render_line(found[1])
            tally.formulas += 1
        except FormulaError as error:
            column = found.start(1) + error.column
            what = f"{brief(found[0])} cannot be drawn: {error.what}"
            yield inside(node, node.text, column, what, error.remedy)


def _filled(formula: Node, fillings: Node, tally: Tally) -> Iterator[Flaw]:
    """A formula with a hole, drawn with the square of the question and with every filling."""
    yield from _displayed(formula._replace(text=fill_hole(formula.text)), tally)
    for filling in fillings.items:
        tex = filling.at("tex")
        try:
            render(tex.text)
            render(fill_hole(formula.text, tex.text))
            tally.formulas += 1
        except FormulaError as error:
            yield tex.flaw(f"cannot be drawn: {error.what}", error.remedy)


def _displayed(node: Node, tally: Tally) -> Iterator[Flaw]:
    try:
        render(node.text)
        render_line(node.text)
        tally.formulas += 1
    except FormulaError as error:
        yield inside(node, node.text, error.column, f"cannot be drawn: {error.what}", error.remedy)

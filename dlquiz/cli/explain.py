"""`dlquiz explain NAME`: the study sheet of a topic, a card, a reference or a demo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dlquiz.cli.completion import explained

if TYPE_CHECKING:
    from collections.abc import Callable

    from dlquiz.deck.index import Deck
    from dlquiz.screen.sheet import Sheet


def explain(
    name: Annotated[
        str, typer.Argument(help="A topic, card id, reference or demo.", autocompletion=explained)
    ],
    plain: Annotated[
        bool, typer.Option("--plain", help="No colour, no boxes, formulas on one line.")
    ] = False,
) -> None:
    """Print the study sheet of a topic or card."""
    from dlquiz.cli.opening import opened_deck
    from dlquiz.screen.console import open_console
    from dlquiz.screen.sheet import Sheet

    with opened_deck() as deck:
        show = _found(deck, name)
        show(Sheet(open_console(plain=plain), plain=plain))


def _found(deck: Deck, name: str) -> Callable[[Sheet], None]:
    """What shows the thing of this name: a topic, then a card, a reference, a demo."""
    from dlquiz.cli import sheets
    from dlquiz.cli.names import beginning_of, printable
    from dlquiz.cli.sources import reference_names
    from dlquiz.demos import DEMOS
    from dlquiz.errors import unknown

    name = printable(name)
    topics = list(deck.topic_names)
    topic = beginning_of(name, topics)
    if topic is not None:
        return lambda sheet: sheets.topic_sheet(sheet, deck, topic)
    entry = deck.entry(name)
    if entry is not None:
        return lambda sheet: sheets.card_sheet(sheet, entry)
    if name in reference_names():
        return lambda sheet: sheets.reference_sheet(sheet, deck, name)
    if name in DEMOS:
        return lambda sheet: sheets.demo_sheet(sheet, name)
    known = [*topics, *deck.ids(), *reference_names(), *DEMOS]
    raise unknown("topic, card, reference or demo", name, known, listing="see dlquiz topics")

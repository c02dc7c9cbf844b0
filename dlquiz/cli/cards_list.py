"""`dlquiz cards list|show|flags|suspend|resume`: the cards there are."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from dlquiz.cli.arguments import CardId, ExtraCards, Topics

if TYPE_CHECKING:
    from dlquiz.deck.index import Deck, Entry


def list_cards(
    topic: Topics = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
    cards: ExtraCards = None,
) -> None:
    """List the cards: id, topic, kind, level."""
    from dlquiz.cli.names import wanted_topics
    from dlquiz.cli.opening import opened_deck

    with opened_deck(cards) as deck:
        entries = list(deck.entries(topics=wanted_topics(deck, topic) or None))
    if as_json:
        import json

        print(json.dumps([_as_json(entry) for entry in entries], indent=2, ensure_ascii=False))
        return
    from dlquiz.screen.console import open_console
    from dlquiz.screen.tables import plain_table

    rows = [(e.card.id, e.kind, str(e.card.level), e.topic) for e in entries]
    console = open_console(plain=not sys.stdout.isatty())
    console.print(plain_table(("id", "kind", "level", "topic"), rows))


def _as_json(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.card.id,
        "topic": entry.topic,
        "kind": entry.kind,
        "level": entry.card.level,
        "reference": list(entry.references),
        "demo": entry.demo.name if entry.demo else None,
        "file": str(entry.file),
        "line": entry.line,
    }


def show_card(card: CardId, cards: ExtraCards = None) -> None:
    """Show one card whole: question, answer, formula, source."""
    from dlquiz.cli.opening import opened_deck
    from dlquiz.cli.sheets import card_sheet
    from dlquiz.screen.console import open_console
    from dlquiz.screen.sheet import Sheet

    with opened_deck(cards) as deck:
        card_sheet(Sheet(open_console(), plain=False), _entry(deck, card))


def flags(
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """List the cards you flagged, with your remarks."""
    from dlquiz.cli.opening import opened_progress

    with opened_progress() as progress:
        found = progress.flags()
    if as_json:
        import json

        rows = [{"card": f.card, "remark": f.remark, "at": f.at.isoformat()} for f in found]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    from dlquiz.screen.prose import visible

    for flag in found:
        print(f"{flag.at.astimezone():%Y-%m-%d}  {flag.card}  {visible(flag.remark)}")
    if not found:
        print("No card is flagged; ! flags one in practice.")


def suspend(card: CardId) -> None:
    """Leave a card out of practice until it is resumed."""
    from dlquiz.cli.opening import now, opened_deck, opened_progress

    with opened_deck(warn=False) as deck, opened_progress() as progress:
        entry = _entry(deck, card)
        progress.suspend(entry.card.id, now())
    print(f"{entry.card.id} is suspended; dlquiz cards resume {entry.card.id} brings it back.")


def resume(card: CardId) -> None:
    """Bring a suspended card back into practice."""
    from dlquiz.cli.opening import now, opened_deck, opened_progress

    with opened_deck(warn=False) as deck, opened_progress() as progress:
        entry = _entry(deck, card)
        progress.resume(entry.card.id, now())
    print(f"{entry.card.id} is asked again.")


def _entry(deck: Deck, card_id: str) -> Entry:
    from dlquiz.cli.names import printable
    from dlquiz.errors import unknown

    card_id = printable(card_id.strip())
    entry = deck.entry(card_id)
    if entry is None:
        raise unknown("card", card_id, deck.ids(), listing="dlquiz cards list shows the ids")
    return entry

"""`dlquiz cards import`: cards of other programs, in the person's own deck."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from dlquiz.cli.completion import topics
from dlquiz.cli.own_deck import keep, keep_schema, refuse, report_beside, topic_named
from dlquiz.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dlquiz.deck.cards import Card, Recall
    from dlquiz.deck.index import Deck
    from dlquiz.interchange.adoption import Adopted, Lost

_PLACES = 3  # that are named of something that was lost several times


class Made(NamedTuple):
    """A card file with what was taken in, and how many of its cards are new, changed, as before."""

    path: Path
    before: str
    text: str
    new: int
    changed: int
    known: int


def import_cards(
    file: Annotated[Path, typer.Argument(help="An .apkg, .csv, .tsv, .txt or .md file.")],
    topic: Annotated[
        str | None,
        typer.Option(help="The topic of all cards; else their decks'.", autocompletion=topics),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the card files, and write nothing.")
    ] = False,
) -> None:
    """Take in the cards of Anki, of a table or of Markdown."""
    from dlquiz.cli.opening import opened_deck

    lost: list[Lost] = []
    with opened_deck(warn=False) as deck:
        name = topic_named(deck, topic) if topic else None
        made = [_made(deck, cards, lost) for cards in _by_topic(file, name, lost).values()]
    fresh = {one.path: one.text for one in made if one.text != one.before}
    if dry_run:
        print("\n".join(fresh.values()), end="")
    elif fresh:
        _write(fresh, [one for one in made if one.changed])
    for one in made:
        print(_told(one, dry_run=dry_run))
    _tell_lost(lost)
    if not made:
        raise UserError("no card is in it that can be taken in", where=str(file))


def _by_topic(file: Path, topic: str | None, lost: list[Lost]) -> dict[str, list[Adopted]]:
    """What is in a file, by topic; several decks may be of one topic."""
    from dlquiz.interchange.adoption import adopted
    from dlquiz.interchange.sources import notes_of

    found: dict[str, list[Adopted]] = {}
    for one in adopted(notes_of(file), topic, file.stem, lost):
        found.setdefault(one.topic, []).append(one)
    return found


def _made(deck: Deck, adopted: Sequence[Adopted], lost: list[Lost]) -> Made:
    """The file of a topic with its cards; what stays as it is there is put into `lost`."""
    from dlquiz.cli.authoring import text_of
    from dlquiz.deck.editing import new_file, with_cards
    from dlquiz.deck.reading import read_text
    from dlquiz.interchange.adoption import yaml_of
    from dlquiz.paths import home

    _, topic, title = adopted[0]
    path = home().cards / f"{topic}.yaml"
    before = text_of(path)
    there = {read.card.id: read.card for read in read_text(before, str(path)).cards}
    wanted = [one.card for one in adopted if _may_be_taken(deck, one.card, there, path, lost)]
    fresh = {card.id: yaml_of(card) for card in wanted if there.get(card.id) != card}
    begun = before or new_file(topic, title="" if topic in deck.topic_names else title)
    text = with_cards(begun, fresh) if fresh else before
    changed = sum(card in there for card in fresh)
    return Made(path, before, text, len(fresh) - changed, changed, len(wanted) - len(fresh))


def _may_be_taken(
    deck: Deck, card: Recall, there: Mapping[str, Card], path: Path, lost: list[Lost]
) -> bool:
    """Whether a card is new, or as an import left it; a person's own work on it stays."""
    import msgspec

    from dlquiz.deck.cards import Recall
    from dlquiz.interchange.adoption import Lost

    mine, entry = there.get(card.id), deck.entry(card.id)
    if mine is None:
        if entry is not None:
            lost.append(Lost(card.id, f"it is in {entry.file} already"))
        return entry is None
    is_as_imported = isinstance(mine, Recall) and card == msgspec.structs.replace(
        mine, ask=card.ask, answer=card.answer
    )
    if not is_as_imported:
        lost.append(Lost(card.id, f"your own version of it in {path.name} stays"))
    return is_as_imported


def _write(texts: Mapping[Path, str], changed: Iterable[Made]) -> None:
    """Keep the files once all of them are right, and those in which cards change as they were."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as place:
        trial = [Path(place) / path.name for path in texts]
        for path, text in zip(trial, texts.values(), strict=True):
            keep(path, text)
        refuse(report_beside(trial, set(texts)).problems)
    keep_schema()
    for one in changed:
        keep(_old(one.path), one.before)
    for path, text in texts.items():
        keep(path, text)


def _told(made: Made, *, dry_run: bool) -> str:
    would = "would be " if dry_run else ""
    counts = ((made.new, "new"), (made.changed, "changed"), (made.known, "there already"))
    what = ", ".join(f"{number} {word}" for number, word in counts if number)
    old = f"; {_old(made.path)} is the file as it was" if made.changed and not dry_run else ""
    return f"{made.path}: {would}{what or 'nothing'}{old}"


def _old(path: Path) -> Path:
    return path.with_name(f".{path.name}.old")


def _tell_lost(lost: Iterable[Lost]) -> None:
    """What was not carried over, each thing once, with some of the places where it was."""
    from dlquiz.screen.prose import visible

    places: dict[str, list[str]] = {}
    for where, what in lost:
        places.setdefault(what, []).append(where)
    if places:
        print("\nNot carried over:")
    for what, found in places.items():
        more = f" and {len(found) - _PLACES} more" if len(found) > _PLACES else ""
        print(visible(f"  {what} ({', '.join(found[:_PLACES])}{more})"))

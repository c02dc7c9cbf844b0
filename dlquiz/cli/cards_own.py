"""`dlquiz cards new|add|edit|rm`: cards of the person's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dlquiz.cli.arguments import CardId
from dlquiz.cli.completion import card_ids, kinds, topics
from dlquiz.cli.own_deck import keep, keep_schema, refuse, report_beside, topic_named
from dlquiz.errors import UsageError, UserError

if TYPE_CHECKING:
    from dlquiz.cli.authoring import Author, Place
    from dlquiz.deck.index import Deck


def new(
    topic: Annotated[
        str, typer.Argument(help="A topic, known or new: softmax, my-cards.", autocompletion=topics)
    ],
    kind: Annotated[
        str, typer.Option(help="As recall, choice, numeric, claim.", autocompletion=kinds)
    ] = "recall",
    card_id: Annotated[str | None, typer.Option("--id", help="The id of the card.")] = None,
    like: Annotated[
        str | None, typer.Option(help="Begin with a copy of this card.", autocompletion=card_ids)
    ] = None,
) -> None:
    """Write a card: an example to change, in your editor."""
    from dlquiz.cli.authoring import Place, text_of
    from dlquiz.cli.opening import opened_deck
    from dlquiz.deck.editing import new_file, with_card
    from dlquiz.paths import home

    with opened_deck(warn=False) as deck:
        name = topic_named(deck, topic)
        card = _beginning(deck, name, kind, card_id, like)
        title = "" if name in deck.topic_names else name.replace("-", " ").capitalize()
    path = home().cards / f"{name}.yaml"
    before = text_of(path)
    begun = with_card(before or new_file(name, title=title), card)
    keep(path, begun.text)
    keep_schema()
    _write(_author(Place(path, begun.line)), Place(path, begun.line), before, begun.text)


def _beginning(deck: Deck, topic: str, kind: str, card_id: str | None, like: str | None) -> str:
    """The text that the card begins with: an example of its kind, or a copy."""
    from dlquiz.cli.authoring import found, text_of
    from dlquiz.cli.names import complete
    from dlquiz.deck.editing import card_text, renamed
    from dlquiz.deck.examples import EXAMPLES

    if like is not None:
        place = found(deck, like)
        text, stem = card_text(text_of(place.file), place.line), "copy"
    else:
        stem = complete("kind of card", kind, EXAMPLES, f"it is one of {', '.join(EXAMPLES)}")
        text = EXAMPLES[stem]
    return renamed(text, _new_id(deck, card_id) if card_id else _free_id(deck, f"{topic}.{stem}"))


def _new_id(deck: Deck, card_id: str) -> str:
    import msgspec

    from dlquiz.deck.cards import Id
    from dlquiz.errors import quoted

    taken = deck.entry(card_id)
    if taken is not None:
        raise UsageError(f"{card_id} is taken by {taken.file}:{taken.line}", where="--id")
    try:
        return msgspec.convert(card_id, Id)
    except msgspec.ValidationError as error:
        remedy = "small letters and digits in words joined by . or -, as softmax.by-hand"
        raise UsageError(f"{quoted(card_id)} cannot be an id", remedy=remedy) from error


def _free_id(deck: Deck, stem: str) -> str:
    taken = {*deck.ids(), *(problem.card for problem in deck.problems)}
    number = 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _write(author: Author, place: Place, before: str, begun: str) -> None:
    """The editor until something was made of the example, which is taken back otherwise."""
    from dlquiz.cli.authoring import text_of

    if not author.open():
        print(f"{place} is an example to change;")
        print(f"dlquiz cards check {place.file.name} executes it.")
        return
    try:
        while text_of(place.file) == begun:
            if not typer.confirm("Nothing was changed. Open it again?", default=True):
                break
            author.open()
    finally:
        if text_of(place.file) == begun:
            _put_back(place.file, before)
    if text_of(place.file) == before:
        print("No card was added.")
        return
    _leave(author, before)


def _put_back(path: Path, before: str) -> None:
    if before:
        keep(path, before)
    else:
        path.unlink(missing_ok=True)


def _leave(author: Author, before: str) -> None:
    """What was written, checked and shown; exit code 1 when something is wrong with it."""
    if not author.settle():
        raise typer.Exit(1)
    author.show(before)


def edit(card: CardId) -> None:
    """Open a card in your editor, then check and show it.

    In a pipe, print where it stands.
    """
    from dlquiz.cli.authoring import found, no_editor, own_place, text_of
    from dlquiz.cli.opening import opened_deck

    with opened_deck(warn=False) as deck:
        place = own_place(found(deck, card), card)
    if not _on_terminal():
        print(place)
        return
    before, author = text_of(place.file), _author(place)
    if not author.open():
        raise no_editor(place)
    _leave(author, before)


def rm(
    card: CardId,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take a card out of its file; what you answered stays."""
    from dlquiz.cli.authoring import found, own_place, text_of
    from dlquiz.cli.opening import opened_deck
    from dlquiz.deck.editing import without_card

    with opened_deck(warn=False) as deck:
        place = own_place(found(deck, card), card)
    if not yes and not typer.confirm(f"Take {card} out of {place}?"):
        raise typer.Exit(1)
    text = text_of(place.file)
    kept = place.file.with_name(f".{place.file.name}.old")
    keep(kept, text)
    _put_back(place.file, without_card(text, place.line))
    print(f"{card} is taken out; {kept} is the file as it was.")


def add(
    paths: Annotated[list[Path], typer.Argument(help="Card files, or directories of them.")],
    force: Annotated[bool, typer.Option("--force", help="Replace files of your deck.")] = False,
) -> None:
    """Check card files and copy them into your own deck."""
    from dlquiz.cli.authoring import text_of
    from dlquiz.deck.listing import card_files
    from dlquiz.paths import home

    files, problems = card_files([_existing(path) for path in paths])
    refuse(problems)
    targets = {home().cards / file.path.name: file.path for file in files}
    if not files:
        raise UserError("no card file is there", remedy="their names end in .yaml")
    if len(targets) < len(files):
        raise UsageError("two of the files have the same name", remedy="add them one by one")
    different = [t for t, source in targets.items() if text_of(t) not in ("", text_of(source))]
    if different and not force:
        raise UsageError("the file exists", where=str(different[0]), remedy="--force replaces it")
    report = report_beside(list(targets.values()), set(targets))
    refuse(report.problems)
    for double in report.doubles:
        print(double.pointed(), file=sys.stderr)
    for target, source in targets.items():
        keep(target, text_of(source))
        print(f"{source.name} is in your deck: {target}")


def _existing(path: Path) -> Path:
    if not path.exists():
        raise UsageError("no such file or directory", where=str(path))
    return path


def _on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _author(place: Place) -> Author:
    from dlquiz.cli.authoring import Author
    from dlquiz.screen.console import open_console

    plain = not sys.stdout.isatty()
    return Author(place, open_console(plain=plain), plain=plain)

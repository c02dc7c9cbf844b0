"""What may come next on the command line, for the completion of a shell; reads no card file.

Whatever is printed here a shell would offer, so nothing is said of what is wrong with the deck.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dlquiz.deck.index import Deck

Completion = Callable[[str], list[str]]


def _of_the_deck(names: Callable[[Deck], Iterable[str]]) -> Completion:
    """The names in the deck that begin as the word that was typed."""

    def completion(incomplete: str) -> list[str]:
        from dlquiz.cli.opening import opened_deck
        from dlquiz.errors import UserError

        try:
            with opened_deck(warn=False) as deck:
                return [name for name in names(deck) if name.startswith(incomplete)]
        except (UserError, OSError):
            return []

    return completion


def _explained(deck: Deck) -> set[str]:
    summaries = deck.topics()
    references = {name for summary in summaries for name in summary.references}
    return {*deck.topic_names, *references, *demos(""), *deck.ids()}


topics = _of_the_deck(lambda deck: deck.topic_names)
card_ids = _of_the_deck(lambda deck: deck.ids())
drills = _of_the_deck(lambda deck: deck.ids(kinds=["code"]))
explained = _of_the_deck(lambda deck: sorted(_explained(deck)))


def kinds(incomplete: str) -> list[str]:
    """Kinds of cards."""
    from dlquiz.deck.cards import KINDS

    return [kind for kind in KINDS if kind.startswith(incomplete)]


def demos(incomplete: str) -> list[str]:
    """Names of demos."""
    from dlquiz.demos import DEMOS

    return [name for name in DEMOS if name.startswith(incomplete)]


def topic_list(incomplete: str) -> list[str]:
    """Topics joined by commas: the last of them is completed."""
    before, comma, last = incomplete.rpartition(",")
    taken = before.split(",")
    return [f"{before}{comma}{name}" for name in topics(last) if name not in taken]

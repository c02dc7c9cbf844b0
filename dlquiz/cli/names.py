"""Names as people type them: exact, or the beginning of just one; else a did-you-mean."""

from collections.abc import Iterable, Sequence

from dlquiz.deck.index import Deck
from dlquiz.errors import unknown


def complete(kind: str, typed: str, known: Iterable[str], listing: str) -> str:
    """The known name that was typed, whole or by an unmistakable beginning.

    Raises `UsageError` for any other, with the nearest names or the command that lists them.

    >>> complete("topic", "backprop", ["backpropagation", "adam"], "see dlquiz topics")
    'backpropagation'
    """
    names = list(known)
    found = beginning_of(typed, names)
    if found is None:
        raise unknown(kind, typed, names, listing=listing)
    return found


def beginning_of(typed: str, names: list[str]) -> str | None:
    """The name that is meant, or None when it is none of these or could be several."""
    wanted = typed.strip().lower().replace(" ", "-")
    if wanted in names:
        return wanted
    fitting = [name for name in names if wanted and name.startswith(wanted)]
    return fitting[0] if len(fitting) == 1 else None


def printable(typed: str) -> str:
    """The name without bytes that are no text, which a shell can hand over."""
    return typed.encode("utf-8", "replace").decode("utf-8")


def wanted_topics(deck: Deck, typed: Sequence[str] | None) -> tuple[str, ...]:
    """The topics that were named on the command line; () when none was."""
    return tuple(
        complete("topic", name, deck.topic_names, "dlquiz topics lists them")
        for name in typed or ()
    )

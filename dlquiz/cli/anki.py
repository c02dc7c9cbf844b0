"""`dlquiz cards export --anki`: the package, and where it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def export_package(topics: Sequence[str] | None, path: Path, *, force: bool) -> None:
    """Write the cards of some topics, or of all, as a package."""
    from dlquiz.cli.names import wanted_topics
    from dlquiz.cli.opening import opened_deck
    from dlquiz.cli.studio import studio
    from dlquiz.interchange.anki import package
    from dlquiz.screen.document import check_place, save

    check_place(path, force=force)
    with opened_deck() as deck:
        entries = list(deck.entries(topics=wanted_topics(deck, topics) or None))
        save(path, package(entries, studio(alone=True)), force=force)
    print(f"{path} holds {len(entries)} cards; in Anki, File > Import takes it.")

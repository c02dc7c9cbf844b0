"""`dlquiz cards export --anki`: what draws the parts of the package, and where it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dlquiz.deck.cards import Code
    from dlquiz.interchange.anki import Studio
    from dlquiz.trace import View


def export_package(topics: Sequence[str] | None, path: Path, *, force: bool) -> None:
    """Write the cards of some topics, or of all, as a package."""
    from dlquiz.cli.names import wanted_topics
    from dlquiz.cli.opening import opened_deck
    from dlquiz.interchange.anki import package
    from dlquiz.screen.document import check_place, save

    check_place(path, force=force)
    with opened_deck() as deck:
        entries = list(deck.entries(topics=wanted_topics(deck, topics) or None))
        save(path, package(entries, studio()), force=force)
    print(f"{path} holds {len(entries)} cards; in Anki, File > Import takes it.")


def studio() -> Studio:
    """What draws the parts of a package."""
    from dlquiz.cli.demo import run_demo
    from dlquiz.cli.sources import reference_source
    from dlquiz.interchange.anki import Studio

    return Studio(run_demo, _svg, lambda name: reference_source(name).text, _stub)


def _svg(views: Sequence[View], title: str) -> str:
    from dlquiz.cli.demo_files import PAPER
    from dlquiz.screen.drawing import svg
    from dlquiz.screen.stage import view_lines

    return svg(view_lines(views, PAPER), title)


def _stub(card: Code) -> str:
    from dlquiz.drills.cases import exam
    from dlquiz.drills.stub import stub

    return stub(exam(card, 1))

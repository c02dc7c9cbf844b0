"""`dlquiz cards export --html`: the study book, and where it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dlquiz.deck.index import Deck
    from dlquiz.interchange.book import Chapter


def export_book(topics: Sequence[str] | None, directory: Path, *, force: bool) -> None:
    """Write a page for each of some topics, or of all, and their table of contents."""
    from dlquiz.cli.names import wanted_topics
    from dlquiz.cli.opening import opened_deck
    from dlquiz.cli.studio import studio
    from dlquiz.interchange.book import book, style
    from dlquiz.screen.document import check_directory, save_all, whole_page

    with opened_deck() as deck:
        chapters = _chapters(deck, wanted_topics(deck, topics) or deck.topic_names)
        names = ["index.html", *(chapter.page for chapter in chapters)]
        check_directory(directory, names, force=force)
        made = list(book(chapters, studio(alone=False)))
    sheet = style()
    pages = {page.name: whole_page(page.title, page.body, sheet) for page in made}
    save_all(directory, pages, force=force)
    print(f"{directory / 'index.html'} is the first of {len(pages)} pages; a browser opens it.")


def _chapters(deck: Deck, topics: Sequence[str]) -> list[Chapter]:
    from dlquiz.interchange.book import Chapter

    heads = ((deck.topic(name), list(deck.entries(topics=[name]))) for name in topics)
    return [Chapter(head, entries) for head, entries in heads if head is not None]

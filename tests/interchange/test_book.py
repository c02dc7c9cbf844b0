"""The study book: what stands on a page, and that nothing in a card gets out of its place."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dlquiz.cli.studio import studio
from dlquiz.deck.index import Deck, open_deck
from dlquiz.errors import UserError
from dlquiz.interchange.book import Chapter, Page, book
from dlquiz.paths import builtin_cards

HOSTILE = """
topic: own
title: "<i>Own</i>"
pitfalls: ["</li><script>alert(1)</script>"]
cards:
  - id: own.markup
    kind: recall
    level: 1
    ask: "Is <script>alert(1)</script> text, `</code><b>` and $\\\\text{<img>}$ too?"
    answer: "</details></article> javascript:alert(1)"
    hint: "<a href='x'>"
    proof: 1 < 2
    sources: ["<b>A book</b>"]
    follow_up: [softmax.by-hand]
"""


@pytest.fixture
def deck(tmp_path: Path) -> Iterator[Deck]:
    own = tmp_path / "own"
    own.mkdir()
    (own / "own.yaml").write_text(HOSTILE, encoding="utf-8")
    with open_deck([builtin_cards(), own], tmp_path / "index.db") as deck:
        assert deck.problems == []
        yield deck


def pages(deck: Deck, *topics: str) -> dict[str, Page]:
    chapters = [Chapter(deck.topic(name), list(deck.entries(topics=[name]))) for name in topics]
    return {page.name: page for page in book(chapters, studio(alone=False))}


class Tags(HTMLParser):
    """Counts what opens and closes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("br", "img", "hr"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_card_has_its_place_and_its_answer_is_folded(deck: Deck) -> None:
    page = pages(deck, "softmax")["softmax.html"]
    ids = re.findall('<article id="([^"]*)">', page.body)
    assert sorted(ids) == sorted(deck.ids(topics=["softmax"]))
    answers = re.findall('<details class="answer"><summary>Answer</summary>', page.body)
    assert len(answers) >= len(ids)
    assert "<details open" not in page.body


def test_a_page_is_whole(deck: Deck) -> None:
    for page in pages(deck, "softmax", "adam", "own").values():
        assert Tags(page.body).open == []


def test_nothing_in_a_card_becomes_markup(deck: Deck) -> None:
    page = pages(deck, "own")["own.html"]
    seen = Tags(page.body)
    assert seen.tags & {"script", "b", "img", "i", "iframe"} == set()
    assert not any(name.startswith("on") for name in seen.attributes)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.body
    assert "<mtext>&lt;img&gt;</mtext>" in page.body
    assert 'href="javascript' not in page.body


def test_chapters_and_follow_ups_are_linked_where_they_are_in_the_book(deck: Deck) -> None:
    both = pages(deck, "softmax", "own")
    assert '<a href="own.html">&lt;i&gt;Own&lt;/i&gt; →</a>' in both["softmax.html"].body
    assert '<a href="softmax.html#softmax.by-hand">' in both["own.html"].body
    assert '<a href="softmax.html">Softmax and cross-entropy</a>' in both["index.html"].body
    alone = pages(deck, "own")["own.html"].body
    assert '<a href="softmax' not in alone
    assert "softmax.by-hand" in alone


def test_numbers_are_drawn_three_times_and_the_same_in_every_book(deck: Deck) -> None:
    page = pages(deck, "dropout")["dropout.html"]
    assert "Again, with other numbers" in page.body
    assert page == pages(deck, "dropout")["dropout.html"]


def test_a_card_whose_code_fails_is_named(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    text = "topic: own\ncards:\n- {id: own.a, kind: numeric, level: 1, ask: x, answer: 1/0,"
    (own / "own.yaml").write_text(text + " tolerance: 1}\n", encoding="utf-8")
    with open_deck([own], tmp_path / "index.db") as deck, pytest.raises(UserError) as raised:
        pages(deck, "own")
    assert str(raised.value).startswith(f"{own / 'own.yaml'}:3: its answer is not one finite")

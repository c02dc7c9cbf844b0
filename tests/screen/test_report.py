"""A scorecard on the screen and in a file: all of it, nothing obeyed, nothing fetched."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from dlquiz.cli.demo import run_demo
from dlquiz.deck.index import Deck, open_deck
from dlquiz.quiz.interview import Given
from dlquiz.quiz.question import Question
from dlquiz.quiz.scorecard import Past, Scorecard, scorecard
from dlquiz.screen.report import html, markdown, report
from dlquiz.screen.scorecard import print_history, print_scorecard

AT = datetime(2025, 3, 10, 12, 0, tzinfo=UTC)
HOSTILE = "</p><script>alert(1)</script> [bold]&amp; **x** `y` ~~z~~ | $\\beta$ \x1b]0;t\x07 \u202e"
Read = Callable[[str], Question]


@pytest.fixture
def read(made: Path, puzzles: Path, tmp_path: Path) -> Iterator[Read]:
    """A card of the files `made` and `puzzles` as a question."""
    with open_deck([made.parent], tmp_path / "index.db") as deck:
        yield lambda card: asked_of(deck, card)


def asked_of(deck: Deck, card: str) -> Question:
    entry = deck.entry(card)
    assert entry is not None
    return Question(entry, "0", run_demo)


@pytest.fixture
def card(read: Read) -> Scorecard:
    """A scorecard of three answers, the first one typed, the last one all right."""
    missed = ("they sum to one", "the order is kept")
    typed = Given(read("made.recall"), 1, 1 / 3, 75.0, "They are <b>positive</b>.", missed)
    tex, right = r"$v + \varepsilon$", (r"$\sqrt{v} + \varepsilon$",)
    wrong = Given(read("puzzles.complete"), 1, 0.0, 20.0, tex, right)
    known = Given(read("made.claim"), 1, 1.0, 5.0, "true", ())
    return scorecard([typed, wrong, known], AT)


@pytest.fixture
def hostile(read: Read, made: Path, tmp_path: Path) -> Scorecard:
    """A scorecard whose title, question, answer and points are full of markup."""
    quoted = json.dumps(HOSTILE)
    text = made.read_text(encoding="utf-8").replace("title: Made for tests", f"title: {quoted}")
    made.write_text(text.replace("ask: What does softmax do?", f"ask: {quoted}"), encoding="utf-8")
    with open_deck([made.parent], tmp_path / "hostile.db") as deck:
        question = asked_of(deck, "made.recall")
    return scorecard([Given(question, 1, 0.5, 5.0, HOSTILE, (HOSTILE,))], AT)


def printed(show: Callable[..., None], *content: object, width: int = 80, **options: bool) -> str:
    file = StringIO()
    console = Console(file=file, width=width, color_system=None, markup=False, highlight=False)
    show(console, *content, **options)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines())


def test_on_the_screen_the_questions_stand_above_the_sum(card: Scorecard) -> None:
    assert (
        printed(print_scorecard, card, plain=True)
        == """
Scorecard

   1  33% What does softmax do?
          made.recall · depth 1 · 1:15
          missed: they sum to one
          missed: the order is kept

   2    ✗ What divides the gradient?
          puzzles.complete · depth 1 · 0:20
          said: v + ε
          right: √v + ε

   3    ✓ True or false? Softmax of equal logits is uniform.
          made.claim · depth 1 · 0:05

topic              score  questions  depth           time each
Made for tests       67%          2  0 of 1, 1 of 1  0:40
Puzzles for tests     0%          1  0 of 1          0:20

44% over 3 questions in 1:40.
Strongest: Made for tests. Weakest: Puzzles for tests.
Next: dlquiz practice puzzles made
What was missed comes back in practice."""
    )


def test_equal_chains_of_a_topic_are_counted(read: Read) -> None:
    answers = [Given(read("made.claim"), 1, score, 5.0, "", ()) for score in (0.0, 1.0, 0.0)]
    lines = printed(print_scorecard, scorecard(answers, AT), plain=True).splitlines()
    (row,) = (line for line in lines if line.startswith("Made for tests"))
    assert row.split("  ")[-2:] == ["0 of 1 ×2, 1 of 1", "0:05"]


def test_who_knew_everything_is_told_so(read: Read) -> None:
    known = scorecard([Given(read("made.claim"), 1, 1.0, 5.0, "true", ())], AT)
    shown = printed(print_scorecard, known, plain=True)
    assert shown.endswith("\n\n100% over 1 question in 0:05.\nNothing was missed.")


def test_as_markdown_it_holds_what_was_said_too(card: Scorecard) -> None:
    assert (
        markdown(card)
        == r"""# Mock interview, 10 March 2025

44% over 3 questions in 1:40.

| topic | score | questions | depth | time each |
| --- | --- | --- | --- | --- |
| Made for tests | 67% | 2 | 0 of 1, 1 of 1 | 0:40 |
| Puzzles for tests | 0% | 1 | 0 of 1 | 0:20 |

## Questions

1. 33% **What does softmax do?**
   - made.recall · depth 1 · 1:15
   - said: They are \<b\>positive\</b\>.
   - missed: they sum to one
   - missed: the order is kept
2. ✗ **What divides the gradient?**
   - puzzles.complete · depth 1 · 0:20
   - said: v + ε
   - right: √v + ε
3. ✓ **True or false? Softmax of equal logits is uniform.**
   - made.claim · depth 1 · 0:05
   - said: true

Strongest: Made for tests. Weakest: Puzzles for tests.

Next: dlquiz practice puzzles made

What was missed comes back in practice.
"""
    )


class Reader(HTMLParser):
    """The tags, attributes and text of a page, and whether its tags were closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text, self.open = "", [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read_page(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == [""]
    return reader


def test_a_page_says_the_same_as_the_screen(card: Scorecard) -> None:
    text = " ".join(read_page(html(card)).text.split())
    for part in (
        "Mock interview, 10 March 2025",
        "44% over 3 questions in 1:40.",
        "33% What does softmax do? made.recall · depth 1 · 1:15said: They are <b>positive</b>."
        "missed: they sum to onemissed: the order is kept",
        "said: v + εright: √v + ε",
        "Made for tests67%20 of 1, 1 of 10:40",
        "Strongest: Made for tests. Weakest: Puzzles for tests. Next: dlquiz practice puzzles made",
    ):
        assert part in text


def test_a_page_needs_no_network_and_knows_light_and_dark(card: Scorecard) -> None:
    page = html(card)
    reader = read_page(page)
    assert reader.attributes == {"lang", "charset", "name", "content", "http-equiv"}
    assert not re.search(r"@import|@font-face|url\(|https?:", page)
    assert "@media (prefers-color-scheme: dark)" in page
    assert page.count("currentColor") == 1  # of the table's lines, so they are seen on both


def test_markup_in_a_page_is_text(hostile: Scorecard) -> None:
    page = html(hostile)
    reader = read_page(page)
    assert "script" not in reader.tags
    shown = r"</p><script>alert(1)</script> [bold]&amp; **x** `y` ~~z~~ | $\beta$ \x1b]0;t\x07"
    assert shown in reader.text  # what was typed, to the letter
    assert not set(page) & set("\x1b\x07\u202e")


def test_markup_in_markdown_is_text(hostile: Scorecard) -> None:
    text = markdown(hostile)
    tags = r"\</p\>\<script\>alert(1)\</script\>"
    assert rf"said: {tags} \[bold\]\&amp; \*\*x\*\* \`y\` \~\~z\~\~ \| $\\beta$" in text
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table} == {6}
    assert not set(text) & set("\x1b\x07\u202e")


def test_markup_on_the_screen_is_text(hostile: Scorecard) -> None:
    shown = printed(print_scorecard, hostile, width=400, plain=True)
    assert r"missed: </p><script>alert(1)</script> [bold]&amp; **x** y ~~z~~ | β \x1b]0;t" in shown
    assert not set(shown) & set("\x1b\x07\u202e")


def test_the_ending_says_what_is_written(card: Scorecard) -> None:
    assert report(card, ".md") == markdown(card)
    assert report(card, ".html") == html(card)
    assert json.loads(report(card, ".json")) == card.as_json()


def test_no_interview_yet_says_how_to_begin_one() -> None:
    shown = printed(print_history, [], plain=True)
    assert shown == "No interview yet: dlquiz interview begins one."


def past(score: float, *, is_over: bool = True) -> Past:
    return Past(AT, 8, score, 605.0, is_over)


def test_one_interview_is_a_line_without_a_trend() -> None:
    day = f"{AT.astimezone():%Y-%m-%d %H:%M}"
    assert printed(print_history, [past(0.5)], plain=False).splitlines() == [
        "begun             questions  score  time",
        f"{day}          8    50%  10:05",
    ]


def test_several_interviews_show_where_they_lead() -> None:
    records = [past(0.25), past(0.5, is_over=False), past(0.75)]
    plain = printed(print_history, records, plain=True).splitlines()
    assert plain[2].endswith("50%  10:05  not ended")
    assert plain[4:] == ["", "From 25% to 75% over 3 interviews."]
    drawn = printed(print_history, records, plain=False).splitlines()
    assert drawn[: len(plain)] == plain
    assert drawn[len(plain) : len(plain) + 2] == ["", "Score over interview"]
    assert max(map(len, drawn)) <= 80

"""Text that is no YAML costs the card it stands in, and no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.deck.nodes import Part
from dlquiz.deck.salvage import parts

HEAD = "topic: a\ntitle: b\ncards:\n"
BREAKS = [
    "    x: a: b\n",
    "\tx: y\n",
    "    x: `y`\n",
    '    x: "y\n',
    "    x: {y\n",
    "    x: 'y\n",
]


def card(name: object) -> str:
    return f"  - id: {name}\n    ask: what is {name}?\n"


def ids(found: list[Part]) -> list[str]:
    return [part.value.at("id").text for part in found if part.is_card and part.value is not None]


@given(st.lists(st.sampled_from(["", *BREAKS]), max_size=8))
def test_whatever_is_broken_the_whole_cards_are_kept_and_each_break_is_told(
    breaks: list[str],
) -> None:
    text = HEAD + "".join(card(n) + broken for n, broken in enumerate(breaks))
    found = list(parts(text))
    assert ids(found) == [str(n) for n, broken in enumerate(breaks) if not broken]
    flaws = [flaw for part in found if part.value is None for flaw in part.flaws]
    assert len(flaws) == sum(1 for broken in breaks if broken)
    lines = [3 + 2 * n + sum(map(bool, breaks[:n])) for n, b in enumerate(breaks) if b]
    assert all(before < flaw.line <= before + 4 for before, flaw in zip(lines, flaws, strict=True))


def test_a_broken_head_leaves_the_cards() -> None:
    found = list(parts("topic: a\ntitle: b: c\ncards:\n" + card(1) + card(2)))
    assert ids(found) == ["1", "2"]
    assert [flaw.line for part in found if part.value is None for flaw in part.flaws] == [2]


@pytest.mark.parametrize("dash", ["- ", "-\n    ", "      - "])
def test_cards_are_found_however_far_in_they_begin(dash: str) -> None:
    margin = " " * (len(dash) if "\n" not in dash else 4)
    cards = [f"{dash}id: {n}\n{margin}ask: x\n" for n in range(4)]
    cards[2] += f"{margin}x: a: b\n"
    assert ids(list(parts(HEAD + "".join(cards)))) == ["0", "1", "3"]


def test_lists_inside_a_card_are_not_taken_for_cards() -> None:
    inner = card(1) + "    points:\n    - one\n    - two\n"
    assert ids(list(parts(HEAD + inner + card(2) + BREAKS[0] + inner))) == ["1", "1"]


@pytest.mark.parametrize("after", ["", card(2)])
def test_text_astray_behind_a_good_card_is_told(after: str) -> None:
    found = list(parts(HEAD + card(1) + "   astray\n" + after))
    assert [flaw.line for part in found for flaw in part.flaws] == [6]


def test_what_comes_after_the_cards_is_read_too() -> None:
    found = parts("cards:\n" + card(1) + BREAKS[0] + card(2) + "title: late\n")
    fields = {part.key.text: part.value for part in found if part.key and not part.is_card}
    assert fields["title"] is not None
    assert fields["title"].text == "late"


def test_a_thousand_broken_cards_are_all_told() -> None:
    found = list(parts(HEAD + (card(1) + BREAKS[0]) * 1000))
    assert sum(len(part.flaws) for part in found) == 1000

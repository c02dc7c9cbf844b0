"""A card goes into a file, and out of it, and nothing else in it changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.deck.editing import (
    card_text,
    new_file,
    renamed,
    with_card,
    with_cards,
    without_card,
)
from dlquiz.deck.reading import read_text
from dlquiz.errors import UserError

CARD = """\
- id: NAME
  kind: recall
  level: 1
  ask: |
    two lines

    and a gap
  answer: yes, it is      # said so
"""
HEADS = ["topic: a\ncards:\n", "# mine\n\ntopic: a\ntitle: A\ncards: # all\n"]
ENDS = ["", "\n", "\n# a remark\n\n", "\nsources: [a book]\n", "pitfalls:\n  - say: x\n"]


def card(number: int) -> str:
    return CARD.replace("NAME", f"a.c{number}")


def ids(text: str) -> list[str]:
    read = read_text(text, "a.yaml")
    assert read.problems == []
    return [one.card.id for one in read.cards]


def line_of(text: str, card_id: str) -> int:
    return next(one.place.line for one in read_text(text, "").cards if one.card.id == card_id)


@st.composite
def card_files(draw: st.DrawFn) -> str:
    margin = " " * draw(st.integers(0, 4))
    gaps = draw(st.lists(st.sampled_from(["", "\n", "\n# next\n"]), min_size=1, max_size=4))
    cards = [
        gap + "".join(margin + line if line.strip() else line for line in card(n).splitlines(True))
        for n, gap in enumerate(gaps)
    ]
    return draw(st.sampled_from(HEADS)) + "".join(cards) + draw(st.sampled_from(ENDS))


@given(card_files())
def test_a_card_comes_after_the_last_one_and_every_line_there_was_stays(text: str) -> None:
    put = with_card(text, card(9))
    assert ids(put.text) == [*ids(text), "a.c9"]
    assert line_of(put.text, "a.c9") == put.line
    lines, begin = put.text.splitlines(), put.line - 1
    rest = lines[:begin] + lines[begin + CARD.count("\n") :]
    assert [line for line in rest if line] == [line for line in text.splitlines() if line]


@given(card_files(), st.data())
def test_a_card_is_taken_out_and_nothing_else(text: str, data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(ids(text)))
    rest = without_card(text, line_of(text, gone))
    if len(ids(text)) == 1:
        assert rest == ""
        return
    assert ids(rest) == [one for one in ids(text) if one != gone]
    begin = line_of(text, gone) - 1
    lines = text.splitlines()
    assert rest.splitlines() == lines[:begin] + lines[begin + CARD.count("\n") :]


@given(card_files())
def test_what_was_put_in_and_taken_out_leaves_the_text_as_it_was(text: str) -> None:
    put = with_card(text, card(9))
    rest = without_card(put.text, put.line)
    assert rest.split() == text.split()
    assert card_text(put.text, put.line) == card(9)


@given(card_files())
def test_a_card_is_read_out_with_its_dash_in_the_first_column(text: str) -> None:
    assert card_text(text, line_of(text, "a.c0")) == card(0)


def test_the_first_card_of_a_file_stands_under_its_head() -> None:
    put = with_card(new_file("a", title="The title"), card(1))
    assert put.text.startswith(
        "# yaml-language-server: $schema=.schema.json\n"
        "topic: a\ntitle: The title\ncards:\n  - id: a.c1\n"
    )
    assert put.line == 5
    assert ids(put.text) == ["a.c1"]


def test_a_file_that_does_not_end_its_last_line_gets_it_ended() -> None:
    text = with_card(new_file("a"), card(1)).text.rstrip("\n")
    assert ids(with_card(text, card(2)).text) == ["a.c1", "a.c2"]


@pytest.mark.parametrize("text", ["topic: a\ncards: [{id: a.b}]\n", "topic: a\n"])
def test_cards_that_do_not_stand_one_below_the_other_are_left_alone(text: str) -> None:
    with pytest.raises(UserError, match="`cards:` on a line of its own"):
        with_card(text, card(1))
    with pytest.raises(UserError, match="one below the other"):
        without_card(text, 2)


def test_only_the_id_of_the_card_is_renamed() -> None:
    text = "- kind: recall\n  id: a.b # id: a.b\n  ask: 'id: a.b'\n"
    assert renamed(text, "c.d") == "- kind: recall\n  id: c.d # id: a.b\n  ask: 'id: a.b'\n"


@given(card_files())
def test_cards_are_put_in_the_place_of_those_with_their_ids_or_at_the_end(text: str) -> None:
    other = card(0).replace("yes, it is", "no, it is not")
    put = with_cards(text, {"a.c0": other, "a.c8": card(8), "a.c9": card(9)})
    assert ids(put) == [*ids(text), "a.c8", "a.c9"]
    answers = {one.card.id: one.card.answer for one in read_text(put, "a.yaml").cards}
    assert answers.pop("a.c0") == "no, it is not"
    assert set(answers.values()) == {"yes, it is"}
    assert [line for line in text.splitlines() if "yes, it is" not in line and line.strip()] == [
        line
        for line in with_cards(text, {"a.c0": other}).splitlines()
        if "it is" not in line and line.strip()
    ] or len(ids(text)) > 1

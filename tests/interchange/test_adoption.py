"""Notes become cards under ids that stay, in YAML that is read back as what it was."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dlquiz.deck.cards import Recall
from dlquiz.deck.editing import new_file, with_cards
from dlquiz.deck.reading import read_text
from dlquiz.interchange.adoption import LONGEST, Lost, adopted, topic_of, yaml_of
from dlquiz.interchange.marked import clean
from dlquiz.interchange.notes import Note


def cards(*notes: Note, topic: str | None = None) -> tuple[list[Recall], list[Lost]]:
    lost: list[Lost] = []
    return [one.card for one in adopted(notes, topic, "my file", lost)], lost


def test_a_note_keeps_its_id_as_long_as_its_key() -> None:
    (before,), _ = cards(Note("q", "a", "x", key="g1"))
    (after,), _ = cards(Note("another q", "a", "x", key="g1"))
    assert before.id == after.id
    assert before.id.startswith("my-file.n-")


def test_a_note_without_a_key_keeps_its_id_as_long_as_its_question() -> None:
    (before,), _ = cards(Note("q", "a", "x.csv:1"))
    others, _ = cards(Note("new", "b", "x.csv:1"), Note("q", "better", "x.csv:2"))
    assert others[1].id == before.id


def test_equal_questions_keep_their_ids_in_any_order() -> None:
    one, two = Note("same", "1", "x:1"), Note("same", "2", "x:2")
    first, _ = cards(one, two)
    second, _ = cards(two, one)
    assert {card.answer: card.id for card in first} == {card.answer: card.id for card in second}
    assert len({card.id for card in first}) == 2


def test_what_stands_there_twice_is_taken_once_and_told() -> None:
    found, lost = cards(Note("same", "1", "x:1"), Note("same", "1", "x:2"))
    assert len(found) == 1
    assert lost == [("x:2", "it stands there twice")]


def test_a_gap_has_a_card_of_its_own() -> None:
    note = Note("{{c1::ReLU}} is {{c2::zero}}", "Extra", "x", key="g", is_cloze=True)
    (first, second), lost = cards(note)
    assert (first.ask, first.answer) == ("[…] is zero", "ReLU\n\nReLU is zero\n\nExtra")
    assert second.id == first.id.removesuffix("1") + "2"
    assert lost == []


@pytest.mark.parametrize(
    ("note", "why"),
    [
        (Note("", "a", "x"), "it has no question"),
        (Note("q", "", "x"), "it has no answer"),
        (Note("q", "a" * (LONGEST + 1), "x"), "a text of a card has 2,000 characters at the most"),
        (Note("no gap", "", "x", is_cloze=True), "it has no gap to fill"),
    ],
)
def test_what_cannot_be_a_card_is_told(note: Note, why: str) -> None:
    assert cards(note) == ([], [("x", why)])


def test_topics_are_named_like_decks() -> None:
    assert [topic_of(name) for name in ("Deep Learning::ViT", "Ünïcode", "!", "x" * 99)] == [
        "deep-learning-vit",
        "unicode",
        "imported",
        "x" * 60,
    ]


NASTY = [
    ": ",
    " #",
    "- ",
    "{x}",
    "$5",
    "\n",
    "\n\n",
    "  ",
    "\t",
    "no",
    "1e3",
    "é",
    "🙂",
    "---",
    "...",
]
NASTY += ["null", "\u2028", "\x85", *"'`|>%@!&*?[]", '"', "\\"]
texts = st.lists(st.sampled_from([*NASTY, *string.ascii_letters]), min_size=1).map("".join)


@example("no", "12:30")
@example("- a\n- b", "  indented\nfirst")
@given(texts, texts)
def test_whatever_a_text_holds_the_file_says_the_same(front: str, back: str) -> None:
    found, _ = cards(Note(clean(front), clean(back), "x", key="g"))
    for card in found:
        text = with_cards(new_file("my-file"), {card.id: yaml_of(card)})
        read = read_text(text, "x.yaml")
        assert read.problems == []
        assert [one.card for one in read.cards] == [card]

"""A card file is read whole: its good cards, and everything that is wrong with it or its text."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.deck.cards import Claim, MultipleChoice, Numeric, Recall
from dlquiz.deck.fields import fields_of
from dlquiz.deck.reading import LARGEST, MOST_PROBLEMS, read_file, read_text

Cards = dict[str, str]
Write = Callable[..., Path]

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX file system")


def told(text: str) -> list[str]:
    return [str(problem) for problem in read_text(text, "f").problems]


def test_every_kind_of_card_is_read(head: str, cards: Cards) -> None:
    read = read_text(head + "".join(cards.values()), "f")
    assert read.problems == []
    assert read.topic is not None
    assert (read.topic.topic, read.topic.title) == ("softmax", "Softmax")
    recall, numeric, choice, claim = (card.card for card in read.cards)
    assert isinstance(recall, Recall)
    assert isinstance(numeric, Numeric)
    assert isinstance(choice, MultipleChoice)
    assert isinstance(claim, Claim)
    assert numeric.given == {"x": "integers(4, -2, 5)", "k": "index(x)"}
    assert choice.choices[0].right
    assert claim.truth is False


def test_cards_know_where_their_ids_stand(head: str, cards: Cards) -> None:
    read = read_text(head + cards["claim"] + cards["choice"], "f")
    assert [(card.place.line, card.place.column) for card in read.cards] == [(4, 9), (11, 9)]


def test_the_yaml_of_a_card_is_kept_when_asked_for(head: str, cards: Cards) -> None:
    text = head + cards["claim"]
    assert read_text(text, "f").cards[0].node.pairs == ()
    assert read_text(text, "f", keep_yaml=True).cards[0].node.at("truth").line == 8


def test_a_broken_card_costs_only_itself(head: str, cards: Cards) -> None:
    broken = cards["recall"].replace("level: 2", "level: 9")
    read = read_text(head + broken + cards["claim"], "f")
    assert [card.card.id for card in read.cards] == ["softmax.overflow"]
    assert [str(problem) for problem in read.problems] == [
        "f:6:12: `level` must be 1, 2 or 3, not `9`"
    ]
    assert read.problems[0].card == "softmax.shift"


def test_problems_of_all_cards_come_in_one_run_in_the_order_of_the_file(
    head: str, cards: Cards
) -> None:
    text = (
        head.replace("title: Softmax", "title: 7")
        + cards["recall"].replace("kind: recall", "kind: recal")
        + cards["claim"].replace("    truth", "\ttruth")
        + cards["numeric"].replace("tolerance: 0.005", "tolerance: 1e-8")
        + cards["choice"]
    )
    read = read_text(text, "f")
    assert [card.card.id for card in read.cards] == ["softmax.batch-axis"]
    assert [str(problem) for problem in read.problems] == [
        'f:2:8: `title` must be text, but `7` is read as a number (put it in quotes: "7")',
        "f:5:11: unknown kind `recal` (did you mean `recall`?)",
        "f:19:1: a tab stands where YAML wants spaces (indent with spaces)",
        "f:30:16: `tolerance` must be a number from 0, or a percentage as 1%, not `1e-8`"
        " (YAML reads it as text: write 1.0e-8)",
    ]


def test_an_id_can_be_given_once(head: str, cards: Cards) -> None:
    read = read_text(head + cards["claim"] + cards["claim"], "f")
    assert len(read.cards) == 1
    assert told(head + cards["claim"] + cards["claim"]) == [
        "f:11:9: the id `softmax.overflow` stands on line 4 already"
        " (give this card an id of its own)"
    ]


FORM = "begin with `topic: NAME`, then `cards:` and a list of cards"
HEADS = [
    ("", f"f:1:1: the file is empty ({FORM})"),
    ("# only a remark", f"f:1:1: the file is empty ({FORM})"),
    ("plain text", f"f:1:1: a card file holds fields, but text begins here ({FORM})"),
    ("- id: a.b", f"f:1:1: a card file holds fields, but a list begins here ({FORM})"),
    ("topic: a", "f:1:1: the file has no cards (add `cards:` and a list of them)"),
    ("topic: a\ncards:", "f:2:1: the file has no cards (add `cards:` and a list of them)"),
    ("topic: a\ncards: []", "f:1:1: the file has no cards (add `cards:` and a list of them)"),
    ("topic: a\ncards: b", "f:2:8: `cards` must be a list (begin each card with `- id: NAME`)"),
    (
        "topic: a\ncards:\n  b: c",
        "f:3:3: `cards` must be a list (begin each card with `- id: NAME`)",
    ),
]


@pytest.mark.parametrize(("text", "message"), HEADS)
def test_a_file_without_cards_says_so_once(text: str, message: str) -> None:
    assert told(text) == [message]


TOPICS = [
    ("topic: softmax", "topik: softmax", "f:1:1: unknown field `topik` (did you mean `topic`?)"),
    ("topic: softmax\n", "", "f:1:1: `topic` is missing (the head of a card file needs it)"),
    (
        "topic: softmax",
        "topic: Soft Max",
        "f:1:8: `topic` must be small letters and digits in words joined by -, as batch-norm,"
        " not `Soft Max`",
    ),
    (
        "topic: softmax",
        "topic: a: b",
        "f:1:9: a colon followed by a space ends the text here, as if a field began"
        " (put the whole text in quotes)",
    ),
]


@pytest.mark.parametrize(("good", "bad", "message"), TOPICS)
def test_cards_without_a_topic_are_not_used(
    good: str, bad: str, message: str, head: str, cards: Cards
) -> None:
    read = read_text(head.replace(good, bad) + cards["claim"], "f")
    assert (read.topic, read.cards) == (None, [])
    assert [str(problem) for problem in read.problems] == [message]


def test_a_bad_field_of_the_head_costs_only_itself(head: str, cards: Cards) -> None:
    text = head.replace("title: Softmax", "title: no\nformula: x\nreferences: softmax")
    read = read_text(text + cards["claim"], "f")
    assert read.topic is not None
    assert (read.topic.title, read.topic.formula, read.topic.references) == ("", "x", ())
    assert len(read.cards) == 1
    assert [str(problem) for problem in read.problems] == [
        'f:2:8: `title` must be text, but `no` is read as false (put it in quotes: "no")',
        "f:4:13: `references` must be a list (write `- ` before each item)",
    ]


def test_a_title_may_be_left_to_another_file_of_the_topic(head: str, cards: Cards) -> None:
    read = read_text(head.replace("title: Softmax\n", "") + cards["claim"], "f")
    assert read.problems == []
    assert len(read.cards) == 1


def test_nothing_in_a_file_is_ever_executed(head: str, cards: Cards, tmp_path: Path) -> None:
    trace = tmp_path / "executed"
    attack = f"!!python/object/apply:os.mkdir [{trace}]"
    text = head + cards["claim"].replace("no\n", f"no\n    hint: {attack}\n")
    assert told(text) == [
        "f:9:11: `hint` must be text, but `[` begins a list (put the text in quotes)",
        "f:9:11: the tag `!!python/object/apply:os.mkdir` is not allowed"
        " (remove it, or quote the text)",
    ]
    assert not trace.exists()


def test_control_characters_are_named_and_cost_their_card(head: str, cards: Cards) -> None:
    text = head + cards["claim"].replace("exp overflows", "\x1b[31mexp") + cards["choice"]
    read = read_text(text, "f")
    assert [card.card.id for card in read.cards] == ["softmax.batch-axis"]
    assert [problem.pointed() for problem in read.problems] == [
        "f:9:13: the control character `\\x1b` is not allowed (remove it)\n"
        "    answer: \\x1b[31mexp above 709.78.\n"
        "            ^^^^"
    ]


def test_an_endless_row_of_problems_has_an_end(head: str) -> None:
    problems = told(head + "  - x\n" * 100_000)
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1] == (
        f"f:{MOST_PROBLEMS + 4}:1: too many problems: the rest of the file is not read"
    )


mappings = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
names = st.sampled_from([*fields_of(Recall), *fields_of(Numeric), *fields_of(Claim), "kind"])


@given(st.lists(st.dictionaries(names, mappings), max_size=3), st.booleans())
def test_whatever_stands_in_the_fields_it_is_read_or_named(cards: list[object], flow: bool) -> None:
    text = yaml.safe_dump({"topic": "a", "cards": cards}, default_flow_style=flow)
    read = read_text(text, "f")
    assert bool(read.problems) == (len(read.cards) < len(cards) or not cards)
    lines = text.splitlines()
    for problem in read.problems:
        assert 1 <= problem.line <= len(lines) + 1
        assert problem.pointed().replace("\n", "").isprintable()


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read = read_text(data.decode("utf-8", "replace"), "f")
    assert read.cards == []
    assert read.problems


def test_a_byte_order_mark_is_none_of_the_text(write: Write, head: str, cards: Cards) -> None:
    path = write("a.yaml", b"\xef\xbb\xbf" + (head + cards["claim"]).encode())
    assert read_file(path).problems == []


def test_windows_line_ends_are_line_ends(write: Write, head: str, cards: Cards) -> None:
    text = (head + cards["claim"].replace("level: 1", "level: 9")).replace("\n", "\r\n")
    (problem,) = read_file(write("a.yaml", text)).problems
    assert (problem.line, problem.column) == (6, 12)
    assert problem.pointed().endswith("    level: 9\n           ^")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b"topic: a\nx: caf\xe9\n",
            "2:7: the byte 0xe9 is not UTF-8 (save it as UTF-8 text)",
        ),
        (
            "topic: a".encode("utf-16"),
            "1:1: the file is UTF-16 text, not UTF-8 (save it as UTF-8 text)",
        ),
        (
            b"\x7fELF\0\0\0\1\2\3",
            "1:1: the file is binary, not text (only YAML files may end in .yaml or .yml)",
        ),
        (b"", f"1:1: the file is empty ({FORM})"),
    ],
)
def test_a_file_that_is_no_text_is_told_apart(data: bytes, message: str, write: Write) -> None:
    path = write("a.yaml", data)
    assert [str(problem) for problem in read_file(path).problems] == [f"{path}:{message}"]


def test_a_file_of_a_hundred_megabytes_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    assert [str(problem) for problem in read_file(path).problems] == [
        f"{path}:1:1: the file has 100 MiB, and 16 is the most (divide it into several)"
    ]


def test_a_file_as_large_as_allowed_does_not_hold_up_a_run(write: Write, head: str) -> None:
    line = "    x: " + "y" * 90 + "\n"
    path = write("a.yaml", head + "  - id: a.b\n" + line * (LARGEST // len(line) - 1))
    assert len(read_file(path).problems) > 0


def test_a_directory_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    assert [str(problem) for problem in read_file(tmp_path).problems] == [
        f"{tmp_path}:1:1: this is a directory (move it away, or give it another ending)"
    ]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    read = read_file(tmp_path / "a.yaml")
    assert [str(problem) for problem in read.problems] == [
        f"{tmp_path / 'a.yaml'}:1:1: cannot be opened: No such file or directory"
    ]
    assert not read.is_readable


@posix
def test_pipes_and_devices_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    for path in (tmp_path / "a.yaml", Path("/dev/zero")):
        assert [str(problem) for problem in read_file(path).problems] == [
            f"{path}:1:1: this is not a regular file (move it away, or give it another ending)"
        ]


@posix
def test_links_to_nowhere_and_in_circles_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "missing")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "b.yaml")
    for name, reason in (
        ("a.yaml", "No such file or directory"),
        ("b.yaml", "Too many levels of symbolic links"),
    ):
        path = tmp_path / name
        assert [str(problem) for problem in read_file(path).problems] == [
            f"{path}:1:1: cannot be opened: {reason}"
        ]


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_told(write: Write, head: str) -> None:
    path = write("a.yaml", head)
    path.chmod(0)
    assert [str(problem) for problem in read_file(path).problems] == [
        f"{path}:1:1: cannot be opened: Permission denied"
    ]

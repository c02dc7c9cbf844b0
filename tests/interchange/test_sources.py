"""The files that cards come in: what is a card, what is not, and what is said about it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlquiz.errors import UsageError, UserError
from dlquiz.interchange.notes import LONGEST
from dlquiz.interchange.sources import notes_of
from tests.interchange.conftest import old_schema, with_notes

Pair = tuple[str, str]


@pytest.fixture
def pairs(tmp_path: Path) -> Callable[..., list[Pair]]:
    """The questions and answers of a file with this text."""

    def pairs(text: str | bytes, name: str = "x.csv") -> list[Pair]:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return [(note.front, note.back) for note in notes_of(path)]

    return pairs


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("q,a\n", []),
        ("What?,That\n", [("What?", "That")]),
        ("question,answer\nx,y\n", [("x", "y")]),
        ("n,Answer,Question\n1,y,x\n", [("x", "y")]),
        ('"a, b","say ""x"""\n', [("a, b", 'say "x"')]),
        ('"two\nlines",b\nc,d\n', [("two\nlines", "b"), ("c", "d")]),
        ("# what?,that\n", [("# what?", "that")]),
        ("a,b\rc,d\r", [("a", "b"), ("c", "d")]),
        (b"\xef\xbb\xbfa,b\n", [("a", "b")]),
        ("a,b\n".encode("utf-16"), [("a", "b")]),
        ("a;b\nc;d\n", [("a", "b"), ("c", "d")]),
        ("alone\n", [("alone", "")]),
        ("\n , \na,b\n", [("a", "b")]),
        ("", []),
    ],
)
def test_a_row_of_a_table_is_a_note(pairs: Callable, text: str | bytes, found: list[Pair]) -> None:
    assert pairs(text) == found


def test_the_head_that_anki_writes_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    head = "#separator:tab\n#html:true\n#guid column:1\n#deck column:2\n#tags column:5\n"
    path.write_text(f"{head}g1\tMy deck\t<b>q</b>\ta\tt1 t2\n", encoding="utf-8")
    (note,) = notes_of(path)
    assert note[:2] == ("q", "a")
    assert (note.key, note.deck, note.lost) == ("g1", "My deck", ("the tags t1 t2",))
    path.write_text(f"#tags column:{'9' * 5000}\na\tb\n", encoding="utf-8")
    assert [note[:2] for note in notes_of(path)] == [("a", "b")]


def test_a_quote_that_is_never_closed_is_pointed_at(pairs: Callable) -> None:
    with pytest.raises(UserError) as raised:
        pairs('a,b\n"c,d\ne,f\n')
    assert str(raised.value) == (
        'x.csv:2: a quote is never closed (a quote inside a text in quotes is written "")'
    )


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"caf\xe9,b\n", ":1: it is not text in UTF-8"), (b"a\0,b\n", ": it is binary, not text")],
)
def test_what_is_no_text_is_refused(pairs: Callable, data: bytes, what: str) -> None:
    with pytest.raises(UserError) as raised:
        pairs(data)
    assert what in str(raised.value)


def test_an_unknown_kind_of_file_is_refused(pairs: Callable) -> None:
    with pytest.raises(UsageError) as raised:
        pairs("", "x.docx")
    assert "this kind of file is not known (.apkg, .colpkg, .csv" in str(raised.value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Q: x\nA: y\n", [("x", "y")]),
        ("Q: x\nmore\n\nand more\nA: y\nz\n", [("x\nmore\n\nand more", "y\nz")]),
        ("Q: a\nA: b\n---\nQ: c\nA: d\n", [("a", "b"), ("c", "d")]),
        ("Q: a\nA: b\nQ: c\nA: d\n", [("a", "b"), ("c", "d")]),
        ('---\nname = "Deck"\n---\n\nQ: a\nA: b\n', [("a", "b")]),
        ("---\nQ: a\nA: b\n---\nQ: c\nA: d\n", [("a", "b"), ("c", "d")]),
        ("# A heading\n\nQ: a\nA: b\n", [("a", "b")]),
        ("C: The [gap] in \\[0, 1\\].\n", [("The {{c1::gap}} in [0, 1].", "")]),
        ("Q: a\r\nA: b\r\n", [("a", "b")]),
    ],
)
def test_markdown_has_questions_and_gaps(pairs: Callable, text: str, found: list[Pair]) -> None:
    assert pairs(text, "x.md") == found


def test_a_question_inside_a_fence_is_none(pairs: Callable) -> None:
    ((front, back),) = pairs("Q: a\nA: b\n```\nQ: c\nA: d\n```\n", "x.md")
    assert front == "a"
    assert back.replace("\ue002", "`").replace("\ue003", "`") == "b\n`Q: c`\n`A: d`"


def test_what_is_no_card_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text("Q: alone\n---\nA: lonely\n---\nloose\n", encoding="utf-8")
    assert [(note.where, note.lost) for note in notes_of(path)] == [
        ("x.md:1", ("a question without an answer",)),
        ("x.md:3", ("an answer without a question",)),
        ("x.md:5", ("text that is no card",)),
    ]


def test_a_text_that_nobody_could_learn_is_left_out_at_once(pairs: Callable) -> None:
    assert pairs(f"q,{'x' * (LONGEST + 1)}\n") == [("", "")]
    assert pairs(f"C: {'[x] ' * LONGEST}\n", "x.md") == [("", "")]


def test_a_note_of_anki_asks_with_its_first_field(package: Callable) -> None:
    path = package(
        old_schema(), with_notes((1, "<b>q</b>|a"), (3, "f|b"), (2, "{{c1::x}} y|extra"))
    )
    basic, both, cloze = notes_of(path)
    assert basic[:2] == ("q", "a")
    assert basic.lost == ("the tags a b",)
    assert "1 more of the 2 cards of Both ways" in both.lost
    assert (cloze.is_cloze, cloze.front, cloze.back) == (True, "{{c1::x}} y", "extra")

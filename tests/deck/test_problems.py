"""A problem is one line for a person, two more to point at it, and plain data for a program."""

import pytest

from dlquiz.deck.problems import Flaw, Problem, brief, locate, visible


def test_a_problem_is_its_place_what_is_wrong_and_what_to_do() -> None:
    problem = Problem(file="a.yaml", line=3, column=5, what="`ask` is empty", remedy="write it")
    assert str(problem) == "a.yaml:3:5: `ask` is empty (write it)"
    assert problem.pointed() == str(problem)


def test_carets_stand_under_the_place_in_the_line_of_source() -> None:
    lines = ["topic: a", "    level: 50  # high"]
    problem = locate(Flaw(2, 12, "`level` must be 1, 2 or 3, not `50`", width=2), "a.yaml", lines)
    assert problem.pointed().split("\n") == [
        "a.yaml:2:12: `level` must be 1, 2 or 3, not `50`",
        "    level: 50  # high",
        "           ^^",
    ]


@pytest.mark.parametrize(
    ("source", "column", "shown", "caret"),
    [
        ("ask: 日本 x", 9, "ask: 日本 x", 10),
        ("\t\task: x", 8, "ask: x", 5),
        ("a\tb: x", 6, r"a\tb: x", 6),
        ("é" * 200 + "x", 201, "é" * 48 + "x", 48),
    ],
)
def test_carets_keep_their_place_under_wide_hidden_and_long_text(
    source: str, column: int, shown: str, caret: int
) -> None:
    _, line, carets = locate(Flaw(1, column, "what"), "a.yaml", [source]).pointed().split("\n")
    assert (line, carets) == ("    " + shown, " " * (4 + caret) + "^")


def test_a_place_outside_the_text_points_at_nothing() -> None:
    problem = locate(Flaw(9, 1, "what"), "a.yaml", ["one line"])
    assert problem.pointed() == "a.yaml:9:1: what"


def test_what_a_terminal_would_obey_is_shown_as_an_escape() -> None:
    hostile = "\x1b[2J\x07\u202egpj.exe\u2028\x9b31m"
    assert visible(hostile) == r"\x1b[2J\x07\u202egpj.exe\u2028\x9b31m"
    assert visible("naïve Ωδ 日本 — fine") == "naïve Ωδ 日本 — fine"
    problem = Problem(
        file=f"{hostile}.yaml", line=1, column=1, what=hostile, remedy=hostile, source=hostile
    )
    assert problem.pointed().replace("\n", "").isprintable()
    assert all(str(value).isprintable() for value in problem.as_json().values())


def test_quoted_text_is_cut_when_it_is_long() -> None:
    assert brief("short") == "`short`"
    assert brief("x" * 100) == f"`{'x' * 39}…`"


def test_a_program_gets_names_and_numbers() -> None:
    problem = Problem(file="a.yaml", line=3, column=5, what="what", remedy="do", card="a.b")
    assert problem.as_json() == {
        "file": "a.yaml",
        "line": 3,
        "column": 5,
        "card": "a.b",
        "what": "what",
        "remedy": "do",
    }

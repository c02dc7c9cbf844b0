"""A sentence with gaps becomes a question a gap."""

import pytest

from dlquiz.interchange.cloze import MOST, bracketed, gaps


def asked(text: str) -> list[tuple[int, str, str]]:
    return [(gap.number, gap.ask, gap.missing) for gap in gaps(text)]


def test_gaps_of_one_number_are_open_together() -> None:
    text = "{{c1::a}} and {{c2::b::letter}} and {{c1::c}}"
    assert asked(text) == [(1, "[…] and b and […]", "a; c"), (2, "a and [letter] and c", "b")]
    assert {gap.whole for gap in gaps(text)} == {"a and b and c"}


def test_a_gap_within_a_gap() -> None:
    assert asked("{{c1::a {{c2::b}} c}}") == [(1, "[…]", "a b c"), (2, "a […] c", "b")]


@pytest.mark.parametrize("text", ["no gap", "{{c1::open", "}} and ::", "{{cx::a}}"])
def test_what_is_no_gap_is_text(text: str) -> None:
    assert asked(text) == []


def test_a_thousand_nested_gaps_are_no_trouble() -> None:
    assert len(gaps("{{c1::" * 1000 + "x" + "}}" * 1000)) == 1
    assert len(gaps("".join(f"{{{{c{n}::x}}}}" for n in range(1, 200)))) == MOST


def test_brackets_are_gaps_unless_they_are_escaped_or_code() -> None:
    code = "\ue002a[0]\ue003"
    assert bracketed(rf"[x] in \[0, 1\] is {code}") == f"{{{{c1::x}}}} in [0, 1] is {code}"

"""Numbers as people type them, and how near is near enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.errors import UserError
from dlquiz.quiz.grading import parse_number, parse_tolerance


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0.25", 0.25),
        ("0,25", 0.25),
        (".25", 0.25),
        ("1/4", 0.25),
        ("1 / 4", 0.25),
        ("-1/4", -0.25),
        ("2.5e-1", 0.25),
        ("2,5E-1", 0.25),
        ("25%", 0.25),
        ("25 %", 0.25),
        ("−3", -3.0),
        ("+3.", 3.0),
        ("  7 ", 7.0),
    ],
)
def test_a_number_is_read_in_every_common_spelling(typed: str, value: float) -> None:
    assert parse_number(typed) == value


@pytest.mark.parametrize(
    "typed", ["", " ", "abc", "1/0", "1//2", "1.2.3", "1,000,000", "--1", "1e999", "nan", "%", "½"]
)
def test_what_is_no_number_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(UserError) as refusal:
        parse_number(typed)
    assert str(refusal.value) == (
        f"{typed.strip()!r} is not a number (type one like 0.25, 1/4, 2.5e-1 or 25%)"
    )


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_is_read_back_from_its_shortest_spelling(value: float) -> None:
    assert parse_number(repr(value)) == value


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_user_error(text: str) -> None:
    try:
        parse_number(text)
    except UserError:
        return


def test_an_absolute_tolerance_is_a_distance() -> None:
    tolerance = parse_tolerance(0.005)
    assert tolerance.covers(0.125, 0.12)
    assert not tolerance.covers(0.1251, 0.12)
    assert str(tolerance) == "within 0.005"


def test_a_relative_tolerance_is_a_share_of_the_answer() -> None:
    tolerance = parse_tolerance("1%")
    assert tolerance.covers(-101.0, -100.0)
    assert not tolerance.covers(-101.1, -100.0)
    assert str(tolerance) == "within 1%"


def test_a_tolerance_of_zero_allows_rounding_noise_and_no_more() -> None:
    tolerance = parse_tolerance(0)
    assert tolerance.covers(0.1 + 0.2, 0.3)
    assert not tolerance.covers(0.3001, 0.3)

"""Numbers as a person reads them."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.screen.views.numerals import numeral, numeral_column


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (25557032, "25557032"),
        (1 / 3, "0.3333"),
        (-2 / 3, "-0.6667"),
        (123456.7, "123457"),
        (999999.4, "999999"),
        (1234567.0, "1.235e6"),
        (0.000123456, "0.0001235"),
        (0.0000123456, "1.235e-5"),
        (1e-300, "1e-300"),
        (nan, "nan"),
        (inf, "inf"),
        (-inf, "-inf"),
        (True, "True"),
        ("words", "words"),
    ],
)
def test_four_significant_digits_in_the_shortest_form(value: object, text: str) -> None:
    assert numeral(value) == text


@given(st.floats(-1e307, 1e307))
def test_a_numeral_is_right_to_four_digits(value: float) -> None:
    assert float(numeral(value)) == pytest.approx(value, rel=5.1e-4, abs=0)


def test_decimal_points_stand_below_each_other() -> None:
    column = numeral_column([1.5, -10.25, 0.125, 1e-9, 3, nan])
    assert column == ["  1.5  ", "-10.25 ", "  0.125", "  1e-9 ", "  3    ", "nan    "]


@given(st.lists(st.floats() | st.integers(-(10**9), 10**9)))
def test_a_column_has_one_width(values: list[float]) -> None:
    assert len({len(text) for text in numeral_column(values)}) <= 1

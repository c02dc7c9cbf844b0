"""Axes and the round values beside them."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.screen.views.axes import axis_over


def test_an_axis_spans_its_values_and_gives_nan_no_place() -> None:
    axis = axis_over([2.0, nan, 6.0, inf])
    assert [axis.share(value) for value in (2.0, 4.0, 6.0)] == [0.0, 0.5, 1.0]
    assert axis.share(nan) is None
    assert axis.share(inf) is None


def test_a_logarithmic_axis_has_no_place_for_zero() -> None:
    axis = axis_over([1e-4, 1.0, 0.0, -1.0], log=True)
    assert axis.share(1e-2) == 0.5
    assert axis.share(0.0) is None


def test_values_that_are_all_equal_stand_in_the_middle() -> None:
    assert axis_over([5.0, 5.0]).share(5.0) == 0.5
    assert axis_over([0.0]).share(0.0) == 0.5


@pytest.mark.parametrize(
    ("values", "most", "texts"),
    [
        ([0, 100], 6, ["0", "20", "40", "60", "80", "100"]),
        ([0, 100], 3, ["0", "50", "100"]),
        ([-0.3, 0.3], 4, ["-0.2", "0", "0.2"]),
        ([1e-6, 1e-5], 3, ["5e-6", "1e-5"]),
    ],
)
def test_ticks_are_round_and_not_too_many(values: list[float], most: int, texts: list[str]) -> None:
    assert [text for _, text in axis_over(values).ticks(most)] == texts


def test_ticks_of_a_logarithmic_axis_are_powers_of_ten() -> None:
    ticks = axis_over([1e-6, 1.0], log=True).ticks(4)
    assert [text for _, text in ticks] == ["1e-6", "1e-4", "0.01", "1"]


@given(st.lists(st.floats(), min_size=1), st.integers(2, 12), st.booleans())
def test_ticks_lie_on_the_axis_and_keep_to_their_number(
    values: list[float], most: int, log: bool
) -> None:
    ticks = axis_over(values, log).ticks(most)
    assert len(ticks) <= most
    assert all(-1e-6 <= share <= 1 + 1e-6 for share, _ in ticks)

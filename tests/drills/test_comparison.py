"""Results are compared by their values, and what differs is named at its place."""

from typing import Any

import numpy as np
import pytest

from dlquiz.drills.comparison import difference, shape_of, small
from dlquiz.drills.sandbox import Other

RIGHT = np.array([[1.0, 2.0], [3.0, 4.0]])


@pytest.mark.parametrize(
    ("got", "right"),
    [
        (np.array([1, 2]), np.array([1.0, 2.0])),
        (3, 3.0),
        (np.float64(2.5), 2.5),
        (np.array([1.0, np.inf, np.nan]), np.array([1.0, np.inf, np.nan])),
        (RIGHT * (1 + 5e-7), RIGHT),
        (np.array([1e-9, 1000.0]), np.array([0.0, 1000.0])),
        (1e-17, 0.0),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        ((np.array([1.0]), 2), (np.array([1.0]), 2.0)),
        (None, None),
        ("same", "same"),
    ],
)
def test_what_is_the_same_up_to_rounding_has_no_difference(got: Any, right: Any) -> None:
    assert difference(got, right) == ""


@pytest.mark.parametrize(
    ("got", "right", "message"),
    [
        (np.array([[1, 2], [3.5, 4]]), RIGHT, "at [1, 0] it gives 3.5, and should give 3"),
        (0.1, 0.25, "it gives 0.1, and should give 0.25"),
        (RIGHT * (1 + 5e-5), RIGHT, "at [0, 0] it gives 1.00005, and should give 1"),
        (1e-30, 3e-30, "it gives 1e-30, and should give 3e-30"),
        (np.array([np.nan, 1]), np.ones(2), "at [0] it gives nan, and should give 1"),
        (np.array([1, np.inf]), np.ones(2), "at [1] it gives inf, and should give 1"),
        (np.ones(2), np.array([np.nan, 1]), "at [0] it gives 1, and should give nan"),
        (RIGHT.T[0], RIGHT, "it gives shape (2,), and should give shape (2, 2)"),
        (np.ones(1), 1.0, "it gives shape (1,), and should give one number"),
        (None, RIGHT, "it gives None, and should give shape (2, 2)"),
        ("1.0", 1.0, "it gives a text, and should give one number"),
        (1.0, None, "it gives one number, and should give None"),
        (True, "True", "it gives one number, and should give a text"),
        (Other("shape (2, 2)"), RIGHT, "it gives shape (2, 2), and should give shape (2, 2)"),
        (
            (1.0, 2.0),
            np.array([1.0, 2.0]),
            "it gives 2 results: one number, one number, and should give shape (2,)"
            " (np.array makes an array of a list)",
        ),
        (
            np.array([1.0, 2.0]),
            (1.0, 2.0),
            "it gives shape (2,), and should give 2 results: one number, one number"
            " (list makes a list of an array)",
        ),
        (
            (RIGHT,),
            (RIGHT, RIGHT[0]),
            "it gives 1 result: shape (2, 2), and should give 2 results: shape (2, 2), shape (2,)",
        ),
        (
            (RIGHT, RIGHT[0] + 1),
            (RIGHT, RIGHT[0]),
            "result 2: at [0] it gives 2, and should give 1",
        ),
    ],
)
def test_a_difference_says_what_and_where(got: Any, right: Any, message: str) -> None:
    assert difference(got, right) == message


def test_many_results_are_counted() -> None:
    assert shape_of((1,) * 7) == "a list of 7 results"


def test_lists_of_arrays_of_different_shapes_are_compared() -> None:
    parts = (np.ones(3), np.ones((2, 2)))
    assert difference(parts, [np.ones(3), np.ones((2, 2))]) == ""
    assert difference(0.0, parts).startswith("it gives one number, and should give 2 results")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (RIGHT, "[[1., 2.], [3., 4.]]"),
        (np.arange(100), "[0, 1, ..., 98, 99]"),
        (np.array([0.00012345, 1.0]), "[0.0001, 1.]"),
        (np.array([1.2345e-9]), "[1.2345e-09]"),
        ((1, 2.5, None), "(1, 2.5, None)"),
        ((1,) * 9, "(1, 1, 1, 1, …)"),
        ("x" * 100, "'" + "x" * 58 + "…"),
        (Other("an object of the type T"), "an object of the type T"),
        (np.array([np.nan, np.inf]), "[nan, inf]"),
        (np.array([True, False]), "[True, False]"),
    ],
)
def test_a_value_is_shown_on_one_short_line(value: Any, text: str) -> None:
    assert small(value) == text

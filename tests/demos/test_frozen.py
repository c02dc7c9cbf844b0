"""Arrays as plain numbers."""

import numpy as np
import pytest

from dlquiz.demos.frozen import frozen, rounded


@pytest.mark.parametrize(
    ("array", "plain"),
    [
        (np.array([[1.5, 2.0]]), ((1.5, 2.0),)),
        (np.float64(0.25), 0.25),
        (np.int64(3), 3),
        (np.array(["a", "b"]), ("a", "b")),
        (np.zeros((0, 2)), ()),
    ],
)
def test_arrays_become_tuples_of_pythons_own_numbers(array: np.ndarray, plain: object) -> None:
    assert frozen(array) == plain


def test_a_frozen_number_is_not_numpys() -> None:
    assert type(frozen(np.float64(1.0))) is float
    assert type(frozen(np.arange(3))[0]) is int


def test_rounding_keeps_significant_digits_and_what_is_not_finite() -> None:
    assert rounded([[123456.0, 0.00012345], [np.inf, -np.inf]]) == (
        (123500.0, 0.0001234),
        (np.inf, -np.inf),
    )

"""Values are float64 arrays, and numpy's warnings are not for the reader of a card."""

from typing import Any

import numpy as np
import pytest

from dlquiz.deck.calculation import calculate
from dlquiz.deck.expressions import ExpressionError, parse


def value_of(text: str, **values: Any) -> Any:
    return calculate(parse(text), values)


@pytest.mark.parametrize("text", ["[1, 2]", "x", "W[0]", "[k, 2]", "softmax(x)"])
def test_list_literals_given_vectors_and_results_are_float64_arrays(text: str) -> None:
    result = value_of(text, x=[1, 2], k=1, W=[[1, 2], [3, 4]])
    assert isinstance(result, np.ndarray)
    assert result.dtype == np.float64


def test_lists_of_vectors_are_matrices() -> None:
    assert value_of("[x, [3, 4]]", x=[1, 2]).shape == (2, 2)
    with pytest.raises(ExpressionError):
        value_of("[x, [3]]", x=[1, 2])


def test_a_list_of_functions_is_for_the_reference_to_use() -> None:
    assert value_of("[softmax, relu]")[1].__name__ == "relu"


def test_whole_numbers_stay_whole_so_that_they_can_be_counts_and_places() -> None:
    assert type(value_of("k + 1", k=1)) is int
    assert value_of("x[k]", x=[5, 6], k=1) == 6
    assert value_of("x[1.0]", x=[5, 6]) == 6
    assert value_of("x[[1, 0]]", x=[5, 6]).tolist() == [6, 5]


def test_overflow_and_division_by_zero_make_no_noise() -> None:
    with np.errstate(all="raise"):
        assert value_of("exp(1000)") == np.inf
        assert np.isnan(value_of("(x - x) / (x - x)", x=[1.0])[0])


def test_the_names_of_a_card_come_before_those_of_the_language() -> None:
    assert value_of("e + 1", e=1) == 2


@pytest.mark.parametrize(
    ("text", "column"), [("1 + log(softmx(1))", 9), ("  1 + x", 5), ("sum([1,\n  y])", 11)]
)
def test_an_error_stands_at_its_node(text: str, column: int) -> None:
    with pytest.raises(ExpressionError) as refusal:
        value_of(text)
    assert refusal.value.column == column


def test_both_sides_of_and_and_or_are_computed_only_if_needed() -> None:
    assert value_of("1 < 0 and unknown(1)") is False
    assert value_of("1 > 0 or unknown(1)") is True

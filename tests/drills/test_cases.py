"""The calls of a drill: drawn, computed, and answered by the reference."""

import numpy as np
import pytest
from msgspec.structs import replace

from dlquiz.deck.cards import Code
from dlquiz.drills.cases import called, exam
from dlquiz.drills.sandbox import Seed
from dlquiz.errors import UserError


def test_the_values_are_drawn_anew_for_each_seed_and_edges_come_last(softmax_drill: Code) -> None:
    cases = exam(softmax_drill, 3).cases
    assert [case.is_edge for case in cases] == [False] * 3 + [True] * 3
    assert len({case.arguments[0].tobytes() for case in cases}) == 6
    for case in cases:
        np.testing.assert_allclose(case.right.sum(-1), np.ones(case.right.shape[:-1]))


def test_the_first_call_is_made_once_more_at_the_end(softmax_drill: Code) -> None:
    calls = exam(softmax_drill, 2).calls
    assert len(calls) == 2 + 3 + 1
    assert calls[-1] is calls[0]


def test_fewer_seeds_keep_the_edges(softmax_drill: Code) -> None:
    many = exam(softmax_drill, 9)
    assert many.with_seeds(2).cases == (*many.cases[:2], *many.cases[9:])


def test_an_empty_array_keeps_its_shape(softmax_drill: Code) -> None:
    assert exam(softmax_drill, 1).cases[-1].arguments[0].shape == (0, 3)


def test_a_generator_is_a_seed(normal_drill: Code) -> None:
    (case,) = exam(normal_drill, 1).cases
    assert case.arguments[1] == Seed(case.values["r"])
    assert called("kaiming_normal", case.arguments) == (
        f"kaiming_normal(shape = [30., 20.], rng = generator({case.values['r']}), a = 0)"
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"arguments": ("y",)}, "column 1: unknown name 'y'"),
        ({"edges": (("x", "7"),)}, "the reference refuses softmax(logits = "),
    ],
)
def test_a_card_that_cannot_be_asked_is_refused(
    softmax_drill: Code, change: dict[str, object], message: str
) -> None:
    with pytest.raises(UserError) as caught:
        exam(replace(softmax_drill, **change))
    assert str(caught.value).startswith(message)

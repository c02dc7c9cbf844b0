"""The story holds for every activation: zeros stay zero, equals stay equal, random ones learn."""

import pytest

from dlquiz.demos.zero_initialization import Params, run

ACTIVATIONS = ["relu", "tanh", "sigmoid"]


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_from_zeros_no_weight_ever_moves(activation: str) -> None:
    for frame in run(Params(activation=activation)):
        zeros = frame.values["zeros"]
        weights = [*zeros["hidden_weight"], *zeros["output_weight"]]
        assert {weight for row in weights for weight in row} == {0.0}
        assert zeros["hidden_gradient"] == zeros["output_gradient"] == 0.0


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_equal_units_stay_equal_and_still_learn(activation: str) -> None:
    first, *_, last = run(Params(activation=activation))
    assert last.values["equal"]["apart"] < 1e-9
    assert last.values["equal"]["loss"] < first.values["equal"]["loss"]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_random_units_come_to_less_loss_than_equal_ones(activation: str) -> None:
    *_, last = run(Params(activation=activation, frames=20))
    assert last.values["random"]["loss"] < 0.8 * last.values["equal"]["loss"]

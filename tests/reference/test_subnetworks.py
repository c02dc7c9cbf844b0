"""Where one pass with scaled weights equals the mean of all sub-networks, and where it does not."""

import numpy as np
import pytest

from dlquiz.reference.masking import classic_dropout
from dlquiz.reference.subnetworks import (
    all_masks,
    ensemble_geometric_mean,
    ensemble_mean,
    mask_probabilities,
    subnetwork_outputs,
    weight_scaled_output,
)

RNG = np.random.default_rng(0)
X, WEIGHT, BIAS = RNG.normal(size=6), RNG.normal(size=(3, 6)), RNG.normal(size=3)
HIDDEN, HIDDEN_BIAS = RNG.normal(size=(8, 6)), RNG.normal(size=8)
OUT = RNG.normal(size=(3, 8))


def softmax(logits):
    exponents = np.exp(logits)
    return exponents / exponents.sum(-1, keepdims=True)


def relu_network(first):
    return np.maximum(first, 0) @ OUT.T


def test_every_mask_is_listed_once():
    masks = all_masks(5)
    assert masks.shape == (32, 5)
    assert len({tuple(mask) for mask in masks}) == 32


@pytest.mark.parametrize("p", [0.0, 0.2, 0.5, 1.0])
def test_mask_probabilities_are_a_distribution_that_keeps_each_unit_with_1_minus_p(p, equal):
    probabilities = mask_probabilities(all_masks(5), p)
    equal(probabilities.sum(), 1)
    equal(probabilities @ all_masks(5), np.full(5, 1 - p))


def test_a_row_is_the_network_with_dropped_inputs(equal):
    outputs = subnetwork_outputs(X, WEIGHT, BIAS)
    for mask, output in zip(all_masks(6)[::7], outputs[::7], strict=True):
        equal(output, WEIGHT @ classic_dropout(X, mask=mask).output + BIAS)


@pytest.mark.parametrize("p", [0.2, 0.5])
def test_the_mean_of_a_linear_layers_subnetworks_is_weight_scaling(p, equal):
    mean = ensemble_mean(subnetwork_outputs(X, WEIGHT, BIAS), p)
    equal(mean, weight_scaled_output(X, WEIGHT, BIAS, p))


@pytest.mark.parametrize("p", [0.2, 0.5])
def test_the_geometric_mean_of_one_softmax_layers_subnetworks_is_weight_scaling(p, equal):
    members = softmax(subnetwork_outputs(X, WEIGHT, BIAS))
    scaled = softmax(weight_scaled_output(X, WEIGHT, BIAS, p))
    equal(ensemble_geometric_mean(members, p), scaled)
    assert np.abs(ensemble_mean(members, p) - scaled).max() > 1e-3


def test_behind_a_hidden_relu_weight_scaling_is_only_near_the_mean():
    mean = ensemble_mean(relu_network(subnetwork_outputs(X, HIDDEN, HIDDEN_BIAS)))
    scaled = relu_network(weight_scaled_output(X, HIDDEN, HIDDEN_BIAS))
    difference = np.abs(mean - scaled).max()
    assert 0.01 < difference < np.abs(mean).max()


def test_dropping_the_hidden_units_themselves_is_exact_for_a_linear_output(equal):
    hidden = np.maximum(HIDDEN @ X + HIDDEN_BIAS, 0)
    equal(ensemble_mean(subnetwork_outputs(hidden, OUT)), weight_scaled_output(hidden, OUT))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: all_masks(17), "2^17 masks are too many to list: 16 units are the most"),
        (lambda: all_masks(2.5), "units is a whole number from 0 on, not 2.5"),
        (
            lambda: subnetwork_outputs([1, 2], [[1, 2, 3]]),
            "weight (1, 3) does not fit x (2,): (out, in) and (in,)",
        ),
        (
            lambda: weight_scaled_output([1, 2], [1, 2]),
            "weight (2,) does not fit x (2,): (out, in) and (in,)",
        ),
        (
            lambda: ensemble_mean([[1], [2], [3]]),
            "outputs (3, 1) need a row for each of the 2ⁿ masks",
        ),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        call()
    assert str(error.value) == message

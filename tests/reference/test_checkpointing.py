"""Checkpointing: schedule and closed forms, measured memory, gradients equal to the last bit."""

import math
import re
import tracemalloc
from itertools import pairwise

import numpy as np
import pytest

from dlquiz.reference import (
    best_segment,
    chain_gradients,
    checkpoint_memory,
    checkpoint_schedule,
    extra_forwards,
    peak_activations,
)

CHAINS = [(layers, segment) for layers in range(1, 31) for segment in (None, *range(1, layers + 1))]


def test_the_closed_form_is_the_peak_of_the_schedule():
    for layers, segment in CHAINS:
        assert peak_activations(layers, segment) == checkpoint_memory(layers, segment)


def test_recomputations_are_counted_alike():
    for layers, segment in CHAINS:
        moments = checkpoint_schedule(layers, segment)
        again = sum(moment.action == "recompute" for moment in moments)
        assert again == extra_forwards(layers, segment) <= layers


def test_every_layer_goes_forward_first_and_backward_last():
    for layers, segment in CHAINS:
        moments = checkpoint_schedule(layers, segment)
        forward = [m.layer for m in moments if m.action == "forward"]
        backward = [m.layer for m in moments if m.action == "backward"]
        assert forward == list(range(1, layers + 1))
        assert backward == forward[::-1]
        assert [m.action for m in moments[:layers]] == ["forward"] * layers


def test_what_a_moment_needs_was_kept_and_nothing_appears_from_nowhere():
    for layers, segment in CHAINS:
        moments = checkpoint_schedule(layers, segment)
        for before, moment in pairwise(moments):
            made = set() if moment.action == "backward" else {moment.layer}
            assert set(moment.alive) == set(before.kept) | made
            assert set(moment.kept) <= set(moment.alive)
            assert {moment.layer - 1, moment.layer} <= set(moment.alive)
        assert moments[-1].kept == ()


def test_the_best_segment_is_near_the_root_and_costs_about_twice_it():
    for layers in range(1, 400):
        best = best_segment(layers)
        least = min(checkpoint_memory(layers, k) for k in range(1, layers + 1))
        assert checkpoint_memory(layers, best) == least <= 2 * math.sqrt(layers) + 1
        assert abs(best - math.sqrt(layers)) <= 1
    assert best_segment(10_000) == 100
    assert checkpoint_memory(10_000, 100) == 200


def chain(layers, width=5, batch=4):
    rng = np.random.default_rng(layers)
    weights = rng.normal(0, np.sqrt(2 / width), (layers, width, width))
    return rng.normal(size=(batch, width)), weights, rng.normal(size=(batch, width))


@pytest.mark.parametrize("layers", [1, 2, 7, 16])
def test_checkpointing_changes_no_bit_of_a_gradient(layers):
    x, weights, g = chain(layers)
    plain = chain_gradients(x, weights, g)
    assert any(grad.any() for grad in plain)
    for segment in range(1, layers + 1):
        for grad, other in zip(plain, chain_gradients(x, weights, g, segment), strict=True):
            np.testing.assert_array_equal(grad, other)


def test_the_chains_gradients_are_slopes(numerical_gradient):
    x, weights, g = chain(4)

    def weighted(weights):
        y = x
        for weight in weights:
            y = np.maximum(y @ weight.T, 0)
        return (g * y).sum()

    slope = numerical_gradient(weighted, weights)
    np.testing.assert_allclose(chain_gradients(x, weights, g, 2), slope, atol=1e-8)


def test_memory_measured_while_it_runs_falls_as_the_schedule_says():
    x, weights, g = chain(64, width=4, batch=20_000)
    units = {}
    for segment in (None, 8):
        tracemalloc.start()
        chain_gradients(x, weights, g, segment)
        units[segment] = tracemalloc.get_traced_memory()[1] / x.nbytes
        tracemalloc.stop()
    spare = 5  # the gradient on its way, a mask, a product before its ReLU
    for segment, measured in units.items():
        kept = checkpoint_memory(64, segment) - 1  # x itself was there before
        assert kept <= measured <= kept + spare


REFUSED = [
    (checkpoint_memory, (4, 5), "segment 5 is longer than the chain of 4 layers"),
    (checkpoint_memory, (4, 0), "segment is a whole number from 1 on, not 0"),
    (best_segment, (0,), "layers is a whole number from 1 on, not 0"),
    (
        chain_gradients,
        (np.zeros((2, 3)), [np.zeros((4, 3)), np.zeros((4, 3))], np.zeros((2, 4))),
        "weight (4, 3) does not fit x (2, 4): it is (out, in), and in is the last axis of x",
    ),
]


@pytest.mark.parametrize(("function", "arguments", "message"), REFUSED)
def test_impossible_chains_are_refused(function, arguments, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        function(*arguments)


def test_torch_itself_agrees():
    torch = pytest.importorskip("torch")
    x, weights, g = chain(6)
    leaves = [torch.tensor(weight, requires_grad=True) for weight in weights]
    y = torch.tensor(x)
    for leaf in leaves:
        y = torch.relu(y @ leaf.T)
    expected = torch.autograd.grad(y, leaves, torch.tensor(g))
    for grad, other in zip(chain_gradients(x, weights, g, 3), expected, strict=True):
        np.testing.assert_allclose(grad, other, atol=1e-12)

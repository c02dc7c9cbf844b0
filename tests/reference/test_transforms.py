"""Chains hand gradients and one state along; a tuple of arrays is stepped array by array."""

import re

import numpy as np
import pytest

from dlquiz.reference.optimizers import adam, sgd
from dlquiz.reference.transforms import (
    NoState,
    add_decay,
    add_velocity,
    bias_corrected,
    chain,
    moving_average,
    per_array,
    scale,
    scale_by_adam,
)


def test_the_order_of_links_is_the_algorithm():
    decay_first = chain(add_decay(1.0), scale(10.0))
    decay_last = chain(scale(10.0), add_decay(1.0))
    assert decay_first.update([1.0], NoState(), [2.0])[0] == 30.0
    assert decay_last.update([1.0], NoState(), [2.0])[0] == 12.0


def test_the_state_of_a_chain_is_flat():
    state = chain(add_decay(0.1), scale_by_adam(0.9, 0.999, 1e-8), scale(-1)).init([1.0])
    assert state._fields == ("m", "v", "step")
    assert chain(scale(-1)).init([1.0]) == NoState()


def test_two_links_with_memory_are_refused():
    message = "one link of a chain may keep a state, got 2"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        chain(add_velocity(0.9), add_velocity(0.5))


def test_gradients_must_have_the_shape_of_the_params():
    message = "grads (2,) do not fit params (2, 1): they have the same shape"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        sgd(0.1).update([1.0, 2.0], NoState(), [[1.0], [2.0]])


def test_a_model_of_several_arrays_walks_as_one_long_array_does():
    rng = np.random.default_rng(3)
    weight, bias = rng.normal(size=(2, 3)), rng.normal(size=3)
    model, whole = per_array(adam(0.1)), adam(0.1)
    params, flat = (weight, bias), np.concatenate([weight.ravel(), bias])
    state, flat_state = model.init(params), whole.init(flat)
    for _ in range(5):
        grads = (rng.normal(size=(2, 3)), rng.normal(size=3))
        updates, state = model.update(grads, state, params)
        params = tuple(p + u for p, u in zip(params, updates, strict=True))
        flat_grads = np.concatenate([grads[0].ravel(), grads[1]])
        flat_updates, flat_state = whole.update(flat_grads, flat_state, flat)
        flat = flat + flat_updates
    np.testing.assert_array_equal(np.concatenate([params[0].ravel(), params[1]]), flat)


def test_a_missing_gradient_array_is_refused():
    model = per_array(sgd(0.1))
    with pytest.raises(ValueError, match=r"^1 grads do not fit 2 params: one an array$"):
        model.update(([1.0],), model.init(([1.0], [2.0])), ([1.0], [2.0]))


def test_bias_correction_makes_the_average_of_equal_gradients_that_gradient():
    average = 0.0
    for step in range(1, 40):
        average = moving_average(average, 3.5, beta=0.97)
        assert bias_corrected(average, beta=0.97, step=step) == pytest.approx(3.5, rel=1e-13)


def test_velocity_approaches_the_gradient_over_one_minus_momentum():
    link, state = add_velocity(0.9), add_velocity(0.9).init(np.zeros(1))
    for _ in range(400):
        out, state = link.update(np.array([2.0]), state, np.zeros(1))
    assert out == pytest.approx(20.0)

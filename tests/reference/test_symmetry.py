"""What a network learns from zeros, from one constant, and from random weights."""

import numpy as np
import pytest

from dlquiz.reference.activations import (
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    tanh,
    tanh_derivative,
)
from dlquiz.reference.initialization import kaiming_normal
from dlquiz.reference.symmetry import (
    TwoLayers,
    constant_two_layers,
    hidden_spread,
    train_two_layers,
    two_layer_gradients,
    two_layer_logits,
    two_layer_loss,
)

RNG = np.random.default_rng(0)
X = RNG.normal(size=(40, 2))
TARGETS = (X[:, 0] * X[:, 1] > 0.3).astype(float)  # no line separates them
PAIRS = {
    "relu": (relu, relu_derivative),
    "tanh": (tanh, tanh_derivative),
    "sigmoid": (sigmoid, sigmoid_derivative),
}


def random_network(hidden=5):
    return TwoLayers(
        kaiming_normal((hidden, 2), RNG),
        RNG.normal(size=hidden),
        kaiming_normal((1, hidden), RNG),
        RNG.normal(size=1),
    )


@pytest.mark.parametrize("name", PAIRS)
def test_gradients_equal_central_differences(name, equal, numerical_gradient):
    activation, derivative = PAIRS[name]
    params = random_network()
    grads = two_layer_gradients(X, TARGETS, params, activation, derivative)
    for field in TwoLayers._fields:
        expected = numerical_gradient(
            lambda p, field=field: two_layer_loss(
                X, TARGETS, params._replace(**{field: p}), activation
            ),
            getattr(params, field),
        )
        equal(getattr(grads, field), expected, 1e-7)


@pytest.mark.parametrize("name", ["relu", "tanh"])
def test_from_zeros_only_the_output_bias_ever_learns(name):
    activation, derivative = PAIRS[name]
    trained = train_two_layers(
        X, TARGETS, constant_two_layers(2, 50), 1.0, 200, activation, derivative
    )
    assert not np.any(trained.hidden_weight)
    assert not np.any(trained.hidden_bias)
    assert not np.any(trained.output_weight)
    rate = TARGETS.mean()
    np.testing.assert_allclose(trained.output_bias, np.log(rate / (1 - rate)), rtol=1e-9)
    entropy = -(rate * np.log(rate) + (1 - rate) * np.log(1 - rate))
    np.testing.assert_allclose(two_layer_loss(X, TARGETS, trained, activation), entropy, rtol=1e-12)


@pytest.mark.parametrize("name", ["relu", "tanh"])
def test_zero_weights_learn_if_the_hidden_biases_are_not_zero(name):
    activation, derivative = PAIRS[name]
    start = constant_two_layers(2, 4)._replace(hidden_bias=np.full(4, 0.5))
    grads = two_layer_gradients(X, TARGETS, start, activation, derivative)
    assert np.all(grads.output_weight != 0)
    assert not np.any(grads.hidden_weight)  # not before the output weights have moved


def test_zero_weights_under_a_sigmoid_learn_as_one_unit():
    trained = train_two_layers(
        X, TARGETS, constant_two_layers(2, 4), 1.0, 50, sigmoid, sigmoid_derivative
    )
    assert np.all(np.abs(trained.hidden_weight) > 1e-6)
    assert hidden_spread(trained) < 1e-12


@pytest.mark.parametrize("name", PAIRS)
def test_units_that_start_equal_stay_one_unit(name):
    activation, derivative = PAIRS[name]
    start = constant_two_layers(2, 6, value=0.1)
    trained = train_two_layers(X, TARGETS, start, 0.5, 20, activation, derivative)
    assert np.abs(trained.hidden_weight - start.hidden_weight).max() > 1e-3
    assert hidden_spread(trained) < 1e-12


def test_random_weights_fit_what_one_unit_cannot():
    start = random_network(hidden=16)
    learnt = train_two_layers(X, TARGETS, start, 0.5, 500)
    alike = train_two_layers(X, TARGETS, constant_two_layers(2, 16, 0.1), 0.5, 500)
    assert hidden_spread(learnt) > 0.1
    assert two_layer_loss(X, TARGETS, learnt) < 0.5 * two_layer_loss(X, TARGETS, alike)


def test_zero_biases_break_no_symmetry_that_random_weights_do_not_break(equal):
    start = random_network()._replace(hidden_bias=np.zeros(5), output_bias=np.zeros(1))
    grads = two_layer_gradients(X, TARGETS, start, tanh, tanh_derivative)
    assert len(np.unique(grads.hidden_bias)) == 5


def test_logits_are_one_for_each_example(equal):
    params = TwoLayers(np.array([[1.0, -1.0]]), np.array([0.5]), np.array([[2.0]]), np.array([3.0]))
    equal(two_layer_logits([[1, 0], [0, 9]], params), [2 * 1.5 + 3, 3])

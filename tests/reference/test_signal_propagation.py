"""The size of a signal through depth: the expectation, and draws that scatter around it."""

import numpy as np
import pytest

from dlquiz.reference.activations import tanh
from dlquiz.reference.initialization import kaiming_normal, lecun_normal, linear_default
from dlquiz.reference.signal_propagation import (
    activations_through_layers,
    mean_squares,
    simulated_signal,
    variance_through_layers,
)


@pytest.mark.parametrize(
    ("weight_variance", "expected"),
    [
        (2 / 512, 1.0),  # Kaiming
        (1 / 512, 2.0**-20),  # LeCun: half is lost in each layer
        (1 / (3 * 512), 6.0**-20),  # the default of PyTorch's Linear
        (0.01**2, 0.0256**20),
    ],
)
def test_twenty_relu_layers_of_width_512(weight_variance, expected, equal):
    signal = variance_through_layers(20, 512, weight_variance)
    assert signal.shape == (21,)
    equal(signal[-1], expected)


def test_the_figures_told_of_twenty_layers():
    end = [variance_through_layers(20, 512, v)[-1] for v in (1e-4, 1 / 512, 1 / 1536)]
    assert [f"{value:.3g}" for value in end] == ["1.46e-32", "9.54e-07", "2.74e-16"]


def test_a_linear_layer_keeps_what_a_relu_halves(equal):
    equal(variance_through_layers(3, 100, 0.01, relu=False), [1, 1, 1, 1])
    equal(variance_through_layers(3, 100, 0.01), [1, 0.5, 0.25, 0.125])
    equal(variance_through_layers(2, 100, 0.01, relu=False, start=5), [5, 5, 5])


def test_biases_alone_remain_where_the_default_lost_the_signal(equal):
    n = 512
    variance = 1 / (3 * n)
    signal = variance_through_layers(60, n, variance, bias_variance=variance)
    equal(signal[-1], 1 / (5 * n))  # the fixed point of E ← (E/3 + 1/(3n)) / 2
    by_hand = 1.0
    for layer in range(1, 61):
        by_hand = (by_hand / 3 + variance) / 2
        equal(signal[layer], by_hand)


def test_a_relu_keeps_half_of_the_mean_square_of_symmetric_values_exactly(equal):
    x = np.array([[0.3, 2.0, -1.0]])
    weights = np.array(np.meshgrid(*[[-1.0, 1.0]] * 3)).reshape(3, -1).T  # every sign pattern
    _, after = mean_squares(activations_through_layers(x, [weights]))
    equal(after, (x**2).sum() / 2)


def test_the_average_over_draws_meets_the_expectation():
    n, layers, draws, rng = 64, 5, 400, np.random.default_rng(0)
    signals = np.array([simulated_signal(layers, n, kaiming_normal, rng) for _ in range(draws)])
    ratios = signals[:, -1] / signals[:, 0]
    # One layer of Kaiming's multiplies x² by (2/n) Σ relu(g)², of mean 1 and variance 5/n.
    error = np.sqrt(((1 + 5 / n) ** layers - 1) / draws)
    assert abs(ratios.mean() - 1) < 5 * error
    halved = np.array([simulated_signal(layers, n, lecun_normal, rng) for _ in range(draws)])
    assert abs((halved[:, -1] / halved[:, 0]).mean() * 2**layers - 1) < 5 * error


def test_biases_enter_the_simulation_as_they_enter_the_expectation():
    n, layers, draws, rng = 32, 12, 300, np.random.default_rng(1)
    ends = []
    for _ in range(draws):
        weights, biases = zip(*(linear_default((n, n), rng) for _ in range(layers)), strict=True)
        x = rng.normal(size=(1, n))
        ends.append(mean_squares(activations_through_layers(x, weights, biases))[-1])
    variance = 1 / (3 * n)
    expected = variance_through_layers(layers, n, variance, bias_variance=variance)[-1]
    assert abs(np.mean(ends) - expected) < 5 * np.std(ends) / np.sqrt(draws)


def test_tanh_shrinks_large_signals_and_keeps_small_ones():
    rng = np.random.default_rng(2)
    weight = lecun_normal((256, 256), rng)
    for size, low, high in [(1e-3, 0.8, 1.2), (10.0, 0.0, 0.02)]:
        x = size * rng.normal(size=(50, 256))
        before, after = mean_squares(activations_through_layers(x, [weight], activation=tanh))
        assert low < after / before < high


def test_the_generator_decides_the_simulation(equal):
    first, second = (
        simulated_signal(4, 16, kaiming_normal, np.random.default_rng(3), batch=2) for _ in range(2)
    )
    equal(first, second)
    assert first.shape == (5,)


def test_half_a_layer_is_refused():
    with pytest.raises(ValueError) as error:  # noqa: PT011
        variance_through_layers(2.5, 10, 0.1)
    assert str(error.value) == "layers is a whole number from 0 on, not 2.5"

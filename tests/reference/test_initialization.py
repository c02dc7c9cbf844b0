"""The drawn weights have the moments and the bounds their scheme promises."""

import numpy as np
import pytest

from dlquiz.reference.initialization import (
    constant_weights,
    kaiming_normal,
    kaiming_uniform,
    lecun_normal,
    lecun_uniform,
    linear_default,
    normal_weights,
    orthogonal,
    uniform_weights,
    xavier_normal,
    xavier_uniform,
)

SHAPE = (200, 100, 3, 3)
FAN_IN, FAN_OUT, COUNT = 900, 1800, 180_000


def rng():
    return np.random.default_rng(0)


NORMALS = {
    "normal": (lambda: normal_weights(SHAPE, rng(), std=0.05), 0.05**2),
    "lecun": (lambda: lecun_normal(SHAPE, rng()), 1 / FAN_IN),
    "xavier": (lambda: xavier_normal(SHAPE, rng(), gain=2.0), 4 * 2 / (FAN_IN + FAN_OUT)),
    "kaiming": (lambda: kaiming_normal(SHAPE, rng()), 2 / FAN_IN),
    "kaiming fan-out": (lambda: kaiming_normal(SHAPE, rng(), mode="fan_out"), 2 / FAN_OUT),
    "kaiming leaky": (lambda: kaiming_normal(SHAPE, rng(), a=1.0), 1 / FAN_IN),
    "kaiming tanh": (
        lambda: kaiming_normal(SHAPE, rng(), nonlinearity="tanh"),
        25 / 9 / FAN_IN,
    ),
}
UNIFORMS = {
    "uniform": (lambda: uniform_weights(SHAPE, rng(), bound=0.3), 0.3**2 / 3),
    "lecun": (lambda: lecun_uniform(SHAPE, rng()), 1 / FAN_IN),
    "xavier": (lambda: xavier_uniform(SHAPE, rng(), gain=2.0), 4 * 2 / (FAN_IN + FAN_OUT)),
    "kaiming": (lambda: kaiming_uniform(SHAPE, rng()), 2 / FAN_IN),
    "kaiming fan-out": (lambda: kaiming_uniform(SHAPE, rng(), mode="fan_out"), 2 / FAN_OUT),
    "linear default": (lambda: linear_default(SHAPE, rng())[0], 1 / (3 * FAN_IN)),
}


@pytest.mark.parametrize("name", NORMALS)
def test_normal_draws_have_mean_zero_and_the_schemes_variance(name):
    draw, variance = NORMALS[name]
    weights = draw()
    assert weights.shape == SHAPE
    # Five standard errors: √(σ²/N) of the mean, σ²√(2/N) of a normal's variance.
    assert abs(weights.mean()) < 5 * np.sqrt(variance / COUNT)
    assert abs(weights.var() - variance) < 5 * variance * np.sqrt(2 / COUNT)
    assert np.abs(weights).max() > 3.5 * np.sqrt(variance)


@pytest.mark.parametrize("name", UNIFORMS)
def test_uniform_draws_fill_their_bounds_and_have_the_schemes_variance(name):
    draw, variance = UNIFORMS[name]
    weights, bound = draw(), np.sqrt(3 * variance)
    assert weights.shape == SHAPE
    # The largest of N draws misses the bound by more than 20/N of it once in e²⁰ samples.
    assert bound * (1 - 20 / COUNT) < np.abs(weights).max() <= bound
    assert abs(weights.mean()) < 5 * np.sqrt(variance / COUNT)
    # A uniform's fourth moment is 9σ⁴/5, so its variance has the standard error σ²√(4/(5N)).
    assert abs(weights.var() - variance) < 5 * variance * np.sqrt(0.8 / COUNT)


def test_normal_weights_have_the_mean_asked_for():
    weights = normal_weights((1000,), rng(), std=0.01, mean=3)
    assert abs(weights.mean() - 3) < 5 * 0.01 / np.sqrt(1000)


def test_the_default_bias_comes_from_the_fan_in_of_its_weight():
    _, bias = linear_default((10_000, 4), rng())
    assert bias.shape == (10_000,)
    assert 0.499 < np.abs(bias).max() <= 0.5


def test_the_generator_decides_the_weights():
    first, second = (kaiming_normal((3, 4), np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, kaiming_normal((3, 4), np.random.default_rng(8)))


def test_constant_weights_are_equal(equal):
    equal(constant_weights((2, 2)), [[0, 0], [0, 0]])
    equal(constant_weights([2.0, 1.0], 0.5), [[0.5], [0.5]])


@pytest.mark.parametrize("shape", [(3, 8), (8, 3), (5, 5), (4, 2, 3, 3)])
def test_orthogonal_weights_keep_lengths(shape, equal):
    w = orthogonal(shape, rng(), gain=2.0).reshape(shape[0], -1)
    product = w @ w.T if w.shape[0] <= w.shape[1] else w.T @ w
    equal(product, 4 * np.eye(min(w.shape)))


def test_every_rotation_of_the_plane_is_equally_likely():
    generator, count = rng(), 2000
    first = np.array([orthogonal((2, 2), generator)[:, 0] for _ in range(count)])
    # Each coordinate of a random direction has mean 0 and variance ½.
    assert np.all(np.abs(first.mean(0)) < 5 * np.sqrt(0.5 / count))


def test_an_unknown_mode_is_refused():
    with pytest.raises(ValueError) as error:  # noqa: PT011
        kaiming_normal((2, 3), rng(), mode="fan_avg")
    assert str(error.value) == "mode 'fan_avg' is not one of fan_in, fan_out"


def test_pytorchs_own_linear_lies_within_the_bound_and_fills_it():
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    layer = torch.nn.Linear(100, 1000, dtype=torch.float64)
    ours, _ = linear_default((1000, 100), rng())
    theirs = layer.weight.detach().numpy()
    assert abs(np.abs(ours).max() - np.abs(theirs).max()) < 1e-4
    assert abs(ours.var() / theirs.var() - 1) < 5 * np.sqrt(2 * 0.8 / 100_000)

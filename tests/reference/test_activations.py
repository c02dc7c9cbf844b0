"""Activations agree with PyTorch, with their own slopes, and with closed forms in the far tails."""

import math

import numpy as np
import pytest

import dlquiz.reference as reference

NAMES = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "gelu", "silu")
VARIANTS = (
    *((name, {}) for name in NAMES),
    ("leaky_relu", {"negative_slope": 0.2}),
    ("elu", {"alpha": 0.5}),
    ("softplus", {"beta": 3.0}),
    ("gelu", {"approximate": "tanh"}),
)
every_variant = pytest.mark.parametrize(("name", "options"), VARIANTS, ids=str)


def pair(name):
    return getattr(reference, name), getattr(reference, f"{name}_derivative")


@every_variant
def test_values_and_derivatives_are_pytorchs(golden, equal, name, options):
    found = [
        case
        for case in golden("functions").values()
        if case.get("function") == name and case["options"] == options
    ]
    assert len(found) == 2
    function, derivative = pair(name)
    for case in found:
        equal(function(case["x"], **options), case["value"])
        equal(derivative(case["x"], **options), case["derivative"])


@every_variant
def test_derivatives_are_the_slopes_of_their_functions(name, options):
    function, derivative = pair(name)
    x = np.array([-30.0, -4.2, -1.3, -0.75, -1e-3, 1e-3, 0.4, 1.0, 2.5, 7.0, 30.0])
    h = 1e-5
    slope = (function(x + h, **options) - function(x - h, **options)) / (2 * h)
    np.testing.assert_allclose(derivative(x, **options), slope, rtol=0, atol=1e-8)


@every_variant
def test_nothing_but_underflow_happens_over_the_whole_range_of_float64(name, options):
    tiny_to_huge = 10.0 ** np.linspace(-320, 307.5, 700)
    x = np.concatenate([-tiny_to_huge, [0.0, -0.0, 709.0, 710.0, -745.0, -746.0], tiny_to_huge])
    with np.errstate(all="raise", under="ignore"):
        for function in pair(name):
            assert np.isfinite(function(x, **options)).all()


@every_variant
def test_shapes_and_plain_numbers_pass_through(name, options):
    for function in pair(name):
        assert isinstance(function(1, **options), float)
        assert function([[1, -2], [0, 3]], **options).shape == (2, 2)
        assert function(np.zeros((0, 3)), **options).shape == (0, 3)
        assert function(np.float32([1, 2]), **options).dtype == np.float64


def test_sigmoid_keeps_all_digits_of_tiny_probabilities():
    x = np.array([-700.0, -300.0, -50.0])
    np.testing.assert_allclose(reference.sigmoid(x), np.exp(x), rtol=1e-15)
    np.testing.assert_allclose(reference.sigmoid_derivative(-x), np.exp(x), rtol=1e-15)


def test_softplus_and_silu_keep_all_digits_in_the_left_tail():
    x = np.array([-700.0, -300.0, -50.0])
    np.testing.assert_allclose(reference.softplus(x), np.exp(x), rtol=1e-15)
    np.testing.assert_allclose(reference.silu(x), x * np.exp(x), rtol=1e-15)


def normal_tail(t: float) -> float:
    """P(N > t) by Laplace's continued fraction φ(t) / (t + 1/(t + 2/(t + 3/(t + …))))."""
    fraction = t
    for k in range(200, 0, -1):
        fraction = t + k / fraction
    return math.exp(-t * t / 2) / math.sqrt(2 * math.pi) / fraction


@pytest.mark.parametrize("t", [3.0, 6.0, 10.0, 20.0, 37.0])
def test_gelu_is_accurate_where_one_plus_erf_rounds_to_zero(t):
    assert reference.gelu(-t) == pytest.approx(-t * normal_tail(t), rel=1e-12, abs=0)
    assert reference.gelu(t) == pytest.approx(t - t * normal_tail(t), rel=1e-15, abs=0)


def test_elu_keeps_the_digits_of_small_negative_numbers():
    assert reference.elu(-1e-12) == pytest.approx(-1e-12 + 0.5e-24, rel=1e-15, abs=0)


def test_slopes_at_a_kink_are_those_from_the_left():
    assert reference.relu_derivative(0) == 0
    assert reference.leaky_relu_derivative(0, negative_slope=0.3) == 0.3
    assert reference.elu_derivative(0, alpha=2) == 2


def test_tanh_is_a_sigmoid_stretched_and_moved():
    x = np.linspace(-8, 8, 33)
    np.testing.assert_allclose(reference.tanh(x), 2 * reference.sigmoid(2 * x) - 1, atol=1e-15)


def test_softplus_is_an_antiderivative_of_the_sigmoid():
    x = np.linspace(-8, 8, 33)
    np.testing.assert_array_equal(reference.softplus_derivative(x), reference.sigmoid(x))


def test_mean_outputs_on_a_standard_normal_are_the_known_ones():
    z, weights = np.polynomial.hermite_e.hermegauss(180)
    weights = weights / weights.sum()
    means = {
        "sigmoid": 0.5,
        "tanh": 0.0,
        "relu": 1 / math.sqrt(2 * math.pi),
        "leaky_relu": 0.99 / math.sqrt(2 * math.pi),
    }
    for name, mean in means.items():
        assert weights @ getattr(reference, name)(z) == pytest.approx(mean, abs=2e-3)


def test_an_unknown_approximation_of_gelu_is_refused():
    with pytest.raises(ValueError, match=r'^approximate is "none" or "tanh", not .erf.$'):
        reference.gelu(1.0, approximate="erf")


def test_torch_itself_agrees():
    torch = pytest.importorskip("torch")
    x = np.random.default_rng(3).normal(0, 3, 1000)
    for name in NAMES:
        expected = getattr(torch.nn.functional, name)(torch.tensor(x)).numpy()
        tolerance = 3e-9 if name == "softplus" else 1e-12  # torch's threshold
        np.testing.assert_allclose(getattr(reference, name)(x), expected, atol=tolerance)

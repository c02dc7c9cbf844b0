"""Softmax and measures on distributions: PyTorch's numbers, limits, what naive code does."""

import math
import re

import numpy as np
import pytest

from dlquiz.reference import (
    entropy,
    kl_divergence,
    log_softmax,
    log_sum_exp,
    online_softmax,
    sigmoid,
    softmax,
    softmax_jacobian,
    softmax_naive,
)

Z = np.array([[0.3, -1.2, 2.0], [5.0, 4.0, -3.0]])


@pytest.fixture(params=["plain", "large"])
def case(golden, request):
    return golden("functions")[f"probability, {request.param}"]


def test_softmax_is_pytorchs_along_either_axis(case, equal):
    equal(softmax(case["logits"]), case["softmax"])
    equal(softmax(case["logits"], axis=0), case["softmax_over_batch"])
    equal(online_softmax(case["logits"]), case["softmax"])


def test_logarithms_of_softmax_are_pytorchs(case, equal):
    equal(log_softmax(case["logits"]), case["log_softmax"])
    equal(log_sum_exp(case["logits"]), case["log_sum_exp"])


def test_the_jacobian_is_pytorchs(case, equal):
    equal(softmax_jacobian(case["logits"]), case["jacobian"])


def test_entropy_and_divergence_are_pytorchs(case, equal):
    equal(entropy(case["q"]), case["entropy"])
    equal(kl_divergence(case["softmax"], case["q"]), case["kl"])


def test_the_jacobian_is_the_slope_of_softmax(numerical_gradient):
    z = Z[0]
    for i in range(3):
        slope = numerical_gradient(lambda x, i=i: softmax(x)[i], z)
        np.testing.assert_allclose(softmax_jacobian(z)[i], slope, atol=1e-10)


def test_the_gradient_of_log_sum_exp_is_softmax(numerical_gradient):
    for scale in (1, 100):
        slope = numerical_gradient(log_sum_exp, scale * Z[1])
        np.testing.assert_allclose(softmax(scale * Z[1]), slope, atol=1e-7)


def test_shifting_all_logits_changes_nothing():
    np.testing.assert_allclose(softmax(Z - 1000), softmax(Z), rtol=1e-12)


def test_the_largest_finite_logits_do_no_harm():
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_array_equal(softmax([-1.7e308, 0, 1.7e308]), [0, 0, 1])
        assert log_sum_exp([1.7e308, -1.7e308]) == 1.7e308


def test_a_class_ruled_out_has_no_probability():
    for function in (softmax, online_softmax):
        with np.errstate(all="raise", under="ignore"):
            np.testing.assert_array_equal(function([-np.inf, 0, 0]), [0, 0.5, 0.5])


def test_the_naive_softmax_fails_where_the_stable_one_does_not():
    np.testing.assert_allclose(softmax_naive(Z), softmax(Z), rtol=1e-14)
    with np.errstate(all="ignore"):
        assert np.isnan(softmax_naive([1000, 1001])).all()
        assert np.isnan(softmax_naive([-1000, -1001])).all()
        assert np.isfinite(softmax_naive([709.78])).all()
        assert np.isnan(softmax_naive([709.79])).all()


def test_the_notes_example_is_reproduced():
    expected = [0.0021657, 0.00588697, 0.11824302, 0.87370431]
    np.testing.assert_allclose(softmax([-1, 0, 3, 5]), expected, atol=5e-9)


def test_two_classes_are_a_sigmoid_of_the_difference():
    assert softmax([3.0, 1.0])[0] == pytest.approx(sigmoid(2.0), rel=1e-15, abs=0)


def test_temperature_goes_from_the_winner_to_indifference():
    z = np.array([1.0, 2.0, 3.0])
    np.testing.assert_array_equal(softmax(z / 1e-3).round(12), [0, 0, 1])
    np.testing.assert_allclose(softmax(z / 1e9), 1 / 3, atol=1e-9)


def test_online_softmax_needs_one_pass_over_a_stream_in_any_order():
    z = np.random.default_rng(0).normal(0, 200, (3, 50))
    for order in (np.sort(z), np.sort(z)[:, ::-1], z):
        np.testing.assert_allclose(online_softmax(order), softmax(order), rtol=1e-12, atol=1e-300)


def test_log_softmax_keeps_small_differences_of_huge_logits():
    np.testing.assert_allclose(log_softmax([1e15, 1e15 + 1]), log_softmax([0, 1]), rtol=1e-15)


def test_entropy_lies_between_certainty_and_indifference():
    assert entropy([0, 1, 0]) == 0
    assert not np.signbit(entropy([0, 1, 0]))
    assert entropy(np.full(8, 1 / 8)) == pytest.approx(math.log(8), rel=1e-15, abs=0)
    np.testing.assert_allclose(entropy([[1, 0.5], [0, 0.5]], axis=0), [0, math.log(2)])


def test_divergence_is_not_symmetric_and_infinite_where_the_possible_is_ruled_out():
    p, q = [0.5, 0.5], [0.75, 0.25]
    assert kl_divergence(p, q) == pytest.approx(0.5 * math.log(4 / 3), rel=1e-14, abs=0)
    assert kl_divergence(q, p) == pytest.approx(math.log(2) - entropy(q), rel=1e-14, abs=0)
    assert kl_divergence([0.5, 0.5, 0], [1, 0, 0]) == np.inf
    assert kl_divergence([0, 1, 0], [0, 0.5, 0.5]) == pytest.approx(math.log(2))
    assert kl_divergence(p, p) == 0


@pytest.mark.parametrize(
    ("p", "message"),
    [
        ([0.5, 0.6], "p: a distribution sums to 1, not to 1.1 (axis -1)"),
        ([1.5, -0.5], "p: a distribution holds nothing like -0.5"),
        ([[0.5, 0.5], [0.2, 0.1]], "p: a distribution sums to 1, not to 0.3 (axis -1)"),
        ([np.nan, 1.0], "p: a distribution holds nothing like nan"),
    ],
)
def test_what_is_no_distribution_is_refused(p, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        entropy(p)


def test_distributions_over_different_outcomes_are_refused():
    message = re.escape("q (2,) against p (3,): the shapes must be equal")
    with pytest.raises(ValueError, match=f"^{message}$"):
        kl_divergence([1, 0, 0], [1, 0])


def test_torch_itself_agrees():
    torch = pytest.importorskip("torch")
    z = np.random.default_rng(1).normal(0, 50, (20, 30))
    np.testing.assert_allclose(softmax(z), torch.softmax(torch.tensor(z), -1), atol=1e-14)
    np.testing.assert_allclose(log_softmax(z), torch.log_softmax(torch.tensor(z), -1), atol=1e-12)

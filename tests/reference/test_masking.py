"""Dropout forward and backward, and the exact mean and variance behind a mask."""

import numpy as np
import pytest

from dlquiz.reference.masking import (
    classic_dropout,
    classic_dropout_backward,
    classic_dropout_moments,
    dropconnect,
    dropout,
    dropout_backward,
    dropout_moments,
    keep_mask,
)

X = np.random.default_rng(0).normal(size=(4, 5))
DROPOUTS = {
    "inverted": (dropout, dropout_backward, dropout_moments),
    "classic": (classic_dropout, classic_dropout_backward, classic_dropout_moments),
}


@pytest.mark.parametrize("p", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_with_pytorchs_mask_it_is_pytorchs_dropout(p, golden, equal):
    case = golden("masking")[f"dropout_{p}"]
    equal(dropout(case["x"], p, mask=case["mask"]).output, case["output"])
    equal(dropout_backward(case["grad_output"], case["mask"], p), case["grad_x"])
    equal(dropout(case["x"], p, training=False).output, case["inference"])


@pytest.mark.parametrize("kind", DROPOUTS)
@pytest.mark.parametrize("training", [True, False])
def test_gradients_equal_central_differences(kind, training, equal, numerical_gradient):
    forward, backward, _ = DROPOUTS[kind]
    rng = np.random.default_rng(1)
    g, mask = rng.normal(size=X.shape), keep_mask(X.shape, 0.3, rng)
    kept = forward(X, 0.3, training, mask)
    expected = numerical_gradient(lambda x: (g * forward(x, 0.3, training, mask).output).sum(), X)
    equal(backward(g, kept.mask, 0.3, training), expected, 1e-9)


def test_p_is_the_probability_of_dropping():
    n = 100_000
    kept = keep_mask((n,), 0.9, np.random.default_rng(2)).mean()
    assert abs(kept - 0.1) < 5 * np.sqrt(0.1 * 0.9 / n)


def test_the_generator_decides_the_mask_and_the_mask_comes_back(equal):
    first = dropout(X, 0.5, rng=np.random.default_rng(3))
    equal(dropout(X, 0.5, rng=np.random.default_rng(3)).output, first.output)
    equal(dropout(X, 0.5, mask=first.mask).output, first.output)
    assert set(np.unique(first.mask)) == {0.0, 1.0}


def test_inference_is_deterministic_and_keeps_every_unit(equal):
    equal(dropout(X, 0.5, training=False).output, X)
    equal(dropout(X, 0.5, training=False).mask, np.ones(X.shape))
    equal(classic_dropout(X, 0.2, training=False).output, 0.8 * X)


def test_a_new_mask_in_backward_gives_another_gradient():
    rng = np.random.default_rng(4)
    forward = dropout(X, 0.5, rng=rng)
    other = keep_mask(X.shape, 0.5, rng)
    ones = np.ones(X.shape)
    assert not np.array_equal(
        dropout_backward(ones, forward.mask, 0.5), dropout_backward(ones, other, 0.5)
    )


@pytest.mark.parametrize("kind", DROPOUTS)
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("p", [0.0, 0.2, 0.5, 1.0])
def test_moments_equal_those_of_every_outcome_weighed_by_its_probability(kind, training, p, equal):
    forward, _, moments = DROPOUTS[kind]
    values, chances = np.array([-1.0, 2.0, 5.0]), np.array([0.5, 0.3, 0.2])
    mean = chances @ values
    var = chances @ (values - mean) ** 2
    outcomes = np.concatenate(
        [forward(values, p, training, np.full(3, kept)).output for kept in (0.0, 1.0)]
    )
    weights = np.concatenate([p * chances, (1 - p) * chances])
    expected_mean = weights @ outcomes
    got = moments(mean, var, p, training)
    equal(got.mean, expected_mean)
    equal(got.var, weights @ (outcomes - expected_mean) ** 2)


def test_behind_relu_the_masked_variance_is_not_q_times_the_variance(equal):
    mean = 1 / np.sqrt(2 * np.pi)  # of max(0, z), z standard normal
    var = 0.5 - mean**2
    got = classic_dropout_moments(mean, var, p=0.5)
    equal(got.mean, 0.19947114020071635)
    equal(got.var, 0.5 * 0.5 - mean**2 / 4)  # q E[x²] − q² μ²
    assert round(float(got.var), 3) == 0.21
    assert round(0.5 * var, 3) == 0.17


def test_both_moments_cannot_be_kept_at_once(equal):
    equal(dropout_moments(0, 1, 0.5).var, 2)
    equal(dropout_moments(0, 1, 0.5, training=False).var, 1)
    equal(classic_dropout_moments(0, 1, 0.5).var, 0.5)
    equal(classic_dropout_moments(0, 1, 0.5, training=False).var, 0.25)


def test_dividing_by_the_drop_probability_at_test_time_is_6_25_times_too_much():
    right, wrong = classic_dropout([1.0], p=0.2, training=False).output, 1 / 0.2
    np.testing.assert_allclose(wrong / right, 6.25, rtol=1e-12)


def test_dropconnect_drops_a_weight_where_dropout_drops_a_column(equal):
    x, weight = [1, 10], [[2, 3], [4, 5]]
    equal(dropconnect(x, weight, [[1, 0], [1, 0]]), [2, 4])
    equal(dropconnect(x, weight, [[1, 0], [1, 1]]), [2, 54])
    equal(classic_dropout(x, mask=[1, 0]).output @ np.transpose(weight), [2, 4])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: dropout([1, 2], 0.5),
            "dropout in training needs a mask, or a generator to draw it from",
        ),
        (
            lambda: dropout([1, 2], 0.5, mask=[1, 0, 1]),
            "mask (3,) against x (2,): the shapes must be equal",
        ),
        (
            lambda: dropout_backward([[1, 2]], [1, 0]),
            "mask (2,) against grad_output (1, 2): the shapes must be equal",
        ),
        (
            lambda: dropout([1, 2], 1.5, mask=[1, 0]),
            "p is the probability of dropping, from 0 to 1: 1.5 is none",
        ),
        (
            lambda: dropconnect([1, 2], [[1, 2, 3]], [[1, 1, 0]]),
            "weight (1, 3) does not fit x (2,): it is (out, in)",
        ),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        call()
    assert str(error.value) == message


def test_pytorch_itself_agrees(equal):
    torch = pytest.importorskip("torch")
    expected = torch.nn.functional.dropout(torch.tensor(X), 0.3)
    equal(dropout(X, 0.3, mask=expected != 0).output, expected)

"""Scaling: what it makes of features, what it leaves, and on which data it is fitted."""

import numpy as np
import pytest

from dlquiz.reference.preprocessing import (
    class_weights,
    fit_min_max,
    fit_shared_scale,
    fit_standardize,
    gram_condition_number,
    min_max,
    rescale,
    standardization_leak,
    standardize,
    unscale,
)

RNG = np.random.default_rng(0)
TRAIN = RNG.normal([5, -300, 0], [0.1, 40, 2], (50, 3))
TEST = RNG.normal([6, -200, 1], [0.1, 40, 2], (20, 3))


def test_standardized_features_have_mean_zero_and_variance_one():
    z = standardize(TRAIN)
    np.testing.assert_allclose(z.mean(0), 0, atol=1e-13)
    np.testing.assert_allclose(z.std(0), 1, rtol=1e-13)


def test_the_test_set_is_scaled_with_the_numbers_of_the_training_set(equal):
    expected = (TEST - TRAIN.mean(0)) / TRAIN.std(0)
    equal(standardize(TEST, train=TRAIN), expected)
    assert np.abs(standardize(TEST, train=TRAIN).mean(0)).max() > 5  # and need not be centred
    equal(standardize(TEST[:1], train=TRAIN), expected[:1])


def test_fitting_on_train_and_test_together_leaks(equal):
    everything = np.vstack([TRAIN, TEST])
    expected = standardize(TEST, everything) - standardize(TEST, TRAIN)
    equal(standardization_leak(TRAIN, TEST), expected)
    assert np.abs(standardization_leak(TRAIN, TEST)).max() > 0.5
    equal(standardization_leak(TRAIN, TRAIN), np.zeros_like(TRAIN))


def test_standardizing_keeps_the_correlations(equal):
    x = RNG.normal(size=(100, 2)) @ [[1, 2], [0, 1]]
    equal(np.corrcoef(standardize(x), rowvar=False), np.corrcoef(x, rowvar=False))


def test_standardizing_does_not_make_data_gaussian(equal):
    x = RNG.exponential(size=200)
    equal(np.argsort(standardize(x)).astype(float), np.argsort(x).astype(float))
    skewness = (standardize(x) ** 3).mean()
    np.testing.assert_allclose(skewness, ((x - x.mean()) ** 3).mean() / x.std() ** 3)
    assert skewness > 1


@pytest.mark.parametrize("value", [0.0, 0.1, 1e8 + 0.1])
def test_a_constant_feature_is_shifted_and_not_scaled(value):
    x = np.full((7, 1), value)
    assert fit_standardize(x).scale == 1
    np.testing.assert_allclose(standardize(x), 0, atol=1e-7)
    np.testing.assert_array_equal(fit_min_max(x).scale, [1])
    np.testing.assert_array_equal(min_max(x, low=-1), np.full((7, 1), -1))
    np.testing.assert_array_equal(fit_shared_scale(x).scale, [1])


def test_a_feature_constant_in_training_may_vary_later():
    np.testing.assert_array_equal(standardize([[4.0], [7.0]], train=[[4.0], [4.0]]), [[0], [3]])


def test_min_max_fills_its_range_and_one_outlier_decides_it(equal):
    equal(min_max([0, 1, 2, 4]), [0, 0.25, 0.5, 1])
    equal(min_max([0, 1, 2, 4], low=-1), [-1, -0.5, 0, 1])
    assert min_max([0, 1, 2, 4, 1000])[:4].max() < 0.005
    equal(min_max([5, -1], train=[0, 4]), [1.25, -0.25])  # later values may leave it


def test_features_of_one_unit_keep_their_ratio_under_a_shared_scale(equal):
    sensors = np.column_stack([np.linspace(7, 790, 9), np.linspace(10, 12, 9)])
    together, apart = rescale(sensors, fit_shared_scale(sensors)), standardize(sensors)
    equal(np.ptp(together[:, 0]) / np.ptp(together[:, 1]), 783 / 2, 1e-9)
    equal(np.ptp(apart[:, 0]) / np.ptp(apart[:, 1]), 1)
    np.testing.assert_allclose((together**2).mean(), 1)


@pytest.mark.parametrize("fit", [fit_standardize, fit_min_max, fit_shared_scale])
def test_unscaling_undoes_scaling(fit, equal):
    scaling = fit(TRAIN)
    equal(unscale(rescale(TEST, scaling), scaling), TEST)


def test_a_flat_list_is_one_feature(equal):
    equal(standardize([1, 2, 3]), standardize([[1], [2], [3]])[:, 0])
    equal(min_max([1, 2, 3]), [0, 0.5, 1])


def test_the_condition_number_is_the_ratio_of_curvatures():
    eigenvalues = np.linalg.eigvalsh(TRAIN.T @ TRAIN)
    np.testing.assert_allclose(
        gram_condition_number(TRAIN), eigenvalues[-1] / eigenvalues[0], rtol=1e-6
    )
    assert gram_condition_number(standardize(TRAIN)) < 2 < gram_condition_number(TRAIN)


def test_dependent_columns_make_the_condition_number_infinite():
    assert gram_condition_number(np.column_stack([TRAIN[:, 0], 3 * TRAIN[:, 0]])) == np.inf
    assert gram_condition_number(TRAIN[:2]) == np.inf  # fewer examples than features
    assert gram_condition_number(np.zeros((3, 2))) == np.inf


def test_class_weights_give_every_class_the_same_total(equal):
    counts = np.array([90.0, 9.0, 1.0])
    weights = class_weights(counts)
    equal(weights * counts, np.full(3, 100 / 3))
    equal(class_weights([50, 50]), [1, 1])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: standardize([[1, 2, 3]], train=TRAIN[:, :2]),
            "scaling (2,) does not fit x (1, 3): one number for each feature",
        ),
        (lambda: standardize([]), "x (0,) has no examples to fit a scaling on"),
        (lambda: class_weights([3, 0]), "class 1 has no example, so it has no weight"),
        (lambda: gram_condition_number([1, 2]), "x (2,) is not (examples, features)"),
        (lambda: fit_min_max([1, 2], low=1, high=1), "low 1 must lie below high 1"),
    ],
)
def test_what_cannot_be_scaled_is_named(call, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        call()
    assert str(error.value) == message


def test_pytorch_itself_agrees(equal):
    torch = pytest.importorskip("torch")
    x = torch.tensor(TRAIN)
    equal(standardize(TRAIN), (x - x.mean(0)) / x.std(0, correction=0))

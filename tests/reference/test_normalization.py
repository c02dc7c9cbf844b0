"""What every normalisation layer is made of: shared cells, x̂, and γ x̂ + β."""

import numpy as np
import pytest

from dlquiz.reference.batch_normalization import batch_norm
from dlquiz.reference.layer_normalization import group_norm, instance_norm, layer_norm, rms_norm
from dlquiz.reference.normalization import (
    averaged_cells,
    normalize_over,
    normalize_over_backward,
    reduced_axes,
    scale_and_shift,
    scale_and_shift_backward,
    split_into_groups,
)

RNG = np.random.default_rng(0)
X = RNG.normal(3, 2, (3, 4, 2, 2))
NORMS = {
    "batch": lambda x: batch_norm(x).output,
    "layer": lambda x: layer_norm(x).output,
    "rms": lambda x: rms_norm(x).output,
    "instance": lambda x: instance_norm(x).output,
    "group": lambda x: group_norm(x, 2).output,
}


@pytest.mark.parametrize("norm", NORMS)
def test_a_cell_moves_exactly_the_outputs_it_is_averaged_with(norm):
    cell = (1, 2, 0, 1)
    moved = X.copy()
    moved[cell] += 1
    changed = NORMS[norm](moved) != NORMS[norm](X)
    np.testing.assert_array_equal(changed, averaged_cells(norm, X.shape, cell, num_groups=2))


@pytest.mark.parametrize(
    ("norm", "count"),
    [("batch", 3 * 2 * 2), ("layer", 4 * 2 * 2), ("instance", 2 * 2), ("group", 2 * 2 * 2)],
)
def test_the_number_of_averaged_cells_is_the_product_of_the_reduced_axes(norm, count):
    assert averaged_cells(norm, [3.0, 4.0, 2.0, 2.0], [0.0, 0, 0, 0], num_groups=2).sum() == count


def test_batch_norm_alone_reduces_the_batch_axis():
    over_batch = [norm for norm in NORMS if 0 in reduced_axes(norm, 4)]
    assert over_batch == ["batch"]


def test_every_averaged_set_leaves_with_mean_zero_and_variance_one():
    x_hat, _ = normalize_over(X, (0, 2, 3), eps=0)
    np.testing.assert_allclose(x_hat.mean((0, 2, 3)), 0, atol=1e-14)
    np.testing.assert_allclose(x_hat.var((0, 2, 3)), 1, rtol=1e-14)


def test_eps_stands_inside_the_root():
    x_hat, inverse_std = normalize_over([-1, 1], 0, eps=3)
    assert inverse_std == 0.5
    np.testing.assert_array_equal(x_hat, [-0.5, 0.5])


def test_a_constant_feature_becomes_zero_instead_of_dividing_by_zero():
    np.testing.assert_array_equal(normalize_over([5, 5, 5], 0)[0], [0, 0, 0])


def test_x_hat_gradient_equals_central_differences(equal, numerical_gradient):
    g = RNG.normal(size=X.shape)
    for axes in [0, (0, 2, 3), (1, 2, 3), (2, 3)]:
        x_hat, inverse_std = normalize_over(X, axes)
        expected = numerical_gradient(lambda x: (g * normalize_over(x, axes)[0]).sum(), X)  # noqa: B023
        equal(normalize_over_backward(g, x_hat, inverse_std, axes), expected, 1e-8)


def test_nothing_flows_back_along_a_shift_or_a_stretch_of_x():
    x_hat, inverse_std = normalize_over(X, 0, eps=0)
    dead_directions = 3.0 + 5.0 * x_hat
    assert np.abs(normalize_over_backward(dead_directions, x_hat, inverse_std, 0)).max() < 1e-13


def test_scale_and_shift_gradients_equal_central_differences(equal, numerical_gradient):
    g, weight, bias = RNG.normal(size=X.shape), RNG.normal(size=4), RNG.normal(size=4)
    got = scale_and_shift_backward(g, X, weight)
    equal(got.x, numerical_gradient(lambda x: (g * scale_and_shift(x, weight)).sum(), X), 1e-8)
    equal(got.weight, numerical_gradient(lambda w: (g * scale_and_shift(X, w)).sum(), weight), 1e-8)
    equal(
        got.bias, numerical_gradient(lambda b: (g * scale_and_shift(X, None, b)).sum(), bias), 1e-8
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: reduced_axes("weight", 2),
            "norm 'weight' is not one of batch, layer, rms, instance, group",
        ),
        (
            lambda: split_into_groups(X, 3),
            "num_groups 3 does not divide the channels of x (3, 4, 2, 2)",
        ),
        (
            lambda: scale_and_shift(X, [1, 2]),
            "weight (2,) does not fit x (3, 4, 2, 2): it must be (4,)",
        ),
        (
            lambda: scale_and_shift(X, None, [1, 2]),
            "bias (2,) does not fit x (3, 4, 2, 2): it must be (4,)",
        ),
        (
            lambda: scale_and_shift_backward([1, 2], [[1, 2]]),
            "grad_output (2,) against x_hat (1, 2): the shapes must be equal",
        ),
        (
            lambda: normalize_over_backward([1, 2], [1, 2, 3], 1, 0),
            "grad_x_hat (2,) against x_hat (3,): the shapes must be equal",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_both_shapes(call, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        call()
    assert str(error.value) == message

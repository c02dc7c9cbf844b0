"""Batch norm in training and in inference, its running statistics and its folding."""

import numpy as np
import pytest

from dlquiz.reference.batch_normalization import (
    batch_norm,
    batch_norm_backward,
    batch_norm_inference,
    batch_norm_scale_and_shift,
    batch_statistics,
    fold_batch_norm,
    running_after,
    update_running,
    update_running_keras,
    update_running_statistics,
)

RNG = np.random.default_rng(2)


@pytest.mark.parametrize("case", ["flat", "image", "wide_eps"])
def test_training_is_pytorchs(case, golden, equal):
    case = golden("normalization")[f"batch_norm_{case}"]
    kept = batch_norm(case["x"], case["weight"], case["bias"], case.get("eps", 1e-5))
    equal(kept.output, case["output"])
    got = batch_norm_backward(case["grad_output"], *kept[1:], case["weight"])
    equal(got.x, case["grad_x"])
    equal(got.weight, case["grad_weight"])
    equal(got.bias, case["grad_bias"])


def test_a_mean_a_million_deviations_from_zero_costs_six_digits(golden, equal):
    case = golden("normalization")["batch_norm_far_from_zero"]
    kept = batch_norm(case["x"], case["weight"], case["bias"])
    equal(kept.output, case["output"], 1e-9)  # x itself carries only 1e-16 * 1e6 of relative error
    got = batch_norm_backward(case["grad_output"], *kept[1:], case["weight"])
    equal(got.x, case["grad_x"], 1e-9)


def test_without_weight_and_bias_it_is_pytorchs_too(golden, equal):
    case = golden("normalization")["plain_batch_norm"]
    kept = batch_norm(case["x"])
    equal(kept.output, case["output"])
    equal(batch_norm_backward(case["grad_output"], *kept[1:]).x, case["grad_x"])


@pytest.mark.parametrize("shape", [(5,), (5, 3), (2, 3, 2, 2)])
def test_gradients_equal_central_differences(shape, equal, numerical_gradient):
    x, g = RNG.normal(50, 3, shape), RNG.normal(size=shape)
    weight, bias = RNG.normal(size=shape[1:2]), RNG.normal(size=shape[1:2])
    got = batch_norm_backward(g, *batch_norm(x, weight, bias)[1:], weight)

    def loss(x, weight, bias):
        return (g * batch_norm(x, weight, bias).output).sum()

    equal(got.x, numerical_gradient(lambda x: loss(x, weight, bias), x), 1e-6)
    equal(got.weight, numerical_gradient(lambda w: loss(x, w, bias), weight), 1e-6)
    equal(got.bias, numerical_gradient(lambda b: loss(x, weight, b), bias), 1e-6)


def test_a_flat_batch_is_a_batch_of_one_feature(equal):
    flat = batch_norm([1, 2, 3, 4], weight=2, bias=1)
    column = batch_norm([[1], [2], [3], [4]], weight=[2], bias=[1])
    equal(flat.output, column.output[:, 0])
    kept = batch_norm_backward([1, 0, 0, 2], *flat[1:], 2)
    equal(kept.x, batch_norm_backward([[1], [0], [0], [2]], *column[1:], [2]).x[:, 0])


def test_a_batch_of_one_gives_beta_and_no_gradient(equal):
    output, x_hat, inverse_std = batch_norm([[3, -8]], weight=[5, 6], bias=[0.25, -1])
    equal(output, [[0.25, -1]])
    equal(batch_norm_backward([[1, 1]], x_hat, inverse_std, [5, 6]).x, [[0, 0]])


def test_the_weights_before_it_may_be_scaled_and_their_bias_is_useless(equal):
    x, weight = RNG.normal(size=(8, 3)), RNG.normal(size=(3, 4))
    plain = batch_norm(x @ weight, eps=0).output
    equal(batch_norm(7 * (x @ weight) + 100, eps=0).output, plain)


def test_training_and_inference_disagree_until_the_statistics_are_the_batchs(equal):
    x = RNG.normal(4, 3, (8, 2))
    mean, var = batch_statistics(x)
    equal(batch_norm_inference(x, mean, var), batch_norm(x).output)
    assert np.abs(batch_norm_inference(x, [0, 0], [1, 1]) - batch_norm(x).output).max() > 1


@pytest.mark.parametrize("case", ["running_flat", "running_image"])
def test_running_statistics_and_inference_are_pytorchs(case, golden, equal):
    case = golden("normalization")[case]
    running = np.zeros(len(case["weight"])), np.ones(len(case["weight"]))
    for batch, mean, var in zip(case["batches"], case["means"], case["variances"], strict=True):
        running = update_running_statistics(batch, *running, case["momentum"])
        equal(running.mean, mean)
        equal(running.var, var)
    got = batch_norm_inference(case["x"], *running, case["weight"], case["bias"])
    equal(got, case["inference"])


def test_running_variance_is_unbiased_while_the_batch_is_divided_by_the_biased(equal):
    equal(batch_statistics([0, 2]).var, 1)
    equal(batch_statistics([0, 2], unbiased=True).var, 2)
    equal(update_running_statistics([0, 2], 0, 0, momentum=1).var, 2)
    equal(batch_norm([0, 2], eps=0).output, [-1, 1])


def test_momentum_weighs_the_new_value_in_pytorch_and_the_old_one_in_keras(equal):
    equal(update_running(10, 20, momentum=0.1), 11)
    equal(update_running_keras(10, 20, momentum=0.1), 19)
    equal(update_running_keras(10, 20, momentum=0.9), update_running(10, 20, momentum=0.1))


def test_the_running_value_after_k_updates_has_a_closed_form(equal):
    running = np.array(3.0)
    for _ in range(7):
        running = update_running(running, 5, 0.2)
    equal(running_after(7, batch=5, start=3, momentum=0.2), running)
    equal(running_after(7, batch=5, start=3, momentum=0.2), 5 - 2 * 0.8**7)


def test_inference_is_an_affine_map(equal):
    scale, shift = batch_norm_scale_and_shift([1, 2], [4, 9], [2, 3], [5, 6], eps=0)
    equal(scale, [1, 1])
    equal(shift, [4, 4])
    equal(batch_norm_inference([[1, 2]], [1, 2], [4, 9], [2, 3], [5, 6], eps=0), [[5, 6]])


@pytest.mark.parametrize("case", ["folded_linear", "folded_conv"])
def test_folded_weights_are_pytorchs(case, golden, equal):
    case = golden("normalization")[case]
    weight, bias = fold_batch_norm(*case["inputs"])
    equal(weight, case["fused"][0])
    equal(bias, case["fused"][1])


def test_the_folded_layer_computes_both_layers(equal):
    x, layer_weight, layer_bias = RNG.normal(size=(6, 4)), RNG.normal(size=(3, 4)), [1, 2, 3]
    norm = RNG.normal(size=3), RNG.uniform(0.1, 4, 3), RNG.normal(size=3), RNG.normal(size=3)
    weight, bias = fold_batch_norm(layer_weight, layer_bias, *norm)
    equal(x @ weight.T + bias, batch_norm_inference(x @ layer_weight.T + layer_bias, *norm))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: batch_norm([[1, 2], [3, 4]], weight=[1, 2, 3]),
            "weight (3,) does not fit x (2, 2): it must be (2,)",
        ),
        (
            lambda: batch_norm_inference([[1, 2]], [1, 2, 3], [1, 1, 1]),
            "statistics (3,) do not fit x (1, 2): one per feature",
        ),
        (
            lambda: batch_statistics([[1, 2]], unbiased=True),
            "x (1, 2) has no unbiased variance: it needs two values per feature",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_both_shapes(call, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        call()
    assert str(error.value) == message


def test_pytorch_itself_agrees(equal):
    torch = pytest.importorskip("torch")
    x = RNG.normal(2, 5, (4, 3, 5, 5))
    expected = torch.nn.functional.batch_norm(torch.tensor(x), None, None, training=True)
    equal(batch_norm(x).output, expected)

"""Layer, group, instance and RMS norm against PyTorch, central differences and one another."""

import numpy as np
import pytest

from dlquiz.reference.layer_normalization import (
    group_norm,
    group_norm_backward,
    instance_norm,
    instance_norm_backward,
    layer_norm,
    layer_norm_backward,
    rms_norm,
    rms_norm_backward,
)

RNG = np.random.default_rng(1)


@pytest.mark.parametrize("case", ["flat", "tokens", "image", "planes"])
def test_layer_norm_is_pytorchs(case, golden, equal):
    case = golden("normalization")[f"layer_norm_{case}"]
    shape = np.shape(case["weight"])
    kept = layer_norm(case["x"], shape, case["weight"], case["bias"])
    equal(kept.output, case["output"])
    got = layer_norm_backward(case["grad_output"], *kept[1:], case["weight"], shape)
    equal(got.x, case["grad_x"])
    equal(got.weight, case["grad_weight"])
    equal(got.bias, case["grad_bias"])


@pytest.mark.parametrize("case", ["group_norm_image", "group_norm_flat"])
def test_group_norm_is_pytorchs(case, golden, equal):
    case = golden("normalization")[case]
    kept = group_norm(case["x"], case["num_groups"], case["weight"], case["bias"])
    equal(kept.output, case["output"])
    got = group_norm_backward(case["grad_output"], *kept[1:], case["weight"])
    equal(got.x, case["grad_x"])
    equal(got.weight, case["grad_weight"])
    equal(got.bias, case["grad_bias"])


def test_instance_norm_is_pytorchs(golden, equal):
    case = golden("normalization")["instance_norm_image"]
    kept = instance_norm(case["x"], case["weight"], case["bias"])
    equal(kept.output, case["output"])
    got = instance_norm_backward(case["grad_output"], *kept[1:], case["weight"])
    equal(got.x, case["grad_x"])
    equal(got.weight, case["grad_weight"])
    equal(got.bias, case["grad_bias"])


@pytest.mark.parametrize("case", ["rms_norm_flat", "rms_norm_image", "rms_norm_eps"])
def test_rms_norm_is_pytorchs(case, golden, equal):
    case = golden("normalization")[case]
    kept = rms_norm(case["x"], None, case["weight"], case.get("eps"))
    equal(kept.output, case["output"])
    grad_x, grad_weight = rms_norm_backward(case["grad_output"], *kept[1:], case["weight"])
    equal(grad_x, case["grad_x"])
    equal(grad_weight, case["grad_weight"])


def test_without_weight_and_bias_they_are_pytorchs_too(golden, equal):
    case = golden("normalization")["plain_layer_norm"]
    kept = layer_norm(case["x"])
    equal(kept.output, case["output"])
    equal(layer_norm_backward(case["grad_output"], *kept[1:]).x, case["grad_x"])
    case = golden("normalization")["plain_rms_norm"]
    kept = rms_norm(case["x"])
    equal(kept.output, case["output"])
    equal(rms_norm_backward(case["grad_output"], *kept[1:])[0], case["grad_x"])


LAYERS = {
    "layer": (lambda x, w, b: layer_norm(x, None, w, b), layer_norm_backward, (3, 5), 5),
    "group": (lambda x, w, b: group_norm(x, 2, w, b), group_norm_backward, (2, 4, 3), 4),
    "instance": (instance_norm, instance_norm_backward, (2, 3, 4), 3),
    "rms": (lambda x, w, b: rms_norm(x, None, w), rms_norm_backward, (3, 5), 5),
}


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("mean", [0.0, 100.0], ids=["near zero", "far from zero"])
def test_gradients_equal_central_differences(name, mean, equal, numerical_gradient):
    forward, backward, shape, features = LAYERS[name]
    x, g = RNG.normal(mean, 1, shape), RNG.normal(size=shape)
    weight, bias = RNG.normal(size=features), RNG.normal(size=features)
    got = backward(g, *forward(x, weight, bias)[1:], weight)
    expected = [
        numerical_gradient(lambda x: (g * forward(x, weight, bias).output).sum(), x),
        numerical_gradient(lambda w: (g * forward(x, w, bias).output).sum(), weight),
        numerical_gradient(lambda b: (g * forward(x, weight, b).output).sum(), bias),
    ]
    for gradient, difference in zip(got, expected, strict=False):
        equal(gradient, difference, 1e-6)


def test_group_norm_lies_between_layer_and_instance_norm(equal):
    x = RNG.normal(size=(2, 4, 3, 3))
    equal(group_norm(x, 1).output, layer_norm(x).output)
    equal(group_norm(x, 4).output, instance_norm(x).output)


def test_rms_norm_of_centred_features_is_layer_norm(equal):
    x = RNG.normal(size=(3, 8))
    x -= x.mean(1, keepdims=True)
    equal(rms_norm(x, eps=1e-5).output, layer_norm(x).output)


def test_an_example_is_normalised_the_same_alone_and_in_a_batch(equal):
    x = RNG.normal(size=(3, 4, 2, 2))
    for norm in (layer_norm, instance_norm, rms_norm):
        equal(norm(x).output[:1], norm(x[:1]).output)


def test_shapes_that_do_not_fit_are_named():
    x = np.ones((2, 4))
    for norm in (layer_norm, rms_norm):
        with pytest.raises(ValueError) as error:  # noqa: PT011
            norm(x, [3])
        assert str(error.value) == (
            "normalized_shape (3,) does not fit x (2, 4): x must end with it"
        )
        with pytest.raises(ValueError) as error:  # noqa: PT011
            norm(x, None, [1, 2])
        assert str(error.value) == "weight (2,) does not fit x (2, 4): it must be (4,)"


def test_pytorch_itself_agrees(equal):
    torch = pytest.importorskip("torch")
    x = RNG.normal(2, 5, (3, 6, 4, 5))
    tensor = torch.tensor(x)
    equal(layer_norm(x).output, torch.nn.functional.layer_norm(tensor, (6, 4, 5)))
    equal(group_norm(x, 3).output, torch.nn.functional.group_norm(tensor, 3))
    equal(instance_norm(x).output, torch.nn.functional.instance_norm(tensor))
    equal(rms_norm(x, [5]).output, torch.nn.functional.rms_norm(tensor, (5,)))

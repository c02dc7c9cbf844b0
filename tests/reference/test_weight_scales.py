"""Fans, gains, standard deviations and bounds against PyTorch's initialisers."""

import math

import pytest

from dlquiz.reference.weight_scales import (
    calculate_gain,
    fan_in_and_fan_out,
    kaiming_bound,
    kaiming_std,
    lecun_bound,
    lecun_std,
    linear_default_bound,
    uniform_bound,
    uniform_variance,
    xavier_bound,
    xavier_std,
)


def test_gains_are_pytorchs(golden):
    cases = golden("initialization")
    for name, gain in cases["gains"].items():
        assert calculate_gain(name) == gain, name
    for slope, gain in cases["leaky_gains"].items():
        assert calculate_gain("leaky_relu", float(slope)) == gain


def test_fans_are_pytorchs(golden):
    case = golden("initialization")["fans"]
    for shape, fans in zip(case["shapes"], case["fans"], strict=True):
        assert fan_in_and_fan_out(shape) == tuple(fans)


@pytest.mark.parametrize(
    ("name", "scale"), [("xavier_uniform", xavier_bound), ("xavier_normal", xavier_std)]
)
def test_xavier_is_pytorchs(name, scale, golden):
    case = golden("initialization")[name]
    for option, expected in zip(case["options"], case["scales"], strict=True):
        fans = fan_in_and_fan_out(option["shape"])
        assert math.isclose(scale(*fans, option["gain"]), expected, rel_tol=1e-14)


@pytest.mark.parametrize(
    ("name", "scale"), [("kaiming_uniform", kaiming_bound), ("kaiming_normal", kaiming_std)]
)
def test_kaiming_is_pytorchs(name, scale, golden):
    case = golden("initialization")[name]
    for option, expected in zip(case["options"], case["scales"], strict=True):
        fan = fan_in_and_fan_out(option["shape"])[option["mode"] == "fan_out"]
        gain = calculate_gain(option["nonlinearity"], option["a"])
        assert math.isclose(scale(fan, gain), expected, rel_tol=1e-14)


def test_the_default_of_linear_is_pytorchs(golden):
    case = golden("initialization")["linear_default"]
    bound = linear_default_bound(fan_in_and_fan_out(case["shape"])[0])
    assert math.isclose(bound, case["weight_bound"], rel_tol=1e-14)
    assert math.isclose(bound, case["bias_bound"], rel_tol=1e-14)


def test_the_variances_of_the_four_schemes_are_in_proportion_1_to_3_to_6():
    n = 512
    assert math.isclose(uniform_variance(linear_default_bound(n)), 1 / (3 * n))
    assert math.isclose(lecun_std(n) ** 2, 1 / n)
    assert math.isclose(xavier_std(n, n) ** 2, 1 / n)
    assert math.isclose(kaiming_std(n) ** 2, 2 / n)


def test_a_bound_has_the_variance_of_its_standard_deviation():
    assert math.isclose(uniform_variance(lecun_bound(7)), lecun_std(7) ** 2)
    assert math.isclose(uniform_variance(xavier_bound(7, 9)), xavier_std(7, 9) ** 2)
    assert math.isclose(uniform_variance(kaiming_bound(7)), kaiming_std(7) ** 2)
    assert math.isclose(uniform_variance(uniform_bound(0.3)), 0.09)


def test_kaimings_a_of_root_5_is_the_default_of_linear():
    assert math.isclose(
        kaiming_bound(300, calculate_gain("leaky_relu", math.sqrt(5))), linear_default_bound(300)
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: fan_in_and_fan_out([10]),
            "weight (10,) has no fan-in and fan-out: it is (out, in, ...)",
        ),
        (
            lambda: calculate_gain("gelu"),
            "no gain for 'gelu': linear, sigmoid, tanh, relu, selu, leaky_relu",
        ),
    ],
)
def test_what_has_no_scale_is_refused(call, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        call()
    assert str(error.value) == message

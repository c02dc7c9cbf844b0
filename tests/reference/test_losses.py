"""Losses and gradients: PyTorch's numbers, central differences, hard logits and refused targets."""

import math
import re

import numpy as np
import pytest

from dlquiz.reference import (
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_gradient,
    cross_entropy,
    cross_entropy_gradient,
    entropy,
    kl_divergence,
    mse_loss,
    mse_loss_gradient,
    sigmoid,
    softmax,
    target_distribution,
)

PAIRS = {
    "cross entropy": (cross_entropy, cross_entropy_gradient),
    "binary": (binary_cross_entropy_with_logits, binary_cross_entropy_with_logits_gradient),
    "squared": (mse_loss, mse_loss_gradient),
}
every_loss = pytest.mark.parametrize("kind", PAIRS)


def recorded(golden, kind):
    for name, case in golden("functions").items():
        if name.startswith(f"{kind}, "):
            inputs = {k: v for k, v in case.items() if k not in ("value", "gradient")}
            yield inputs, case["value"], case["gradient"]


@every_loss
def test_values_and_gradients_are_pytorchs(golden, equal, kind):
    loss, gradient = PAIRS[kind]
    cases = list(recorded(golden, kind))
    assert len(cases) == {"cross entropy": 12, "binary": 4, "squared": 2}[kind]
    for inputs, value, expected in cases:
        equal(loss(**inputs), value)
        equal(gradient(**inputs), expected)


@every_loss
def test_gradients_are_the_slopes_of_the_losses(golden, numerical_gradient, kind):
    loss, gradient = PAIRS[kind]
    for inputs, value, _ in recorded(golden, kind):
        name, x = next(iter(inputs.items()))
        rest = {k: v for k, v in inputs.items() if k != name}
        slope = numerical_gradient(lambda x, rest=rest: loss(x, **rest), x)
        rounding = 1e-10 * max(1.0, value)
        np.testing.assert_allclose(gradient(**inputs), slope, rtol=0, atol=rounding)


@every_loss
def test_one_step_against_the_gradient_lowers_the_loss(golden, kind):
    loss, gradient = PAIRS[kind]
    inputs, value, _ = next(recorded(golden, kind))
    name, x = next(iter(inputs.items()))
    assert loss(**{**inputs, name: x - 0.1 * gradient(**inputs)}) < value


def test_no_finite_logits_overflow():
    huge = [1e300, -1e300, 1000.0]
    with np.errstate(all="raise", under="ignore"):
        assert binary_cross_entropy_with_logits(huge, [1, 0, 1]) == 0
        assert binary_cross_entropy_with_logits([1000], [0]) == 1000
        assert cross_entropy([huge], [1]) == 2e300
        np.testing.assert_array_equal(cross_entropy_gradient([huge], [1]), [[1, -1, 0]])


def test_binary_loss_keeps_all_digits_of_confident_right_answers():
    assert binary_cross_entropy_with_logits([50.0], [1]) == pytest.approx(
        math.exp(-50), rel=1e-15, abs=0
    )
    assert binary_cross_entropy_with_logits([-50.0], [0]) == pytest.approx(
        math.exp(-50), rel=1e-15, abs=0
    )


def test_knowing_nothing_costs_the_logarithm_of_the_number_of_classes():
    assert cross_entropy(np.zeros((4, 10)), [0, 3, 3, 9]) == pytest.approx(
        math.log(10), rel=1e-15, abs=0
    )
    assert binary_cross_entropy_with_logits([0.0], [1]) == pytest.approx(
        math.log(2), rel=1e-15, abs=0
    )


def test_cross_entropy_of_one_example_needs_no_batch_axis():
    assert cross_entropy([1.0, 2.0], 1) == cross_entropy([[1.0, 2.0]], [1])
    np.testing.assert_array_equal(
        cross_entropy_gradient([1.0, 2.0], 1), cross_entropy_gradient([[1.0, 2.0]], [1])[0]
    )


def test_two_class_cross_entropy_is_the_binary_one():
    z = np.array([-3.0, 0.5, 20.0])
    two = np.stack([np.zeros(3), z], axis=1)
    binary = binary_cross_entropy_with_logits(z, [0, 1, 1])
    assert cross_entropy(two, [0, 1, 1]) == pytest.approx(binary, rel=1e-14, abs=0)


def test_cross_entropy_is_entropy_plus_divergence():
    z, q = np.array([0.2, -1.0, 3.0]), np.array([0.2, 0.3, 0.5])
    expected = entropy(q) + kl_divergence(q, softmax(z))
    assert cross_entropy(z, q) == pytest.approx(expected, rel=1e-14, abs=0)


def test_a_class_that_was_ruled_out_costs_nothing_unless_it_is_the_target():
    masked = [0.0, -np.inf, 0.0]
    with np.errstate(all="raise"):
        assert cross_entropy(masked, 0) == pytest.approx(math.log(2))
        np.testing.assert_array_equal(cross_entropy_gradient(masked, 0), [-0.5, 0, 0.5])
    assert cross_entropy(masked, 1) == np.inf


def test_the_optimum_under_label_smoothing_is_finite():
    q = target_distribution([1], (1, 4), label_smoothing=0.1)
    np.testing.assert_allclose(q, [[0.025, 0.925, 0.025, 0.025]], rtol=1e-14)
    gradient = cross_entropy_gradient(np.log(q), [1], label_smoothing=0.1)
    np.testing.assert_allclose(gradient, 0, atol=1e-15)


def test_whole_floats_are_class_indices():
    assert cross_entropy([[0, 5, 0]], [1.0]) == cross_entropy([[0, 5, 0]], [1])


def test_squared_error_saturates_where_cross_entropy_does_not():
    z = -20.0  # confidently wrong about y = 1
    assert binary_cross_entropy_with_logits_gradient([z], [1])[0] == pytest.approx(-1)
    through_sigmoid = mse_loss_gradient([sigmoid(z)], [1])[0] * sigmoid(z) * sigmoid(-z)
    assert abs(through_sigmoid) < 1e-8


REFUSED = [
    (cross_entropy, ([[0, 0]], [0.5]), "targets are whole class indices, not 0.5"),
    (cross_entropy, ([[0, 0]], [np.nan]), "targets are whole class indices, not nan"),
    (cross_entropy, ([[0, 0]], [2]), "target 2 is outside 0 … 1 (2 classes)"),
    (cross_entropy, ([[0, 0]], [-1]), "target -1 is outside 0 … 1 (2 classes)"),
    (
        cross_entropy,
        ([[0, 0]], [[0.5, 0.6]]),
        "targets: a distribution sums to 1, not to 1.1 (axis -1)",
    ),
    (
        cross_entropy,
        (np.zeros((2, 3)), [0, 1, 2]),
        "targets (3,) do not fit logits (2, 3): class indices are (2,), probabilities (2, 3)",
    ),
    (cross_entropy, ([[0, 0]], [0], 1.5), "label_smoothing is between 0 and 1, not 1.5"),
    (
        binary_cross_entropy_with_logits,
        (np.zeros((2, 1)), [0, 1]),
        "targets (2,) against logits (2, 1): the shapes must be equal",
    ),
    (
        binary_cross_entropy_with_logits,
        ([0, 0], [-1, 1]),
        "binary targets lie between 0 and 1, not -1",
    ),
    (
        mse_loss,
        (np.zeros((3, 1)), np.zeros(3)),
        "targets (3,) against predictions (3, 1): the shapes must be equal",
    ),
]


@pytest.mark.parametrize(("loss", "arguments", "message"), REFUSED)
def test_wrong_targets_are_refused_by_loss_and_gradient(loss, arguments, message):
    gradient = dict(PAIRS.values())[loss]
    for function in (loss, gradient):
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            function(*arguments)


def test_torch_itself_agrees():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)
    z, y = rng.normal(0, 100, (50, 7)), rng.integers(0, 7, 50)
    expected = torch.nn.functional.cross_entropy(torch.tensor(z), torch.tensor(y))
    assert cross_entropy(z, y) == pytest.approx(float(expected), rel=1e-13)

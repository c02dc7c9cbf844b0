"""The hinge loss over classes against PyTorch and central differences."""

import numpy as np
import pytest

from dlquiz.reference.margin_losses import multiclass_hinge_loss, multiclass_hinge_loss_gradient

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("name", ["hinge", "hinge_wide", "hinge_large", "hinge_at_the_margin"])
def test_it_is_pytorchs_times_the_number_of_classes(name, golden, equal):
    case = golden("regularization")[name]
    inputs = case["logits"], case["targets"], case["margin"]
    equal(multiclass_hinge_loss(*inputs), case["loss"])
    equal(multiclass_hinge_loss_gradient(*inputs), case["gradient"])


@pytest.mark.parametrize("scale", [1.0, 1000.0])
def test_gradient_equals_central_differences(scale, equal, numerical_gradient):
    logits, targets = scale * RNG.normal(size=(5, 4)), [0, 1, 2, 3, 0]
    expected = numerical_gradient(lambda z: multiclass_hinge_loss(z, targets), logits)
    equal(multiclass_hinge_loss_gradient(logits, targets), expected, 1e-6)


def test_equal_logits_cost_the_margin_for_every_wrong_class(equal):
    equal(multiclass_hinge_loss(np.zeros((7, 10)), np.arange(7)), 9)


def test_a_kept_margin_costs_nothing_and_moves_nothing(equal):
    equal(multiclass_hinge_loss([[5, 3.9, 0]], [0]), 0)
    equal(multiclass_hinge_loss_gradient([[5, 3.9, 0]], [0]), [[0, 0, 0]])


def test_an_example_alone_is_a_batch_of_one(equal):
    equal(multiclass_hinge_loss([1, 2, 0.5], 0), multiclass_hinge_loss([[1, 2, 0.5]], [0]))
    equal(multiclass_hinge_loss_gradient([1, 2, 0.5], 0), [-2, 1, 1])


@pytest.mark.parametrize(
    ("targets", "message"),
    [
        ([0], "targets (1,) do not fit logits (2, 3): one class index a row"),
        ([0, 3], "target 3 is outside 0 … 2 (3 classes)"),
    ],
)
def test_targets_that_do_not_fit_are_named(targets, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        multiclass_hinge_loss(np.zeros((2, 3)), targets)
    assert str(error.value) == message


def test_pytorch_itself_agrees(equal):
    torch = pytest.importorskip("torch")
    logits, targets = RNG.normal(size=(8, 5)), RNG.integers(0, 5, 8)
    loss = torch.nn.functional.multi_margin_loss(torch.tensor(logits), torch.tensor(targets))
    equal(multiclass_hinge_loss(logits, targets), 5 * loss)

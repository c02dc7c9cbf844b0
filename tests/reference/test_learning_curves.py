"""What a small network learns and memorises, and when early stopping stops it."""

import numpy as np
import pytest

from dlquiz.reference.datasets import two_moons
from dlquiz.reference.learning_curves import early_stopping, training_curves
from dlquiz.reference.losses import cross_entropy
from dlquiz.reference.training import accuracy, mlp


@pytest.mark.parametrize(
    ("losses", "patience", "min_delta", "best", "stop"),
    [
        ([5, 4, 3, 2, 1], 2, 0.0, 4, 4),  # never runs out of patience
        ([1, 2, 3, 4, 5], 2, 0.0, 0, 2),
        ([3, 1, 2, 2, 0], 2, 0.0, 1, 3),  # stops before the better epoch
        ([3, 1, 2, 2, 0], 3, 0.0, 4, 4),
        ([3, 1, 1, 1, 1], 3, 0.0, 1, 4),  # as good is not better
        ([1.0, 0.95, 0.90, 0.85], 2, 0.1, 0, 2),  # each gain is too small to count
        ([1.0, 0.95, 0.80, 0.85], 2, 0.1, 2, 3),  # two together are enough
        ([2, np.nan, np.nan, 1], 2, 0.0, 0, 2),
        ([np.nan, 2, 3, 1], 3, 0.0, 3, 3),
        ([7], 1, 0.0, 0, 0),
    ],
)
def test_early_stopping_keeps_the_best_and_stops_when_patience_ends(
    losses, patience, min_delta, best, stop
):
    assert early_stopping(losses, patience, min_delta) == (best, stop)


def curves(targets, x, validation, seed=0, epochs=300):
    rng = np.random.default_rng(seed)
    model = mlp([2, 64, 64, 2], rng)
    return model, training_curves(model, (x, targets), validation, 0.2, epochs, 16, rng)


def test_the_curves_end_where_the_trained_model_stands(equal):
    data, other = (two_moons(20, np.random.default_rng(seed)) for seed in (0, 1))
    model, found = curves(data[1], data[0], other, epochs=3)
    assert all(curve.shape == (3,) for curve in found)
    for (x, targets), loss, score in [
        (data, found.train_loss, found.train_accuracy),
        (other, found.validation_loss, found.validation_accuracy),
    ]:
        logits, _ = model.forward(x)
        equal(loss[-1], cross_entropy(logits, targets))
        equal(score[-1], accuracy(logits, targets))


def test_few_noisy_examples_are_overfitted_and_early_stopping_sees_it():
    x, targets = two_moons(30, np.random.default_rng(0), noise=0.35)
    validation = two_moons(400, np.random.default_rng(1), noise=0.35)
    _, found = curves(targets, x, validation)
    best, stop = early_stopping(found.validation_loss, patience=40)
    assert stop < 299
    assert found.train_loss[-1] < 0.5 * found.train_loss[best]
    assert found.validation_loss[-1] > 1.2 * found.validation_loss[best]


def test_labels_without_meaning_are_memorised():
    x, _ = two_moons(20, np.random.default_rng(2), noise=0.3)
    coins = np.random.default_rng(3).integers(0, 2, 20)
    unseen = two_moons(400, np.random.default_rng(4), noise=0.3)[0]
    validation = unseen, np.random.default_rng(5).integers(0, 2, 400)
    _, found = curves(coins, x, validation, epochs=600)
    assert found.train_accuracy[-1] == 1
    # Against coin tosses every model is right on half of the examples, ± 1/(2√400).
    assert abs(found.validation_accuracy[-1] - 0.5) < 5 * 0.5 / np.sqrt(400)


def test_no_epochs_leave_empty_curves():
    data = two_moons(4, np.random.default_rng(0))
    assert curves(data[1], data[0], data, epochs=0)[1].train_loss.shape == (0,)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: early_stopping([]), "validation_losses (0,) is not one loss for each epoch"),
        (
            lambda: early_stopping([1, 2], patience=0),
            "patience is a whole number from 1 on, not 0",
        ),
    ],
)
def test_what_cannot_be_stopped_is_refused(call, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        call()
    assert str(error.value) == message

"""Training and validation loss by epoch, and the moment to stop.

A gap between the two is not yet overfitting: a model always does better on what it has seen. The
sign is a validation loss that rises while the training loss still falls.

Shapes: x is (examples, features), targets are class indices (examples,).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array, whole
from dlquiz.reference.layers import Layer
from dlquiz.reference.losses import cross_entropy
from dlquiz.reference.training import accuracy, train

if TYPE_CHECKING:  # the random room of numpy takes as long to load as all of this one
    from numpy.random import Generator


class LearningCurves(NamedTuple):
    """Loss and accuracy on both sets after each epoch."""

    train_loss: Array
    validation_loss: Array
    train_accuracy: Array
    validation_accuracy: Array


class EarlyStop(NamedTuple):
    """The epoch whose weights are kept, and the last epoch that was trained; counted from 0."""

    best_epoch: int
    stop_epoch: int


def training_curves(
    model: Layer,
    training: tuple[ArrayLike, ArrayLike],
    validation: tuple[ArrayLike, ArrayLike],
    lr: float,
    epochs: int,
    batch_size: int,
    rng: Generator,
) -> LearningCurves:
    """Train the model in place and measure both sets (x, targets) after every epoch.

    Both are measured with the same weights. The mean of the batches' losses during an epoch is
    older than the validation loss at its end, one reason for a validation loss below it.

    >>> from dlquiz.reference.layers import Linear
    >>> data = [[1.0], [-1.0]], [0, 1]
    >>> training_curves(
    ...     Linear([[0.0], [0.0]]), data, data, 1.0, 2, 2, np.random.default_rng(0)
    ... ).train_loss.round(3)
    array([0.313, 0.195])
    """
    rows = []
    for _ in train(model, *training, lr, epochs, batch_size, rng):
        known, unknown = (model.forward(as_array(x))[0] for x, _ in (training, validation))
        rows.append(
            (
                cross_entropy(known, training[1]),
                cross_entropy(unknown, validation[1]),
                accuracy(known, training[1]),
                accuracy(unknown, validation[1]),
            )
        )
    return LearningCurves(*np.array(rows, dtype=float).reshape(-1, 4).T)


def early_stopping(
    validation_losses: ArrayLike, patience: int = 1, min_delta: float = 0.0
) -> EarlyStop:
    """Stop once `patience` epochs in a row have not beaten the best loss by more than min_delta.

    The weights of the best epoch are the ones to keep. If patience never runs out, the last
    epoch stops it.

    >>> early_stopping([1.0, 0.8, 0.9, 0.7, 0.9, 0.8, 0.6], patience=2)
    EarlyStop(best_epoch=3, stop_epoch=5)
    """
    losses, patience = as_array(validation_losses), whole("patience", patience, least=1)
    if losses.ndim != 1 or losses.size == 0:
        raise ValueError(f"validation_losses {losses.shape} is not one loss for each epoch")
    best, lowest = 0, np.inf
    for epoch, loss in enumerate(losses):
        if loss < lowest - min_delta:
            best, lowest = epoch, loss
        if epoch - best >= patience:
            return EarlyStop(best, epoch)
    return EarlyStop(best, len(losses) - 1)

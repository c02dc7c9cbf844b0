"""Training a classifier by hand: one step, one epoch, and what it learnt.

Shapes: x is (examples, features), targets are class indices (examples,).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array, whole
from dlquiz.reference.initialization import kaiming_normal
from dlquiz.reference.layers import Layer, Linear, ReLU, Sequential
from dlquiz.reference.losses import class_indices, cross_entropy, cross_entropy_gradient

if TYPE_CHECKING:  # the random room of numpy takes as long to load as all of this one
    from numpy.random import Generator


def mlp(sizes: ArrayLike, rng: Generator) -> Sequential:
    """Linear, ReLU, Linear, … : sizes[0] features in, sizes[-1] logits out, no ReLU after the last.

    >>> len(mlp([2, 16, 16, 3], np.random.default_rng(0)).layers)
    5
    """
    widths = [whole("size", size, least=1) for size in as_array(sizes)]
    layers: list[Layer] = []
    for fan_in, fan_out in pairwise(widths):
        layers += [Linear(kaiming_normal((fan_out, fan_in), rng)), ReLU()]
    return Sequential(*layers[:-1])


def training_step(model: Layer, x: ArrayLike, targets: ArrayLike, lr: float) -> float:
    """Forward, loss, backward, update: returns the loss before the update, which is in place.

    >>> model = Sequential(Linear([[0.0], [0.0]]))
    >>> [round(training_step(model, [[1], [-1]], [0, 1], lr=1.0), 3) for _ in range(3)]
    [0.693, 0.313, 0.195]
    """
    logits, cache = model.forward(as_array(x))
    loss = cross_entropy(logits, targets)
    _, grads = model.backward(cross_entropy_gradient(logits, targets), cache)
    for parameter, grad in zip(model.parameters(), grads, strict=True):
        parameter -= lr * grad
    return float(loss)


def train(
    model: Layer,
    x: ArrayLike,
    targets: ArrayLike,
    lr: float,
    epochs: int,
    batch_size: int,
    rng: Generator,
) -> Iterator[float]:
    """The mean loss of each epoch as it ends; in each, every example is used once, shuffled."""
    x, labels = as_array(x), as_array(targets)
    for _ in range(epochs):
        order = rng.permutation(len(x))
        batches = np.split(order, range(batch_size, len(x), batch_size))
        losses = [len(b) * training_step(model, x[b], labels[b], lr) for b in batches]
        yield sum(losses) / len(x)


def predicted_classes(logits: ArrayLike) -> Array:
    """The class with the largest logit; softmax would not change which it is.

    >>> predicted_classes([[1, 3, 2], [9, 0, 0]])
    array([1., 0.])
    """
    return as_array(as_array(logits).argmax(-1))


def accuracy(logits: ArrayLike, targets: ArrayLike) -> float:
    """The part of the batch whose largest logit is the target's.

    >>> accuracy([[1, 3, 2], [9, 0, 0]], [1, 2])
    0.5
    """
    logits = as_array(logits)
    return float((predicted_classes(logits) == class_indices(targets, logits.shape[-1])).mean())

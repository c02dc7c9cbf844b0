"""Small training loops written out by hand, each to be read whole before it is run.

`dlquiz.demos.faults` puts one fault into one of them. Each takes its data and a generator and
yields what is measured after every epoch, by name.

Shapes: X (examples, features), Y one row a class's probability (examples, classes), labels the
classes themselves; the test set is what accuracy is measured on.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from dlquiz.reference import (
    accuracy,
    batch_norm,
    batch_norm_backward,
    cross_entropy,
    kaiming_normal,
    relu,
    softmax,
    two_moons,
    update_running,
)

Array = NDArray[np.float64]
Measures = Iterator[Mapping[str, float]]
EPOCHS = 30


class Data(NamedTuple):
    """What to learn from, and what to measure on."""

    X: Array
    Y: Array
    X_test: Array
    labels_test: Array


class Trainer(NamedTuple):
    """A training loop, and the data it is made for."""

    loop: Callable[[Data, Generator], Measures]
    data: Callable[[Generator], Data]


def softmax_regression(data: Data, rng: Generator) -> Measures:
    X, Y, X_test, labels_test = data
    mean, std = X.mean(axis=0), X.std(axis=0)
    X = (X - mean) / std
    X_test = (X_test - mean) / std
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    lr = 0.3
    for _ in range(EPOCHS):
        order = rng.permutation(len(X))
        for batch in np.split(order, len(X) // 20):
            p = softmax(X[batch] @ W + b, axis=1)
            error = (p - Y[batch]) / len(batch)
            W -= lr * X[batch].T @ error
            b -= lr * error.sum(axis=0)
        yield {
            "training loss": cross_entropy(X @ W + b, Y),
            "test accuracy": accuracy(X_test @ W + b, labels_test),
        }


def two_layer_network(data: Data, rng: Generator) -> Measures:
    X, Y, X_test, labels_test = data
    inputs, classes = X.shape[1], Y.shape[1]
    W1, b1 = kaiming_normal((32, inputs), rng).T, np.zeros(32)
    W2, b2 = kaiming_normal((classes, 32), rng).T, np.zeros(classes)
    params = W1, b1, W2, b2
    grads = [np.zeros_like(param) for param in params]
    for _ in range(EPOCHS):
        order = rng.permutation(len(X))
        for batch in np.split(order, len(X) // 10):
            h = relu(X[batch] @ W1 + b1)
            error = (softmax(h @ W2 + b2) - Y[batch]) / len(batch)
            error_h = error @ W2.T * (h > 0)
            new = [X[batch].T @ error_h, error_h.sum(axis=0)]
            new += [h.T @ error, error.sum(axis=0)]
            for param, grad, part in zip(params, grads, new, strict=True):
                grad += part
                param -= 0.3 * grad
                grad[...] = 0
        h, h_test = relu(X @ W1 + b1), relu(X_test @ W1 + b1)
        yield {
            "training loss": cross_entropy(h @ W2 + b2, Y),
            "test accuracy": accuracy(h_test @ W2 + b2, labels_test),
        }


def dropout_network(data: Data, rng: Generator) -> Measures:
    X, Y, X_test, labels_test = data
    inputs, units, classes, keep = X.shape[1], 32, Y.shape[1], 0.5
    W1, b1 = kaiming_normal((units, inputs), rng).T, np.zeros(units)
    W2, b2 = kaiming_normal((classes, units), rng).T, np.zeros(classes)
    for _ in range(EPOCHS):
        for batch in np.split(rng.permutation(len(X)), len(X) // 10):
            mask = (rng.random((len(batch), units)) < keep) / keep
            h = relu(X[batch] @ W1 + b1) * mask
            error = (softmax(h @ W2 + b2) - Y[batch]) / len(batch)
            error_h = error @ W2.T * mask * (h > 0)
            W2 -= 0.2 * h.T @ error
            b2 -= 0.2 * error.sum(axis=0)
            W1 -= 0.2 * X[batch].T @ error_h
            b1 -= 0.2 * error_h.sum(axis=0)
        h_test = relu(X_test @ W1 + b1)
        yield {
            "test loss": cross_entropy(h_test @ W2 + b2, labels_test),
            "test accuracy": accuracy(h_test @ W2 + b2, labels_test),
        }


def batch_norm_network(data: Data, rng: Generator) -> Measures:
    X, Y, X_test, labels_test = data
    inputs, classes = X.shape[1], Y.shape[1]
    W1 = kaiming_normal((32, inputs), rng).T
    W2, b2 = kaiming_normal((classes, 32), rng).T, np.zeros(classes)
    gamma, beta = np.ones(32), np.zeros(32)
    mean, var = np.zeros(32), np.ones(32)
    for _ in range(EPOCHS):
        order = rng.permutation(len(X))
        for batch in np.split(order, len(X) // 20):
            z = X[batch] @ W1
            mean = update_running(mean, z.mean(0))
            var = update_running(var, z.var(0, ddof=1))
            y, z_hat, inverse_std = batch_norm(z, gamma, beta)
            h = relu(y)
            error = (softmax(h @ W2 + b2) - Y[batch]) / len(batch)
            error_y = error @ W2.T * (h > 0)
            grads = batch_norm_backward(error_y, z_hat, inverse_std, gamma)
            W1 -= 0.1 * X[batch].T @ grads.x
            gamma -= 0.1 * grads.weight
            beta -= 0.1 * grads.bias
            W2 -= 0.1 * h.T @ error
            b2 -= 0.1 * error.sum(axis=0)
        logits = []
        for x in X_test:
            z = x[None] @ W1
            y = gamma * (z - mean) / np.sqrt(var + 1e-5) + beta
            logits.append((relu(y) @ W2 + b2)[0])
        yield {
            "test loss": cross_entropy(logits, labels_test),
            "test accuracy": accuracy(logits, labels_test),
        }


def adamw_by_hand(data: Data, rng: Generator) -> Measures:
    X, Y, *_ = data
    W = 0.1 * rng.normal(size=(X.shape[1], Y.shape[1]))
    m, v, t = np.zeros_like(W), np.zeros_like(W), 0
    lr, beta1, beta2, eps, decay = 0.05, 0.9, 0.99, 1e-8, 0.2
    for _ in range(EPOCHS):
        for batch in np.split(rng.permutation(len(X)), len(X) // 20):
            t += 1
            g = X[batch].T @ (softmax(X[batch] @ W) - Y[batch]) / len(batch)
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g**2
            m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
            W = W - lr * (m_hat / (np.sqrt(v_hat) + eps) + decay * W)
        yield {
            "training loss": cross_entropy(X @ W, Y),
            "length of the weights": float(np.linalg.norm(W)),
        }


def three_clouds(rng: Generator) -> Data:
    """Three classes along a line, sorted by class; the test set has other shares of them."""
    centres = np.array([[2.0, 7.0], [5.0, 5.0], [8.0, 3.0]])

    def drawn(labels: NDArray[np.intp]) -> Array:
        return centres[labels] + 1.2 * rng.normal(size=(len(labels), 2))

    seen, fresh = np.repeat([0, 1, 2], 80), np.repeat([0, 1, 2], (160, 100, 40))
    return Data(drawn(seen), np.eye(3)[seen], drawn(fresh), fresh.astype(float))


def sorted_moons(rng: Generator) -> Data:
    """Two half moons, all examples of the first class before those of the second."""
    X, labels = two_moons(200, rng, noise=0.15)
    order = np.argsort(labels, kind="stable")
    return Data(X[order], np.eye(2)[labels[order].astype(int)], *two_moons(300, rng, noise=0.15))


def uneven_features(rng: Generator) -> Data:
    """Twenty features of very different spread, of which the first two decide the class."""

    def drawn(n: int) -> tuple[Array, Array]:
        X = rng.normal(size=(n, 20)) * np.geomspace(3, 0.1, 20)
        return X, (2 * (X[:, 0] - X[:, 1]) + rng.normal(size=n) > 0).astype(float)

    X, labels = drawn(100)
    return Data(X, np.eye(2)[labels.astype(int)], *drawn(300))


TRAINERS = {
    "softmax_regression": Trainer(softmax_regression, three_clouds),
    "two_layer_network": Trainer(two_layer_network, sorted_moons),
    "dropout_network": Trainer(dropout_network, sorted_moons),
    "batch_norm_network": Trainer(batch_norm_network, sorted_moons),
    "adamw_by_hand": Trainer(adamw_by_hand, uneven_features),
}

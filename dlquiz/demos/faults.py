"""Faults that people put into training loops: each is one line of a trainer, written wrong.

The faulty loop is compiled from the source of the healthy one, so the two differ in that line
and nowhere else, and the code that is shown is the code that runs.
"""

import inspect
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from dlquiz.demos import trainers
from dlquiz.demos.trainers import TRAINERS, Data, Measures


class Fault(NamedTuple):
    """`right` stands once in the trainer's source; `wrong` takes its place."""

    trainer: str
    right: str
    wrong: str
    effect: str


FAULTS = {
    "softmax-over-the-batch": Fault(
        "softmax_regression",
        "softmax(X[batch] @ W + b, axis=1)",
        "softmax(X[batch] @ W + b, axis=0)",
        "each class adds up to 1 over the batch, where each example should over its classes",
    ),
    "double-softmax": Fault(
        "softmax_regression",
        "p = softmax(X[batch] @ W + b, axis=1)",
        "p = softmax(softmax(X[batch] @ W + b, axis=1), axis=1)",
        "a softmax of probabilities never comes near 0 or 1, so the error never vanishes",
    ),
    "sign-flip": Fault(
        "softmax_regression",
        "W -= lr * X[batch].T @ error",
        "W += lr * X[batch].T @ error",
        "the weights climb the loss instead of descending it",
    ),
    "no-bias-update": Fault(
        "softmax_regression",
        "            b -= lr * error.sum(axis=0)\n",
        "",
        "every boundary stays on lines through the origin, where the middle class cannot win",
    ),
    "learning-rate-too-high": Fault(
        "softmax_regression",
        "lr = 0.3",
        "lr = 30.0",
        "each step overshoots, and the loss jumps about without settling",
    ),
    "test-statistics": Fault(
        "softmax_regression",
        "X_test = (X_test - mean) / std",
        "X_test = (X_test - X_test.mean(axis=0)) / X_test.std(axis=0)",
        "the test set is centred on its own mean, away from where the boundary was learnt",
    ),
    "unshuffled-batches": Fault(
        "two_layer_network",
        "rng.permutation(len(X))",
        "np.arange(len(X))",
        "every batch holds one class, and an epoch ends on steps for the last class alone",
    ),
    "gradients-not-zeroed": Fault(
        "two_layer_network",
        "                grad[...] = 0\n",
        "",
        "each step follows the sum of all gradients so far, like momentum that never decays",
    ),
    "no-relu-mask": Fault(
        "two_layer_network",
        "error_h = error @ W2.T * (h > 0)",
        "error_h = error @ W2.T",
        "units that were off take part in the backward pass, so the gradient is another function's",
    ),
    "zero-weights": Fault(
        "two_layer_network",
        "W1, b1 = kaiming_normal((32, inputs), rng).T, np.zeros(32)",
        "W1, b1 = np.zeros((inputs, 32)), np.zeros(32)",
        "every hidden unit outputs 0 and is counted as off, so nothing reaches its weights, ever",
    ),
    "dropout-at-test": Fault(
        "dropout_network",
        "h_test = relu(X_test @ W1 + b1)",
        "h_test = relu(X_test @ W1 + b1) * (rng.random(units) < keep) / keep",
        "half of the units are missing at random when the network is measured",
    ),
    "dropout-not-scaled": Fault(
        "dropout_network",
        "(rng.random((len(batch), units)) < keep) / keep",
        "(rng.random((len(batch), units)) < keep)",
        "the output layer learns from half the signal, and meets all of it at test time",
    ),
    "batch-norm-at-test": Fault(
        "batch_norm_network",
        "y = gamma * (z - mean) / np.sqrt(var + 1e-5) + beta",
        "y, _, _ = batch_norm(z, gamma, beta)",
        "a batch of one is its own mean, so every example becomes β and gets the same answer",
    ),
    "running-mean-forgotten": Fault(
        "batch_norm_network",
        "            mean = update_running(mean, z.mean(0))\n",
        "",
        "inference subtracts 0 where training subtracted the batch's mean",
    ),
    "decay-inside-adam": Fault(
        "adamw_by_hand",
        "m_hat / (np.sqrt(v_hat) + eps) + decay * W",
        "(m_hat + decay * W) / (np.sqrt(v_hat) + eps)",
        "the decay is divided by √v̂ too, so weights with small gradients are pulled hardest",
    ),
    "missing-root": Fault(
        "adamw_by_hand",
        "np.sqrt(v_hat)",
        "v_hat",
        "steps grow as one over the gradient: the smallest gradients throw the weights farthest",
    ),
}


class FaultyLoop(NamedTuple):
    """A fault ready to be run beside the healthy loop; `repair` is the patch that mends it."""

    healthy: str
    faulty: str
    repair: str
    loop: Callable[[Data, Generator], Measures]


def prepared(name: str) -> FaultyLoop:
    """The source of both loops, the lines that differ, and the faulty loop itself."""
    fault = FAULTS[name]
    healthy = inspect.getsource(TRAINERS[fault.trainer].loop)
    faulty = healthy.replace(fault.right, fault.wrong)
    return FaultyLoop(healthy, faulty, _difference(healthy, faulty), _compiled(faulty, fault))


def _compiled(source: str, fault: Fault) -> Callable[[Data, Generator], Measures]:
    """The loop of this source. Both texts are this package's own: a card can only name a fault."""
    names = dict(vars(trainers))
    exec(compile(source, f"<{fault.trainer}>", "exec"), names)
    loop: Callable[[Data, Generator], Measures] = names[fault.trainer]
    return loop


def _difference(healthy: str, faulty: str) -> str:
    """The line that is wrong and the one that is right, as a patch shows them."""
    right, wrong = healthy.splitlines(), faulty.splitlines()
    return "\n".join(
        [f"- {line.strip()}" for line in wrong if line not in right]
        + [f"+ {line.strip()}" for line in right if line not in wrong]
    )


def measured(
    loop: Callable[[Data, Generator], Measures], trainer: str, seed: int
) -> dict[str, tuple[float, ...]]:
    """Every measure of a loop, epoch by epoch, on the trainer's data."""
    data_seed, loop_seed = np.random.SeedSequence(seed).spawn(2)
    data = TRAINERS[trainer].data(np.random.default_rng(data_seed))
    with np.errstate(all="ignore"):  # a fault may overflow, which the curves show
        epochs = list(loop(data, np.random.default_rng(loop_seed)))
    return {name: tuple(float(epoch[name]) for epoch in epochs) for name in epochs[0]}

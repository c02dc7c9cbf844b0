"""Training by hand: step for step PyTorch's, and able to learn what a line cannot."""

import math

import numpy as np
import pytest

from dlquiz.reference import (
    Linear,
    ReLU,
    Sequential,
    accuracy,
    mlp,
    predicted_classes,
    train,
    training_step,
    two_moons,
)


def test_ten_steps_are_pytorchs(golden, equal):
    case = golden("layers")["model"]
    layers = []
    for weight, bias in zip(case["start"][::2], case["start"][1::2], strict=True):
        layers += [Linear(weight, bias), ReLU()]
    model = Sequential(*layers[:-1])
    losses = [training_step(model, case["x"], case["targets"], 0.3) for _ in range(10)]
    equal(losses, case["losses"])
    for parameter, end in zip(model.parameters(), case["end"], strict=True):
        equal(parameter, end)


def test_a_step_returns_the_loss_before_it():
    model = Sequential(Linear(np.zeros((3, 2))))
    assert training_step(model, [[1, 2]], [0], lr=0.1) == pytest.approx(math.log(3))
    assert training_step(model, [[1, 2]], [0], lr=0.1) < math.log(3)


def test_two_layers_learn_the_moons_and_one_does_not():
    rng = np.random.default_rng(0)
    x, targets = two_moons(200, rng, noise=0.1)
    deep, line = mlp([2, 32, 2], rng), mlp([2, 2], rng)
    for model in (deep, line):
        losses = list(train(model, x, targets, lr=0.5, epochs=120, batch_size=20, rng=rng))
        assert losses[-1] < losses[0]
    assert accuracy(deep.forward(x)[0], targets) > 0.98
    assert accuracy(line.forward(x)[0], targets) < 0.95


def test_equal_seeds_train_equally():
    def run():
        rng = np.random.default_rng(7)
        x, targets = two_moons(30, rng)
        return list(train(mlp([2, 4, 2], rng), x, targets, 0.1, 5, 7, rng))

    assert run() == run()


def test_an_epoch_uses_every_example_once_whatever_the_batch_size():
    x, targets = np.eye(7), np.arange(7) % 2
    for batch_size in (1, 3, 7, 100):
        model = Sequential(Linear(np.zeros((2, 7))))
        (loss,) = train(model, x, targets, 1e-9, 1, batch_size, np.random.default_rng(0))
        assert loss == pytest.approx(math.log(2), rel=1e-8)
        # from p = ½ an example moves its own column by lr·½ / the size of its batch
        sizes = np.abs(model.parameters()[0][0]) / 0.5e-9
        batches = [min(batch_size, 7)] * 7
        batches[7 - 7 % batch_size :] = [7 % batch_size] * (7 % batch_size)
        np.testing.assert_allclose(np.sort(1 / sizes), np.sort(batches), rtol=1e-6)


def test_full_batch_training_does_not_depend_on_the_order():
    x, targets = two_moons(20, np.random.default_rng(0))
    ends = []
    for seed in (1, 2):
        model = Sequential(Linear(np.zeros((2, 2))))
        list(train(model, x, targets, 0.5, 10, 20, np.random.default_rng(seed)))
        ends.append(model.parameters()[0])
    np.testing.assert_allclose(*ends, rtol=1e-12)


def test_the_start_has_the_variance_relu_needs_and_no_bias():
    weight, bias = mlp([500, 400, 2], np.random.default_rng(0)).parameters()[:2]
    assert weight.var() == pytest.approx(2 / 500, rel=0.02)
    assert not bias.any()


def test_accuracy_counts_the_largest_logits():
    logits = [[2, 1, 0], [0, 0, 1], [0, 5, 1], [1, 0, 0]]
    np.testing.assert_array_equal(predicted_classes(logits), [0, 2, 1, 0])
    assert accuracy(logits, [0, 2, 0, 0]) == 0.75
    with pytest.raises(ValueError, match=r"^target 3 is outside 0 … 2 \(3 classes\)$"):
        accuracy(logits, [0, 1, 2, 3])

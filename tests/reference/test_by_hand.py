"""Steps as one writes them on a whiteboard are those of the optimizers, hence of PyTorch."""

import numpy as np
import pytest

from dlquiz import reference as ref

rng = np.random.default_rng(7)
START, GRADS = rng.normal(size=3), rng.normal(size=(25, 3))


def walked(step, *state, counted=False):
    """The points of a step function that is handed its own state."""
    point, path = START, [START]
    for number, grad in enumerate(GRADS, start=1):
        result = step(point, grad, *state, *([number] if counted else []))
        point, *state = result if isinstance(result, tuple) else (result,)
        path.append(point)
    return np.array(path)


ZERO = np.zeros(3)
WALKS = {
    "sgd": (walked(ref.sgd_step), ref.sgd(0.01)),
    "momentum": (walked(ref.momentum_step, ZERO), ref.sgd(0.01, momentum=0.9)),
    "nesterov": (walked(ref.nesterov_step, ZERO), ref.sgd(0.01, momentum=0.9, nesterov=True)),
    "adagrad": (walked(ref.adagrad_step, ZERO), ref.adagrad()),
    "rmsprop": (walked(ref.rmsprop_step, ZERO), ref.rmsprop()),
    "adadelta": (walked(ref.adadelta_step, ZERO, ZERO), ref.adadelta()),
    "adam": (walked(ref.adam_step, ZERO, ZERO, counted=True), ref.adam()),
    "adamw": (walked(ref.adamw_step, ZERO, ZERO, counted=True), ref.adamw()),
}


@pytest.mark.parametrize("name", WALKS)
def test_a_step_by_hand_is_the_optimizers_step(name):
    path, optimizer = WALKS[name]
    expected = ref.descend(optimizer, START, GRADS)
    assert np.abs(path - expected).max() < 1e-14


def test_every_node_comes_after_its_inputs():
    for seed in range(20):
        chance = np.random.default_rng(seed)
        name = chance.permutation(8)
        pairs = [(name[i], name[j]) for i in range(8) for j in range(i) if chance.random() < 0.4]
        order = ref.node_order(8, pairs)
        assert sorted(order) == list(range(8))
        assert all(order.index(source) < order.index(node) for node, source in pairs)


def test_a_graph_without_edges_has_every_order():
    assert ref.node_order(3, np.zeros((0, 2))) == [0, 1, 2]


def test_a_circle_has_no_order():
    with pytest.raises(ValueError, match="node 0 is an input of itself"):
        ref.node_order(2, [[0, 1], [1, 0]])


@pytest.mark.parametrize(("n", "size"), [(10, 3), (9, 3), (2, 5), (0, 4)])
def test_the_batches_of_an_epoch_hold_every_example_once(n, size):
    order = np.random.default_rng(n).permutation(n)
    batches = ref.minibatches(order, size)
    assert len(batches) == -(-n // size)
    assert np.array_equal(np.concatenate([[], *batches]), order)

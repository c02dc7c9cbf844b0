"""Decay and penalty: equal under SGD, unequal under momentum and Adam."""

import numpy as np
import pytest

from dlquiz.reference.optimizers import descend, sgd
from dlquiz.reference.weight_decay import (
    adam_decay_step,
    adam_l2_step,
    sgd_decay_step,
    sgd_l2_step,
)

W, G = np.array([3.0, -2.0, 0.5]), np.array([0.01, 40.0, -1.0])


def test_the_first_steps_are_pytorchs(golden, equal):
    cases = golden("regularization")
    for name, step in [
        ("sgd", sgd_decay_step),
        ("sgd", sgd_l2_step),
        ("adam", adam_l2_step),
        ("adamw", adam_decay_step),
    ]:
        case = cases[name]
        after = step(case["weights"], case["grad"], case["lr"], case["weight_decay"])
        equal(after, case["after"])


def test_under_sgd_decay_is_the_penalty_with_the_same_strength(equal):
    equal(sgd_decay_step(W, G, 0.1, 0.3), sgd_l2_step(W, G, 0.1, 0.3))


def test_a_penalty_without_its_half_decays_twice_as_fast(equal):
    without_half = sgd_l2_step(W, np.zeros(3), 0.1, strength=2 * 0.3)
    equal(without_half, (1 - 2 * 0.1 * 0.3) * W)


def test_with_momentum_decay_and_penalty_part_at_the_second_step():
    penalised = descend(sgd(0.1, momentum=0.9, weight_decay=0.3), W, [G, G])
    velocity, decayed = np.zeros(3), W
    for step in (1, 2):
        velocity = 0.9 * velocity + G
        decayed = (1 - 0.1 * 0.3) * decayed - 0.1 * velocity
        same = np.allclose(decayed, penalised[step], rtol=1e-12)
        assert same == (step == 1)


def test_adamw_shrinks_every_weight_by_the_same_factor(equal):
    shrunk = adam_decay_step(W, G, 0.1, 0.5) - adam_decay_step(W, G, 0.1, 0.0)
    equal(shrunk / W, [-0.05, -0.05, -0.05])


def test_adams_penalty_changes_nothing_but_a_sign():
    plain, penalised = adam_l2_step(W, G, 0.1, 0.0), adam_l2_step(W, G, 0.1, 0.1)
    np.testing.assert_allclose(penalised, plain, atol=1e-6)
    turned = adam_l2_step([10.0], [-0.1], 0.1, 0.5)  # −0.1 + 5 pushes the other way
    np.testing.assert_allclose(turned, [9.9], atol=1e-6)


def test_shapes_that_differ_are_named():
    for step in (sgd_decay_step, sgd_l2_step, adam_decay_step, adam_l2_step):
        with pytest.raises(ValueError) as error:  # noqa: PT011
            step([1, 2], [1], 0.1, 0.1)
        assert str(error.value) == "grad (1,) against weights (2,): the shapes must be equal"


def test_pytorch_itself_agrees(equal):
    torch = pytest.importorskip("torch")
    parameter = torch.nn.Parameter(torch.tensor(W))
    parameter.grad = torch.tensor(G)
    torch.optim.AdamW([parameter], lr=0.1, weight_decay=0.5).step()
    equal(adam_decay_step(W, G, 0.1, 0.5), parameter.detach())

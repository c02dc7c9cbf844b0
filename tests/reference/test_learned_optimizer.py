"""What the learned rule can do on problems it never saw, and what it cannot do on others."""

import json

import numpy as np
import pytest

from dlquiz.reference.convergence import curvatures
from dlquiz.reference.learned_optimizer.rule import (
    STEP,
    UpdateNetwork,
    gradient_features,
    learned,
    learned_network,
    network_step,
    quadratic_gradients,
    quadratic_losses,
    random_quadratics,
    write_network,
)
from dlquiz.reference.optimizers import descend, minimize, sgd, state_per_parameter


@pytest.fixture(scope="module")
def held_out():
    return random_quadratics(np.random.default_rng(1234), batch=300)


def remaining(optimizer, problems, steps=40):
    """The loss after the walk as a fraction of the loss before it, a problem a number."""
    walk = minimize(lambda x: quadratic_gradients(problems, x), problems.starts, optimizer, steps)
    return quadratic_losses(problems, walk[-1]) / quadratic_losses(problems, walk[0])


def best_sgd(problems, momentum=0.0):
    """The least mean loss that any single learning rate reaches on these very problems."""
    tried = [remaining(sgd(lr, momentum), problems) for lr in np.geomspace(0.005, 0.4, 40)]
    return min(tried, key=np.mean)


def test_it_beats_sgd_with_the_best_learning_rate_on_held_out_problems(held_out):
    ours, theirs = remaining(learned(), held_out), best_sgd(held_out)
    assert ours.mean() < theirs.mean() / 100
    assert (ours < theirs).mean() > 0.9


def test_hand_tuned_momentum_is_better_in_the_mean_and_worse_on_most_problems(held_out):
    ours = remaining(learned(), held_out)
    theirs = min((best_sgd(held_out, momentum) for momentum in (0.5, 0.6, 0.7, 0.8)), key=np.mean)
    assert theirs.mean() < ours.mean()
    assert (ours < theirs).mean() > 0.5


def test_from_a_hundred_times_as_far_it_crawls_where_sgd_does_not_care(held_out):
    far = held_out._replace(starts=100 * held_out.starts)
    assert remaining(learned(), far).mean() > 0.3
    np.testing.assert_allclose(best_sgd(far), best_sgd(held_out), rtol=1e-8)


def test_on_landscapes_ten_times_as_steep_it_may_end_above_its_start(held_out):
    steep = held_out._replace(hessians=10 * held_out.hessians)
    assert remaining(learned(), steep).max() > 1
    assert best_sgd(steep).max() < 0.2


def test_it_is_an_optimizer_like_the_others(equal):
    optimizer, grads = learned(), np.linspace(-3, 2, 24).reshape(4, 2, 3)
    start = np.arange(6.0).reshape(2, 3)
    together = descend(optimizer, start, grads)
    alone = [descend(optimizer, start[i], grads[:, *i]) for i in np.ndindex(2, 3)]
    equal(together.reshape(5, 6).T, alone)
    assert optimizer.init(start)._fields == ("m",)
    assert state_per_parameter(optimizer) == 1
    assert start.tolist() == np.arange(6.0).reshape(2, 3).tolist()


def test_its_step_is_odd_bounded_and_zero_at_rest():
    network = learned_network()
    grads, m = np.array([1e-3, 2.0, 1e12]), np.array([0.5, -1.0, 1e12])
    there = network_step(gradient_features(grads, m), network)
    back = network_step(gradient_features(-grads, -m), network)
    np.testing.assert_allclose(there, -back, rtol=1e-13)
    assert np.abs(there).max() <= STEP * np.abs(network.output).sum()
    assert network_step(gradient_features(0.0, 0.0), network) == 0


def test_small_gradients_are_seen_as_they_are_and_large_ones_by_their_logarithm(equal):
    equal(gradient_features([1e-4], [-1e-4]), [[1e-4, -1e-4]], 1e-8)
    equal(gradient_features([1e6], [-1e6]), [[np.log(2e6), -np.log(2e6)]])


def test_random_quadratics_curve_up_between_a_tenth_and_ten():
    problems = random_quadratics(np.random.default_rng(0), batch=200, n=4)
    assert problems.hessians.shape == (200, 4, 4)
    assert problems.starts.shape == (200, 4)
    found = np.array([curvatures(hessian) for hessian in problems.hessians])
    assert found.min() > 0.1
    assert found.max() < 10
    # Uniform in the logarithm: half of the curvatures are below 1.
    assert (found < 1).mean() == pytest.approx(0.5, abs=0.06)


def test_quadratic_gradients_are_central_differences(equal, numerical_gradient):
    problems = random_quadratics(np.random.default_rng(0), batch=2, n=3)
    points = np.arange(6.0).reshape(2, 3)
    expected = numerical_gradient(lambda x: quadratic_losses(problems, x).sum(), points)
    equal(quadratic_gradients(problems, points), expected, 1e-9)


def test_written_weights_are_read_back_to_the_last_digit(tmp_path):
    network = UpdateNetwork(np.random.default_rng(0).normal(size=(2, 3)), np.array([0.1, 1e-9, 3]))
    write_network(network, tmp_path / "weights.json")
    read = json.loads((tmp_path / "weights.json").read_text(encoding="utf-8"))
    np.testing.assert_array_equal(read["hidden"], network.hidden)
    np.testing.assert_array_equal(read["output"], network.output)

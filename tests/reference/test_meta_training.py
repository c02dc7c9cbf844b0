"""The gradient through forty steps is right, and the seed gives the weights in the repository."""

import numpy as np
import pytest

from dlquiz.reference.learned_optimizer.meta_training import (
    meta_loss,
    meta_loss_gradient,
    meta_train,
    unroll,
)
from dlquiz.reference.learned_optimizer.rule import (
    BETA,
    UpdateNetwork,
    learned_network,
    quadratic_gradients,
    random_quadratics,
)


@pytest.fixture
def problems():
    return random_quadratics(np.random.default_rng(5), batch=4, n=3)


@pytest.fixture
def network():
    rng = np.random.default_rng(6)
    return UpdateNetwork(0.5 * rng.normal(size=(2, 5)), rng.normal(size=5))


@pytest.mark.parametrize("steps", [1, 2, 9, 40])
def test_the_meta_gradient_is_central_differences(
    problems, network, steps, equal, numerical_gradient
):
    hidden, output = network
    gradient = meta_loss_gradient(network, problems, steps)
    by_hidden = numerical_gradient(
        lambda w: meta_loss(UpdateNetwork(w, output), problems, steps), hidden
    )
    by_output = numerical_gradient(
        lambda w: meta_loss(UpdateNetwork(hidden, w), problems, steps), output
    )
    equal(gradient.hidden, by_hidden, 1e-6)
    equal(gradient.output, by_output, 1e-6)


def test_torch_itself_agrees_through_forty_steps(problems, network, equal):
    torch = pytest.importorskip("torch")
    hessians = torch.tensor(problems.hessians)
    hidden, output = (torch.tensor(part, requires_grad=True) for part in network)
    points, m, terms = torch.tensor(problems.starts), 0.0, []

    def losses():
        return torch.einsum("bi,bij,bj->b", points, hessians, points) / 2

    first = losses()
    for _ in range(40):
        grads = torch.einsum("bij,bj->bi", hessians, points)
        m = BETA * m + (1 - BETA) * grads
        features = torch.asinh(torch.stack([grads, m], dim=-1))
        points = points - 0.1 * torch.tanh(features @ hidden) @ output
        terms.append(torch.log(losses() / first + 1e-6))
    loss = torch.stack(terms).mean()
    loss.backward()
    equal(meta_loss(network, problems), loss.item())
    gradient = meta_loss_gradient(network, problems)
    equal(gradient.hidden, hidden.grad.numpy(), 1e-10)
    equal(gradient.output, output.grad.numpy(), 1e-10)


def test_a_walk_keeps_what_backward_needs(problems, network, equal):
    walk = unroll(network, problems, 6)
    assert walk.points.shape == (7, 4, 3)
    equal(walk.points[0], problems.starts)
    equal(walk.grads[3], quadratic_gradients(problems, walk.points[3]))
    equal(walk.averages[1], BETA * (1 - BETA) * walk.grads[0] + (1 - BETA) * walk.grads[1])


def test_training_lowers_the_meta_loss_on_problems_it_has_not_seen(problems):
    untrained, trained = meta_train(iterations=0), meta_train(iterations=60)
    assert meta_loss(trained, problems) < meta_loss(untrained, problems) - 1


def test_the_seed_gives_the_weights_in_the_repository(equal):
    trained, kept = meta_train(), learned_network()
    equal(kept.hidden, trained.hidden, 1e-9)
    equal(kept.output, trained.output, 1e-9)

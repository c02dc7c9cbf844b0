"""Learning to learn: the update rule is trained by descending on how well it descends.

A walk of 40 steps on random quadratics is one long differentiable computation, so the gradient
of its losses with respect to the rule's weights comes by backpropagation through all its steps
(Andrychowicz et al. 2016; unlike there, the path through the gradients themselves is kept, since
for a quadratic it is exact and cheap). Adam then trains the rule like any other network.
"""

from typing import NamedTuple

import numpy as np

from dlquiz.reference.arrays import Array, as_array
from dlquiz.reference.learned_optimizer.rule import (
    BETA,
    STEP,
    Quadratics,
    UpdateNetwork,
    gradient_features,
    quadratic_gradients,
    quadratic_losses,
    random_quadratics,
    scale_by_network,
)
from dlquiz.reference.optimizers import adam
from dlquiz.reference.schedules import cosine_annealing
from dlquiz.reference.transforms import chain, per_array

FLOOR = 1e-6  # a loss this fraction of the first is as good as zero


class Walk(NamedTuple):
    """What the rule did: points (steps + 1, batch, n), and the g and m seen at each step."""

    points: Array
    grads: Array
    averages: Array


def unroll(network: UpdateNetwork, problems: Quadratics, steps: int) -> Walk:
    """x_{t+1} = x_t + network(g_t, m_t), keeping what backward will ask for."""
    rule = chain(scale_by_network(network))
    points, grads, averages = [problems.starts], [], []
    state = rule.init(problems.starts)
    for _ in range(steps):
        grads.append(quadratic_gradients(problems, points[-1]))
        step, state = rule.update(grads[-1], state, points[-1])
        averages.append(state.m)
        points.append(points[-1] + step)
    return Walk(np.array(points), np.array(grads), np.array(averages))


def meta_loss(network: UpdateNetwork, problems: Quadratics, steps: int = 40) -> float:
    """mean over steps and problems of log(f(x_t)/f(x₀) + 1e-6): how fast the rule descends.

    The logarithm makes every problem and every halving of its loss count alike.
    """
    losses = quadratic_losses(problems, unroll(network, problems, steps).points)
    return float(np.log(losses[1:] / losses[0] + FLOOR).mean())


def meta_loss_gradient(
    network: UpdateNetwork, problems: Quadratics, steps: int = 40
) -> UpdateNetwork:
    """∂meta_loss/∂weights, from the last step back to the first.

    A point acts on its own loss, through g on its step, and through m on every later step.
    """
    walk = unroll(network, problems, steps)
    hidden, output = np.zeros_like(network.hidden), np.zeros_like(network.output)
    later, later_m = np.zeros_like(problems.starts), np.zeros_like(problems.starts)
    direct = _loss_gradients(problems, walk.points)
    for t in reversed(range(steps)):
        later = later + direct[t]
        features = gradient_features(walk.grads[t], walk.averages[t])
        units = np.tanh(features @ network.hidden)
        output -= STEP * np.einsum("bnu,bn->u", units, later)
        at_units = -STEP * later[..., None] * network.output * (1 - units**2)
        hidden += np.einsum("bnf,bnu->fu", features, at_units)
        # asinh′(z) = 1/√(1 + z²) = 1/cosh(asinh z)
        at_g, at_m = np.moveaxis(at_units @ network.hidden.T / np.cosh(features), -1, 0)
        later_m = BETA * later_m + at_m
        later = later + quadratic_gradients(problems, at_g + (1 - BETA) * later_m)
    return UpdateNetwork(hidden, output)


def meta_train(seed: int = 0, iterations: int = 500, units: int = 16) -> UpdateNetwork:
    """Adam on the meta-loss, with new problems at every iteration: the same seed, same weights."""
    rng = np.random.default_rng(seed)
    network = UpdateNetwork(0.3 * rng.normal(size=(2, units)), 0.1 * rng.normal(size=units))
    state = per_array(adam()).init(network)
    for iteration in range(iterations):
        lr = float(cosine_annealing(iteration, 0.003, t_max=iterations))
        gradient = _shortened(meta_loss_gradient(network, random_quadratics(rng)))
        updates, state = per_array(adam(lr)).update(gradient, state, network)
        network = UpdateNetwork(network.hidden + updates[0], network.output + updates[1])
    return network


def _shortened(gradient: UpdateNetwork) -> UpdateNetwork:
    """At most of length 1: through 40 steps a gradient may explode."""
    length = np.sqrt((gradient.hidden**2).sum() + (gradient.output**2).sum())
    return UpdateNetwork(*(part / max(1.0, length) for part in gradient))


def _loss_gradients(problems: Quadratics, points: Array) -> Array:
    """∂meta_loss/∂x of every point but the start, through its own loss alone."""
    losses = quadratic_losses(problems, points)
    shares = 1 / (losses[1:] + FLOOR * losses[0]) / losses[1:].size
    return as_array(shares[..., None] * quadratic_gradients(problems, points[1:]))

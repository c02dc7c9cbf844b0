"""A small network as update rule, and the problems it has learned to solve.

Every parameter is stepped alone by the same network: it sees the parameter's gradient and the
gradient's moving average, two numbers, and answers with the step. 48 weights serve any model.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array
from dlquiz.reference.transforms import Optimizer, chain, moving_average

WEIGHTS = Path(__file__).with_name("weights.json")
BETA = 0.7  # how long the average remembers
STEP = 0.1  # turns the network's answer, of size about 1, into a step


class UpdateNetwork(NamedTuple):
    """The weights of the rule: `hidden` (2, units) and `output` (units,), without biases."""

    hidden: Array
    output: Array


class LearnedState(NamedTuple):
    """The moving average of the gradients."""

    m: Array


class Quadratics(NamedTuple):
    """Functions ½xᵀHx, one a row: `hessians` (batch, n, n), and where to start, (batch, n)."""

    hessians: Array
    starts: Array


def gradient_features(grads: ArrayLike, m: ArrayLike) -> Array:
    """asinh of (g, m), on a new last axis: what the network sees of each parameter.

    asinh(g) is g where g is small and sign(g)·log(2|g|) where it is large, so gradients of very
    different size stay in reach of one small network.

    >>> gradient_features([0.01, -1000.0], [0.0, 0.0]).round(3)
    array([[ 0.01 ,  0.   ],
           [-7.601,  0.   ]])
    """
    return np.arcsinh(np.stack([as_array(grads), as_array(m)], axis=-1))


def network_step(features: Array, network: UpdateNetwork) -> Array:
    """−0.1 · tanh(features·W₁)·W₂: the step of each parameter.

    Odd in the features: the mirror image of a landscape is walked in mirror image. tanh bounds
    the step, however large the gradient.
    """
    return as_array(-STEP * (np.tanh(features @ network.hidden) @ network.output))


def scale_by_network(network: UpdateNetwork) -> Optimizer:
    """m ← 0.7m + 0.3g, then the network's step for (g, m); it needs no learning rate."""

    def update(grads: Array, state: LearnedState, params: Array) -> tuple[Array, LearnedState]:
        m = moving_average(state.m, grads, BETA)
        return network_step(gradient_features(grads, m), network), LearnedState(m)

    return Optimizer(lambda params: LearnedState(np.zeros_like(params)), update)


def learned() -> Optimizer:
    """x ← x + network(g, m), the rule learned on random quadratics (Andrychowicz et al. 2016).

    On problems like those it beats SGD with the best learning rate. It knows no others: its
    steps are bounded, so from 100 times as far away it only crawls.

    >>> learned().update([1.0, -1.0], learned().init([0.0, 0.0]), [0.0, 0.0])[0].round(1)
    array([-0.2,  0.2])
    """
    return chain(scale_by_network(learned_network()))


@cache
def learned_network() -> UpdateNetwork:
    """The weights that meta-training found, read from the file beside this module."""
    weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return UpdateNetwork(as_array(weights["hidden"]), as_array(weights["output"]))


def write_network(network: UpdateNetwork, path: Path) -> None:
    """The weights as JSON, every digit kept."""
    weights = {"hidden": network.hidden.tolist(), "output": network.output.tolist()}
    path.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


def random_quadratics(rng: np.random.Generator, batch: int = 64, n: int = 5) -> Quadratics:
    """½xᵀHx turned at random, curvatures log-uniform from 0.1 to 10, starts from N(0, 1)."""
    axes = np.linalg.qr(rng.normal(size=(batch, n, n)))[0]
    curvatures = 10 ** rng.uniform(-1, 1, size=(batch, 1, n))
    return Quadratics((axes * curvatures) @ axes.swapaxes(1, 2), rng.normal(size=(batch, n)))


def quadratic_gradients(problems: Quadratics, points: ArrayLike) -> Array:
    """Hx, for every problem at once.

    >>> quadratic_gradients(Quadratics(np.array([[[3.0]]]), np.array([[1.0]])), [[2.0]])
    array([[6.]])
    """
    return as_array((problems.hessians @ as_array(points)[..., None])[..., 0])


def quadratic_losses(problems: Quadratics, points: ArrayLike) -> Array:
    """½xᵀHx, for every problem at once; points (…, batch, n) give (…, batch).

    >>> quadratic_losses(Quadratics(np.array([[[3.0]]]), np.array([[1.0]])), [[2.0]])
    array([6.])
    """
    return as_array((as_array(points) * quadratic_gradients(problems, points)).sum(axis=-1) / 2)

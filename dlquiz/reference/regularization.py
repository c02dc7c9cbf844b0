"""Penalties on weights: added to the loss, they pull every weight towards zero.

L2 pulls in proportion to the weight, so the pull fades and hardly any weight becomes zero; L1
pulls by a constant, so small weights arrive at zero and stay. L2's ½ makes its gradient λw.
λ is called strength; two of them, l1 and l2, make an elastic net.

Weights are arrays of any shape. Biases and normalisation's γ and β are usually not penalised.
"""

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array, same_shape


def l2_penalty(weights: ArrayLike, strength: float = 1.0) -> Array:
    """(λ/2) Σ w²: a Gaussian prior of variance 1/λ on each weight.

    >>> float(l2_penalty([3, -4], strength=0.1))
    1.25
    """
    return np.asarray(strength / 2 * (as_array(weights) ** 2).sum())


def l2_penalty_gradient(weights: ArrayLike, strength: float = 1.0) -> Array:
    """λ w.

    >>> l2_penalty_gradient([3, -4], strength=0.5)
    array([ 1.5, -2. ])
    """
    return strength * as_array(weights)


def l1_penalty(weights: ArrayLike, strength: float = 1.0) -> Array:
    """λ Σ |w|: a Laplace prior on each weight (Tibshirani 1996, the lasso).

    >>> float(l1_penalty([3, -4], strength=0.5))
    3.5
    """
    return np.asarray(strength * np.abs(as_array(weights)).sum())


def l1_penalty_gradient(weights: ArrayLike, strength: float = 1.0) -> Array:
    """λ sign(w): the same pull however small the weight; 0 is taken of the slopes possible at 0.

    >>> l1_penalty_gradient([3, -0.001, 0], strength=0.5)
    array([ 0.5, -0.5, 0. ])
    """
    return strength * np.sign(as_array(weights))


def elastic_net_penalty(weights: ArrayLike, l1: float = 1.0, l2: float = 1.0) -> Array:
    """l1 Σ |w| + (l2/2) Σ w² (Zou, Hastie 2005): zeros like L1, shared weight like L2.

    >>> float(elastic_net_penalty([3, -4], l1=0.5, l2=0.1))
    4.75
    """
    return np.asarray(l1_penalty(weights, l1) + l2_penalty(weights, l2))


def elastic_net_penalty_gradient(weights: ArrayLike, l1: float = 1.0, l2: float = 1.0) -> Array:
    """l1 sign(w) + l2 w, with 0 at w = 0.

    >>> elastic_net_penalty_gradient([3, -4, 0], l1=0.5, l2=0.1)
    array([ 0.8, -0.9, 0. ])
    """
    return l1_penalty_gradient(weights, l1) + l2_penalty_gradient(weights, l2)


def soft_threshold(weights: ArrayLike, threshold: float) -> Array:
    """sign(w) max(|w| − t, 0), which minimises (u − w)²/2 + t|u| over u.

    Everything within t of zero becomes exactly zero, the rest moves by t: w minus its part in
    [−t, t]. That is where L1's zeros come from; L2's counterpart w/(1 + t) has none.

    >>> soft_threshold([3, -0.5, -2], 1)
    array([ 2., 0., -1.])
    """
    if not threshold >= 0:
        raise ValueError(f"threshold is not negative, but {threshold:g} is")
    weights = as_array(weights)
    return weights - np.clip(weights, -threshold, threshold)


def proximal_step(
    weights: ArrayLike, grad: ArrayLike, lr: float, l1: float = 0.0, l2: float = 0.0
) -> Array:
    """soft_threshold(w − η g, η l1) / (1 + η l2): a step on the loss, then one on the penalty.

    The gradient is the loss's alone. Gradient descent on λ|w| itself would jump to and fro over
    zero; the penalty's own minimum does not.

    >>> proximal_step([0.05, 3], grad=[0, 1], lr=0.1, l1=1)
    array([0. , 2.8])
    """
    weights, grad = same_shape("weights", weights, "grad", grad)
    return soft_threshold(weights - lr * grad, lr * l1) / (1 + lr * l2)

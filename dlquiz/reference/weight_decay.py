"""Weight decay and the L2 penalty: one and the same under plain SGD, two things under Adam.

Decay shrinks the weights, w ← (1 − ηλ) w, beside the step on the loss (Hanson, Pratt 1988). The
penalty (λ/2)‖w‖² adds λw to the gradient, and the optimizer transforms what it is given. Plain
SGD only multiplies by η, so both are equal with the same λ; without the ½ the factor is
1 − 2ηλ. With momentum they differ, and Adam divides the penalty's pull by the size of the
gradients it came with (Loshchilov, Hutter 2019).

Each function is a first step, from the optimizer's empty state. Weights and grad have equal shapes.
"""

from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, same_shape
from dlquiz.reference.optimizers import adam, adamw, sgd
from dlquiz.reference.regularization import l2_penalty_gradient
from dlquiz.reference.transforms import Optimizer


def sgd_decay_step(weights: ArrayLike, grad: ArrayLike, lr: float, weight_decay: float) -> Array:
    """(1 − ηλ) w − η g.

    >>> sgd_decay_step([10, 10], [0, 1], lr=0.1, weight_decay=0.5)
    array([9.5, 9.4])
    """
    weights, grad = same_shape("weights", weights, "grad", grad)
    return (1 - lr * weight_decay) * weights - lr * grad


def sgd_l2_step(weights: ArrayLike, grad: ArrayLike, lr: float, strength: float) -> Array:
    """w − η (g + λ w): plain SGD on the loss with the penalty (λ/2)‖w‖².

    >>> sgd_l2_step([10, 10], [0, 1], lr=0.1, strength=0.5)
    array([9.5, 9.4])
    """
    weights, grad = same_shape("weights", weights, "grad", grad)
    return _first_step(sgd(lr), weights, grad + l2_penalty_gradient(weights, strength))


def adam_decay_step(
    weights: ArrayLike, grad: ArrayLike, lr: float = 0.001, weight_decay: float = 0.01
) -> Array:
    """AdamW's: (1 − ηλ) w − η m̂ / (√v̂ + ε), the same shrinkage for every weight.

    >>> adam_decay_step([10, 10], [100, 1], lr=0.1, weight_decay=0.5).round(6)
    array([9.4, 9.4])
    """
    weights, grad = same_shape("weights", weights, "grad", grad)
    return _first_step(adamw(lr, weight_decay=weight_decay), weights, grad)


def adam_l2_step(
    weights: ArrayLike, grad: ArrayLike, lr: float = 0.001, strength: float = 0.01
) -> Array:
    """Adam's on g + λ w: the first step is η long whatever λ is.

    So the penalty does nothing here unless it turns the gradient's sign. Later on, weights with
    large gradients are shrunk less than others.

    >>> adam_l2_step([10, 10], [100, 1], lr=0.1, strength=0.5).round(6)
    array([9.9, 9.9])
    """
    weights, grad = same_shape("weights", weights, "grad", grad)
    return _first_step(adam(lr), weights, grad + l2_penalty_gradient(weights, strength))


def _first_step(optimizer: Optimizer, weights: Array, grad: Array) -> Array:
    updates, _ = optimizer.update(grad, optimizer.init(weights), weights)
    moved: Array = weights + updates
    return moved

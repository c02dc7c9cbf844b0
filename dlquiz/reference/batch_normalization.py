"""Batch normalisation (Ioffe, Szegedy 2015): each feature is normalised over the batch.

In training μ and σ² come from the batch, so every example's output depends on the others, and
gradients flow through μ and σ² too. In inference they are running statistics, fixed numbers: the
output of an example depends on that example alone, and the layer can be folded into the one
before it.

Shapes: x is (batch, features) with statistics over the batch, or (batch, channels, height,
width) with statistics over batch, height and width. A flat x is a batch of one feature.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array
from dlquiz.reference.normalization import (
    NormalizationGradients,
    Normalized,
    normalize_over,
    normalize_over_backward,
    reduced_axes,
    scale_and_shift,
    scale_and_shift_backward,
)


class RunningStatistics(NamedTuple):
    """Per-feature mean and variance: of one batch, or running over many."""

    mean: Array
    var: Array


def batch_norm(
    x: ArrayLike,
    weight: ArrayLike | None = None,
    bias: ArrayLike | None = None,
    eps: float = 1e-5,
) -> Normalized:
    """y = γ (x − μ_B) / √(σ²_B + ε) + β with the batch's mean and biased variance: training mode.

    A batch with one value per feature gives x̂ = 0, so y = β whatever x is: nothing is left to
    learn from. PyTorch refuses such a batch; here it can be seen.

    >>> batch_norm([1, 2, 3, 4], eps=0).output
    array([-1.34164079, -0.4472136 , 0.4472136 , 1.34164079])
    >>> batch_norm([[7, -300]], weight=[2, 2], bias=[0.5, 3]).output
    array([[0.5, 3. ]])
    """
    x = as_array(x)
    x_hat, inverse_std = normalize_over(x, reduced_axes("batch", x.ndim), eps)
    return Normalized(scale_and_shift(x_hat, weight, bias, _feature_axes(x)), x_hat, inverse_std)


def batch_norm_backward(
    grad_output: ArrayLike,
    x_hat: ArrayLike,
    inverse_std: ArrayLike,
    weight: ArrayLike | None = None,
) -> NormalizationGradients:
    """∂L/∂x = γ / √(σ² + ε) · (g − mean(g) − x̂ mean(g x̂)), ∂L/∂γ = Σ g x̂, ∂L/∂β = Σ g.

    The means run over the batch: the gradient of one example depends on all the others.

    >>> output, x_hat, inverse_std = batch_norm([1, 2, 3, 4], eps=0)
    >>> batch_norm_backward([0, 0, 1, 0], x_hat, inverse_std).x.round(3)
    array([-0.089, -0.179, 0.626, -0.358])
    """
    x_hat = as_array(x_hat)
    grads = scale_and_shift_backward(grad_output, x_hat, weight, _feature_axes(x_hat))
    axes = reduced_axes("batch", x_hat.ndim)
    return grads._replace(x=normalize_over_backward(grads.x, x_hat, inverse_std, axes))


def batch_statistics(x: ArrayLike, unbiased: bool = False) -> RunningStatistics:
    """μ_B = Σ x / m and σ²_B = Σ (x − μ_B)² / m, or / (m − 1) when unbiased, per feature.

    Batch norm divides by the biased variance but stores the unbiased one, an estimate for data
    that were not in the batch.

    >>> batch_statistics([1, 2, 3, 4]).var, batch_statistics([1, 2, 3, 4], unbiased=True).var
    (array(1.25), array(1.66666667))
    """
    x = as_array(x)
    axes = reduced_axes("batch", x.ndim)
    if unbiased and np.prod([x.shape[axis] for axis in axes]) < 2:
        raise ValueError(f"x {x.shape} has no unbiased variance: it needs two values per feature")
    return RunningStatistics(np.asarray(x.mean(axes)), np.asarray(x.var(axes, ddof=int(unbiased))))


def update_running(running: ArrayLike, batch: ArrayLike, momentum: float = 0.1) -> Array:
    """(1 − momentum) · running + momentum · batch: PyTorch's momentum is the NEW value's weight.

    >>> update_running(10, 20)
    array(11.)
    """
    running, batch = as_array(running), as_array(batch)
    return np.asarray((1 - momentum) * running + momentum * batch)


def update_running_keras(running: ArrayLike, batch: ArrayLike, momentum: float = 0.99) -> Array:
    """momentum · running + (1 − momentum) · batch: Keras's momentum is the OLD value's weight.

    PyTorch's 0.1 is written 0.9 here, and Keras's default 0.99 is 0.01 there.

    >>> update_running_keras(10, 20, momentum=0.9)
    array(11.)
    """
    return update_running(running, batch, 1 - momentum)


def running_after(
    updates: int, batch: ArrayLike, start: ArrayLike = 0, momentum: float = 0.1
) -> Array:
    """start (1 − m)^k + batch (1 − (1 − m)^k): the running value after k equal updates.

    The start is forgotten geometrically; evaluating after few updates evaluates the start.

    >>> running_after(10, batch=1)  # a running mean that began at 0
    array(0.65132156)
    """
    forgotten = (1 - momentum) ** updates
    return update_running(start, batch, 1 - forgotten)


def update_running_statistics(
    x: ArrayLike, running_mean: ArrayLike, running_var: ArrayLike, momentum: float = 0.1
) -> RunningStatistics:
    """One training step's effect on the running mean and the running (unbiased) variance.

    >>> update_running_statistics([1, 2, 3, 4], running_mean=0, running_var=1)
    RunningStatistics(mean=array(0.25), var=array(1.06666667))
    """
    mean, var = batch_statistics(x, unbiased=True)
    return RunningStatistics(
        update_running(running_mean, mean, momentum), update_running(running_var, var, momentum)
    )


def batch_norm_scale_and_shift(
    running_mean: ArrayLike,
    running_var: ArrayLike,
    weight: ArrayLike = 1,
    bias: ArrayLike = 0,
    eps: float = 1e-5,
) -> tuple[Array, Array]:
    """y = s x + t with s = γ / √(σ² + ε) and t = β − s μ: in inference batch norm is affine.

    >>> batch_norm_scale_and_shift(running_mean=5, running_var=4, weight=6, bias=1, eps=0)
    (array(3.), array(-14.))
    """
    scale = as_array(weight) / np.sqrt(as_array(running_var) + eps)
    shift = as_array(bias) - scale * as_array(running_mean)
    return np.asarray(scale), np.asarray(shift)


def batch_norm_inference(
    x: ArrayLike,
    running_mean: ArrayLike,
    running_var: ArrayLike,
    weight: ArrayLike = 1,
    bias: ArrayLike = 0,
    eps: float = 1e-5,
) -> Array:
    """y = γ (x − μ) / √(σ² + ε) + β with the running μ and σ²: no example affects another.

    Stored statistics are not there because the batch would be of size one: they make the output
    a function of the example alone, for any batch.

    >>> batch_norm_inference([7, 100], running_mean=5, running_var=4, eps=0)
    array([ 1. , 47.5])
    """
    x = as_array(x)
    scale, shift = batch_norm_scale_and_shift(running_mean, running_var, weight, bias, eps)
    if scale.shape != x.shape[1:2]:
        raise ValueError(f"statistics {scale.shape} do not fit x {x.shape}: one per feature")
    return scale_and_shift(x, scale, shift, _feature_axes(x))


def fold_batch_norm(
    layer_weight: ArrayLike,
    layer_bias: ArrayLike,
    running_mean: ArrayLike,
    running_var: ArrayLike,
    weight: ArrayLike = 1,
    bias: ArrayLike = 0,
    eps: float = 1e-5,
) -> tuple[Array, Array]:
    """s (W x + b) + t = (s W) x + (s b + t): the linear or convolutional layer that does both.

    Output units lie on the weight's first axis, as in PyTorch. In training the layer's own bias
    is useless before batch norm: μ_B subtracts it.

    >>> fold_batch_norm([[1, 2]], [3], [5], [4], weight=[6], bias=[1], eps=0)
    (array([[3., 6.]]), array([-5.]))
    """
    layer_weight = as_array(layer_weight)
    scale, shift = batch_norm_scale_and_shift(running_mean, running_var, weight, bias, eps)
    per_output = scale.reshape(-1, *[1] * (layer_weight.ndim - 1))
    return per_output * layer_weight, scale * as_array(layer_bias) + shift


def _feature_axes(x: Array) -> tuple[int, ...]:
    return (1,) if x.ndim > 1 else ()

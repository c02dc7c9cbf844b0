"""Normalisation within one example: layer, group, instance and RMS norm.

None of them looks at the other examples of the batch, so they need no running statistics, compute
the same in training and inference, and work with a batch of one.

Shapes: x is (batch, features), (batch, tokens, features) or (batch, channels, height, width).
"""

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
    split_into_groups,
)


def layer_norm(
    x: ArrayLike,
    normalized_shape: ArrayLike | None = None,
    weight: ArrayLike | None = None,
    bias: ArrayLike | None = None,
    eps: float = 1e-5,
) -> Normalized:
    """y = γ x̂ + β with μ and σ of each example's own last axes (Ba, Kiros, Hinton 2016).

    It depends neither on the batch nor on the mode, so it computes the same in training and
    inference and fits sequences. `normalized_shape` defaults to the axes of `reduced_axes`.

    >>> layer_norm([[1, 3], [10, 30]], eps=0).output
    array([[-1., 1.],
           [-1., 1.]])
    """
    x = as_array(x)
    axes = _last_axes(x, normalized_shape)
    x_hat, inverse_std = normalize_over(x, axes, eps)
    return Normalized(scale_and_shift(x_hat, weight, bias, axes), x_hat, inverse_std)


def layer_norm_backward(
    grad_output: ArrayLike,
    x_hat: ArrayLike,
    inverse_std: ArrayLike,
    weight: ArrayLike | None = None,
    normalized_shape: ArrayLike | None = None,
) -> NormalizationGradients:
    """Backward through γ x̂ + β, then through x̂ within each example.

    >>> layer_norm_backward([[1, 0], [1, 0]], [[-1, 1], [-1, 1]], [[1], [1]]).weight
    array([-2., 0.])
    """
    x_hat = as_array(x_hat)
    axes = _last_axes(x_hat, normalized_shape)
    grads = scale_and_shift_backward(grad_output, x_hat, weight, axes)
    return grads._replace(x=normalize_over_backward(grads.x, x_hat, inverse_std, axes))


def group_norm(
    x: ArrayLike,
    num_groups: int,
    weight: ArrayLike | None = None,
    bias: ArrayLike | None = None,
    eps: float = 1e-5,
) -> Normalized:
    """y = γ x̂ + β with μ and σ of each example's groups of channels (Wu, He 2018).

    One group is layer norm over (C, H, W), a group per channel is instance norm. γ and β are per
    channel. Where the batch is too small for batch norm, this is the usual replacement.

    >>> group_norm([[1, 3, 10, 30]], 2, eps=0).output
    array([[-1., 1., -1., 1.]])
    """
    x = as_array(x)
    groups = split_into_groups(x, num_groups)
    x_hat, inverse_std = normalize_over(groups, reduced_axes("group", groups.ndim), eps)
    x_hat = x_hat.reshape(x.shape)
    return Normalized(scale_and_shift(x_hat, weight, bias), x_hat, inverse_std)


def group_norm_backward(
    grad_output: ArrayLike,
    x_hat: ArrayLike,
    inverse_std: ArrayLike,
    weight: ArrayLike | None = None,
) -> NormalizationGradients:
    """Backward through γ x̂ + β, then through x̂ within each group of channels.

    >>> group_norm_backward([[1, 0, 0, 2]], [[-1, 1, -1, 1]], [[[1], [1]]]).weight
    array([-1., 0., 0., 2.])
    """
    x_hat, inverse_std = as_array(x_hat), as_array(inverse_std)
    grads = scale_and_shift_backward(grad_output, x_hat, weight)
    groups = inverse_std.shape[1]
    grad_x = normalize_over_backward(
        split_into_groups(grads.x, groups),
        split_into_groups(x_hat, groups),
        inverse_std,
        reduced_axes("group", inverse_std.ndim),
    )
    return grads._replace(x=grad_x.reshape(x_hat.shape))


def instance_norm(
    x: ArrayLike,
    weight: ArrayLike | None = None,
    bias: ArrayLike | None = None,
    eps: float = 1e-5,
) -> Normalized:
    """y = γ x̂ + β with μ and σ of each channel of each example (Ulyanov et al. 2016).

    It removes an image's contrast, hence its use in style transfer. It is group norm with one
    group per channel, and `group_norm_backward` is its backward.

    >>> instance_norm([[[1, 3], [10, 30]]], eps=0).output
    array([[[-1., 1.], [-1., 1.]]])
    """
    x = as_array(x)
    return group_norm(x, x.shape[1], weight, bias, eps)


def instance_norm_backward(
    grad_output: ArrayLike,
    x_hat: ArrayLike,
    inverse_std: ArrayLike,
    weight: ArrayLike | None = None,
) -> NormalizationGradients:
    """Backward of group norm with one group per channel.

    >>> instance_norm_backward([[[5, 7]]], [[[-1, 1]]], [[[[1]]]]).x
    array([[[0., 0.]]])
    """
    return group_norm_backward(grad_output, x_hat, inverse_std, weight)


def rms_norm(
    x: ArrayLike,
    normalized_shape: ArrayLike | None = None,
    weight: ArrayLike | None = None,
    eps: float | None = None,
) -> Normalized:
    """y = γ x / √(mean(x²) + ε): layer norm without the mean and without β.

    Zhang and Sennrich (2019) argue that rescaling is what helps and recentring is not; common in
    transformers. As in PyTorch, no ε given means the machine's 2.2e-16.

    >>> rms_norm([3, 4, 0, 0], eps=0).output
    array([1.2, 1.6, 0. , 0. ])
    """
    x = as_array(x)
    axes = _last_axes(x, normalized_shape)
    eps = float(np.finfo(float).eps) if eps is None else eps
    inverse_rms = 1 / np.sqrt((x**2).mean(axes, keepdims=True) + eps)
    return Normalized(
        scale_and_shift(x * inverse_rms, weight, None, axes), x * inverse_rms, inverse_rms
    )


def rms_norm_backward(
    grad_output: ArrayLike,
    x_hat: ArrayLike,
    inverse_rms: ArrayLike,
    weight: ArrayLike | None = None,
    normalized_shape: ArrayLike | None = None,
) -> tuple[Array, Array]:
    """∂L/∂x = (g − x̂ mean(g x̂)) / √(mean(x²) + ε) with g = γ ∂L/∂y; and ∂L/∂γ.

    Without a mean there is no path through it: one term less than in layer norm.

    >>> rms_norm_backward([1, 0], [1, 1], [1])[0]
    array([ 0.5, -0.5])
    """
    x_hat = as_array(x_hat)
    axes = _last_axes(x_hat, normalized_shape)
    g, grad_weight, _ = scale_and_shift_backward(grad_output, x_hat, weight, axes)
    through_rms = x_hat * (g * x_hat).mean(axes, keepdims=True)
    return as_array(inverse_rms) * (g - through_rms), grad_weight


def _last_axes(x: Array, normalized_shape: ArrayLike | None) -> tuple[int, ...]:
    if normalized_shape is None:
        return reduced_axes("layer", x.ndim)
    shape = tuple(int(size) for size in np.atleast_1d(normalized_shape))
    if x.shape[-len(shape) :] != shape:
        raise ValueError(f"normalized_shape {shape} does not fit x {x.shape}: x must end with it")
    return tuple(range(x.ndim - len(shape), x.ndim))

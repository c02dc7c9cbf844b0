"""The ensemble that dropout approximates: all 2ⁿ sub-networks, enumerated.

Each mask of n units leaves a sub-network; training visits a few of them, and they share their
weights. Inference makes one pass with the weights scaled by the keep probability. Here the mean
over all sub-networks is exact, so it can be seen where one pass equals it and where it does not.

Shapes: x is (in,), weight (out, in), and outputs hold a row per mask, in the order of `all_masks`.
p is the probability of dropping a unit.
"""

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array, whole


def all_masks(units: int) -> Array:
    """The 2ⁿ masks of n units, a mask a row: every sub-network that dropout can draw.

    >>> all_masks(2)
    array([[0., 0.],
           [0., 1.],
           [1., 0.],
           [1., 1.]])
    """
    units = whole("units", units)
    if units > 16:
        raise ValueError(f"2^{units} masks are too many to list: 16 units are the most")
    numbers = np.arange(2**units)[:, np.newaxis]
    bits = np.arange(units)[::-1]
    return (numbers >> bits & 1).astype(float)


def mask_probabilities(masks: ArrayLike, p: float = 0.5) -> Array:
    """Π (1 − p)^m p^(1 − m) over a mask's units: how often dropout draws each of the masks.

    >>> mask_probabilities(all_masks(2), p=0.2)
    array([0.04, 0.16, 0.16, 0.64])
    """
    masks = as_array(masks)
    return np.asarray(np.where(masks == 1, 1 - p, p).prod(-1))


def subnetwork_outputs(x: ArrayLike, weight: ArrayLike, bias: ArrayLike = 0) -> Array:
    """W (m ⊙ x) + b for every mask m of the input: the outputs of all 2ⁿ sub-networks, a row each.

    >>> subnetwork_outputs([1, 10], [[2, 3]]).ravel()
    array([ 0., 30., 2., 32.])
    """
    x, weight = as_array(x), as_array(weight)
    _check_weight(x, weight)
    return np.asarray((all_masks(len(x)) * x) @ weight.T + as_array(bias))


def weight_scaled_output(
    x: ArrayLike, weight: ArrayLike, bias: ArrayLike = 0, p: float = 0.5
) -> Array:
    """(1 − p) W x + b: one pass through the whole network stands for the average of all.

    >>> weight_scaled_output([1, 10], [[2, 3]])
    array([16.])
    """
    x, weight = as_array(x), as_array(weight)
    _check_weight(x, weight)
    return np.asarray((1 - p) * (weight @ x) + as_array(bias))


def ensemble_mean(outputs: ArrayLike, p: float = 0.5) -> Array:
    """Σ_m P(m) y_m: the arithmetic mean over all sub-networks (rows in the order of `all_masks`).

    For a linear layer it equals the weight-scaled output exactly; behind a non-linear one weight
    scaling is an approximation (Goodfellow et al. 2016).

    >>> ensemble_mean(subnetwork_outputs([1, 10], [[2, 3]]))
    array([16.])
    """
    outputs = as_array(outputs)
    return np.asarray(_row_probabilities(outputs, p) @ outputs)


def ensemble_geometric_mean(probabilities: ArrayLike, p: float = 0.5) -> Array:
    """Π_m y_m^P(m), divided by its sum: the geometric mean of the sub-networks' distributions.

    For one softmax layer this, not the arithmetic mean, is what weight scaling computes exactly:
    the logarithm of a softmax is linear in the masked input up to a constant.

    >>> ensemble_geometric_mean([[0.5, 0.5], [0.9, 0.1]])
    array([0.75, 0.25])
    """
    probabilities = as_array(probabilities)
    geometric = np.exp(_row_probabilities(probabilities, p) @ np.log(probabilities))
    return np.asarray(geometric / geometric.sum())


def _check_weight(x: Array, weight: Array) -> None:
    if x.ndim != 1 or weight.ndim != 2 or weight.shape[1] != len(x):
        raise ValueError(f"weight {weight.shape} does not fit x {x.shape}: (out, in) and (in,)")


def _row_probabilities(outputs: Array, p: float) -> Array:
    units = len(outputs).bit_length() - 1
    if len(outputs) != 2**units:
        raise ValueError(f"outputs {outputs.shape} need a row for each of the 2ⁿ masks")
    return mask_probabilities(all_masks(units), p)

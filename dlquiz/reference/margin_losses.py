"""The support vector machine's loss: every wrong class must lose by a margin.

Summed over the wrong classes as by Weston and Watkins (1999).

Shapes: logits are (batch, classes) or, for one example, (classes,); targets are class indices.
"""

import numpy as np
from numpy.typing import ArrayLike

from dlquiz.reference.arrays import Array, as_array
from dlquiz.reference.losses import class_indices


def multiclass_hinge_loss(logits: ArrayLike, targets: ArrayLike, margin: float = 1.0) -> Array:
    """mean over the batch of Σ_{j≠y} max(0, z_j − z_y + margin).

    Unlike cross-entropy it is content once the margin is kept. PyTorch's `multi_margin_loss`
    divides the sum by the number of classes.

    >>> float(multiclass_hinge_loss([[3, 2.5, -1], [0, 5, 0]], [0, 1]))
    0.25
    """
    violations, _ = _violations(logits, targets, margin)
    return np.asarray(violations.sum(-1).mean())


def multiclass_hinge_loss_gradient(
    logits: ArrayLike, targets: ArrayLike, margin: float = 1.0
) -> Array:
    """1/batch for each wrong class inside the margin; the right class gets minus their number.

    >>> multiclass_hinge_loss_gradient([[3, 2.5, -1], [0, 5, 0]], [0, 1])
    array([[-0.5, 0.5, 0. ],
           [ 0. , 0. , 0. ]])
    """
    violations, right = _violations(logits, targets, margin)
    inside = as_array(violations > 0)
    batch = inside.size // inside.shape[-1]
    return np.asarray((inside - right * inside.sum(-1, keepdims=True)) / batch)


def _violations(logits: ArrayLike, targets: ArrayLike, margin: float) -> tuple[Array, Array]:
    """max(0, z_j − z_y + margin), 0 for the right class itself; and where that class is."""
    logits = as_array(logits)
    index = class_indices(targets, logits.shape[-1])
    if index.shape != logits.shape[:-1]:
        raise ValueError(
            f"targets {index.shape} do not fit logits {logits.shape}: one class index a row"
        )
    right = np.eye(logits.shape[-1])[index]
    score = np.take_along_axis(logits, index[..., np.newaxis], -1)
    return np.maximum(logits - score + margin, 0) * (1 - right), right

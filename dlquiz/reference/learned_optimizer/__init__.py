"""An optimizer that was itself learned (Andrychowicz et al. 2016): the rule, and its training.

`python -m dlquiz.reference.learned_optimizer` trains it again and writes its weights, from a
fixed seed, in a few seconds.
"""

from dlquiz.reference.learned_optimizer.meta_training import (
    Walk,
    meta_loss,
    meta_loss_gradient,
    meta_train,
    unroll,
)
from dlquiz.reference.learned_optimizer.rule import (
    LearnedState,
    Quadratics,
    UpdateNetwork,
    gradient_features,
    learned,
    learned_network,
    network_step,
    quadratic_gradients,
    quadratic_losses,
    random_quadratics,
    scale_by_network,
)

__all__ = [
    "LearnedState",
    "Quadratics",
    "UpdateNetwork",
    "Walk",
    "gradient_features",
    "learned",
    "learned_network",
    "meta_loss",
    "meta_loss_gradient",
    "meta_train",
    "network_step",
    "quadratic_gradients",
    "quadratic_losses",
    "random_quadratics",
    "scale_by_network",
    "unroll",
]

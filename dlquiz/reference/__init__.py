"""The textbook: deep learning in plain numpy, one function a formula.

Every public function is bound here, so `from dlquiz.reference import softmax` works.
"""

from dlquiz.reference.batch_normalization import (
    RunningStatistics,
    batch_norm,
    batch_norm_backward,
    batch_norm_inference,
    batch_norm_scale_and_shift,
    batch_statistics,
    fold_batch_norm,
    running_after,
    update_running,
    update_running_keras,
    update_running_statistics,
)
from dlquiz.reference.layer_normalization import (
    group_norm,
    group_norm_backward,
    instance_norm,
    instance_norm_backward,
    layer_norm,
    layer_norm_backward,
    rms_norm,
    rms_norm_backward,
)
from dlquiz.reference.normalization import (
    NormalizationGradients,
    Normalized,
    averaged_cells,
    normalize_over,
    normalize_over_backward,
    reduced_axes,
    scale_and_shift,
    scale_and_shift_backward,
    split_into_groups,
)

__all__ = [
    "NormalizationGradients",
    "Normalized",
    "RunningStatistics",
    "averaged_cells",
    "batch_norm",
    "batch_norm_backward",
    "batch_norm_inference",
    "batch_norm_scale_and_shift",
    "batch_statistics",
    "fold_batch_norm",
    "group_norm",
    "group_norm_backward",
    "instance_norm",
    "instance_norm_backward",
    "layer_norm",
    "layer_norm_backward",
    "normalize_over",
    "normalize_over_backward",
    "reduced_axes",
    "rms_norm",
    "rms_norm_backward",
    "running_after",
    "scale_and_shift",
    "scale_and_shift_backward",
    "split_into_groups",
    "update_running",
    "update_running_keras",
    "update_running_statistics",
]

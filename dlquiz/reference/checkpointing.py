"""Gradient checkpointing: keep a few activations, compute the others again (Chen et al. 2016).

A chain of L layers has L + 1 activations: x₀ goes in, layer i makes x_i of x_{i−1}, and backward
through layer i needs both. Cut into segments of k layers, the forward pass keeps only the input
of each segment, and all of the last, which backward takes first. Backward through any other
segment starts by running it again from its input.
"""

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import NamedTuple

from numpy.typing import ArrayLike

from dlquiz.reference.activations import relu
from dlquiz.reference.arrays import Array, as_array, whole
from dlquiz.reference.layers import linear, linear_backward, relu_backward


class Moment(NamedTuple):
    """One layer's work: the activations alive while it is done, and those kept after it."""

    action: str  # "forward", "recompute" or "backward"
    layer: int
    alive: tuple[int, ...]
    kept: tuple[int, ...]


def checkpoint_schedule(layers: int, segment: int | None = None) -> list[Moment]:
    """Forward, recomputation and backward of a chain in order; without `segment`, no recomputing.

    >>> for moment in checkpoint_schedule(4, segment=2)[4:]:
    ...     print(moment.action, moment.layer, moment.alive)
    backward 4 (0, 2, 3, 4)
    backward 3 (0, 2, 3)
    recompute 1 (0, 1)
    recompute 2 (0, 1, 2)
    backward 2 (0, 1, 2)
    backward 1 (0, 1)
    """
    count, k = _counts(layers, segment)
    starts = range(0, count, k)
    moments = list(_forward(count, starts))
    for start in reversed(starts):
        kept = moments[-1].kept
        end = min(start + k, count)
        if start != starts[-1]:
            moments += _recompute(kept, start, end)
        moments += _backward(moments[-1].kept, start, end)
    return moments


def peak_activations(layers: int, segment: int | None = None) -> int:
    """The most activations alive at one moment of the schedule, x₀ included, counted.

    >>> peak_activations(100), peak_activations(100, segment=10)
    (101, 20)
    """
    return max(len(moment.alive) for moment in checkpoint_schedule(layers, segment))


def checkpoint_memory(layers: int, segment: int | None = None) -> int:
    """k + ⌊L/k⌋ activations at most: a segment's own, and one input for each segment.

    Without checkpointing k = L, so L + 1. The best k is near √L, and then it is about 2√L.

    >>> checkpoint_memory(100), checkpoint_memory(100, segment=10)
    (101, 20)
    """
    count, k = _counts(layers, segment)
    return k + count // k


def best_segment(layers: int) -> int:
    """The k with the least memory; of equals the nearest to √L, where k + L/k is least.

    >>> best_segment(100), best_segment(64)
    (10, 8)
    """
    count = whole("layers", layers, 1)
    return min(
        range(1, count + 1), key=lambda k: (checkpoint_memory(count, k), abs(k - sqrt(count)))
    )


def extra_forwards(layers: int, segment: int | None = None) -> int:
    """How many layers are run a second time: all but the last segment's, at most one more forward.

    >>> extra_forwards(100), extra_forwards(100, segment=10)
    (0, 90)
    """
    count, k = _counts(layers, segment)
    return (count - 1) // k * k


def chain_gradients(
    x: ArrayLike,
    weights: Sequence[ArrayLike],
    grad_output: ArrayLike,
    segment: int | None = None,
) -> list[Array]:
    """∂L/∂W_i of x_i = relu(x_{i−1} W_iᵀ), holding nothing but what the schedule keeps.

    The same operations run on the same numbers, so checkpointing changes no bit of a gradient.

    >>> chain_gradients([[1]], [[[2]], [[3]], [[5]]], grad_output=[[1]], segment=2)
    [array([[15.]]), array([[10.]]), array([[6.]])]
    """
    matrices = [as_array(weight) for weight in weights]
    store, grad, grads = {0: as_array(x)}, as_array(grad_output), {}
    for action, layer, _, kept in checkpoint_schedule(len(matrices), segment):
        weight = matrices[layer - 1]
        if action == "backward":
            through = relu_backward(grad, store[layer])
            grad, grads[layer], _ = linear_backward(through, store[layer - 1], weight)
        else:
            store[layer] = relu(linear(store[layer - 1], weight))
        store = {i: store[i] for i in kept}
    return [grads[layer] for layer in sorted(grads)]


def _counts(layers: float, segment: float | None) -> tuple[int, int]:
    count = whole("layers", layers, 1)
    k = count if segment is None else whole("segment", segment, 1)
    if k > count:
        raise ValueError(f"segment {k} is longer than the chain of {count} layers")
    return count, k


def _moment(action: str, layer: int, alive: set[int], kept: set[int]) -> Moment:
    return Moment(action, layer, tuple(sorted(alive)), tuple(sorted(kept)))


def _forward(layers: int, starts: range) -> Iterator[Moment]:
    """Keep the segments' inputs, the activation just made, and all of the last segment."""
    held = {0}
    for layer in range(1, layers + 1):
        alive = held | {layer}
        held = {i for i in alive if i in starts or i == layer or i > starts[-1]}
        yield _moment("forward", layer, alive, held)


def _recompute(kept: Sequence[int], start: int, end: int) -> Iterator[Moment]:
    held = set(kept)
    for layer in range(start + 1, end + 1):
        held = held | {layer}
        yield _moment("recompute", layer, held, held)


def _backward(kept: Sequence[int], start: int, end: int) -> Iterator[Moment]:
    """Each activation goes when its layer is done, the segment's input with the last of them."""
    held = set(kept)
    for layer in range(end, start, -1):
        alive, held = held, held - {layer}
        if layer == start + 1:
            held = held - {start}
        yield _moment("backward", layer, alive, held)

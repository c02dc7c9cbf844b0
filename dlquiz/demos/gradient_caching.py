"""What forward keeps for backward, and how checkpointing trades memory for a second forward."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dlquiz.demos.parameters import whole
from dlquiz.errors import UsageError
from dlquiz.reference import (
    Moment,
    best_segment,
    checkpoint_memory,
    checkpoint_schedule,
    extra_forwards,
    kept_for_backward,
    peak_activations,
)
from dlquiz.trace import Curve, Frame, Grid, Table

FORMULA = r"\text{kept} \approx k + \frac{L}{k} \;\ge\; 2\sqrt{L} \quad \text{at } k = \sqrt{L}"

GROUPS = (
    (
        "Some operations keep their input: the slope is made of it.",
        ("linear", "conv2d", "multiply", "log", "gelu"),
    ),
    (
        "Others keep their output, which the next layer holds anyway.",
        ("relu", "sigmoid", "tanh", "exp", "softmax_cross_entropy"),
    ),
    (
        "Some keep only where or what, not the numbers, and some nothing at all.",
        ("max_pool2d", "dropout", "batch_norm", "add", "avg_pool2d"),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Params:
    layers: int = whole(9, 1, 36, "of the chain")
    segment: int = whole(0, 0, 36, "layers between two checkpoints; 0 takes the best")


def run(params: Params) -> Iterator[Frame]:
    """What each operation keeps; then a chain's memory moment by moment; then every segment."""
    if params.segment > params.layers:
        raise UsageError(
            f"{params.segment} is longer than the chain of {params.layers} layers",
            where="--segment",
        )
    yield from _kept()
    segment = params.segment or best_segment(params.layers)
    moments = checkpoint_schedule(params.layers, segment)
    plain = [len(moment.alive) for moment in checkpoint_schedule(params.layers)]
    for step in range(1, len(moments) + 1):
        yield _frame(moments[:step], plain, params.layers, segment)
    yield _comparison(params.layers, segment)


def _kept() -> Iterator[Frame]:
    for caption, operations in GROUPS:
        rows = tuple(
            (name, ", ".join(kept_for_backward(name).keeps) or "—", kept_for_backward(name).because)
            for name in operations
        )
        yield Frame(
            caption,
            {"keeps": {name: kept_for_backward(name).keeps for name in operations}},
            (Table(("operation", "keeps", "because"), rows, "Kept for backward"),),
        )


def _frame(moments: Sequence[Moment], plain: list[int], layers: int, segment: int) -> Frame:
    now, counts = moments[-1], [len(moment.alive) for moment in moments]
    title = "Forward: in memory" if now.action == "forward" else "Backward: in memory"
    return Frame(
        _caption(now, layers, segment),
        {
            "action": now.action,
            "layer": now.layer,
            "alive": now.alive,
            "kept": now.kept,
            "alive_count": counts[-1],
            "peak": max(counts),
            "layers_run_again": sum(moment.action == "recompute" for moment in moments),
        },
        (
            _memory(now, layers, title),
            Curve(
                {"checkpointed": _line(counts), "keeping all": _line(plain)},
                "operations done",
                "activations alive",
                "Memory over time",
            ),
        ),
    )


def _line(counts: Sequence[int]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return tuple(map(float, range(1, len(counts) + 1))), tuple(map(float, counts))


def _memory(now: Moment, layers: int, title: str) -> Grid:
    """Names of what is in memory, in rows of ten; the layer at work has its two marked."""
    names = tuple(f"x{i}" if i in now.alive else "·" for i in range(layers + 1))
    rows = tuple(names[i : i + 10] for i in range(0, len(names), 10))
    at_work = tuple(divmod(i, 10) for i in (now.layer - 1, now.layer))
    return Grid(rows, title, at_work)


def _caption(now: Moment, layers: int, segment: int) -> str:
    i, dropped = now.layer, sorted(set(now.alive) - set(now.kept))
    gone = f"; then {_listed(dropped)} can go" if dropped else ""
    if now.action == "forward":
        here = f"Forward: layer {i} makes x{i} of x{i - 1}"
        if not dropped and i - 1 and (i - 1) % segment == 0:
            gone = f"; x{i - 1} stays, as the input of a segment"
        return f"{here}{gone}. Alive: {len(now.alive)}."
    if now.action == "recompute":
        return (
            f"Backward needs x{i}, which was let go: layer {i} runs again. Alive: {len(now.alive)}."
        )
    return f"Backward through layer {i} uses x{i - 1} and x{i}{gone}. Alive: {len(now.alive)}."


def _listed(indices: Sequence[int]) -> str:
    return " and ".join(f"x{i}" for i in indices)


def _comparison(layers: int, segment: int) -> Frame:
    """Every segment length beside the others: memory falls to a valley near √L."""
    lengths = range(1, layers + 1)
    memory = tuple(checkpoint_memory(layers, k) for k in lengths)
    peak, again = peak_activations(layers, segment), extra_forwards(layers, segment)
    chosen = sorted({1, best_segment(layers), segment, layers})
    rows = tuple((k, checkpoint_memory(layers, k), extra_forwards(layers, k)) for k in chosen)
    return Frame(
        f"Segments of {segment}: at most {peak} activations instead of {checkpoint_memory(layers)},"
        f" for {again} of {layers} layers run a second time. The gradients are the same.",
        {
            "segment": segment,
            "peak": peak,
            "peak_without": checkpoint_memory(layers),
            "extra_forwards": again,
            "memory": memory,
        },
        (
            Curve(
                {"most activations": (tuple(map(float, lengths)), tuple(map(float, memory)))},
                "layers a segment",
                "activations",
                "Memory by the length of a segment",
            ),
            Table(
                ("segment", "most activations", "layers run again"),
                rows,
                "Choices",
                (chosen.index(segment),),
            ),
        ),
    )

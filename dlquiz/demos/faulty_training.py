"""A training loop with one fault beside the same loop without it: find the line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

import numpy as np

from dlquiz.demos.faults import FAULTS, measured, prepared
from dlquiz.demos.frozen import rounded
from dlquiz.demos.parameters import option, whole
from dlquiz.demos.trainers import EPOCHS, TRAINERS
from dlquiz.trace import Curve, Frame, Table, Text, Value, Vector, View

FORMULA = r"\theta \leftarrow \theta - \eta \, \nabla_\theta L"
SHOWN = (1, 2, 5, 10, 20, EPOCHS)  # epochs in the table

Measures = Mapping[str, Vector]


@dataclass(frozen=True, kw_only=True)
class Params:
    fault: str = option("gradients-not-zeroed", tuple(FAULTS), "which fault the loop has")
    seed: int = whole(0, 0, 10**6, "of the data, the first weights and the order")


def run(params: Params) -> Iterator[Frame]:
    """The faulty loop and what it does; then the line, and what the repaired loop does."""
    fault, loops = FAULTS[params.fault], prepared(params.fault)
    healthy = measured(TRAINERS[fault.trainer].loop, fault.trainer, params.seed)
    faulty = measured(loops.loop, fault.trainer, params.seed)
    values = _values(params.fault, faulty, healthy)
    yield Frame(
        "One line of this loop is wrong. Its curves run beside those of the healthy loop.",
        values,
        (Text(loops.faulty, "python", "The loop"), *_views("this loop", faulty, healthy)),
    )
    yield Frame(
        f"The fault: {fault.effect}. Repaired, the loop runs as it should.",
        values,
        (
            Text(loops.repair, "diff", "The repair"),
            *_views("before the repair", faulty, healthy, "repaired"),
        ),
    )


def gap(faulty: Measures, healthy: Measures) -> float:
    """How far apart the curves run: the mean distance, as a share of the healthy curve's range.

    The largest over the measures; infinite where the faulty loop leaves the finite numbers.
    """
    gaps = []
    for name, expected in healthy.items():
        distance = np.abs(np.subtract(faulty[name], expected)).mean()
        gaps.append(float(distance / np.ptp(expected)) if isfinite(distance) else np.inf)
    return max(gaps)


def _values(fault: str, faulty: Measures, healthy: Measures) -> dict[str, Value]:
    return {
        "fault": fault,
        "gap": gap(faulty, healthy),
        "faulty": dict(faulty),
        "healthy": dict(healthy),
    }


def _views(
    name: str, faulty: Measures, healthy: Measures, other: str = "healthy loop"
) -> Iterator[View]:
    """A table of the epochs at which much happens, and a picture a measure."""
    columns = [f"{measure}: {who}" for measure in faulty for who in (name, other)]
    series = [run[measure] for measure in faulty for run in (faulty, healthy)]
    rows = [(epoch, *(float(rounded(ys[epoch - 1])) for ys in series)) for epoch in SHOWN]
    yield Table(("epoch", *columns), tuple(rows))
    epochs = tuple(float(epoch) for epoch in range(1, EPOCHS + 1))
    for measure, ys in faulty.items():
        lines = {name: (epochs, ys), other: (epochs, healthy[measure])}
        yield Curve(lines, "epoch", title=measure.capitalize(), log_y=_far_apart(*lines.values()))


def _far_apart(*lines: tuple[Vector, Vector]) -> bool:
    """Whether a linear axis would flatten one of the lines to a streak."""
    lowest = min(min(ys) for _, ys in lines)
    return lowest > 0 and max(max(ys) for _, ys in lines) > 100 * lowest

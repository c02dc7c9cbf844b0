"""Optimizers that start beside a saddle: who lingers, and who gets away."""

from collections.abc import Iterator
from dataclasses import dataclass

from dlquiz.demos.descent import walk
from dlquiz.demos.frozen import frozen, rounded
from dlquiz.demos.optimizer_frames import OPTIMIZERS, default_rule
from dlquiz.demos.parameters import names, number, whole
from dlquiz.reference import SURFACES, heights
from dlquiz.trace import Frame, Surface, Table

FORMULA = (
    r"y_{t+1} = (1 + \eta) \, y_t \quad \text{along the falling axis of } \frac{1}{2}(x^2 - y^2)"
)


@dataclass(frozen=True, kw_only=True)
class Params:
    offset: float = number(1e-3, -1.0, 1.0, "distance from the ridge that leads into the saddle")
    optimizers: tuple[str, ...] = names(
        ("sgd", "momentum", "nesterov", "rmsprop", "adam"), OPTIMIZERS, "who walks"
    )
    steps: int = whole(120, 1, 500, "steps")
    frames: int = whole(12, 1, 60, "how many frames to show")


def run(params: Params) -> Iterator[Frame]:
    """Frames at even distances in time; a walk has escaped once |y| is above one half."""
    surface = SURFACES["double-well"]
    start = (1.2, params.offset)
    walks = {
        name: [
            start,
            *(step.reached for step in walk(default_rule(name), surface, start, params.steps)),
        ]
        for name in params.optimizers
    }
    ground = rounded(heights(surface, columns=48, rows=30))
    shown = sorted({round(params.steps * k / params.frames) for k in range(1, params.frames + 1)})
    for step in shown:
        places = {name: points[step] for name, points in walks.items()}
        escaped = {name: _escape(points[: step + 1]) for name, points in walks.items()}
        rows = tuple(
            (name, *map(float, places[name]), "–" if when is None else when)
            for name, when in escaped.items()
        )
        yield Frame(
            _caption(step, escaped, params.offset),
            {"step": step, "points": {n: frozen(p) for n, p in places.items()}, "escaped": escaped},
            (
                Table(("optimizer", "x", "y", "away at step"), rows),
                Surface(
                    surface.x_range,
                    surface.y_range,
                    ground,
                    paths={n: frozen(points[: step + 1]) for n, points in walks.items()},
                    points={"saddle": (0.0, 0.0)},
                    title="½(x² − y²) + ¼y⁴",
                ),
            ),
        )


def _escape(points: list[tuple[float, ...]]) -> int | None:
    return next((step for step, (_, y) in enumerate(points) if abs(y) > 0.5), None)


def _caption(step: int, escaped: dict[str, int | None], offset: float) -> str:
    away = [name for name, when in escaped.items() if when is not None]
    stuck = [name for name in escaped if name not in away]
    if offset == 0:
        return f"Step {step}: exactly on the ridge y stays 0, and nobody gets away without noise."
    if not away:
        return f"Step {step}: all are near the saddle, where the gradient is almost zero."
    rest = f"still near it: {', '.join(stuck)}" if stuck else "nobody is left"
    return f"Step {step}: away from the saddle: {', '.join(away)}; {rest}."

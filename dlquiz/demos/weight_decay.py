"""An L2 penalty beside weight decay: the same walk under SGD, two different ones under Adam.

The gradients of the loss alternate between g and −g, so on average they move nothing: what
becomes of the weights is the work of the penalty or the decay.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlquiz.demos.frozen import frozen, rounded
from dlquiz.demos.parameters import number, vector, whole
from dlquiz.reference import adam, adamw, descend, sgd_decay_step, sgd_l2_step
from dlquiz.trace import Curve, Frame, Table, Vector

FORMULA = r"""\begin{aligned}
    \text{L2 penalty:} & \quad g \leftarrow g + \lambda w
        & \text{then} \quad w &\leftarrow w - \eta \, \mathrm{step}(g) \\
    \text{weight decay:} & \quad w \leftarrow (1 - \eta \lambda)\, w
        & \text{and} \quad w &\leftarrow w - \eta \, \mathrm{step}(g)
\end{aligned}"""

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Params:
    gradients: Vector = vector(
        (2.0, 0.1),
        "size of each weight's gradient, whose sign alternates",
        low=1e-3,
        high=1e3,
        length=(1, 3),
    )
    start: float = number(1.0, -100.0, 100.0, "where every weight starts")
    lr: float = number(0.02, 0.0, 0.5, "learning rate η of both")
    weight_decay: float = number(0.5, 0.0, 2.0, "strength λ of the penalty and of the decay")
    steps: int = whole(40, 1, 100, "how many steps")


def run(params: Params) -> Iterator[Frame]:
    """A frame a step: each weight under SGD and under Adam, with the penalty and with decay."""
    walks = _walks(params)
    for step in range(1, params.steps + 1):
        yield _frame(step, walks, params)


def _walks(params: Params) -> dict[str, Array]:
    """Every weight at every step, the start first, by optimizer."""
    signs = 1 - 2 * (np.arange(params.steps) % 2)
    grads = np.outer(signs, params.gradients)
    start = np.full(len(params.gradients), params.start)
    lr, strength = params.lr, params.weight_decay
    return {
        "SGD + L2": _steps(lambda w, g: sgd_l2_step(w, g, lr, strength), start, grads),
        "SGD + decay": _steps(lambda w, g: sgd_decay_step(w, g, lr, strength), start, grads),
        "Adam + L2": descend(adam(lr, weight_decay=strength), start, grads),
        "AdamW": descend(adamw(lr, weight_decay=strength), start, grads),
    }


def _steps(rule: Callable[[Array, Array], Array], start: Array, grads: Array) -> Array:
    walk = [start]
    for grad in grads:
        walk.append(rule(walk[-1], grad))
    return np.array(walk)


def _frame(step: int, walks: Mapping[str, Array], params: Params) -> Frame:
    now = {name: walk[step] for name, walk in walks.items()}
    sgd_gap = float(np.abs(now["SGD + L2"] - now["SGD + decay"]).max())
    adam_gap = float(np.abs(now["Adam + L2"] - now["AdamW"]).max())
    values = {
        "step": step,
        "sgd_l2": frozen(now["SGD + L2"]),
        "sgd_decay": frozen(now["SGD + decay"]),
        "adam_l2": frozen(now["Adam + L2"]),
        "adamw": frozen(now["AdamW"]),
        "sgd_gap": sgd_gap,
        "adam_gap": adam_gap,
    }
    rows = zip(params.gradients, *now.values(), strict=True)
    table = Table(
        ("gradient", *now), tuple((f"±{row[0]:g}", *rounded(row[1:])) for row in rows), "Weights"
    )
    curves = (
        _curve("SGD: the two coincide", ("SGD + L2", "SGD + decay"), step, walks, params),
        _curve("Adam: they do not", ("Adam + L2", "AdamW"), step, walks, params),
    )
    return Frame(_caption(step, now, sgd_gap, adam_gap, params), values, (table, *curves))


def _curve(
    title: str, names: tuple[str, str], step: int, walks: Mapping[str, Array], params: Params
) -> Curve:
    xs = tuple(map(float, range(step + 1)))
    series = {
        f"{name}, ±{size:g}": (xs, rounded(walks[name][: step + 1, i]))
        for name in names
        for i, size in enumerate(params.gradients)
    }
    return Curve(series, x_label="step", y_label="weight", title=title)


def _caption(
    step: int, now: Mapping[str, Array], sgd_gap: float, adam_gap: float, params: Params
) -> str:
    shrunk = (1 - params.lr * params.weight_decay) ** step * params.start
    if step == 1:
        return (
            f"Step 1: decay alone would turn {params.start:g} into {shrunk:.4g}. SGD makes no"
            f" difference between penalty and decay (gap {sgd_gap:.2g}). Adam's first step on"
            " gradient plus penalty is η long whatever λ is, so the penalty is lost in it."
        )
    l2 = ", ".join(
        f"{w:.3g} (±{g:g})" for w, g in zip(now["Adam + L2"], params.gradients, strict=True)
    )
    decayed = ", ".join(f"{w:.3g}" for w in now["AdamW"])
    return (
        f"Step {step}: under SGD the gap is {sgd_gap:.2g}, under Adam {adam_gap:.3g}."
        f" Decay alone would leave {shrunk:.3g}; AdamW, which shrinks every weight alike, is at"
        f" {decayed}. Adam with the penalty is at {l2}: it divides the pull by the gradient's size."
    )

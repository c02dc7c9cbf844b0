"""Executes what a card says about a run: that a fault shows, that a run can be predicted."""

import math
from collections.abc import Iterator, Sequence
from itertools import combinations

from dlquiz.check.demos import Demos
from dlquiz.check.execution import draws_of, widest
from dlquiz.deck.cards import BUG_DEMO, Bug, DemoLink, Trace
from dlquiz.deck.nodes import Node
from dlquiz.deck.problems import Flaw
from dlquiz.trace import Frame, Value

BUG_SEEDS, TRACE_SEEDS = 5, 8
LEAST_GAP = 0.1  # a share of the range of the healthy curve
_DIGITS = 3  # to which two runs must differ for a person to tell them apart


def bug_flaws(card: Bug, node: Node, demos: Demos) -> Iterator[Flaw]:
    """That there is no such fault, or that its curves run too near the healthy ones."""
    link = DemoLink(name=BUG_DEMO, with_={"fault": card.fault})
    wrong = [*demos.link_flaws(link, node.at("fault"), [{}])]
    yield from wrong
    for seed in range(0 if wrong else BUG_SEEDS):
        seeded = DemoLink(name=BUG_DEMO, with_={"fault": card.fault, "seed": seed})
        gap = demos.frames(seeded, {})[0].values["gap"]
        if not isinstance(gap, float) or gap < LEAST_GAP:
            what = f"with seed {seed} the fault changes the curves by {gap:.2g} of their range"
            yield node.at("fault").flaw(what, f"at least {LEAST_GAP:g} can be seen")
            return


def trace_flaws(card: Trace, node: Node, demos: Demos) -> Iterator[Flaw]:
    """That a value shown or asked for is not there, can be guessed, or tells two runs not apart."""
    if card.runs:
        yield from _runs_flaws(card, node, demos)
    elif card.demo is not None and card.next is not None and card.tolerance is not None:
        yield from _next_flaws(card, card.next, card.tolerance, node, demos)


def _next_flaws(
    card: Trace, path: str, tolerance: float | str, node: Node, demos: Demos
) -> Iterator[Flaw]:
    link = _link(card.demo or "")
    answers = []
    for values in draws_of(card.given, TRACE_SEEDS):
        frames = demos.frames(link, values)
        fault = _missing(card, node, frames, card.frames + 1)
        answer = None if fault else _number(frames[card.frames], path)
        if fault or answer is None or not math.isfinite(answer):
            yield fault or node.at("next").flaw(f"`{path}` is not a finite number there")
            return
        answers.append(answer)
    wide, spread = widest(tolerance, answers), max(answers) - min(answers)
    if len(answers) > 1 and wide >= spread:
        yield node.at("tolerance").flaw(
            f"a tolerance of {wide:.4g} is as wide as the spread of the answers, {spread:.4g}",
            "narrow it, or draw values whose answers differ more",
        )


def _runs_flaws(card: Trace, node: Node, demos: Demos) -> Iterator[Flaw]:
    for values in draws_of(card.given, TRACE_SEEDS):
        shown = []
        for run in card.runs:
            frames = demos.frames(_link(run.demo), values)
            if fault := _missing(card, node, frames, card.frames):
                yield fault
                return
            first = frames[: card.frames]
            shown.append([[_read(frame, path) for path in card.show.values()] for frame in first])
        for one, other in combinations(range(len(shown)), 2):
            if shown[one] == shown[other]:
                what = f"it looks like the run `{card.runs[one].text}`"
                yield node.at("runs", other).flaw(what, "show more of them, or other values")
                return


def _missing(card: Trace, node: Node, frames: Sequence[Frame], wanted: int) -> Flaw | None:
    """That a run is too short, or has no number where the card shows one."""
    if len(frames) < wanted:
        what = f"a run has {len(frames)} frames, and the card needs {wanted}"
        return node.at("frames").flaw(what, "show fewer, or give the demo more steps")
    for heading, path in card.show.items():
        for frame in frames[:wanted]:
            if _number(frame, path) is None:
                known = ", ".join(frame.values)
                what = f"`{path}` is not a number of every frame"
                return node.at("show", heading).flaw(what, f"frames have {known}")
    return None


def _number(frame: Frame, path: str) -> float | None:
    try:
        value: Value = frame.at(path)
    except LookupError:
        return None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _read(frame: Frame, path: str) -> str:
    """The number as a person reads it off a table."""
    return f"{_number(frame, path):.{_DIGITS}g}"


def _link(demo: str | DemoLink) -> DemoLink:
    return DemoLink(name=demo) if isinstance(demo, str) else demo

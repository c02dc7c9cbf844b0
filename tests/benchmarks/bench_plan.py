"""Whether the plan helps: readiness on the day under the plan and under other ways to practise.

python tests/benchmarks/bench_plan.py [--learners 1000]

Learners go through the built-in deck for 7, 21 or 60 days, so many minutes a day, by one rule all
along. What is reported is what they truly know on the day: the mean probability of recall, once by
the weights of the plan (a card of level 1 counts three times one of level 3) and once with all
cards alike. A rule sees what the program sees, its grades and its days, and believes in FSRS-6
with the usual parameters. The truth is of the same form but differs from that belief:

- each learner has parameters of their own, off by a factor e^(0.25 z) each, e^(0.15 z) for the
  decay of forgetting;
- each card has a difficulty (z added to that of FSRS) and a sturdiness (e^(0.4 z) times the first
  stability) of its own for each learner;
- a card never seen is known with a probability of the learner's own, 0.2 in the mean, and where it
  was never asked that is what it counts on the day;
- 5 % of the grades are wrong, the memory going by the truth and the rule by the grade;
- 15 % of the days are missed;
- a first answer takes 30 seconds, a later one 20, a failed one 1.8 times that; by e^(0.3 z) slower
  or faster for the learner and again for each answer. The rule counts 25 for any.

A failed card is asked again the same day and then known. No card is asked on a day again once it
was known. All rules meet the same learners, missed days and strokes of luck, so that their ratio is
known better than their means. No baseline knows the weights, which is part of the plan's lead by
level and none of it with all cards alike. "All-knowing" orders as the plan does but knows the true
memory of every card it has asked: what could be gained by better estimates. It is no baseline.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from bench_record import filled
from numpy.typing import NDArray

from dlquiz.deck.index import open_deck
from dlquiz.memory.forgetting import Memory
from dlquiz.memory.readiness import (
    Cards,
    answered,
    gain_a_second,
    is_new,
    prospect,
    recall_after,
)
from dlquiz.memory.schedule import scheduler
from dlquiz.paths import builtin_cards
from dlquiz.quiz.plan import LEVEL_WEIGHTS

Array = NDArray[np.float64]

DAYS, MINUTES = (7, 21, 60), (15, 25)
NEW_A_DAY = 20
MISSED, MISGRADED, FAILED_TAKES = 0.15, 0.05, 1.8
FIRST_SECONDS, LATER_SECONDS, BELIEVED_SECONDS = 30.0, 20.0, 25.0
LAST_BOX = 5
GROUP = 50  # learners at once: their arrays stay in the processor's cache


class Learners(NamedTuple):
    """What is true of some learners; arrays of shape (learners, cards) or (learners, 1)."""

    parameters: Array
    difficulty: Array
    sturdiness: Array
    knows: Array
    speed: Array
    weight: Array


class Day(NamedTuple):
    """What a rule may look at: what the program believes, and for the all-knowing the truth."""

    left: int
    belief: Cards
    truth: Cards
    box: Array
    place: Array  # of a card in the order that new ones come in
    chance: Array


Rule = Callable[[Day], Array]
"""The cards by priority, the highest first; -inf is not asked at all."""


def plan(day: Day) -> Array:
    return gaining(gain_a_second(day.belief, prospect(day.belief), day.left))


def all_knowing(day: Day) -> Array:
    return gaining(gain_a_second(day.truth, prospect(day.truth), day.left))


def gaining(rate: Array) -> Array:
    return np.where(rate > 0, rate, -np.inf)


def due_order(retention: float) -> Rule:
    """Cards by how long they are due at this retention, then so many new ones a day."""

    def rule(day: Day) -> Array:
        decay = -1 / day.belief.parameters[20]
        share = (retention**decay - 1) / (0.9**decay - 1)
        interval = np.maximum(1, np.round(day.belief.memory.stability * share))
        overdue = day.belief.elapsed - interval
        new = is_new(day.belief)
        turn = np.where(new, day.place, np.inf).argsort(axis=1).argsort(axis=1)
        first = np.where(new & (turn < NEW_A_DAY), -1.0 - turn, -np.inf)
        return np.where(overdue >= 0, overdue, first)

    return rule


def leitner(day: Day) -> Array:
    """A box further for each right answer, back to the first for a wrong one; 2^box days apart."""
    overdue = day.belief.elapsed - 2.0**day.box
    new = np.where(is_new(day.belief), -1.0 - day.place, -np.inf)
    return np.where(~is_new(day.belief) & (overdue >= 0), overdue, new)


def at_random(day: Day) -> Array:
    return day.chance


BASELINES: Mapping[str, Rule] = {
    "due 0.9": due_order(0.9),
    "due 0.8": due_order(0.8),
    "Leitner": leitner,
    "random": at_random,
}
RULES = {**BASELINES, "plan": plan, "all-knowing": all_knowing}


def drawn(rng: np.random.Generator, count: int, weight: Array) -> Learners:
    usual = np.array(scheduler().parameters)[:, None, None]
    spread = np.where(np.arange(21) == 20, 0.15, 0.25)[:, None, None]
    shape = (count, len(weight))
    return Learners(
        parameters=usual * np.exp(spread * rng.normal(size=(21, count, 1))),
        difficulty=rng.normal(size=shape),
        sturdiness=np.exp(0.4 * rng.normal(size=shape)),
        knows=rng.beta(2, 8, size=(count, 1)),
        speed=np.exp(0.3 * rng.normal(size=(count, 1))),
        weight=np.broadcast_to(weight, shape),
    )


def never_seen(parameters: Array, weight: Array) -> Cards:
    unknown = np.full(weight.shape, np.nan)
    nothing, seconds = np.zeros(weight.shape), np.full(weight.shape, BELIEVED_SECONDS)
    return Cards(parameters, Memory(unknown, unknown), nothing, weight, seconds)


def readiness_on_the_day(
    rule: Rule, days: int, minutes: float, count: int, weight: Array, seed: int
) -> Array:
    """What each of some learners truly knows on the day."""
    rng, fate = np.random.default_rng(seed), np.random.default_rng((seed, 1))
    learners = drawn(rng, count, weight)
    place = rng.permuted(np.tile(np.arange(float(len(weight))), (count, 1)), axis=1)
    truth = never_seen(learners.parameters, learners.weight)
    belief = never_seen(np.array(scheduler().parameters), learners.weight)
    box = np.zeros(place.shape)
    for left in range(days, 0, -1):
        order = rule(Day(left, belief, truth, box, place, rng.random(place.shape)))
        truth, belief, box = practised(learners, truth, belief, box, order, minutes, fate)
    recall = np.where(is_new(truth), learners.knows, recall_after(truth, 0))
    return (recall * weight).sum(axis=1) / weight.sum()


def practised(
    learners: Learners,
    truth: Cards,
    belief: Cards,
    box: Array,
    order: Array,
    minutes: float,
    fate: np.random.Generator,
) -> tuple[Cards, Cards, Array]:
    """A day of work, and the night after it."""
    new, shape = is_new(truth), box.shape
    known = np.where(new, learners.knows, recall_after(truth, 0))
    right = fate.random(shape) < known
    graded = right ^ (fate.random(shape) < MISGRADED)
    seconds = np.where(new, FIRST_SECONDS, LATER_SECONDS) * np.where(graded, 1.0, FAILED_TAKES)
    seconds *= learners.speed * np.exp(0.3 * fate.normal(size=shape))
    present = fate.random((shape[0], 1)) >= MISSED
    chosen = within(order, seconds, 60 * minutes) & present
    truth = answered(truth, prospect(truth), chosen, right)
    truth = truth._replace(memory=own_traits(truth.memory, learners, chosen & new))
    belief = answered(belief, prospect(belief), chosen, graded)
    moved = np.where(graded, np.minimum(box + 1, LAST_BOX), 0.0)
    slept = (cards._replace(elapsed=cards.elapsed + 1) for cards in (truth, belief))
    return next(slept), next(slept), np.where(chosen, moved, box)


def within(order: Array, seconds: Array, budget: float) -> NDArray[np.bool_]:
    """The first cards in that order that the budget has room for."""
    first = np.argsort(-order, axis=1, kind="stable")
    wanted = np.isfinite(order)
    spent = np.take_along_axis(np.where(wanted, seconds, 0.0), first, axis=1).cumsum(axis=1)
    chosen = np.zeros(order.shape, bool)
    np.put_along_axis(chosen, first, spent <= budget, axis=1)
    return chosen & wanted


def own_traits(memory: Memory, learners: Learners, met: NDArray[np.bool_]) -> Memory:
    """The cards met for the first time get the sturdiness and difficulty that they truly have."""
    stability = np.where(met, memory.stability * learners.sturdiness, memory.stability)
    harder = np.clip(memory.difficulty + learners.difficulty, 1, 10)
    return Memory(stability, np.where(met, harder, memory.difficulty))


def results(days: int, minutes: float, learners: int, weight: Array) -> dict[str, Array]:
    """The readiness of every learner under every rule."""
    sizes = [min(GROUP, learners - done) for done in range(0, learners, GROUP)]
    return {
        name: np.concatenate(
            [
                readiness_on_the_day(rule, days, minutes, size, weight, seed)
                for seed, size in enumerate(sizes)
            ]
        )
        for name, rule in RULES.items()
    }


def interval(values: Array) -> float:
    """Half the width of the 95 % confidence interval of the mean."""
    return float(1.96 * values.std(ddof=1) / np.sqrt(len(values)))


def ratio(ours: Array, theirs: Array) -> tuple[float, float]:
    """The ratio of two means over the same learners, and half the width of its interval."""
    found = float(ours.mean() / theirs.mean())
    return found, interval(ours - found * theirs) / float(theirs.mean())


def deck_weights() -> Array:
    """How much each card of the built-in deck counts."""
    with (
        tempfile.TemporaryDirectory() as directory,
        open_deck([builtin_cards()], Path(directory) / "index.db") as deck,
    ):
        return np.array([LEVEL_WEIGHTS[card.level] for card in deck.listed()])


def print_row(days: int, minutes: int, found: Mapping[str, Array]) -> None:
    best = max(BASELINES, key=lambda name: found[name].mean())
    ahead, margin = ratio(found["plan"], found[best])
    means = "  ".join(f"{values.mean():.3f} ± {interval(values):.3f}" for values in found.values())
    print(f"{days:4}  {minutes:7}  {means}  {ahead:.3f} ± {margin:.3f} × {best}", flush=True)


def simulate(learners: int) -> None:
    weight = deck_weights()
    levels = ", ".join(f"{(weight == LEVEL_WEIGHTS[n]).mean():.0%}" for n in LEVEL_WEIGHTS)
    print(f"{learners} learners, {len(weight)} cards, {levels} of them of levels 1, 2, 3")
    for title, weights in (("by level", weight), ("all cards alike", np.ones(len(weight)))):
        heads = "  ".join(f"{name:>13}" for name in RULES)
        print(f"\n{title}\ndays  minutes  {heads}  plan / best baseline")
        for days in DAYS:
            for minutes in MINUTES:
                print_row(days, minutes, results(days, minutes, learners, weights))


ORDERING = """
import sys, time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
begun = time.perf_counter()
import numpy
imported = time.perf_counter()
from dlquiz.deck.index import open_deck
from dlquiz.memory import Goal, open_progress
from dlquiz.memory.readiness import Item, Outlook
from dlquiz.memory.schedule import scheduler
from dlquiz.quiz.plan import best_first
scheduler()
home, today = Path(sys.argv[1]), date(2025, 3, 20)
deck, progress = open_deck([home / "cards"], home / "index.db"), open_progress(home / "progress.db")
items = [Item(card, 1.0, 20.0) for card in deck.ids()]
known = progress.known()
started = time.perf_counter()
first = Outlook(items, known, today, today + timedelta(21)).order()
ordered = time.perf_counter()
goal, now = Goal(today + timedelta(21), 25.0), datetime(2025, 3, 20, 20, 0, tzinfo=UTC)
whole = best_first(deck, progress, goal, now)
assert len(first) == len(whole) == 10_000
print(imported - begun, ordered - started, time.perf_counter() - ordered)
"""


def write_home(home: Path) -> None:
    """10,000 cards, each answered once."""
    ids = [f"topic.card-{number:06}" for number in range(10_000)]
    lines = [
        f"  - {{id: {card}, kind: claim, level: 1, truth: true, claim: a, answer: b}}"
        for card in ids
    ]
    (home / "cards").mkdir()
    (home / "cards" / "topic.yaml").write_text(
        "\n".join(["topic: topic", "title: T", "cards:", *lines])
    )
    open_deck([home / "cards"], home / "index.db").close()
    filled(home / "progress.db", len(ids)).close()


def time_ordering(rounds: int = 9) -> None:
    """All in the same fresh process, so that a busy machine slows all."""
    times = []
    with tempfile.TemporaryDirectory() as directory:
        write_home(Path(directory))
        for _ in range(rounds):
            command = [sys.executable, "-c", ORDERING, directory]
            run = subprocess.run(command, capture_output=True, text=True, check=True)
            times.append([float(seconds) for seconds in run.stdout.split()])
    numpy, ordering, whole = np.array(times).T * 1000
    print(f"\nordering 10,000 cards, against {np.median(numpy):.0f} ms for importing numpy:")
    for name, taken in (("the order alone", ordering), ("with deck and log read", whole)):
        print(f"{name:24}{np.median(taken):6.1f} ms  {np.median(taken / numpy):5.2f} ×")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--learners", type=int, default=1000)
    simulate(parser.parse_args().learners)
    time_ordering()


if __name__ == "__main__":
    main()

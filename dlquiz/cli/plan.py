"""`dlquiz plan`: be ready on a date."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dlquiz.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from dlquiz.deck.index import Deck
    from dlquiz.memory import Goal, Progress
    from dlquiz.quiz.plan import Plan

USUAL_MINUTES = 25.0


def plan(
    interview: Annotated[
        str | None, typer.Option(help="The day of the interview, as 2026-12-20.")
    ] = None,
    minutes: Annotated[float | None, typer.Option(help="Minutes a day, else 25.")] = None,
    topics: Annotated[str | None, typer.Option(help="Only these topics: adam,softmax.")] = None,
    weights: Annotated[
        str | None, typer.Option(help="How much topics count: adam=3,softmax=0.5.")
    ] = None,
    end: Annotated[bool, typer.Option("--end", help="End the plan.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Plan for an interview date: today's work, readiness on the day."""
    from dlquiz.cli.opening import now, opened_deck, opened_progress

    at = now()
    with opened_deck() as deck, opened_progress() as progress:
        if end:
            progress.set_goal(None, at)
            print("The plan has ended; ordinary scheduling goes on.")
            return
        known = progress.goal(at)
        if interview or minutes is not None or topics or weights:
            goal = _goal(deck, progress, known, interview, minutes, topics, weights, at)
            progress.set_goal(goal, at)
        elif known is None:
            remedy = "dlquiz plan --interview 2026-12-20 --minutes 25 makes one"
            raise UsageError("there is no plan", remedy=remedy)
        else:
            goal = known
        _show(deck, progress, goal, at, as_json=as_json)


def _show(deck: Deck, progress: Progress, goal: Goal, at: datetime, *, as_json: bool) -> None:
    from dlquiz.quiz.plan import planned

    found = planned(deck, progress, goal, at)
    if as_json:
        import json

        print(json.dumps(_as_json(found), indent=2))
        return
    from dlquiz.screen.console import open_console
    from dlquiz.screen.plan import print_plan

    plain = not sys.stdout.isatty()
    print_plan(open_console(plain=plain), found, plain=plain)


def _goal(
    deck: Deck,
    progress: Progress,
    known: Goal | None,
    interview: str | None,
    minutes: float | None,
    topics: str | None,
    weights: str | None,
    at: datetime,
) -> Goal:
    """The goal that was asked for; what was not said stays as it was."""
    from dlquiz.memory import Goal

    if interview is None and known is None:
        raise UsageError("which day?", where="--interview", remedy="write it as 2026-12-20")
    before = known or Goal(progress.days.of(at), USUAL_MINUTES)
    return Goal(
        day=before.day if interview is None else _day(interview, progress.days.of(at)),
        minutes=before.minutes if minutes is None else _minutes(minutes),
        topics=before.topics if topics is None else _topics(deck, topics.split(",")),
        weights=before.weights if weights is None else _weights(deck, weights.split(",")),
    )


def _day(text: str, today: date) -> date:
    from datetime import date

    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            f"{text!r} is not a date", where="--interview", remedy="write it as 2026-12-20"
        ) from None
    if day < today:
        raise UsageError(f"{day} has passed", where="--interview", remedy="name a day to come")
    return day


def _minutes(minutes: float) -> float:
    if not 1 <= minutes <= 960:
        raise UsageError(
            f"{minutes:g} minutes a day", where="--minutes", remedy="between 1 and 960"
        )
    return minutes


def _topics(deck: Deck, names: Sequence[str]) -> tuple[str, ...]:
    from dlquiz.cli.names import wanted_topics

    return tuple(dict.fromkeys(wanted_topics(deck, [name.strip() for name in names])))


def _weights(deck: Deck, pairs: Sequence[str]) -> Mapping[str, float]:
    from dlquiz.cli.names import wanted_topics

    weights = {}
    for pair in pairs:
        name, _, number = pair.partition("=")
        try:
            weight = float(number)
        except ValueError:
            weight = -1.0
        if not 0 <= weight <= 100:
            raise UsageError(
                f"{pair.strip()!r} is no weight", where="--weights", remedy="write adam=3, 0 to 100"
            )
        weights[wanted_topics(deck, [name.strip()])[0]] = weight
    return weights


def _as_json(found: Plan) -> dict[str, Any]:
    return {
        "interview": found.goal.day.isoformat(),
        "minutes_a_day": found.goal.minutes,
        "topics_chosen": list(found.goal.topics),
        "weights": dict(found.goal.weights),
        "days_left": found.days_left,
        "today": {"minutes": found.minutes, "reviews": found.review, "new": found.new},
        "readiness": {"now": found.now, "planned": found.planned, "enough": found.suffices},
        "minutes_needed": found.needed,
        "curve": list(found.curve),
        "topics": [topic._asdict() for topic in found.topics],
        "weakest": [topic.topic for topic in found.weakest],
        "due_after_the_interview": found.after,
    }

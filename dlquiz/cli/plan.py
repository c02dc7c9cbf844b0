"""`dlquiz plan`: be ready on a date."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dlquiz.cli.arguments import TopicList
from dlquiz.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from dlquiz.deck.index import Deck
    from dlquiz.memory import Goal, Progress
    from dlquiz.quiz.plan import Plan

USUAL_MINUTES = 25.0
MOST_MINUTES = 960.0
MOST_DAYS = 366


def plan(
    interview: Annotated[
        str | None, typer.Option(help="The day of the interview, as 2026-12-20.")
    ] = None,
    minutes: Annotated[float | None, typer.Option(help="Minutes a day, else 25.")] = None,
    topics: TopicList = None,
    weights: Annotated[
        str | None, typer.Option(help="How much topics count: adam=3,softmax=0.5.")
    ] = None,
    end: Annotated[bool, typer.Option("--end", help="End the plan.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Plan for an interview date: today's work, readiness on the day."""
    from dlquiz.cli.opening import now, opened_deck, opened_progress
    from dlquiz.quiz.plan import planned

    at = now()
    with opened_deck() as deck, opened_progress() as progress:
        known = progress.goal(at)
        is_said = any(said is not None for said in (interview, minutes, topics, weights))
        if end and is_said:
            remedy = "leave out --end, or all else"
            raise UsageError("a plan is made or ended", where="--end", remedy=remedy)
        if known is None and not is_said:
            raise _no_plan(progress.days.of(at))
        if end:
            _end(progress, at, as_json=as_json)
            return
        goal = _goal(deck, progress, known, interview, minutes, topics, weights, at)
        found = planned(deck, progress, goal, at)
        if goal != known:
            progress.set_goal(goal, at)
    _show(found, as_json=as_json)


def _no_plan(today: date) -> UsageError:
    from datetime import timedelta

    example = today + timedelta(weeks=3)
    remedy = f"dlquiz plan --interview {example} --minutes {USUAL_MINUTES:g} makes one"
    return UsageError("there is no plan", remedy=remedy)


def _end(progress: Progress, at: datetime, *, as_json: bool) -> None:
    progress.set_goal(None, at)
    print('{"interview": null}' if as_json else "The plan has ended; ordinary scheduling goes on.")


def _show(found: Plan, *, as_json: bool) -> None:
    if as_json:
        import json

        print(json.dumps(_as_json(found), indent=2, allow_nan=False))
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
    if (day - today).days > MOST_DAYS:
        what = f"{day} is more than a year off"
        raise UsageError(what, where="--interview", remedy="plan when it comes closer")
    return day


def _minutes(minutes: float) -> float:
    if not 1 <= minutes <= MOST_MINUTES:
        remedy = f"between 1 and {MOST_MINUTES:g}"
        raise UsageError(f"{minutes:g} minutes a day", where="--minutes", remedy=remedy)
    return minutes


def _topics(deck: Deck, names: Sequence[str]) -> tuple[str, ...]:
    from dlquiz.cli.names import wanted_topics

    return tuple(dict.fromkeys(wanted_topics(deck, names)))


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
        weights[wanted_topics(deck, [name])[0]] = weight
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
        "topics_gone": list(found.gone),
        "minutes_needed": found.needed,
        "curve": list(found.curve),
        "topics": [topic._asdict() for topic in found.topics],
        "weakest": [topic.topic for topic in found.weakest],
        "due_after_the_interview": found.after,
    }

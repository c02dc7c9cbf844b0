"""Two machines: each log is merged into the other, and both come to the same schedule."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest

from dlquiz.errors import UserError
from dlquiz.memory import Goal, open_progress
from dlquiz.memory.exchange import FORMAT
from dlquiz.memory.interviews import Place

BEGUN = datetime(2025, 3, 10, 20, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HEAD = json.dumps({"format": FORMAT})


@pytest.fixture
def machine(tmp_path):
    """Opens the progress of a machine by its name, always in UTC."""
    opened = {}

    def machine(name):
        if name not in opened:
            opened[name] = open_progress(tmp_path / name / "progress.db", zone=UTC)
        return opened[name]

    yield machine
    for progress in opened.values():
        progress.close()


def lived(progress, chance, hours):
    """Some days of answers, retractions, suspensions and flags."""
    for hour in hours:
        at = BEGUN + timedelta(hours=hour)
        card = chance.choice("abcde")
        match chance.randrange(10):
            case 0:
                progress.undo(at)
            case 1:
                progress.suspend(card, at)
            case 2:
                progress.resume(card, at)
            case 3:
                progress.record(card, chance.randint(1, 4), at=at, seconds=3, mode="cram")
            case _:
                progress.record(card, chance.randint(1, 4), at=at, seconds=3)


def learnt(progress):
    at = BEGUN + 90 * DAY
    states = sorted(state._replace(at=BEGUN) for state in progress.states())
    return states, sorted(progress.suspended()), list(progress.due(at)), list(progress.reviews())


@pytest.mark.parametrize("seed", range(12))
def test_merging_both_ways_gives_both_the_same_schedule(machine, seed):
    chance = random.Random(seed)
    hours = sorted(chance.sample(range(24 * 30), 60))
    mine = set(chance.sample(hours, 30))
    a, b = machine("a"), machine("b")
    lived(a, chance, [hour for hour in hours if hour in mine])
    lived(b, chance, [hour for hour in hours if hour not in mine])
    from_a, from_b = list(a.export()), list(b.export())
    a.merge(from_b)
    b.merge(from_a)
    assert learnt(a) == learnt(b)
    assert a.merge(from_b).added == 0
    assert a.merge(list(b.export())).added == 0
    assert learnt(a) == learnt(b)


def test_a_log_is_the_same_after_going_through_a_file(machine):
    a, b = machine("a"), machine("b")
    lived(a, random.Random(3), range(0, 300, 7))
    a.set_goal(Goal((BEGUN + 30 * DAY).date(), 25), BEGUN)
    interview = a.begin_interview({"minutes": 20}, BEGUN)
    place = Place(interview, 2, ("the root",))
    a.record("a", 3, at=BEGUN + 20 * DAY, seconds=9, mode="interview", place=place)
    a.end_interview(interview, BEGUN + 21 * DAY)
    a.flag("b", "“odd” \x1b[31m", BEGUN)
    b.merge(a.export())
    assert list(b.export()) == list(a.export())
    assert b.interviews() == a.interviews()
    assert b.flags() == a.flags()
    assert b.goal(BEGUN) == a.goal(BEGUN)


GOOD = {
    "table": "reviews",
    "id": "x",
    "card": "a",
    "rating": 3,
    "at": 0,
    "day": 730000,
    "seconds": 1.0,
    "answer": "",
    "mode": "review",
    "retracts": None,
}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["{}"], f"line 1: this is not '{FORMAT}' (export it again)"),
        (["x"], "line 1: this is not JSON (nothing was taken over)"),
        ([HEAD, "[]"], "line 2: this is no row of a log (nothing was taken over)"),
        (
            [HEAD, '{"table": "schedule"}'],
            "line 2: this is no row of a log (nothing was taken over)",
        ),
        (
            [HEAD, json.dumps(GOOD | {"extra": 1})],
            "line 2: this is no row of a log (nothing was taken over)",
        ),
        ([HEAD, json.dumps(GOOD | {"at": "x"})], 'line 2: `at` is "x" (nothing was taken over)'),
        (
            [HEAD, json.dumps(GOOD | {"rating": True})],
            "line 2: `rating` is true (nothing was taken over)",
        ),
        (
            [HEAD, json.dumps(GOOD | {"id": "x" * (1 << 20)})],
            "line 2: the line is too long (nothing was taken over)",
        ),
    ],
)
def test_what_is_no_log_is_refused_whole(machine, lines, message):
    progress = machine("a")
    with pytest.raises(UserError) as refusal:
        progress.merge([HEAD, json.dumps(GOOD), *lines[1:]] if lines[0] == HEAD else lines)
    assert str(refusal.value).replace("line 3", "line 2") == message
    assert list(progress.reviews()) == []


@pytest.mark.parametrize("broken", [{"rating": 9}, {"at": 2**70}, {"rating": None}])
def test_a_row_that_cannot_be_is_refused(machine, broken):
    with pytest.raises(UserError, match=r"^line 2: a row that cannot be: "):
        machine("a").merge([HEAD, json.dumps(GOOD | broken)])

"""The plan on the command line: made, shown, changed, ended, and practised."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from dlquiz.memory import Goal, Progress

pytestmark = pytest.mark.usefixtures("made")

DAY = timedelta(days=1)
LINES = "3\n1\ny\n" * 8  # those that are no answer to a question are passed over


@pytest.fixture
def today(progress: Progress, now: datetime) -> date:
    return progress.days.of(now)


@pytest.fixture
def soon(today: date) -> str:
    return (today + 14 * DAY).isoformat()


@pytest.fixture
def shown(dlquiz: Callable) -> Callable[..., dict]:
    """What `dlquiz plan --json` writes, which is all that it writes."""

    def shown(*arguments: str) -> dict:
        def refused(name: str) -> None:
            raise ValueError(f"{name} is no JSON")

        run = dlquiz("plan", *arguments, "--json")
        assert (run.returncode, run.stderr) == (0, "")
        return json.loads(run.stdout, parse_constant=refused)

    return shown


def cards_answered(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / "progress.db")) as db:
        return [card for (card,) in db.execute("SELECT card FROM reviews ORDER BY seq")]


# What is refused


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--interview", "soon"], "--interview: 'soon' is not a date (write it as 2026-12-20)"),
        (["--interview", "2026-02-30"], "--interview: '2026-02-30' is not a date (write it as"
         " 2026-12-20)"),
        (["--interview", "2020-01-31"], "--interview: 2020-01-31 has passed (name a day to come)"),
        (["--interview", "9999-12-31"],
         "--interview: 9999-12-31 is more than a year off (plan when it comes closer)"),
        (["--interview", "SOON", "--minutes", "0"],
         "--minutes: 0 minutes a day (between 1 and 960)"),
        (["--interview", "SOON", "--minutes", "nan"],
         "--minutes: nan minutes a day (between 1 and 960)"),
        (["--interview", "SOON", "--minutes", "961"],
         "--minutes: 961 minutes a day (between 1 and 960)"),
        (["--interview", "SOON", "--topics", "mad,adm"],
         "unknown topic 'adm' (did you mean adam or made?)"),
        (["--interview", "SOON", "--weights", "adm=3"],
         "unknown topic 'adm' (did you mean adam or made?)"),
        (["--interview", "SOON", "--weights", "adam=101"],
         "--weights: 'adam=101' is no weight (write adam=3, 0 to 100)"),
        (["--interview", "SOON", "--weights", "made=2, adam"],
         "--weights: 'adam' is no weight (write adam=3, 0 to 100)"),
        (["--minutes", "25"], "--interview: which day? (write it as 2026-12-20)"),
        (["--interview", "SOON", "--end"],
         "--end: a plan is made or ended (leave out --end, or all else)"),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_refused_with_a_remedy(
    dlquiz: Callable, soon: str, progress: Progress, now: datetime, arguments, message
) -> None:
    run = dlquiz("plan", *(soon if word == "SOON" else word for word in arguments), "--json")
    assert (run.returncode, run.stdout, run.stderr) == (2, "", f"dlquiz: {message}\n")
    assert progress.goal(now) is None


@pytest.mark.parametrize("arguments", [[], ["--end"], ["--json"]])
def test_where_there_is_no_plan_the_command_that_makes_one_is_named(
    dlquiz: Callable, today: date, arguments: list[str]
) -> None:
    run = dlquiz("plan", *arguments)
    example = today + 21 * DAY
    assert (run.returncode, run.stdout, run.stderr) == (
        2,
        "",
        f"dlquiz: there is no plan (dlquiz plan --interview {example} --minutes 25 makes one)\n",
    )


NO_CARD = (
    "dlquiz: no card counts for the plan: the deck has none, or all are suspended or of weight 0 "
    "(dlquiz plan --topics names others, dlquiz plan --end ends the plan)\n"
)


def test_a_plan_for_which_no_card_counts_is_not_kept(
    dlquiz: Callable, soon: str, progress: Progress, now: datetime
) -> None:
    run = dlquiz("plan", "--interview", soon, "--topics", "made", "--weights", "made=0")
    assert (run.returncode, run.stdout, run.stderr) == (1, "", NO_CARD)
    assert progress.goal(now) is None


@pytest.mark.parametrize("command", ["plan", "practice"])
def test_a_plan_for_a_topic_that_has_left_the_deck_says_so(
    dlquiz: Callable, made: Path, soon: str, command: str
) -> None:
    dlquiz("plan", "--interview", soon, "--topics", "made")
    made.unlink()
    run = dlquiz(command, input=LINES)
    assert (run.returncode, run.stdout, run.stderr) == (
        1,
        "",
        "dlquiz: the deck no longer has what the plan is for: made "
        "(dlquiz plan --topics names others, dlquiz plan --end ends the plan)\n",
    )
    assert dlquiz("plan", "--topics", "adam").returncode == 0
    assert dlquiz(command, input=LINES).returncode == 0


# What is kept and shown


def test_a_plan_is_kept_and_shown_again(shown: Callable, soon: str) -> None:
    made = shown("--interview", soon, "--minutes", "12.5", "--topics", "mad", "--weights", "made=2")
    assert shown() == made
    assert made["interview"] == soon
    assert made["minutes_a_day"] == 12.5
    assert made["topics_chosen"] == ["made"]
    assert made["weights"] == {"made": 2.0}
    assert made["days_left"] == len(made["curve"]) == 14
    assert made["today"] == {"minutes": 3.6, "reviews": 0, "new": 4}
    assert made["readiness"] == {"now": 0.0, "planned": made["curve"][-1], "enough": True}
    assert made["minutes_needed"] is None
    assert made["due_after_the_interview"] == 0
    (topic,) = made["topics"]
    assert (topic["topic"], topic["now"]) == ("made", 0.0)
    assert topic["planned"] == pytest.approx(made["curve"][-1])


def test_without_minutes_a_day_has_twenty_five_and_all_topics_count(
    shown: Callable, soon: str
) -> None:
    made = shown("--interview", soon)
    assert made["minutes_a_day"] == 25.0
    assert len(made["topics"]) > 20
    assert made["today"]["minutes"] == pytest.approx(25.0, abs=1.0)


def test_what_is_not_said_anew_stays_as_it_was(shown: Callable, soon: str, today: date) -> None:
    shown("--interview", soon, "--minutes", "10", "--topics", "made", "--weights", "made=2")
    longer = shown("--minutes", "20")
    assert longer["minutes_a_day"] == 20.0
    assert (longer["interview"], longer["topics_chosen"]) == (soon, ["made"])
    later = shown("--interview", (today + 20 * DAY).isoformat())
    assert (later["days_left"], later["minutes_a_day"], later["weights"]) == (20, 20.0, {"made": 2})


def test_looking_at_a_plan_adds_nothing_to_the_file(
    dlquiz: Callable, home: Path, soon: str
) -> None:
    for arguments in (["--interview", soon], [], ["--json"], ["--interview", soon]):
        assert dlquiz("plan", *arguments).returncode == 0
    with closing(sqlite3.connect(home / "progress.db")) as db:
        assert db.execute("SELECT count(*) FROM goals").fetchone() == (1,)


def test_the_day_itself_has_a_plan(shown: Callable, today: date) -> None:
    made = shown("--interview", today.isoformat(), "--topics", "made")
    assert (made["days_left"], made["curve"], made["today"]["new"]) == (0, [], 4)


def test_the_page_says_what_to_do_and_how_ready_it_makes(dlquiz: Callable, soon: str) -> None:
    run = dlquiz("plan", "--interview", soon, "--minutes", "1", "--topics", "made,adam")
    assert run.returncode == 0
    day = date.fromisoformat(soon)
    assert run.stdout.startswith(f"The interview is in 14 days, on {day:%A, %d %B %Y}.\n")
    words = " ".join(run.stdout.split())
    assert "Today: about 1 minute, 0 reviews and 1 new card." in words
    assert "Ready on the day: 0% if you stop now, " in words
    assert "% with 1 minute a day. For 85% it would take about " in words
    assert "topic ready now on the day adam 0% " in words
    assert "Weakest on the day: adam, made." in words


def test_the_page_names_what_is_due_later_and_what_is_gone(
    dlquiz: Callable, made: Path, progress: Progress, now: datetime, today: date
) -> None:
    learn(progress, "made.claim", now, 40, 39, 37, 25, 2)
    goal = Goal(today, 25.0, ("made", "lost"))
    progress.set_goal(goal, now)
    text = dlquiz("plan").stdout
    assert text.startswith(f"The interview is today, on {today:%A, %d %B %Y}.\n")
    assert "No longer in the deck: lost.\n" in text
    assert "Due only after the interview: 1 card.\n" in text
    progress.set_goal(goal._replace(day=today + 300 * DAY, topics=()), now)
    text = dlquiz("plan").stdout
    assert "No longer in the deck" not in text
    assert "Due only after" not in text


def test_a_plan_is_ended_on_request(dlquiz: Callable, shown: Callable, soon: str) -> None:
    dlquiz("plan", "--interview", soon)
    run = dlquiz("plan", "--end")
    said = "The plan has ended; ordinary scheduling goes on.\n"
    assert (run.returncode, run.stdout, run.stderr) == (0, said, "")
    assert dlquiz("plan").returncode == 2
    dlquiz("plan", "--interview", soon)
    assert shown("--end") == {"interview": None}


def test_the_overview_names_the_day_while_there_is_a_plan(dlquiz: Callable, soon: str) -> None:
    note = f"The interview is on {date.fromisoformat(soon):%d %B}."
    assert note not in dlquiz().stdout
    dlquiz("plan", "--interview", soon)
    assert note in dlquiz().stdout


# Practice


def learn(progress: Progress, card: str, now: datetime, *days_ago: int) -> None:
    for ago in days_ago:
        progress.record(card, 3, at=now - ago * DAY, seconds=30)


def test_practice_asks_what_gains_most_where_it_would_ask_what_is_due(
    dlquiz: Callable, home: Path, progress: Progress, now: datetime, soon: str
) -> None:
    learn(progress, "made.numeric", now, 40, 37, 27, 0)
    learn(progress, "made.claim", now, 40, 39, 37, 25, 24)
    assert progress.state("made.claim").due > progress.days.of(now)
    before = len(cards_answered(home))
    dlquiz("plan", "--interview", soon, "--topics", "made")
    dlquiz("practice", input=LINES)
    # New ones of level 1, then the one that is known; never the one of today.
    order = list(dict.fromkeys(cards_answered(home)[before:]))
    assert order == ["made.recall", "made.choice", "made.claim"]


def test_practice_goes_on_when_the_days_minutes_are_used(
    dlquiz: Callable, home: Path, progress: Progress, now: datetime, soon: str
) -> None:
    dlquiz("plan", "--interview", soon, "--topics", "made", "--minutes", "1")
    progress.record("elsewhere", 3, at=now, seconds=70)
    assert "Nothing is left for today." in dlquiz("plan").stdout
    assert "question 2" in dlquiz("practice", input=LINES).stdout


def test_after_the_day_the_plan_is_over_and_what_is_due_comes_first(
    dlquiz: Callable, home: Path, progress: Progress, now: datetime, today: date
) -> None:
    learn(progress, "made.recall", now, 40)
    progress.set_goal(Goal(today - DAY, 25.0, ("adam",)), now - 9 * DAY)
    assert dlquiz("plan").returncode == 2
    assert "question 1" in dlquiz("practice", input="3\n").stdout
    assert cards_answered(home) == ["made.recall", "made.recall"]

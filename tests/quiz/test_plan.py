"""The plan: which cards count and how much, how long they take, and what that comes to."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dlquiz.cli.demo import run_demo
from dlquiz.deck.index import Deck, open_deck
from dlquiz.errors import UserError
from dlquiz.memory import Goal, Progress, Rating, open_progress
from dlquiz.memory.readiness import FIRST_TIME_RIGHT
from dlquiz.quiz.plan import (
    ENOUGH,
    USUAL_SECONDS,
    Plan,
    best_first,
    minutes_left,
    planned,
    spent_today,
)
from dlquiz.quiz.session import Session, Wishes

AT = datetime(2025, 3, 10, 20, 0, tzinfo=UTC)
DAY = timedelta(days=1)
GOAL = Goal(date(2025, 3, 31), 25.0)
ADAM = ("adam.a", "adam.b", "adam.c")
RELU = ("relu.a", "relu.b")


def file_of(topic: str, cards: dict[str, int], kind: str = "recall") -> str:
    lines = [f"topic: {topic}", f"title: {topic}", "cards:"]
    for card, level in cards.items():
        lines += [f"  - id: {card}", f"    kind: {kind}", f"    level: {level}"]
        lines += (
            ["    ask: What is it?", "    answer: It is this."]
            if kind == "recall"
            else ["    claim: It is so.", "    truth: true", "    answer: It is."]
        )
    return "\n".join(lines) + "\n"


@pytest.fixture
def decked(tmp_path: Path) -> Iterator[Callable[..., Deck]]:
    """A deck of some files, else of the topics adam and relu."""
    opened = []

    def decked(*files: str) -> Deck:
        usual = (
            file_of("adam", {"adam.a": 3, "adam.b": 1, "adam.c": 2}),
            file_of("relu", {"relu.a": 1, "relu.b": 1}, "claim"),
        )
        directory = tmp_path / f"cards-{len(opened)}"
        directory.mkdir()
        for number, text in enumerate(files or usual):
            (directory / f"{number}.yaml").write_text(text, encoding="utf-8")
        opened.append(open_deck([directory], tmp_path / "index.db"))
        return opened[-1]

    yield decked
    for deck in opened:
        deck.close()


@pytest.fixture
def deck(decked: Callable[..., Deck]) -> Deck:
    return decked()


@pytest.fixture
def progress(tmp_path: Path) -> Iterator[Progress]:
    with open_progress(tmp_path / "progress.db", zone=UTC) as progress:
        yield progress


def answer(progress: Progress, card: str, at: datetime, seconds: float = 30.0, rating: int = 3):
    progress.record(card, rating, at=at, seconds=seconds)


def learn(progress: Progress, card: str, *days_ago: int) -> None:
    for ago in days_ago:
        answer(progress, card, AT - ago * DAY)


def ready(plan: Plan) -> dict[str, float]:
    return {topic.topic: topic.now for topic in plan.topics}


# Which cards count, and how much


def test_a_card_of_level_one_counts_three_times_as_much_as_one_of_level_three(deck, progress):
    learn(progress, "adam.b", 3)
    low = planned(deck, progress, GOAL._replace(topics=("adam",)), AT).now
    learn(progress, "adam.a", 3)
    both = planned(deck, progress, GOAL._replace(topics=("adam",)), AT).now
    assert both / low == pytest.approx((3 + 1) / 3)


def test_new_cards_come_by_their_level_and_topics_take_turns(deck, progress):
    assert best_first(deck, progress, GOAL, AT) == [
        "relu.a",
        "adam.b",
        "relu.b",
        "adam.c",
        "adam.a",
    ]


def test_a_weight_moves_a_topic_to_the_front_and_its_share_of_the_whole(deck, progress):
    heavy = GOAL._replace(weights={"adam": 10.0})
    assert best_first(deck, progress, heavy, AT)[:3] == ["adam.b", "adam.c", "adam.a"]
    learn(progress, "relu.a", 3)
    plain, weighed = (planned(deck, progress, goal, AT) for goal in (GOAL, heavy))
    assert weighed.now / plain.now == pytest.approx((6 + 6) / (60 + 6))
    assert ready(weighed)["adam"] == 0.0
    assert ready(weighed)["relu"] == pytest.approx(ready(plain)["relu"])


def test_a_topic_of_weight_zero_and_topics_not_chosen_are_left_out(deck, progress):
    without = planned(deck, progress, GOAL._replace(weights={"adam": 0.0}), AT)
    chosen = planned(deck, progress, GOAL._replace(topics=("relu",)), AT)
    for plan in (without, chosen):
        assert list(ready(plan)) == ["relu"]
        assert plan.new == 2
    assert set(best_first(deck, progress, GOAL._replace(topics=("relu",)), AT)) == set(RELU)


def test_a_suspended_card_is_neither_asked_nor_counted(deck, progress):
    learn(progress, "relu.a", 3)
    alone = planned(deck, progress, GOAL._replace(topics=("relu",)), AT)
    progress.suspend("relu.b", AT)
    without = planned(deck, progress, GOAL._replace(topics=("relu",)), AT)
    assert without.now == pytest.approx(2 * alone.now)
    assert "relu.b" not in best_first(deck, progress, GOAL, AT)
    progress.suspend("relu.a", AT)
    assert list(ready(planned(deck, progress, GOAL, AT))) == ["adam"]


def test_topics_that_have_left_the_deck_are_named_and_the_others_planned(deck, progress):
    plan = planned(deck, progress, GOAL._replace(topics=("relu", "gone", "lost")), AT)
    assert plan.gone == ("gone", "lost")
    assert list(ready(plan)) == ["relu"]
    assert planned(deck, progress, GOAL, AT).gone == ()


REMEDY = "(dlquiz plan --topics names others, dlquiz plan --end ends the plan)"


def test_a_goal_whose_topics_have_all_left_the_deck_is_refused(deck, progress):
    for work in (planned, best_first):
        with pytest.raises(UserError) as caught:
            work(deck, progress, GOAL._replace(topics=("gone", "lost")), AT)
        said = f"the deck no longer has what the plan is for: gone, lost {REMEDY}"
        assert str(caught.value) == said


@pytest.mark.parametrize("why", ["suspended", "weightless", "empty"])
def test_a_goal_for_which_no_card_counts_is_refused(decked, progress, why):
    deck = decked("topic: adam\ntitle: Adam\ncards: []\n") if why == "empty" else decked()
    for card in RELU if why == "suspended" else ():
        progress.suspend(card, AT)
    goal = GOAL._replace(topics=("relu",), weights={"relu": 0.0 if why == "weightless" else 1.0})
    for work in (planned, best_first):
        with pytest.raises(UserError) as caught:
            work(deck, progress, GOAL if why == "empty" else goal, AT)
        assert str(caught.value) == (
            "no card counts for the plan: the deck has none, or all are suspended or of weight 0 "
            + REMEDY
        )


# How long an answer takes


def minutes_of_a_new_card(seconds: float) -> float:
    """It is asked a second time wherever it fails."""
    return seconds * (FIRST_TIME_RIGHT + 2 * (1 - FIRST_TIME_RIGHT)) / 60


def test_without_answers_a_card_takes_the_usual_seconds(deck, progress):
    plan = planned(deck, progress, GOAL, AT)
    assert (plan.review, plan.new) == (0, 5)
    assert plan.minutes == pytest.approx(5 * minutes_of_a_new_card(USUAL_SECONDS))


def test_the_seconds_of_a_kind_are_learnt_from_its_own_answers(deck, progress):
    progress.record("relu.a", 3, at=AT - DAY, seconds=5.0, mode="cram")
    for _ in range(9):
        progress.record("relu.b", 3, at=AT - DAY, seconds=5.0, mode="cram")
    claims = planned(deck, progress, GOAL._replace(topics=("relu",)), AT)
    recalls = planned(deck, progress, GOAL._replace(topics=("adam",)), AT)
    learnt = (10 * USUAL_SECONDS + 10 * 5.0) / 20
    assert claims.minutes == pytest.approx(2 * minutes_of_a_new_card(learnt))
    assert recalls.minutes == pytest.approx(3 * minutes_of_a_new_card(USUAL_SECONDS))


def test_a_kind_that_takes_long_is_asked_later(deck, progress):
    for _ in range(40):
        progress.record("relu.a", 3, at=AT - DAY, seconds=110.0, mode="cram")
    assert best_first(deck, progress, GOAL, AT)[:2] == ["adam.b", "adam.c"]


def test_an_abandoned_terminal_and_an_answer_taken_back_do_not_count(deck, progress):
    answer(progress, "relu.a", AT, seconds=4000.0)
    assert spent_today(progress, AT) == 2.0
    progress.undo(AT)
    assert spent_today(progress, AT) == 0.0


# What it comes to


def test_new_and_due_cards_stand_on_one_scale(deck, progress):
    learn(progress, "relu.a", 40, 37, 25, 1)  # known well
    learn(progress, "adam.b", 60)  # long forgotten
    order = best_first(deck, progress, GOAL, AT)
    assert order.index("adam.b") < order.index("adam.a") < order.index("relu.a")


def test_what_was_answered_today_is_not_asked_again_and_its_minutes_are_spent(deck, progress):
    short = GOAL._replace(minutes=2.0)
    assert planned(deck, progress, short, AT).new == 2
    answer(progress, "relu.a", AT, seconds=60.0)
    after = planned(deck, progress, short, AT)
    assert "relu.a" not in best_first(deck, progress, short, AT)
    assert after.new == 1
    assert after.minutes <= 1.0
    answer(progress, "relu.b", AT, seconds=60.0)
    assert planned(deck, progress, short, AT)[3:6] == (0, 0, 0.0)


def test_the_forecast_does_not_spend_todays_minutes_twice(deck, progress):
    tight = GOAL._replace(minutes=1.0, day=date(2025, 3, 12))
    answer(progress, "relu.a", AT, seconds=60.0)
    first, second = planned(deck, progress, tight, AT).curve
    now = planned(deck, progress, tight, AT).now
    assert first == pytest.approx(now)
    assert second > now


def test_the_plan_of_weeks_counts_its_days_and_climbs(deck, progress):
    plan = planned(deck, progress, GOAL, AT)
    assert (plan.today, plan.days_left, len(plan.curve)) == (date(2025, 3, 10), 21, 21)
    assert plan.now == 0.0
    assert plan.planned == plan.curve[-1] > ENOUGH
    assert plan.suffices
    assert plan.needed is None
    assert all(topic.planned > topic.now for topic in plan.topics)


def test_on_the_day_of_the_interview_there_is_still_an_order(deck, progress):
    today = GOAL._replace(day=AT.date())
    learn(progress, "adam.a", 9)
    plan = planned(deck, progress, today, AT)
    assert (plan.days_left, plan.curve, plan.planned) == (0, (), plan.now)
    assert plan.needed is None
    assert set(best_first(deck, progress, today, AT)) == {*ADAM, *RELU}


def test_the_weakest_topics_are_the_three_that_the_plan_leaves_lowest(decked, progress):
    names = ("one", "two", "three", "four")
    deck = decked(*(file_of(name, {f"{name}.{n}": 1 for n in range(4)}) for name in names))
    for topic, known in zip(names, (4, 1, 3, 2), strict=True):
        for card in range(known):
            learn(progress, f"{topic}.{card}", 40, 37, 25)
    plan = planned(deck, progress, GOAL._replace(minutes=1.0, day=date(2025, 3, 11)), AT)
    assert [topic.topic for topic in plan.weakest] == ["two", "four", "three"]


def test_the_minutes_that_are_needed_suffice_and_five_less_do_not(decked, progress):
    deck = decked(file_of("adam", {f"adam.{n}": 1 for n in range(80)}))
    few = GOAL._replace(minutes=2.0)
    needed = planned(deck, progress, few, AT).needed
    assert needed is not None
    assert needed % 5 == 0
    assert planned(deck, progress, few._replace(minutes=needed), AT).suffices
    assert not planned(deck, progress, few._replace(minutes=needed - 5), AT).suffices
    assert planned(deck, progress, few._replace(minutes=needed - 4), AT).needed == needed


def test_where_no_minutes_are_enough_none_are_named(decked, progress):
    deck = decked(file_of("adam", {f"adam.{n}": 1 for n in range(800)}))
    tomorrow = GOAL._replace(day=date(2025, 3, 11))
    assert planned(deck, progress, tomorrow, AT).needed is None


def test_cards_due_only_after_the_day_are_counted_if_they_are_of_the_plan(deck, progress):
    learn(progress, "adam.a", 50, 40, 20, 1)
    learn(progress, "relu.a", 1)
    learn(progress, "elsewhere", 50, 40, 20, 1)
    assert planned(deck, progress, GOAL, AT).after == 1
    assert planned(deck, progress, GOAL._replace(topics=("relu",)), AT).after == 0
    assert progress.state("adam.a").due > GOAL.day >= progress.state("relu.a").due
    on_the_day = GOAL._replace(day=progress.state("adam.a").due)
    assert planned(deck, progress, on_the_day, AT).after == 0


# Practice under a plan


class Clock:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def asked(session: Session, clock: Clock, minutes: float = 0.5) -> list[str]:
    """The cards in the order asked; each answer is right and takes so many minutes."""
    cards = []
    while (question := session.next()) is not None:
        clock.at += timedelta(minutes=minutes)
        session.keep(question, Rating.GOOD, seconds=60 * minutes)
        cards.append(question.id)
    return cards


@pytest.fixture
def practised(deck: Deck, progress: Progress) -> Callable[..., list[str]]:
    """What a session asks at a time, with its wishes."""

    def practised(at: datetime = AT, **wishes: object) -> list[str]:
        clock = Clock(at)
        return asked(Session(deck, progress, Wishes(**wishes, seed=1), clock, run_demo), clock)

    return practised


def test_practice_under_a_plan_asks_in_its_order(deck, progress, practised):
    learn(progress, "relu.b", 60, 50, 3)
    progress.set_goal(GOAL, AT)
    expected = best_first(deck, progress, GOAL, AT)
    assert practised() == expected
    assert expected != [*ADAM, *RELU]


def test_practice_stops_after_the_days_minutes_and_goes_on_if_begun_again(progress, practised):
    progress.set_goal(GOAL._replace(minutes=2.0), AT)
    answer(progress, "elsewhere", AT - timedelta(hours=3), seconds=60.0)
    assert len(practised()) == 2
    assert len(practised(AT + timedelta(hours=1))) == 3


@pytest.mark.parametrize("wishes", [{"limit": 9}, {"minutes": 60.0}, {"cram": True}])
def test_a_limit_of_another_sort_takes_the_place_of_the_plans(progress, practised, wishes):
    progress.set_goal(GOAL._replace(minutes=2.0), AT)
    assert len(practised(**wishes)) == 5


def test_the_minutes_left_of_a_plan_are_those_not_spent_until_less_than_one_is(progress):
    goal = GOAL._replace(minutes=2.0)
    assert minutes_left(progress, goal, AT) == 2.0
    answer(progress, "relu.a", AT, seconds=45.0)
    assert minutes_left(progress, goal, AT) == 1.25
    answer(progress, "relu.a", AT, seconds=16.0)
    assert minutes_left(progress, goal, AT) is None
    assert minutes_left(progress, goal, AT + DAY) == 2.0


def test_a_topic_beside_the_plan_is_asked_where_it_is_wished_for(progress, practised):
    progress.set_goal(GOAL._replace(topics=("adam",)), AT)
    assert set(practised()) == set(ADAM)
    assert set(practised(topics=("relu",))) == set(RELU)


def test_new_cards_that_are_wished_for_come_as_without_a_plan(progress, practised):
    learn(progress, "relu.b", 60)
    progress.set_goal(GOAL, AT)
    first, *others = practised(new=1)
    assert first == "relu.b"
    assert len(others) == 1


def test_after_the_day_ordinary_scheduling_goes_on(progress, practised):
    learn(progress, "adam.a", 2)
    progress.set_goal(GOAL._replace(minutes=1.0, topics=("relu",)), AT)
    assert practised(AT + 21 * DAY) == ["relu.a", "relu.b"]
    assert practised(AT + 22 * DAY)[0] == "adam.a"


def test_an_interval_that_leads_beyond_the_day_is_told(deck, progress):
    def session() -> Session:
        return Session(deck, progress, Wishes(seed=1), Clock(AT), run_demo)

    assert session().falls_after_the_day(400 * DAY) is None
    progress.set_goal(GOAL, AT)
    assert session().falls_after_the_day(21 * DAY) is None
    assert session().falls_after_the_day(22 * DAY) == GOAL.day

"""An interview: what is asked next, what is kept of an answer, and how it goes on when cut off."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from dlquiz.cli.demo import run_demo
from dlquiz.deck.index import Deck, open_deck
from dlquiz.memory import Progress, Rating, open_progress
from dlquiz.paths import builtin_cards
from dlquiz.quiz.drilling import Work
from dlquiz.quiz.interview import (
    DEEPEST,
    Interview,
    Settings,
    plausible,
    points_of,
    settings_of,
)
from dlquiz.quiz.question import Question
from dlquiz.quiz.session import Session, Wishes
from dlquiz.quiz.verdicts import GIVEN_UP, grade

AT = datetime(2025, 3, 10, 20, 0, tzinfo=UTC)
DECK = """
topic: trees
title: Trees
cards:
  - {id: trees.easy, kind: claim, level: 1, claim: It is so., truth: true, answer: It is.}
  - id: trees.root
    kind: recall
    level: 2
    opener: true
    ask: What is a tree?
    answer: It is this.
    points: [it has a stem, it has a crown, it has leaves]
    follow_up: [trees.leaf, trees.again, trees.branch, trees.crown]
  - {id: trees.leaf, kind: claim, level: 2, claim: It falls., truth: false, answer: It stays.}
  - {id: trees.again, kind: recall, level: 2, ask: And then?, answer: That., follow_up: [trees.z]}
  - id: trees.branch
    kind: numeric
    level: 2
    ask: How many?
    answer: 1 + 1
    tolerance: 0
    follow_up: [trees.twig]
  - {id: trees.crown, kind: recall, level: 3, ask: How high?, answer: "Quite high, really."}
  - {id: trees.twig, kind: claim, level: 3, claim: It bends., truth: true, answer: It does.}
"""
OTHER = """
topic: stones
title: Stones
cards:
  - {id: stones.root, kind: recall, level: 1, opener: true, ask: What is it?, answer: A stone.}
  - {id: stones.next, kind: recall, level: 2, opener: true, ask: What else?, answer: A pebble.}
  - {id: stones.claim, kind: claim, level: 1, claim: It is hard., truth: true, answer: It is.}
"""
NAMES = ("root", "easy", "leaf", "again", "branch", "crown", "twig")
POINTS = ("it has a stem", "it has a crown", "it has leaves")
STONES_FIRST, TREES_FIRST = 0, 2  # seeds
Begin = Callable[..., Interview]


@pytest.fixture
def deck(tmp_path: Path) -> Iterator[Deck]:
    """Two topics: trees with a chain of questions, stones without."""
    directory = tmp_path / "cards"
    directory.mkdir()
    (directory / "trees.yaml").write_text(DECK, encoding="utf-8")
    (directory / "stones.yaml").write_text(OTHER, encoding="utf-8")
    with open_deck([directory], tmp_path / "index.db") as deck:
        assert deck.problems == []
        yield deck


@pytest.fixture
def progress(tmp_path: Path) -> Iterator[Progress]:
    with open_progress(tmp_path / "progress.db", zone=UTC) as progress:
        yield progress


@pytest.fixture
def begin(deck: Deck, progress: Progress) -> Begin:
    """Begins an interview about trees, or as other settings say."""

    def begin(**settings: object) -> Interview:
        wanted = Settings(**{"topics": ("trees",), **settings})
        return Interview(deck, progress, wanted, lambda: AT, run_demo)

    return begin


@pytest.fixture(scope="module")
def builtin_deck(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deck]:
    """The cards of the program."""
    with open_deck([builtin_cards()], tmp_path_factory.mktemp("deck") / "index.db") as deck:
        yield deck


@pytest.fixture
def builtin(builtin_deck: Deck, progress: Progress) -> Begin:
    """Begins an interview about the cards of the program."""
    return lambda **settings: Interview(
        builtin_deck, progress, Settings(minutes=1000, **settings), lambda: AT, run_demo
    )


def answer(interview: Interview, question: Question, *, well: bool, seconds: float = 10) -> None:
    if question.form == "rating":
        places = range(len(points_of(question))) if well else ()
        interview.keep_speech(question, "", places, seconds)
    else:
        verdict = grade(question, right_answer(question)) if well else GIVEN_UP
        interview.keep_verdict(question, verdict, seconds)


def right_answer(question: Question) -> str:
    if question.form == "option":
        return "".join(str(i) for i, option in enumerate(question.options, 1) if option.right)
    return repr(question.number) if question.form == "number" else question.right[0]


def asked(interview: Interview, answers: Iterator[bool], count: int = 100) -> list[str]:
    """The cards asked one after the other, and so many answered well or not."""
    ids = []
    while len(ids) < count and (question := interview.next()) is not None:
        ids.append(question.id)
        answer(interview, question, well=next(answers))
    return ids


def always(well: bool) -> Iterator[bool]:
    while True:
        yield well


def by_chance(seed: str) -> Iterator[bool]:
    chance = random.Random(seed)
    while True:
        yield chance.random() < 0.6


# What is asked


def test_it_opens_with_a_broad_question_though_others_are_easier(begin: Begin) -> None:
    assert begin().next().id == "trees.root"


def test_without_an_opener_it_opens_with_an_easy_question(begin: Begin, progress: Progress) -> None:
    progress.suspend("trees.root", AT)
    assert begin().next().id == "trees.easy"


def test_a_good_answer_leads_on_to_another_kind_that_leads_on_further(begin: Begin) -> None:
    interview = begin()
    assert asked(interview, always(True), 3) == ["trees.root", "trees.branch", "trees.twig"]
    assert [given.depth for given in interview.given] == [1, 2, 3]


@pytest.mark.parametrize(("points", "is_deepened"), [((0, 1), True), ((0,), False), ((), False)])
def test_two_points_of_three_are_good_enough_to_dig_deeper(
    begin: Begin, points: tuple[int, ...], is_deepened: bool
) -> None:
    interview = begin(topics=())
    question = interview.next()
    while question.id != "trees.root":
        answer(interview, question, well=False)
        question = interview.next()
    interview.keep_speech(question, "", points, 10)
    assert interview.next().id.startswith("trees") == is_deepened


@pytest.mark.parametrize("seed", range(6))
def test_a_poor_answer_changes_the_topic_also_when_all_were_talked_of(
    begin: Begin, seed: int
) -> None:
    ids = asked(begin(topics=(), seed=seed), always(False), 6)
    topics = [name.split(".")[0] for name in ids]
    assert all(now != before for now, before in zip(topics[1:], topics, strict=False))


def test_a_poor_answer_changes_the_topic_even_to_one_talked_of_more(begin: Begin) -> None:
    interview = begin(topics=("trees", "stones"), seed=TREES_FIRST)
    asked(interview, iter([True, True, True, False]), 4)
    topics = [given.entry.topic for given in interview.given]
    assert topics == ["trees", "trees", "trees", "stones"]
    assert interview.next().entry.topic == "trees"


def test_with_one_topic_alone_a_poor_answer_is_followed_by_a_new_beginning(begin: Begin) -> None:
    interview = begin()
    ids = asked(interview, always(False))
    assert ids[:2] == ["trees.root", "trees.easy"]
    assert sorted(ids) == sorted(f"trees.{name}" for name in NAMES)
    assert {given.depth for given in interview.given} == {1}


def test_a_third_question_of_one_kind_opens_no_topic_not_even_an_opener(begin: Begin) -> None:
    interview = begin(topics=("trees", "stones"), seed=STONES_FIRST)
    assert asked(interview, always(False), 2) == ["stones.root", "trees.root"]
    assert interview.next().id == "stones.claim"


@pytest.mark.parametrize("seed", range(12))
def test_in_the_deck_good_answers_deepen_and_poor_ones_change_the_topic(
    builtin: Begin, seed: int
) -> None:
    interview = builtin(seed=seed)
    asked(interview, by_chance(f"answers {seed}"), 40)
    assert len({given.question.id for given in interview.given}) == 40
    for before, now in zip(interview.given, interview.given[1:], strict=False):
        if now.depth > 1:
            assert before.is_good
            assert now.depth == before.depth + 1 <= DEEPEST
            assert now.question.id in before.entry.card.follow_up
        elif not before.is_good:
            assert now.entry.topic != before.entry.topic


@pytest.mark.parametrize("well", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_in_the_deck_kinds_are_mixed_whoever_answers(builtin: Begin, seed: int, well: bool) -> None:
    interview = builtin(seed=seed)
    asked(interview, always(well), 12)
    kinds = [given.entry.kind for given in interview.given]
    assert len(set(kinds)) >= 3
    openings = [i for i, given in enumerate(interview.given) if given.depth == 1 and i > 1]
    assert all(len(set(kinds[i - 2 : i + 1])) > 1 for i in openings)


def test_in_the_deck_chains_of_good_answers_reach_the_depth(builtin: Begin) -> None:
    interview = builtin(seed=1)
    asked(interview, always(True), 40)
    assert max(given.depth for given in interview.given) == DEEPEST


def test_every_interview_goes_another_way_and_the_seed_repeats_it(builtin: Begin) -> None:
    def way(seed: int) -> list[tuple[str, str]]:
        interview = builtin(seed=seed, topics=("adam",))
        asked(interview, by_chance("the same"), 12)
        return [(given.question.id, given.question.ask) for given in interview.given]

    ways = [way(seed) for seed in range(5)]
    assert way(3) == ways[3]
    assert len({tuple(card for card, _ in way) for way in ways}) == 5


@pytest.mark.parametrize("level", [1, 2, 3])
def test_nothing_harder_than_wanted_and_no_other_topic_is_asked(builtin: Begin, level: int) -> None:
    interview = builtin(level=level, topics=("adadelta", "momentum"))
    ids = asked(interview, by_chance("answers"))
    levels = {given.entry.card.level for given in interview.given}
    assert levels == set(range(1, level + 1))
    assert {name.split(".")[0] for name in ids} == {"adadelta", "momentum"}


def test_a_suspended_card_is_not_asked(begin: Begin, progress: Progress) -> None:
    progress.suspend("trees.branch", AT)
    assert "trees.branch" not in asked(begin(), always(True))


def test_instead_of_a_card_that_is_left_out_comes_another_follow_up(begin: Begin) -> None:
    interview = begin()
    asked(interview, always(True), 1)
    left_out = interview.next()
    interview.leave_out(left_out)
    assert (left_out.id, interview.next().id) == ("trees.branch", "trees.leaf")


def test_a_card_whose_values_cannot_be_drawn_is_passed_over(
    begin: Begin, deck: Deck, progress: Progress, tmp_path: Path
) -> None:
    path = tmp_path / "cards" / "trees.yaml"
    given = "given:\n      a: pick(9, 1)\n      b: integer(a, 5)"
    drawn = DECK.replace("ask: How many?", f"ask: How many?\n    {given}")
    path.write_text(drawn, encoding="utf-8")
    with open_deck([path.parent], tmp_path / "other.db") as deck:
        assert deck.problems == []
        cards = set()
        for seed in range(8):
            wanted = Settings(topics=("trees",), seed=seed)
            interview = Interview(deck, progress, wanted, lambda: AT, run_demo)
            cards.add(asked(interview, always(True), 2)[1])
    assert cards == {"trees.branch", "trees.leaf"}


DRILL = """
  - id: trees.drill
    kind: code
    level: 1
    opener: true
    ask: Write it.
    function: sigmoid
    shapes: x is a number
    arguments: ["0.5"]
    hints: [Think.]
    holds: [{name: small, expression: result < 2, say: it is small}]
    mistakes:
      - {code: "def sigmoid(x): return 5", fails: small}
      - {code: "def sigmoid(x): return 6", fails: small}
      - {code: "def sigmoid(x): return 7", fails: small}
"""


@pytest.fixture
def with_drill(progress: Progress, deck: Deck, tmp_path: Path) -> Iterator[Begin]:
    """Begins an interview that has a drill to ask for."""
    (tmp_path / "cards" / "trees.yaml").write_text(DECK + DRILL, encoding="utf-8")
    with open_deck([tmp_path / "cards"], tmp_path / "other.db") as deck:
        assert deck.problems == []
        yield lambda **settings: Interview(
            deck, progress, Settings(**settings), lambda: AT, run_demo
        )


class Found(NamedTuple):
    """A property as a check gives it."""

    name: str
    holds: bool
    message: str = ""


PASSED = (Found("shapes", True), Found("values", True))
FAILED = (Found("shapes", True), Found("values", False, "expected 1, got 2\nat x = 3"))


def after(interview: Interview, seconds: float) -> Question:
    """The next opening after one question that took so long."""
    answer(interview, interview.next(), well=False, seconds=seconds)
    return interview.next()


def test_a_drill_comes_once_when_half_of_its_time_is_over(with_drill: Begin) -> None:
    assert after(with_drill(topics=("trees",)), 9 * 60).id != "trees.drill"
    interview = with_drill(topics=("trees",))
    drill = after(interview, 10 * 60)
    assert drill.id == "trees.drill"
    interview.keep_work(drill, Work(PASSED, 1), 60)
    assert "trees.drill" not in asked(interview, always(False))


def test_a_short_interview_has_its_drill_in_the_middle(with_drill: Begin) -> None:
    assert after(with_drill(minutes=4, topics=("trees",)), 110).id != "trees.drill"
    assert after(with_drill(minutes=4, topics=("trees",)), 121).id == "trees.drill"


def test_a_drill_is_of_a_topic_that_was_talked_of(with_drill: Begin) -> None:
    interview = with_drill(topics=("stones",))
    assert "trees.drill" not in asked(interview, always(False))


def test_no_drill_comes_when_none_is_wanted(with_drill: Begin) -> None:
    interview = with_drill(code=False, topics=("trees",))
    answer(interview, interview.next(), well=False, seconds=11 * 60)
    assert "trees.drill" not in asked(interview, always(False))


@pytest.mark.parametrize(
    ("work", "score", "missed"),
    [
        (Work(PASSED, 1), 1.0, ()),
        (Work(PASSED, 3), 0.5, ()),
        (Work(PASSED, 1, helped=True), 0.5, ()),
        (Work(FAILED, 2), 0.0, ("values: expected 1, got 2",)),
        (Work(), 0.0, ()),
    ],
)
def test_work_on_a_drill_is_scored_and_found_again(
    with_drill: Begin, progress: Progress, work: Work, score: float, missed: tuple[str, ...]
) -> None:
    interview = with_drill(topics=("trees",))
    drill = after(interview, 10 * 60)
    interview.keep_work(drill, work, 60)
    given = interview.given[-1]
    assert (given.score, given.missed) == (score, missed)
    (record,) = progress.interviews()
    again = Interview(interview._deck, progress, interview.settings, lambda: AT, run_demo, record)
    assert again.given[-1]._replace(question=drill) == given


def test_when_the_time_is_up_nothing_more_is_asked(begin: Begin) -> None:
    interview = begin(minutes=1)
    answer(interview, interview.next(), well=True, seconds=59)
    assert not interview.time_is_up
    answer(interview, interview.next(), well=True, seconds=1)
    assert interview.time_is_up
    assert interview.next() is None


def test_when_it_was_ended_nothing_more_is_asked(begin: Begin, progress: Progress) -> None:
    interview = begin()
    answer(interview, interview.next(), well=True)
    interview.end()
    assert interview.next() is None
    assert [record.is_over for record in progress.interviews()] == [True]


# What is kept


@pytest.mark.parametrize(
    ("points", "rating"),
    [((0, 1, 2), Rating.GOOD), ((0, 2), Rating.HARD), ((1,), Rating.AGAIN), ((), Rating.AGAIN)],
)
def test_all_points_are_good_half_of_them_hard_fewer_again(
    begin: Begin, progress: Progress, points: tuple[int, ...], rating: Rating
) -> None:
    interview = begin()
    interview.keep_speech(interview.next(), "words", points, 12.5)
    (review,) = progress.reviews()
    assert (review.card, review.rating) == ("trees.root", rating)
    assert (review.answer, review.seconds, review.mode) == ("words", 12.5, "interview")
    (given,) = interview.given
    assert given.score == pytest.approx(len(points) / 3)
    missed = [text for place, text in enumerate(POINTS) if place not in points]
    assert list(given.missed) == missed


def test_a_graded_answer_is_good_or_again_and_says_what_was_right(
    begin: Begin, progress: Progress
) -> None:
    interview = begin()
    interview.leave_out(interview.next())
    wrong = interview.next()
    interview.keep_verdict(wrong, grade(wrong, "n"), 5)
    assert interview.given[0][2:] == (0.0, 5, "false", ("true",))
    right = interview.next()
    interview.keep_verdict(right, grade(right, right_answer(right)), 5)
    assert interview.given[1].missed == ()
    ratings = {review.card: review.rating for review in progress.reviews()}
    assert ratings == {wrong.id: Rating.AGAIN, right.id: Rating.GOOD}


def test_where_a_card_names_no_points_its_answer_is_the_one_to_say(begin: Begin) -> None:
    interview = begin(topics=("stones",))
    question = interview.next()
    assert points_of(question) == ("A stone.",)
    assert plausible(question, "a stone, of course") == {0}
    assert plausible(question, "a pebble") == frozenset()
    interview.keep_speech(question, "a pebble", (), 5)
    assert interview.given[0].score == 0
    assert interview.given[0].missed == ("A stone.",)


def test_an_answer_that_is_kept_again_replaces_itself(begin: Begin, progress: Progress) -> None:
    interview = begin()
    question = interview.next()
    for places in ((0,), (0, 1), (0, 1, 2)):
        interview.keep_speech(question, "words", places, 5)
    assert [given.score for given in interview.given] == [1.0]
    assert [review.rating for review in progress.reviews()] == [Rating.GOOD]
    (record,) = progress.interviews()
    assert [answer.missed for answer in record.answers] == [()]
    assert progress.state("trees.root").due == AT.date() + timedelta(days=2)


def test_what_has_not_changed_is_not_written_again(begin: Begin, progress: Progress) -> None:
    interview = begin()
    question = interview.next()
    interview.keep_speech(question, "words", (0,), 5)
    first = list(progress.reviews())
    interview.keep_speech(question, "words", (0,), 5)
    assert list(progress.reviews()) == first


def test_cut_off_between_a_new_and_an_old_answer_the_new_one_stands(
    deck: Deck, progress: Progress
) -> None:
    times = iter([AT, AT, AT])  # to begin, to keep and to keep again, and none to take back

    def clock() -> datetime:
        time = next(times, None)
        if time is None:
            raise KeyboardInterrupt
        return time

    interview = Interview(deck, progress, Settings(topics=("trees",)), clock, run_demo)
    question = interview.next()
    interview.keep_speech(question, "words", (0,), 5)
    with pytest.raises(KeyboardInterrupt):
        interview.keep_speech(question, "words", (0, 1, 2), 5)
    (record,) = progress.interviews()
    later = Interview(deck, progress, settings_of(record), lambda: AT, run_demo, record)
    assert [given.score for given in later.given] == [1.0]


def test_an_interview_without_an_answer_leaves_no_trace(begin: Begin, progress: Progress) -> None:
    interview = begin()
    interview.next()
    interview.end()
    assert progress.interviews() == []


def test_what_was_missed_comes_up_in_practice_the_next_day(
    begin: Begin, deck: Deck, progress: Progress
) -> None:
    interview = begin()
    asked(interview, iter([True, False]), 2)
    tomorrow = AT + timedelta(days=1)
    session = Session(deck, progress, Wishes(topics=("trees",)), lambda: tomorrow, run_demo)
    assert session.next().id == interview.given[1].question.id == "trees.branch"


# Going on


@pytest.mark.parametrize("seed", range(5))
def test_cut_off_anywhere_it_goes_on_as_if_nothing_had_been(
    builtin: Begin, builtin_deck: Deck, progress: Progress, seed: int
) -> None:
    whole = builtin(seed=seed)
    asked(whole, by_chance("answers"), 8)
    expected = [(given.question.id, given.question.ask, given[1:]) for given in whole.given]
    answers = by_chance("answers")
    interview = builtin(seed=seed)
    for _ in range(8):
        asked(interview, answers, 1)
        record = progress.interviews()[-1]
        settings = settings_of(record)
        interview = Interview(builtin_deck, progress, settings, lambda: AT, run_demo, record)
    found = [(given.question.id, given.question.ask, given[1:]) for given in interview.given]
    assert found == expected
    assert interview.next().id == whole.next().id


def test_the_settings_are_those_it_was_begun_with(begin: Begin, progress: Progress) -> None:
    interview = begin(minutes=7.5, level=2, seed=9)
    asked(interview, always(True), 1)
    (record,) = progress.interviews()
    assert settings_of(record) == Settings(7.5, 2, ("trees",), 9)
    unknown = record._replace(settings={"level": 1, "what a later program kept": 3})
    assert settings_of(unknown) == Settings(level=1)


def test_the_time_used_before_counts(begin: Begin, deck: Deck, progress: Progress) -> None:
    interview = begin(minutes=1)
    answer(interview, interview.next(), well=True, seconds=45)
    (record,) = progress.interviews()
    later = Interview(deck, progress, settings_of(record), lambda: AT, run_demo, record)
    assert later.elapsed == 45
    answer(later, later.next(), well=True, seconds=15)
    assert later.next() is None


def test_an_answer_whose_card_has_left_the_deck_is_passed_over(
    begin: Begin, progress: Progress, tmp_path: Path
) -> None:
    asked(begin(), always(True), 3)
    (record,) = progress.interviews()
    path = tmp_path / "cards" / "trees.yaml"
    path.write_text(DECK.replace("id: trees.branch", "id: trees.gone"), encoding="utf-8")
    with open_deck([path.parent], tmp_path / "other.db") as deck:
        later = Interview(deck, progress, settings_of(record), lambda: AT, run_demo, record)
    assert [given.question.id for given in later.given] == ["trees.root", "trees.twig"]


def test_an_interview_that_is_over_only_shows_what_was_answered(
    begin: Begin, deck: Deck, progress: Progress
) -> None:
    interview = begin()
    asked(interview, always(True), 2)
    interview.end()
    (record,) = progress.interviews()
    later = Interview(deck, progress, settings_of(record), lambda: AT, run_demo, record)
    assert later.began == AT
    assert len(later.given) == 2
    assert later.next() is None

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from dlquiz.memory import Flag, Rating

DAY = timedelta(days=1)
AGAIN, HARD, GOOD, EASY = Rating


def answer(progress, card, at, rating=GOOD, **more):
    return progress.record(card, rating, at=at, seconds=5, **more)


def test_an_answer_is_kept_as_it_was_given(progress, evening, opened):
    said = "σ(z) — «да»\n\x00\x1b[31m"
    review = progress.record("a", HARD, at=evening, seconds=7.5, answer=said, mode="drill")
    assert review[1:] == ("a", HARD, evening, date(2025, 3, 10), 7.5, said, "drill")
    assert list(opened().reviews()) == [review]


def test_half_a_character_from_a_terminal_is_kept_as_a_question_mark(progress, evening):
    assert answer(progress, "a", evening, answer="x\udcff").answer == "x?"


def test_an_answer_given_in_another_zone_is_kept_in_utc_with_the_day_lived(opened, evening):
    tokyo = opened(zone=ZoneInfo("Asia/Tokyo"))
    review = answer(tokyo, "a", evening.astimezone(ZoneInfo("America/New_York")))
    assert review.at == evening
    assert review.at.tzinfo is UTC
    assert review.day == date(2025, 3, 11)


@pytest.mark.parametrize("rating", [0, 5])
def test_an_impossible_rating_is_refused_and_nothing_kept(progress, evening, rating):
    with pytest.raises(ValueError, match=f"{rating} is not a valid Rating"):
        answer(progress, "a", evening, rating)
    assert list(progress.reviews()) == []


def test_an_unknown_mode_is_refused(progress, evening):
    with pytest.raises(ValueError, match="'exam' is none of cram, drill, interview, review"):
        answer(progress, "a", evening, mode="exam")


def test_time_that_ran_backwards_counts_as_none(progress, evening):
    assert progress.record("a", GOOD, at=evening, seconds=-3).seconds == 0


# Undo


def test_undo_takes_back_the_last_answer_and_says_which(progress, evening):
    answer(progress, "a", evening)
    before = progress.state("a")
    slip = answer(progress, "a", evening + DAY, AGAIN)
    assert progress.undo(evening + DAY) == slip
    assert progress.state("a") == before


def test_undo_works_after_a_restart_and_twice_undoes_two(progress, evening, opened):
    first, second = answer(progress, "a", evening), answer(progress, "b", evening)
    progress.close()
    later = opened()
    assert [later.undo(evening), later.undo(evening), later.undo(evening)] == [second, first, None]
    assert later.state("a") is later.state("b") is None
    assert list(later.reviews()) == []


def test_undoing_a_first_answer_makes_the_card_new_again(progress, evening):
    answer(progress, "a", evening)
    progress.undo(evening)
    assert progress.unseen(["a"]) == ["a"]
    assert progress.new_today(evening) == 0
    assert list(progress.study_days()) == []


def test_undoing_a_cram_leaves_the_schedule_as_it_is(progress, evening):
    answer(progress, "a", evening)
    state = progress.state("a")
    cram = answer(progress, "a", evening, AGAIN, mode="cram")
    assert progress.undo(evening) == cram
    assert progress.state("a") == state
    assert len(list(progress.reviews())) == 1


@pytest.mark.parametrize("restarted", [False, True])
def test_undo_follows_the_order_of_recording_not_a_clock_set_back(opened, evening, restarted):
    progress = opened()
    answer(progress, "a", evening)
    last = answer(progress, "b", evening - 5 * DAY)
    if restarted:
        progress.close()
        progress = opened()
    assert progress.undo(evening - 5 * DAY) == last


def test_two_terminals_undo_their_own_answers(opened, evening):
    left, right = opened(), opened()
    mine = answer(left, "a", evening)
    yours = answer(right, "a", evening + timedelta(minutes=1), AGAIN)
    assert left.undo(evening + timedelta(minutes=2)) == mine
    assert list(right.reviews()) == [yours]
    expected = right.state("a")
    right.rebuild()
    assert right.state("a") == expected


def test_an_answer_after_an_undo_counts_in_its_place(opened, progress, evening, tmp_path):
    answer(progress, "a", evening, AGAIN)
    progress.undo(evening)
    answer(progress, "a", evening, EASY)
    straight = opened(path=tmp_path / "straight.db")
    answer(straight, "a", evening, EASY)
    assert progress.state("a") == straight.state("a")


# What is due


def test_a_card_is_due_from_the_beginning_of_its_study_day(progress, evening):
    answer(progress, "a", evening)
    assert progress.intervals("a", evening)[GOOD] == 2 * DAY
    due = datetime(2025, 3, 12, 4, 0, tzinfo=UTC)
    assert progress.next_due(evening) == due
    assert list(progress.due(due - timedelta(seconds=1))) == []
    assert list(progress.due(due)) == ["a"]
    assert progress.next_due(due) == due


def test_cards_come_longest_due_first_and_then_as_they_were_last_asked(progress, evening):
    for minute, (card, rating) in enumerate([("c", GOOD), ("b", AGAIN), ("a", GOOD)]):
        answer(progress, card, evening + timedelta(minutes=minute), rating)
    assert list(progress.due(evening + 9 * DAY)) == ["b", "c", "a"]
    assert progress.due_count(evening + 9 * DAY) == 3


def test_an_interval_shown_is_the_interval_given(progress, evening):
    answer(progress, "old", evening - 9 * DAY)
    for card in ("old", "new"):
        shown = progress.intervals(card, evening)
        assert list(shown) == list(Rating)
        assert shown[AGAIN] <= shown[HARD] <= shown[GOOD] <= shown[EASY]
        for rating in Rating:
            answer(progress, card, evening, rating)
            assert progress.state(card).due - date(2025, 3, 10) == shown[rating]
            progress.undo(evening)


def test_answers_recorded_while_the_due_cards_are_read_disturb_neither(opened, evening):
    reader, writer = opened(), opened()
    cards = [f"card-{number:03}" for number in range(200)]
    for card in cards:
        answer(reader, card, evening)
    asked = []
    for card in reader.due(evening + 2 * DAY):
        asked.append(card)
        answer((reader, writer)[len(asked) % 2], card, evening + 2 * DAY)
    assert asked == cards
    assert list(reader.due(evening + 2 * DAY)) == []


def test_nothing_is_ever_due_in_an_empty_file(progress, evening):
    assert list(progress.due(evening)) == []
    assert progress.next_due(evening) is None
    assert progress.due_count(evening) == 0


def test_a_card_answered_under_a_clock_years_ahead_is_asked_and_heals(progress, evening):
    answer(progress, "a", evening + 3650 * DAY)
    assert progress.next_due(evening) == evening
    assert list(progress.due(evening)) == ["a"]
    assert progress.due_count(evening) == 1
    answer(progress, "a", evening)
    assert list(progress.due(evening)) == []
    assert progress.next_due(evening) < evening + 9 * DAY
    state = progress.state("a")
    progress.rebuild()
    assert progress.state("a") == state


def test_flying_west_over_the_date_line_asks_nothing_twice(opened, evening):
    at_home, away = (
        opened(zone=ZoneInfo("Pacific/Auckland")),
        opened(zone=ZoneInfo("Pacific/Midway")),
    )
    answer(at_home, "a", evening)
    assert list(away.due(evening + timedelta(hours=1))) == []


def test_crams_neither_schedule_nor_count_as_seen(progress, evening):
    answer(progress, "a", evening, mode="cram")
    assert progress.state("a") is None
    assert progress.unseen(["a"]) == ["a"]
    assert progress.new_today(evening) == 0


# New cards


def test_unseen_cards_keep_their_order_over_many_chunks(progress, evening):
    ids = [f"card-{number}" for number in range(2000)]
    for card in ids[::3]:
        answer(progress, card, evening)
    progress.suspend("card-1", evening)
    expected = [card for number, card in enumerate(ids) if number % 3 and card != "card-1"]
    assert progress.unseen(ids) == expected
    assert progress.unseen(iter(ids)) == expected


def test_with_a_limit_only_as_many_ids_are_read_as_needed(progress):
    ids = (f"card-{number}" for number in range(10_000))
    assert progress.unseen(ids, limit=3) == ["card-0", "card-1", "card-2"]
    assert int(next(ids).removeprefix("card-")) < 1000
    assert progress.unseen(["x"], limit=0) == []


def test_new_today_counts_cards_first_answered_in_this_study_day(progress, evening):
    answer(progress, "yesterday", evening - DAY)
    answer(progress, "yesterday", evening)
    answer(progress, "today", evening)
    answer(progress, "today", evening)
    answer(progress, "after midnight", evening + timedelta(hours=7, minutes=59))
    answer(progress, "in the morning", evening + timedelta(hours=8))
    assert progress.new_today(evening) == 2
    assert progress.new_today(evening - DAY) == 1


# Marks


def test_a_suspended_card_is_neither_due_nor_new_until_it_is_resumed(progress, evening, opened):
    answer(progress, "a", evening)
    progress.suspend("a", evening)
    progress.suspend("new", evening)
    later = opened()
    assert later.suspended() == {"a", "new"}
    assert list(later.due(evening + 9 * DAY)) == []
    assert later.next_due(evening) is None
    assert later.states() == []
    assert later.unseen(["new"]) == []
    later.resume("a", evening - DAY)  # the clock was set back meanwhile
    later.rebuild()
    assert progress.suspended() == {"new"}
    assert list(progress.due(evening + 9 * DAY)) == ["a"]
    assert progress.states() == [progress.state("a")]


def test_flags_keep_their_remarks(progress, evening, opened):
    progress.flag("a", "the sign is wrong", evening)
    progress.flag("a", "", evening + DAY)
    progress.flag("b", "x\udcff", evening + 2 * DAY)
    assert opened().flags() == [
        Flag("a", "the sign is wrong", evening),
        Flag("a", "", evening + DAY),
        Flag("b", "x?", evening + 2 * DAY),
    ]


# Reading the log


def test_study_days_come_latest_first_and_are_read_only_as_far_as_asked(progress, evening):
    for days in (0, 0, 1, 3):
        answer(progress, "a", evening + days * DAY, mode="cram")
    answer(progress, "b", evening + 7 * DAY)
    progress.undo(evening + 8 * DAY)
    assert list(progress.study_days()) == [date(2025, 3, 13), date(2025, 3, 11), date(2025, 3, 10)]
    assert list(islice(progress.study_days(), 1)) == [date(2025, 3, 13)]


def test_a_long_log_is_read_whole_and_in_order(progress, evening):
    times = [evening + timedelta(minutes=minute) for minute in range(1100)]
    for at in times:
        answer(progress, f"card-{at.minute}", at, mode="cram")
    assert [review.at for review in progress.reviews()] == times


def test_what_needs_no_fsrs_and_no_numpy_loads_neither(file):
    code = f"""if True:
        import sys
        from datetime import UTC, datetime
        from pathlib import Path
        from dlquiz.memory import open_progress
        at = datetime(2025, 3, 10, tzinfo=UTC)
        with open_progress(Path({str(file)!r})) as progress:
            list(progress.due(at)), progress.next_due(at), progress.unseen(["a"])
            progress.new_today(at), list(progress.study_days()), progress.suspended()
        heavy = {{"fsrs", "numpy", "dataclasses", "inspect", "uuid", "json", "random"}}
        print(sorted(heavy & set(sys.modules)))
    """
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_one_answer_is_taken_back_by_itself_and_only_once(progress, evening):
    first, second = (answer(progress, card, evening) for card in "ab")
    assert progress.retract(first, evening + DAY) == first
    assert progress.retract(first, evening + DAY) is None
    assert list(progress.reviews()) == [second]
    assert progress.state("a") is None

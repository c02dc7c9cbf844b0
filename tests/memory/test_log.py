import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dlquiz.memory.log import microseconds, moment, new_id, storable

moments = st.datetimes(datetime(1970, 1, 1), datetime(9000, 1, 1)).map(
    lambda at: at.replace(tzinfo=UTC)
)


@given(moments)
def test_an_id_is_a_uuid_of_version_seven_that_carries_its_time(at):
    key = uuid.UUID(new_id(at, None))
    assert str(key) == new_id(at, None)[:18] + str(key)[18:]
    assert (key.version, key.variant) == (7, uuid.RFC_4122)
    assert key.int >> 80 == (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


@given(st.lists(moments, min_size=2, max_size=20))
def test_ids_of_a_card_grow_whatever_the_clock_does(clock):
    keys = [new_id(clock[0], None)]
    for at in clock[1:]:
        keys.append(new_id(at, keys[-1]))
    assert keys == sorted(set(keys))


def test_five_thousand_ids_of_one_millisecond_still_grow():
    at = datetime(2025, 3, 10, tzinfo=UTC)
    keys = [new_id(at, None)]
    for _ in range(5000):
        keys.append(new_id(at, keys[-1]))
    assert keys == sorted(set(keys))


def test_ids_of_one_moment_differ_between_machines():
    at = datetime(2025, 3, 10, tzinfo=UTC)
    assert len({new_id(at, None) for _ in range(1000)}) == 1000


def test_a_moment_before_1970_still_gets_an_id():
    assert uuid.UUID(new_id(datetime(1960, 1, 1, tzinfo=UTC), None)).version == 7


@given(moments)
def test_a_moment_is_kept_to_the_microsecond(at):
    assert moment(microseconds(at)) == at


@given(st.text(alphabet=st.characters(categories=None)))
def test_any_text_becomes_storable_and_proper_text_stays(text):
    kept = storable(text)
    kept.encode("utf-8")
    if not any("\ud800" <= letter <= "\udfff" for letter in text):
        assert kept == text

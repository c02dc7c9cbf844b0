import os
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.memory import StudyDays

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "America/Sao_Paulo", "Asia/Beirut"]


def test_the_day_ends_at_four_in_the_morning_not_at_midnight():
    days = StudyDays(zone=BERLIN)
    assert days.of(datetime(2025, 6, 2, 3, 59, tzinfo=BERLIN)) == date(2025, 6, 1)
    assert days.of(datetime(2025, 6, 2, 4, 0, tzinfo=BERLIN)) == date(2025, 6, 2)


def test_a_day_begins_when_its_owner_says():
    night_owl = StudyDays(time(11, 30), BERLIN)
    assert night_owl.of(datetime(2025, 6, 2, 11, 29, tzinfo=BERLIN)) == date(2025, 6, 1)
    assert night_owl.start(date(2025, 6, 2)) == datetime(2025, 6, 2, 9, 30, tzinfo=UTC)


def test_the_zone_decides_not_the_clock_the_moment_was_read_from():
    moment = datetime(2025, 6, 2, 1, 30, tzinfo=UTC)
    assert StudyDays(zone=UTC).of(moment) == date(2025, 6, 1)
    assert StudyDays(zone=ZoneInfo("Asia/Tokyo")).of(moment) == date(2025, 6, 2)


@pytest.mark.parametrize(
    ("before", "hours"), [(date(2025, 3, 29), 23), (date(2025, 10, 25), 25), (date(2025, 7, 1), 24)]
)
def test_a_day_is_an_hour_short_or_long_where_daylight_saving_changes(before, hours):
    days = StudyDays(zone=BERLIN)
    assert days.start(before + timedelta(days=1)) - days.start(before) == timedelta(hours=hours)


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2035, 1, 1)),
    st.sampled_from(ZONES),
    st.times().map(lambda t: t.replace(fold=0)),
)
def test_every_moment_lies_between_the_start_of_its_day_and_the_next(moment, zone, starts):
    days = StudyDays(starts, ZoneInfo(zone))
    at = moment.replace(tzinfo=UTC)
    day = days.of(at)
    assert days.start(day) <= at < days.start(day + timedelta(days=1))


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="a moment needs its time zone"):
        StudyDays(zone=UTC).of(datetime(2025, 6, 2))


@pytest.mark.skipif(os.name == "nt", reason="TZ sets the local zone on POSIX alone")
def test_without_a_zone_the_day_follows_the_computers_clock_through_daylight_saving():
    code = (
        "from datetime import date; from dlquiz.memory import StudyDays; days = StudyDays();"
        "print(days.start(date(2025, 3, 29)), days.start(date(2025, 3, 30)),"
        "days.of(days.start(date(2025, 3, 30))))"
    )
    environment = {**os.environ, "TZ": "Europe/Berlin"}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout == "2025-03-29 03:00:00+00:00 2025-03-30 02:00:00+00:00 2025-03-30\n"

"""The study day: it ends when a person goes to bed, not at midnight."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

DAY_STARTS = time(4)


class StudyDays(NamedTuple):
    """Cuts time into study days that begin at `starts` by the clock of `zone`.

    Without a zone the clock is the computer's own. A day is 23 or 25 hours long where
    daylight saving begins or ends.

    >>> StudyDays(zone=UTC).of(datetime(2025, 3, 2, 3, 59, tzinfo=UTC))
    datetime.date(2025, 3, 1)
    """

    starts: time = DAY_STARTS
    zone: tzinfo | None = None

    def start(self, day: date) -> datetime:
        """The moment `day` begins, in UTC."""
        return datetime.combine(day, self.starts, self.zone).astimezone(UTC)

    def of(self, at: datetime) -> date:
        """The study day that the moment `at` falls in."""
        if at.utcoffset() is None:
            raise ValueError(f"a moment needs its time zone: {at!r}")
        today = at.astimezone(self.zone).date()
        return today if at >= self.start(today) else today - timedelta(days=1)

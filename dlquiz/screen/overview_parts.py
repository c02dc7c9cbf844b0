"""The numbers of `dlquiz stats` as parts of a page: a title, a sentence, and lines to look at."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from rich.text import Text

from dlquiz.quiz.overview import Band, Forgetting, Overview, TopicStrength
from dlquiz.screen.stage import Lines, beside, width_of
from dlquiz.screen.summary import count, duration
from dlquiz.screen.views import draw
from dlquiz.screen.views.numerals import numeral
from dlquiz.screen.views.paper import Paper
from dlquiz.trace import Bars, Grid, Points, Table

_GAP = 3
_LEAST_BARS, _LEAST_PLOT = 22, 36  # columns from which on they may stand beside a table
_PLOT_ROWS = 12
_MOST_NAMES = 5
_REPEAT = "the least remembered first. A repeat is an answer to a card seen on an earlier day"
_TOMORROW = "% tomorrow is the recall to expect then"
_ENOUGH = 10  # repeats without which a point of the curve is mere chance
_FORTNIGHT = 14
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEK = timedelta(days=7)
_CELL = 5  # columns of a week in the calendar


class Part(NamedTuple):
    """A part of the page; where there is nothing to look at, its sentence says so."""

    title: str
    note: str
    lines: Sequence[Text] = ()


# Topics


def topics_part(found: Overview, paper: Paper) -> Part:
    """How much of each topic was remembered, the least first."""
    begun = [topic for topic in found.topics if topic.seen or topic.repeats or topic.seconds]
    if not begun:
        return Part("Topics", "no card of this deck has been answered.")
    begun.sort(key=lambda topic: 2.0 if topic.retention is None else topic.retention)
    tested = [topic for topic in begun if topic.repeats]
    note = f"{_REPEAT}; {_TOMORROW}." if tested else f"{_TOMORROW}."
    note += _not_begun([topic.topic for topic in found.topics if topic not in begun])
    table = draw(_topic_table(begun), paper)
    if not tested:
        return Part("Topics", note, table)
    if room := _room(table, paper, _LEAST_BARS):
        return Part("Topics", note, _pair(table, _topic_bars(tested, room, named=False)))
    return Part("Topics", note, [*table, Text(), *_topic_bars(tested, paper, named=True)])


def _not_begun(names: Sequence[str]) -> str:
    if len(names) > _MOST_NAMES:
        return f" {len(names)} topics are not begun."
    return f" Not begun: {', '.join(names)}." if names else ""


def _topic_table(begun: Sequence[TopicStrength]) -> Table:
    widest = max(len(str(topic.seen)) for topic in begun)
    rows = tuple(
        (
            topic.topic,
            f"{topic.seen:>{widest}}/{topic.cards}",
            round(topic.seconds / 60),
            "–" if topic.strength is None else round(100 * topic.strength),
        )
        for topic in begun
    )
    return Table(("topic", "seen", "minutes", "% tomorrow"), rows)


def _topic_bars(tested: Sequence[TopicStrength], paper: Paper, *, named: bool) -> Lines:
    """Bars under two lines of heading, as the rows of a table are; `named` if they stand alone."""
    title = "% remembered" if named else "repeats  % remembered"
    labels = [one.topic if named else f"{one.repeats:>7}" for one in tested]
    values = [float(round(100 * (one.retention or 0.0))) for one in tested]
    heading, *bars = draw(Bars(tuple(labels), tuple(values), title, top=100.0), paper)
    rule = Text(("─" if paper.unicode else "-") * len(title), no_wrap=True)
    return [heading, rule, *bars]


# The fortnight ahead and the one behind


def due_part(found: Overview, paper: Paper) -> Part:
    cards, days = sum(found.forecast), len(found.forecast)
    if not cards:
        return Part("Due", f"nothing falls due in the next {days} days.")
    ahead = [(found.today + timedelta(day), float(n)) for day, n in enumerate(found.forecast)]
    note = f"{count(cards, 'card')} in the next {days} days:"
    return Part("Due", note, _daily(ahead, found.today, paper))


def time_part(found: Overview, paper: Paper) -> Part:
    title, spent = "Minutes", found.time_spent.total_seconds()
    a_day = round(spent / 60 / len(found.days), 1)
    note = f"{numeral(a_day, 2)} a study day, {duration(spent / found.reviews)} a card"
    since = found.today - timedelta(_FORTNIGHT - 1)
    behind = [
        (day.day, max(round(day.seconds / 60, 1), 0.1))  # it was a day all the same
        for day in found.days
        if since <= day.day <= found.today
    ]
    if not behind:
        return Part(title, f"{note}, none in the last {_FORTNIGHT} days.")
    return Part(title, f"{note}:", _daily(behind, found.today, paper))


def _daily(values: Sequence[tuple[date, float]], today: date, paper: Paper) -> Lines:
    """A bar for each day that has one."""
    shown = [(day, value) for day, value in values if value]
    labels = tuple("today" if day == today else f"{day:%a %d}" for day, _ in shown)
    return draw(Bars(labels, tuple(value for _, value in shown)), paper)


# The calendar


def calendar_part(found: Overview, paper: Paper) -> Part:
    """The answers of each day, a column a week, as many weeks as there are and as fit."""
    today = found.today
    answers = {day.day: day.answers for day in found.days if day.day <= today}
    if not answers:
        return Part("Study days", "none so far.")
    weeks = min((_monday(today) - _monday(min(answers))) // _WEEK, (paper.width - 2) // _CELL - 2)
    mondays = [_monday(today) - ago * _WEEK for ago in range(max(weeks, 0), -1, -1)]
    since = max(mondays[0], min(answers))
    shown = count(sum(day >= since for day in answers), "day")
    rows = _months(mondays), *_weekdays(mondays, answers, today)
    grid = Grid(rows, marked=((1 + today.weekday(), len(mondays)),))
    return Part(
        "Study days",
        f"{shown} since {since.day} {since:%B}; how many answers each day has:",
        draw(grid, paper),
    )


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def _months(mondays: Sequence[date]) -> tuple[str, ...]:
    """The name of each month above the first of its weeks."""
    later = [f"{now:%b}" * (now.month != before.month) for before, now in pairwise(mondays)]
    return ("", f"{mondays[0]:%b}", *later)


def _weekdays(
    mondays: Sequence[date], answers: Mapping[date, int], today: date
) -> Iterator[tuple[str, ...]]:
    for weekday, name in enumerate(_WEEKDAYS):
        days = [monday + timedelta(weekday) for monday in mondays]
        yield (name, *(_number(answers.get(day, 0)) * (day <= today) for day in days))


def _number(answers: int) -> str:
    """
    >>> [_number(answers) for answers in (0, 12, 1234)]
    ['.', '12', '1k']
    """
    if not answers:
        return "."
    return str(answers) if answers < 1000 else f"{answers // 1000}k"


# Forgetting


def forgetting_part(found: Overview, paper: Paper, *, plain: bool = False) -> Part:
    """Expected against observed recall, by time and by expectation; a plain page has no picture."""
    measured = found.forgetting
    if measured is None:
        return Part("Forgetting", "known once a card has been answered on two days.")
    difference = "within chance" if measured.is_within_chance else "beyond chance"
    note = (
        f"of {count(measured.repeats, 'repeat')} {measured.expected:.0%} expected,"
        f" {measured.remembered:.0%} remembered: {difference}."
        " In %, by days since the last answer and by expectation:"
    )
    lines = draw(_by_wait(measured), paper)
    sure = [band for band in measured.by_wait if band.repeats >= _ENOUGH]
    if len(sure) > 1 and not plain:
        room = _room(lines, paper, _LEAST_PLOT)
        plot = _picture(sure, room or paper)
        lines = _pair(lines, plot) if room else [*lines, Text(), *plot]
    return Part("Forgetting", note, [*lines, Text(), *draw(_by_expectation(measured), paper)])


def _by_wait(measured: Forgetting) -> Table:
    rows = tuple(
        (_days(band), round(100 * band.expected), round(100 * band.remembered), band.repeats)
        for band in measured.by_wait
    )
    return Table(("days", "expected", "remembered", "repeats"), rows)


def _days(band: Band) -> str:
    """
    >>> [_days(Band(low, high, 0.9, 0.9, 1)) for low, high in ((1, 2), (3, 5), (65, None))]
    ['1', '3–4', '65+']
    """
    if band.high is None:
        return f"{band.low:g}+"
    return f"{band.low:g}" if band.high == band.low + 1 else f"{band.low:g}–{band.high - 1:g}"


def _by_expectation(measured: Forgetting) -> Table:
    """A column a band, for a page has more columns to spare than rows."""
    bands = measured.by_expectation
    names = (f"{100 * band.low:.0f}–{100 * (band.high or 1.0):.0f}" for band in bands)
    remembered: tuple[int | str, ...] = tuple(round(100 * band.remembered) for band in bands)
    repeats: tuple[int | str, ...] = tuple(band.repeats for band in bands)
    return Table(("expected", *names), (("remembered", *remembered), ("repeats", *repeats)))


def _picture(bands: Sequence[Band], paper: Paper) -> Lines:
    """What was remembered as marks and what was expected as a line, each band at its middle."""
    days = [(band.low + (band.high or 2 * band.low) - 1) / 2 for band in bands]
    remembered = [100 * band.remembered for band in bands]
    expected = [100 * band.expected for band in bands]
    view = Points(
        {"remembered": tuple(zip(days, remembered, strict=True))},
        {"expected": tuple(zip(days, expected, strict=True))},
        x_label="days",
        y_label="recall in %",
    )
    return draw(view, paper._replace(height=_PLOT_ROWS))


def _room(table: Lines, paper: Paper, least: int) -> Paper | None:
    """The paper beside a table; None if it is too narrow for what should stand there."""
    room = paper.width - width_of([table]) - _GAP
    return paper._replace(width=room) if room >= least else None


def _pair(left: Lines, right: Lines) -> Lines:
    return beside([left, right], [width_of([left]), width_of([right])])

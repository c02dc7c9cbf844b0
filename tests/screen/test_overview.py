"""The numbers as a page: what stands where, on which terminal, and what is left out."""

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from rich.console import Console

from dlquiz.memory import open_progress
from dlquiz.quiz.overview import Band, Forgetting, Overview, Standing, StudyDay, TopicStrength
from dlquiz.screen.overview import html, print_overview

MONDAY = date(2025, 3, 10)
BRAILLE = re.compile("[\u2801-\u28ff]")
TITLES = ["Topics", "Due", "Minutes", "Study days", "Forgetting"]


def topic(
    name: str, retention: float | None = None, repeats: int = 0, seen: int = 4
) -> TopicStrength:
    return TopicStrength(name, 20, seen, 0.93 if seen else None, repeats, retention, seen * 60.0)


WAITS = (
    Band(1, 2, 0.84, 0.77, 120),
    Band(3, 5, 0.88, 0.86, 60),
    Band(9, 17, 0.9, 0.91, 40),
    Band(65, None, 0.9, 0.0, 1),
)
EXPECTATIONS = (Band(0.8, 0.85, 0.83, 0.77, 101), Band(0.95, None, 0.97, 0.9, 120))
DAYS = tuple(
    StudyDay(MONDAY - timedelta(ago), 40 + ago, 600.0 + 60 * ago) for ago in (33, 20, 12, 5, 1, 0)
)
FULL = Overview(
    today=MONDAY,
    standing=Standing(60, 7, 30, 2, 40, None),
    reviews=311,
    retention=0.8,
    retention_month=0.85,
    time_spent=timedelta(minutes=131),
    topics=(topic("adam", 0.9, 30), topic("dropout", 0.6, 25), topic("softmax"), topic("sgd")),
    forecast=(7, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
    days=DAYS,
    forgetting=Forgetting(221, 0.88, 0.8, 0.02, EXPECTATIONS, WAITS),
)
EMPTY = FULL._replace(
    standing=Standing(60, 0, 60, 0, 0, None),
    reviews=0,
    retention=None,
    retention_month=None,
    time_spent=timedelta(0),
    topics=(topic("adam", seen=0), topic("dropout", seen=0)),
    forecast=(0,) * 14,
    days=(),
    forgetting=None,
)
ONE = EMPTY._replace(
    standing=Standing(60, 0, 59, 1, 1, None),
    reviews=1,
    time_spent=timedelta(seconds=21),
    topics=(topic("adam", seen=1), topic("dropout", seen=0)),
    forecast=(0, 0, 1, *(0,) * 11),
    days=(StudyDay(MONDAY, 1, 21.0),),
)


def page(found: Overview, width: int = 80, *, plain: bool = False, **options: object) -> list[str]:
    console = Console(file=io.StringIO(), width=width, **options)  # type: ignore[arg-type]
    print_overview(console, found, plain=plain)
    return console.file.getvalue().splitlines()  # type: ignore[attr-defined]


def part(found: Overview, title: str, width: int = 80) -> list[str]:
    """The lines of one part of a plain page."""
    text = "\n".join(page(found, width, plain=True))
    (own,) = (block for block in re.split(r"\n\n(?=[A-Z])", text) if block.startswith(title))
    return own.splitlines()


def test_what_matters_most_stands_first() -> None:
    lines = page(FULL)
    assert lines[:3] == [
        "60 cards: 7 due, 30 new. 40 answered today, streak 2 days.",
        "311 answers in 2 h 11 min; remembered 80% of all, 85% of the last 30 days.",
        "",
    ]
    text = "\n".join(lines)
    places = [text.index(f"{title}: ") for title in TITLES]
    assert places == sorted(places)


@pytest.mark.parametrize("found", [FULL, ONE, EMPTY])
@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("width", [30, 40, 60, 79, 80, 100, 160, 161, 200, 300])
def test_no_line_is_wider_than_the_screen_or_ends_in_blanks(
    found: Overview, plain: bool, width: int
) -> None:
    lines = page(found, width, plain=plain)
    assert all(len(line) <= width and line == line.rstrip() for line in lines)


def test_a_wide_screen_has_two_columns_and_fits_into_fifty_rows() -> None:
    lines = page(FULL, 200)
    assert any("Topics: " in line and "Due: " in line for line in lines)
    assert any("Due: " in line and "Minutes: " in line for line in page(FULL, 80))
    assert len(lines) < len(page(FULL, 80)) < 60


def test_before_any_answer_the_page_says_how_to_begin_and_no_more() -> None:
    assert page(EMPTY) == [
        "60 cards: 0 due, 60 new. 0 answered today, streak 0 days.",
        "No answer yet: dlquiz practice asks the first question.",
    ]


def test_after_one_answer_what_is_not_known_is_a_sentence() -> None:
    lines = page(ONE)
    assert lines[1] == "1 answer in 21 s."
    assert lines[-1] == "Forgetting: known once a card has been answered on two days."
    assert "remembered" not in "\n".join(lines)
    assert len(lines) < 24
    nothing_due = ONE._replace(forecast=(0,) * 14)
    assert "Due: nothing falls due in the next 14 days." in "\n".join(page(nothing_due, 200))


def test_the_least_remembered_topic_comes_first_and_untested_ones_last() -> None:
    rows = part(FULL, "Topics")[4:]
    assert [row.split()[0] for row in rows] == ["dropout", "adam", "softmax", "sgd"]
    assert re.fullmatch(r"dropout +4/20 +4 +93 +25 +60 +█+.?", rows[0])
    assert re.fullmatch(r"softmax +4/20 +4 +93", rows[2])


def test_on_a_narrow_screen_the_bars_of_topics_bear_their_names() -> None:
    rows = part(FULL, "Topics", width=50)
    assert sum(row.startswith("dropout ") for row in rows) == 2


def test_topics_not_begun_are_named_unless_they_are_many() -> None:
    two = ONE._replace(topics=(topic("adam"), topic("sgd", seen=0), topic("softmax", seen=0)))
    assert "Not begun: sgd, softmax." in " ".join(part(two, "Topics"))
    many = tuple(topic(f"topic-{number}", seen=0) for number in range(9))
    assert "9 topics are not begun." in " ".join(
        part(ONE._replace(topics=(topic("adam"), *many)), "T")
    )
    assert part(ONE._replace(topics=many), "T") == [
        "Topics: no card of this deck has been answered."
    ]


def test_the_forecast_names_its_days_and_leaves_out_empty_ones() -> None:
    title, *rows = part(FULL, "Due")
    assert title == "Due: 20 cards in the next 14 days:"
    assert [row.split("  ")[0] for row in rows] == ["today", "Wed 12", "Sun 23"]


def test_minutes_are_those_of_the_last_fortnight() -> None:
    title, *rows = part(FULL, "Minutes")
    assert title == "Minutes: 22 a study day, 25 s a card:"
    assert [row.split("  ")[0] for row in rows] == ["Wed 26", "Wed 05", "Sun 09", "today"]
    long_ago = FULL._replace(days=DAYS[:1])
    assert part(long_ago, "Minutes")[0].endswith("a card, none in the last 14 days.")


def test_the_calendar_has_a_column_a_week_and_today_in_brackets() -> None:
    assert part(FULL, "Study days") == [
        "Study days: 6 days since 5 February; how many answers each day has:",
        "│      Feb                 Mar      │",
        "│ Mon    .    .    .    .    . [ 40]│",
        "│ Tue    .    .   60    .    .      │",
        "│ Wed   73    .    .   52   45      │",
        "│ Thu    .    .    .    .    .      │",
        "│ Fri    .    .    .    .    .      │",
        "│ Sat    .    .    .    .    .      │",
        "│ Sun    .    .    .    .   41      │",
    ]


def test_the_calendar_has_the_last_weeks_that_fit() -> None:
    year = tuple(StudyDay(MONDAY - timedelta(ago), 5, 60.0) for ago in range(400, -1, -1))
    for width in (40, 80):
        title, months, monday, *_ = part(FULL._replace(days=year), "Study days", width)[-9:]
        assert monday.endswith("[  5]│")
        assert (len(monday), len(months)) == (5 * ((width - 2) // 5) + 2,) * 2
    assert title == "Study days: 92 days since 9 December; how many answers each day has:"


def test_days_under_a_clock_that_ran_ahead_are_not_in_the_calendar() -> None:
    ahead = ONE._replace(days=(StudyDay(MONDAY + timedelta(40), 1, 21.0),))
    assert part(ahead, "Study days") == ["Study days: none so far."]


def test_forgetting_is_shown_by_wait_and_by_expectation_with_counts() -> None:
    lines = part(FULL, "Forgetting")
    assert " ".join(lines[:2]) == (
        "Forgetting: of 221 repeats 88% expected, 80% remembered: beyond chance."
        " In %, by days since the last answer and by expectation:"
    )
    assert [line.split() for line in lines[4:8]] == [
        ["1", "84", "77", "120"],
        ["3–4", "88", "86", "60"],
        ["9–16", "90", "91", "40"],
        ["65+", "90", "0", "1"],
    ]
    assert [line.split() for line in lines[9:]][::2] == [
        ["expected", "80–85", "95–100"],
        ["remembered", "77", "90"],
    ]
    assert lines[-1].split() == ["repeats", "101", "120"]


def test_a_difference_that_chance_explains_is_called_so() -> None:
    assert FULL.forgetting is not None
    lucky = FULL._replace(forgetting=FULL.forgetting._replace(chance=0.05))
    assert "80% remembered: within chance." in part(lucky, "Forgetting")[0]


def test_the_picture_stands_beside_its_table_and_shows_what_is_more_than_chance() -> None:
    rows = [line for line in page(FULL) if "│" in line or "┤" in line]
    beside = [row for row in rows if not row.startswith("│")]
    assert sum(row.count("●") for row in beside) == 3  # not the band of one repeat
    assert any(row.startswith("1 ") for row in beside)
    assert "● remembered  ▲ expected" in "\n".join(page(FULL))


def test_two_points_are_needed_for_a_picture() -> None:
    assert FULL.forgetting is not None
    few = FULL._replace(forgetting=FULL.forgetting._replace(by_wait=WAITS[:1]))
    assert "●" not in "\n".join(page(few))


def test_a_plain_page_has_one_column_and_no_picture_but_bars() -> None:
    text = "\n".join(page(FULL, 200, plain=True))
    assert re.findall(r"^([A-Z][a-z ]+): ", text, re.MULTILINE) == TITLES
    assert not BRAILLE.search(text)
    assert BRAILLE.search("\n".join(page(FULL, 200)))


def test_without_unicode_the_page_is_ascii() -> None:
    class Ascii(io.StringIO):
        encoding = "ascii"

    console = Console(file=Ascii(), width=80)
    print_overview(console, FULL)
    assert console.file.getvalue().isascii()  # type: ignore[attr-defined]


def read(text: str) -> tuple[list[str], str]:
    """The tags and the text of a page."""
    return re.findall(r"<(\w+)", text), unescape(re.sub("<[^>]*>", "", text))


def test_the_html_page_has_every_part_with_its_picture() -> None:
    tags, text = read(html(FULL))
    assert [tags.count(tag) for tag in ("h1", "h2", "svg")] == [1, 5, 5]
    for wanted in ("10 March 2025", "7 due, 30 new", *TITLES, "dropout", "Wed 12", "[ 40]"):
        assert wanted in text


def test_the_html_page_needs_no_network_and_knows_the_dark() -> None:
    text = html(FULL)
    assert set(re.findall(r"https?://[^\"]*", text)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"@font-face|@import|url\(|href|src=|<script", text)
    assert "prefers-color-scheme: dark" in text


def test_names_in_the_html_page_are_text() -> None:
    tags, text = read(html(FULL._replace(topics=(topic("<script>x</script>", 0.5, 20),))))
    assert "script" not in tags
    assert "<script>x</script>" in text


def test_the_html_page_before_any_answer_says_how_to_begin() -> None:
    tags, text = read(html(EMPTY))
    assert "svg" not in tags
    assert "No answer yet" in text


@pytest.fixture
def learnt(home: Path, made: Path) -> None:
    """Two cards answered again and again over one March."""
    first = datetime(2025, 3, 3, 20, 0, tzinfo=UTC)
    with open_progress(home / "progress.db", zone=UTC) as progress:
        for place, card in enumerate(["made.claim", "made.choice"] * 12):
            at = first + timedelta(days=place // 2 + place % 2)
            progress.record(card, 3 if place % 5 else 1, at=at, seconds=15)


@pytest.mark.usefixtures("learnt")
@pytest.mark.parametrize("columns", [80, 200])
def test_a_terminal_shows_the_page_in_colour(terminal: Callable, columns: int) -> None:
    running = terminal("stats", columns=columns, rows=90)
    assert running.wait_for_end() == 0
    assert "24 answers in 6 min 0 s; remembered" in running.screen
    assert all(f"{title}: " in running.screen for title in TITLES)
    assert b"\x1b[38;5;" in running.raw


@pytest.mark.usefixtures("learnt")
def test_no_color_leaves_weight_alone(terminal: Callable) -> None:
    running = terminal("stats", rows=90, NO_COLOR="1")
    assert running.wait_for_end() == 0
    assert set(re.findall(rb"\x1b\[([0-9;]*)m", running.raw)) == {b"0", b"1"}
    assert "█" in running.screen

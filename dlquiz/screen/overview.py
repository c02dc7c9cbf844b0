"""The numbers of `dlquiz stats` as a page on the screen, and as a page of HTML."""

from collections.abc import Iterator, Sequence
from html import escape

from rich.console import Console
from rich.text import Text

from dlquiz.quiz.overview import Overview
from dlquiz.screen import overview_parts as parts
from dlquiz.screen.document import whole_page
from dlquiz.screen.drawing import svg
from dlquiz.screen.overview_parts import Part
from dlquiz.screen.stage import Lines, beside, caption_lines
from dlquiz.screen.summary import count, duration
from dlquiz.screen.views.paper import Paper, paper_of

_GAP = 3
_HALF, _WIDEST = 38, 100  # columns that a part needs beside another, and that it makes use of
_SHEET = Paper(width=100, colours=2**24)
_STYLE = """\
section { margin: 2em 0; }
figure { margin: 0; overflow-x: auto; }"""


def percent(share: float | None) -> str:
    """A share for people; a dash where nothing is known yet."""
    return "–" if share is None else f"{share:.0%}"


def print_overview(console: Console, found: Overview, *, plain: bool = False) -> None:
    """The sum in two sentences, then the parts, two beside each other where there is room.

    A plain page has one column and no pictures but bars.
    """
    paper = paper_of(console)
    for place, sentence in enumerate(headline(found)):
        for line in caption_lines(sentence, paper):
            console.print(Text(line.plain, "" if place else "bold"))
    if not found.reviews:
        return
    for line in _page(found, paper, plain=plain):
        line.rstrip()
        console.print(line, no_wrap=True, crop=False)


def headline(found: Overview) -> list[str]:
    """What stands and what was learnt, a sentence each; before any answer, how to begin."""
    now = found.standing
    stands = (
        f"{count(now.cards, 'card')}: {now.due} due, {now.new} new."
        f" {now.answered_today} answered today, streak {count(now.streak, 'day')}."
    )
    if not found.reviews:
        return [stands, "No answer yet: dlquiz practice asks the first question."]
    seconds = found.time_spent.total_seconds()
    learnt = f"{count(found.reviews, 'answer')} in {duration(seconds)}"
    if found.retention is not None:
        learnt += f"; remembered {percent(found.retention)} of all"
    if found.retention_month is not None:
        learnt += f", {percent(found.retention_month)} of the last 30 days"
    return [stands, f"{learnt}."]


def _page(found: Overview, paper: Paper, *, plain: bool) -> Lines:
    """The parts below each other; on a wide screen in two columns."""
    if plain:
        one = paper._replace(width=min(paper.width, _WIDEST))
        return _stacked([_lines(part, one) for part in _all_parts(found, one, plain=True)])
    half = paper._replace(width=min((paper.width - _GAP) // 2, _WIDEST))
    if half.width < 2 * _HALF + _GAP:
        return _stacked(list(_blocks(found, paper._replace(width=min(paper.width, _WIDEST)))))
    topics, fortnights, calendar, forgetting = _blocks(found, half)
    columns = [_stacked([topics, calendar]), _stacked([fortnights, forgetting])]
    return beside(columns, [half.width, half.width])


def _blocks(found: Overview, paper: Paper) -> Iterator[Lines]:
    """Topics, the fortnights ahead and behind, the calendar, forgetting."""
    half = paper._replace(width=(paper.width - _GAP) // 2)
    yield _lines(parts.topics_part(found, paper), paper)
    if half.width < _HALF:
        yield _lines(parts.due_part(found, paper), paper)
        yield _lines(parts.time_part(found, paper), paper)
    else:
        fortnights = parts.due_part(found, half), parts.time_part(found, half)
        yield beside([_lines(part, half) for part in fortnights], [half.width, half.width])
    yield _lines(parts.calendar_part(found, paper), paper)
    yield _lines(parts.forgetting_part(found, paper), paper)


def _all_parts(found: Overview, paper: Paper, *, plain: bool = False) -> list[Part]:
    """Every part, the one that matters most first."""
    return [
        parts.topics_part(found, paper),
        parts.due_part(found, paper),
        parts.time_part(found, paper),
        parts.calendar_part(found, paper),
        parts.forgetting_part(found, paper, plain=plain),
    ]


def _lines(part: Part, paper: Paper) -> Lines:
    """A part with its title before its sentence."""
    said = caption_lines(f"{part.title}: {part.note}", paper)
    said[0].stylize("bold", 0, len(part.title))
    return [*said, *part.lines]


def _stacked(blocks: Sequence[Lines]) -> Lines:
    return [line for block in blocks for line in [Text(), *block]]


def html(found: Overview) -> str:
    """A page that opens without a network, light or dark."""
    title = f"dlquiz: how the learning goes, {found.today:%d %B %Y}"
    sentences = "".join(f"<p>{escape(sentence)}</p>\n" for sentence in headline(found))
    shown = _all_parts(found, _SHEET) if found.reviews else []
    return whole_page(title, sentences + "".join(map(_section, shown)), _STYLE)


def _section(part: Part) -> str:
    note = part.note[:1].upper() + part.note[1:]
    drawn = svg(part.lines, part.title, alone=False) if part.lines else ""
    figure = f"<figure>\n{drawn}</figure>\n" if drawn else ""
    return f"<section>\n<h2>{escape(part.title)}</h2>\n<p>{escape(note)}</p>\n{figure}</section>\n"

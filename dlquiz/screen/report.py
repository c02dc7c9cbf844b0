"""A scorecard as a file to keep: Markdown, JSON, or a page that needs nothing beside itself."""

import json
import re
from html import escape

from dlquiz.quiz.interview import Given
from dlquiz.quiz.scorecard import Scorecard
from dlquiz.screen.document import whole_page
from dlquiz.screen.prose import prose, visible
from dlquiz.screen.scorecard import (
    HEADINGS,
    answered,
    asked,
    conclusion,
    detail,
    lacking,
    mark,
    topic_rows,
    total,
)

ENDINGS = (".md", ".html", ".json")
_STYLE = """\
body { line-height: 1.5; max-width: 50em; overflow-wrap: anywhere; }
table { border-collapse: collapse; }
th, td { text-align: left; padding: 0.2em 1em 0.2em 0; border-bottom: 1px solid currentColor; }
li { margin: 1em 0; }
li li { margin: 0; }
"""
_MARKS = re.compile(r"[\\`*_\[\]<>#|&~]")


def report(card: Scorecard, ending: str) -> str:
    """The scorecard as a file with one of `ENDINGS`."""
    match ending:
        case ".md":
            return markdown(card)
        case ".html":
            return html(card)
    return json.dumps(card.as_json(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def markdown(card: Scorecard) -> str:
    """The scorecard as Markdown."""
    rows = [HEADINGS, ("---",) * len(HEADINGS), *topic_rows(card)]
    table = ["| " + " | ".join(map(_quoted, row)) + " |" for row in rows]
    lines = [f"# {_title(card)}", "", total(card), "", *table, "", "## Questions", ""]
    for number, given in enumerate(card.answers, start=1):
        lines.append(f"{number}. {mark(given)} **{_quoted(_drawn(asked(given)))}**")
        lines += [f"   - {_quoted(part)}" for part in _below(given)]
    for line in conclusion(card)[1:]:
        lines += ["", _quoted(line)]
    return "\n".join(lines) + "\n"


def html(card: Scorecard) -> str:
    """The scorecard as a page that opens without a network, light or dark."""
    head = "".join(f"<th>{heading}</th>" for heading in HEADINGS)
    rows = "".join(f"<tr>{_cells(row)}</tr>\n" for row in topic_rows(card))
    questions = "".join(map(_item, card.answers))
    lines = "<br>\n".join(map(escape, conclusion(card)[1:]))
    body = f"""\
<p>{escape(total(card))}</p>
<table>
<tr>{head}</tr>
{rows}</table>
<ol>
{questions}</ol>
<p>{lines}</p>
"""
    return whole_page(_title(card), body, _STYLE)


def _title(card: Scorecard) -> str:
    return f"Mock interview, {card.begun.astimezone():%d %B %Y}"


def _cells(row: tuple[str, ...]) -> str:
    return "".join(f"<td>{escape(visible(cell))}</td>" for cell in row)


def _item(given: Given) -> str:
    parts = "".join(f"<li>{escape(part)}</li>" for part in _below(given))
    question = escape(_drawn(asked(given)))
    return f"<li>{mark(given)} <b>{question}</b>\n<ul>{parts}</ul></li>\n"


def _below(given: Given) -> list[str]:
    """What stands below a question: its place, what was said, what was lacking."""
    return [detail(given), *answered(given), *map(_drawn, lacking(given))]


def _drawn(text: str) -> str:
    """Card text as people read it, with its mathematics on one line."""
    return prose(text).plain


def _quoted(text: str) -> str:
    """A text on one line, its Markdown shown as it is."""
    return _MARKS.sub(r"\\\g<0>", visible(" ".join(text.split())))

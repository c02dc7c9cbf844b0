"""A scorecard as a file to keep: Markdown, or a page of HTML that needs nothing beside itself."""

import re
from html import escape

from dlquiz.quiz.scorecard import Scorecard
from dlquiz.screen.drawing import COLOURS
from dlquiz.screen.interview import clock
from dlquiz.screen.overview import percent
from dlquiz.screen.summary import count

_MARKS = re.compile(r"[\\`*_\[\]<>#|]")
_HEADINGS = ("topic", "score", "questions", "depth", "time each")


def markdown(card: Scorecard, when: str) -> str:
    """The scorecard as Markdown."""
    lines = [f"# Mock interview, {when}", "", _sum(card), ""]
    lines += ["| " + " | ".join(_HEADINGS) + " |", "|" + " --- |" * len(_HEADINGS)]
    lines += ["| " + " | ".join(row) + " |" for row in _rows(card)]
    lines += ["", "## Questions", ""]
    for number, given in enumerate(card.answers, start=1):
        lines.append(f"{number}. **{given.entry.card.id}**: {percent(given.score)}")
        lines += [f"   - said: {_quoted(given.said)}"] if given.said else []
        lines += [f"   - missed: {_quoted(point)}" for point in given.missed]
    lines += ["", f"Next: `{card.practise}`"] if card.practise else []
    return "\n".join(lines) + "\n"


def html(card: Scorecard, when: str) -> str:
    """The scorecard as a page that opens without a network, light or dark."""
    head = "".join(f"<th>{heading}</th>" for heading in _HEADINGS)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n"
        for row in _rows(card)
    )
    questions = "".join(
        f"<li><b>{escape(given.entry.card.id)}</b>: {percent(given.score)}"
        + (f"<br>said: {escape(given.said)}" if given.said else "")
        + "".join(f"<br>missed: {escape(point)}" for point in given.missed)
        + "</li>\n"
        for given in card.answers
    )
    following = f"<p>Next: <code>{escape(card.practise)}</code></p>" if card.practise else ""
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Mock interview, {escape(when)}</title>
<style>
{COLOURS}
body {{ font-family: system-ui, sans-serif; margin: 2em; max-width: 50em; }}
table {{ border-collapse: collapse; }}
th, td {{ text-align: left; padding: 0.2em 1em 0.2em 0; border-bottom: 1px solid currentColor; }}
li {{ margin: 0.5em 0; }}
</style>
</head>
<body>
<h1>Mock interview, {escape(when)}</h1>
<p>{_sum(card)}</p>
<table><tr>{head}</tr>
{rows}</table>
<ol>
{questions}</ol>
{following}
</body>
</html>
"""


def _sum(card: Scorecard) -> str:
    asked = count(len(card.answers), "question")
    return f"{percent(card.score)} over {asked} in {clock(card.seconds)}."


def _rows(card: Scorecard) -> list[tuple[str, ...]]:
    return [
        (t.title, percent(t.score), str(t.questions), str(t.depth), clock(t.seconds / t.questions))
        for t in card.topics
    ]


def _quoted(text: str) -> str:
    """A text on one line, its Markdown shown as it is."""
    return _MARKS.sub(r"\\\g<0>", " ".join(text.split()))

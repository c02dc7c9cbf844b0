"""`Text`: lines as they are, with syntax colours when they are code."""

from rich.text import Text

from dlquiz import trace
from dlquiz.screen.views.code import folded, highlighted
from dlquiz.screen.views.headings import heading
from dlquiz.screen.views.paper import Paper


def draw_text(text: trace.Text, paper: Paper) -> list[Text]:
    """A line that is too long goes on below."""
    shown = "\n".join(paper.text(line) for line in text.text.expandtabs(4).splitlines())
    in_colour = text.language and paper.colours
    coloured = highlighted(shown, text.language) if in_colour else Text(shown)
    return [*heading(text.title, paper), *folded(coloured, paper.width)]

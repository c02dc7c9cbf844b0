"""`Text`: lines as they are, with syntax colours when they are code."""

from rich.text import Text

from dlquiz import trace
from dlquiz.screen.views.headings import heading
from dlquiz.screen.views.paper import COLOURS, GREEN, Paper

# Colours of our own: each of the usual themes is hard to read on either light or dark.
_STYLES = {
    ("Comment",): GREEN,
    ("Keyword",): f"bold {COLOURS[2]}",
    ("Operator", "Word"): f"bold {COLOURS[2]}",
    ("Literal", "String"): COLOURS[1],
    ("Literal", "Number"): COLOURS[0],
    ("Name", "Function"): f"bold {COLOURS[0]}",
    ("Name", "Class"): f"bold {COLOURS[0]}",
}


def draw_text(text: trace.Text, paper: Paper) -> list[Text]:
    """A line that is too long goes on below."""
    shown = "\n".join(paper.text(line) for line in text.text.expandtabs(4).splitlines())
    coloured = (
        _highlighted(shown, text.language) if text.language and paper.colours else Text(shown)
    )
    lines = heading(text.title, paper)
    for line in coloured.split("\n", allow_blank=True):
        lines += line.divide(range(paper.width, len(line), paper.width))
    return lines


def _highlighted(code: str, language: str) -> Text:
    from rich.style import Style
    from rich.syntax import ANSISyntaxTheme, Syntax  # it loads pygments, which is slow

    theme = ANSISyntaxTheme({token: Style.parse(style) for token, style in _STYLES.items()})
    highlighted = Syntax(code, language, theme=theme).highlight(code)
    highlighted.rstrip()
    return highlighted

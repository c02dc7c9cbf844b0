"""Source code on the screen: in colours where there are any, long lines folded and never cut."""

from rich.text import Text

from dlquiz.screen.views.paper import COLOURS, GREEN

_FURTHER = 4  # columns by which the rest of a folded line stands in

# Colours of our own: each of the usual themes is hard to read on either light or dark.
_STYLES = {
    ("Comment",): GREEN,
    ("Keyword",): f"bold {COLOURS[2]}",
    ("Operator", "Word"): f"bold {COLOURS[2]}",
    ("Literal", "String"): COLOURS[1],
    ("Literal", "Number"): COLOURS[0],
    ("Name", "Function"): f"bold {COLOURS[0]}",
    ("Name", "Class"): f"bold {COLOURS[0]}",
    ("Generic", "Deleted"): COLOURS[1],
    ("Generic", "Inserted"): GREEN,
}


def highlighted(code: str, language: str) -> Text:
    """The code in colours that are readable on light and dark."""
    from rich.style import Style
    from rich.syntax import ANSISyntaxTheme, Syntax  # it loads pygments, which is slow

    theme = ANSISyntaxTheme({token: Style.parse(style) for token, style in _STYLES.items()})
    text = Syntax(code, language, theme=theme).highlight(code)
    text.rstrip()
    return text


def folded(code: Text, width: int) -> list[Text]:
    """The lines, those longer than the width going on below, between words where they can.

    >>> [line.plain for line in folded(Text("  total = first + second"), 18)]
    ['  total = first +', '      second']
    """
    return [part for line in code.split("\n", allow_blank=True) for part in _folded(line, width)]


def _folded(line: Text, width: int) -> list[Text]:
    if line.cell_len <= width:
        return [line]
    indent = len(line.plain) - len(line.plain.lstrip()) + _FURTHER
    indent = min(indent, width // 2)
    cut = line.plain.rfind(" ", indent, width + 1)
    cut = cut if cut > 0 else width
    first, rest = line.divide([cut])
    rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
    return [first, *_folded(Text(" " * indent).append_text(rest), width)]

"""The lines above and below a picture: its title, and what could not be drawn."""

from collections.abc import Iterable, Mapping
from math import isfinite

from rich.text import Text

from dlquiz.screen.views.paper import Paper


def heading(
    title: str, paper: Paper, up: str = "", across: str = "", *, log: bool = False
) -> list[Text]:
    """`Title: up over across (log scale)`; no line if there is nothing to say."""
    line = Text(paper.text(title), "bold", no_wrap=True)
    plain = f"{': ' * bool(title and up)}{up}{' over ' * bool(across and (title or up))}{across}"
    line.append(paper.text(plain) + " (log scale)" * log, "not bold")
    return [line] if line else []


def not_drawn(series: Mapping[str, Iterable[float]], paper: Paper) -> list[Text]:
    """A line for each series with values that no picture can show."""
    counts = {name: sum(not isfinite(value) for value in values) for name, values in series.items()}
    return [
        Text(f"{paper.text(name)}: {count} values are nan or infinite", no_wrap=True)
        for name, count in counts.items()
        if count
    ]


def packed(entries: Iterable[Text], paper: Paper) -> list[Text]:
    """Entries side by side, on as many lines as it takes."""
    lines: list[Text] = []
    for entry in entries:
        if lines and lines[-1].cell_len + 2 + entry.cell_len <= paper.width:
            lines[-1] = Text.assemble(lines[-1], "  ", entry)
        else:
            lines.append(entry)
    return lines

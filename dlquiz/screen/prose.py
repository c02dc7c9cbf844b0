"""Card text on the screen: `$…$` becomes one line of mathematics, backticks become code.

The text is data: control characters and escape sequences in it are shown, not obeyed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from dlquiz.deck.templates import pieces, visible

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["WIDEST", "formula", "hanging", "inline_formula", "prose", "visible"]

WIDEST = 92  # columns of running text: longer lines are hard to come back from


def prose(text: str, style: str = "") -> Text:
    """The text as it is printed, with its mathematics drawn and its code set off."""
    result = Text(style=style)
    for mark, piece in pieces(text.strip()):
        if mark == "$":
            result.append(inline_formula(piece))
        else:
            result.append(visible(piece), "bold" if mark else "")
    return result


def inline_formula(tex: str) -> str:
    """One line of mathematics; TeX that cannot be drawn right stays TeX."""
    from dlquiz.formula import FormulaError, render_line  # a question without any starts sooner

    try:
        return render_line(tex)
    except FormulaError:
        return visible(f"${tex}$")


def formula(tex: str, width: int, *, plain: bool) -> Text:
    """The formula as a block, or on one line where the block is too wide or not wanted.

    TeX that cannot be drawn right is shown as it is, with the reason.
    """
    from dlquiz.formula import FormulaError, render, render_line

    try:
        block = render_line(tex) if plain else render(tex)
        if max(map(len, block.splitlines())) > width:
            block = render_line(tex)
    except FormulaError as error:
        return Text(f"{visible(tex)}\n(shown as TeX: {error})")
    return Text(block, no_wrap=not plain and "\n" in block)


def hanging(mark: str, text: Text, style: str = "") -> Table:
    """A marked text whose further lines hang under its first."""
    from rich.table import Table  # most questions need none

    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, style=style)
    grid.add_column()
    grid.add_row(mark, text)
    return grid

"""Card text as HTML, for pages and for programs that draw HTML.

The text is data: whatever is markup in HTML is escaped, what a browser would obey is not obeyed,
and characters that are not seen are spelled out.
"""

from collections.abc import Callable
from html import escape

from dlquiz.deck.templates import pieces, visible


def hypertext(text: str, mathematics: Callable[[str], str]) -> str:
    """The text as HTML within a paragraph; `mathematics` makes HTML of the TeX between `$…$`.

    >>> hypertext("`a < b` when $x$", lambda tex: f"<i>{tex}</i>")
    '<code>a &lt; b</code> when <i>x</i>'
    """
    made = []
    for mark, piece in pieces(text.strip()):
        if mark == "$":
            made.append(mathematics(piece))
        elif mark:
            made.append(f"<code>{escape(visible(piece))}</code>")
        else:
            made.append(escape(visible(piece)).replace("\n", "<br>"))
    return "".join(made)

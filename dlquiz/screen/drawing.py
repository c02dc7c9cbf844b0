"""Lines of text as an SVG that looks the same with any font.

Blocks, dots and rules are drawn as shapes; everything else is text in whatever fixed-width font
the reader has, stretched to its cells.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from rich.cells import cell_len
from rich.color import Color
from rich.console import Console
from rich.style import Style
from rich.text import Text

_WIDTH, _HEIGHT, _FONT_SIZE, _MARGIN = 9, 18, 15, 18  # of a cell, of its letters, of the page
_WORDS = re.compile(r"\S+(?: \S+)*")

# Left, top, right and bottom of the part of a cell that a block fills.
_BLOCKS: dict[str, tuple[float, float, float, float]] = {
    "▀": (0, 0, 1, 0.5),
    "▐": (0.5, 0, 1, 1),
    "█": (0, 0, 1, 1),
    **{block: (0, 0, eighths / 8, 1) for eighths, block in enumerate("▏▎▍▌▋▊▉", 1)},
}
# Where a rule goes from the middle of its cell: left, right, up, down.
_RULES = {"─": "lr", "│": "ud", "┐": "ld", "┘": "lu", "└": "ru", "├": "udr", "┤": "udl"}
_RULES |= {"┴": "lru", "┼": "lrud"}
_ENDS = {"l": (0.0, 0.5), "r": (1.0, 0.5), "u": (0.5, 0.0), "d": (0.5, 1.0)}
_DOTS = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))  # by the bits of braille

_CONSOLE = Console(color_system="truecolor")  # only resolves the names of styles

# Light unless the reader asks for dark; a viewer that knows no media query shows it light.
COLOURS = """\
:root { color: #1c1c1c; background: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { color: #e4e4e4; background: #161616; }
  .page { fill: #161616; }
}"""


def svg(lines: Sequence[Text], title: str, *, alone: bool = True) -> str:
    """The lines as one drawing; `alone` gives it the colours it would inherit from a page."""
    width = max((line.cell_len for line in lines), default=0) * _WIDTH + 2 * _MARGIN
    height = len(lines) * _HEIGHT + 2 * _MARGIN
    colours = f"<style>{COLOURS}</style>" if alone else ""
    drawn = "\n".join(shape for row, line in enumerate(lines) for shape in _shapes(line, row))
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" \
viewBox="0 0 {width} {height}" role="img">
<title>{escape(title)}</title>{colours}
<rect class="page" width="100%" height="100%" fill="#ffffff"/>
<g transform="translate({_MARGIN} {_MARGIN})" fill="currentColor" font-size="{_FONT_SIZE}" \
font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace">
{drawn}
</g>
</svg>
"""


def _shapes(line: Text, row: int) -> Iterator[str]:
    column = 0
    for segment in Text().append_text(line).render(_CONSOLE):  # so that its own style counts
        style = segment.style or Style.null()
        width = cell_len(segment.text)
        if style.bgcolor and not style.bgcolor.is_default:
            yield _rectangle(column, row, width, (0, 0, 1, 1), f' fill="{_hex(style.bgcolor)}"')
        yield from _signs(segment.text, column, row, style)
        column += width


def _signs(text: str, column: int, row: int, style: Style) -> Iterator[str]:
    """Equal blocks become one shape, and what stands between shapes becomes text."""
    colour = f' fill="{_hex(style.color)}"' if style.color and not style.color.is_default else ""
    for sign, run in groupby(text, _shaped):
        part = "".join(run)
        width = cell_len(part)
        if sign in _BLOCKS:
            yield _rectangle(column, row, width, _BLOCKS[sign], colour)
        elif sign in _RULES:
            yield _rule(sign, column, row, width, colour)
        elif sign:
            yield from (_braille(sign, column + i, row, colour) for i in range(width))
        else:
            yield from _words(part, column, row, colour + _emphasis(style))
        column += width


def _shaped(sign: str) -> str:
    """The sign itself if it is drawn, or nothing."""
    drawn = sign in _BLOCKS or sign in _RULES or 0x2800 <= ord(sign) < 0x2900
    return sign if drawn else ""


def _rectangle(
    column: int, row: int, width: int, part: tuple[float, float, float, float], colour: str
) -> str:
    left, top, right, bottom = part
    x, y = (column + left) * _WIDTH, (row + top) * _HEIGHT
    wide = width * _WIDTH if right - left == 1 else (right - left) * _WIDTH
    tall = (bottom - top) * _HEIGHT
    sides = f'x="{x:g}" y="{y:g}" width="{wide:g}" height="{tall:g}"'
    return f'<rect {sides} shape-rendering="crispEdges"{colour}/>'


def _rule(sign: str, column: int, row: int, width: int, colour: str) -> str:
    """Lines from the middle of a cell to its edges; a run of `─` is one line."""
    x, y = (column + 0.5) * _WIDTH, (row + 0.5) * _HEIGHT
    if sign == "─":
        path = f"M{column * _WIDTH} {y:g}h{width * _WIDTH}"
    else:
        ends = [_ENDS[way] for way in _RULES[sign]]
        path = "".join(
            f"M{x:g} {y:g}L{(column + right) * _WIDTH:g} {(row + down) * _HEIGHT:g}"
            for right, down in ends
        )
    return f'<path d="{path}" stroke="{colour[7:-1] or "currentColor"}"/>'


def _braille(sign: str, column: int, row: int, colour: str) -> str:
    bits = ord(sign) - 0x2800
    dots = "".join(
        f"M{(column + 0.25 + across / 2) * _WIDTH:g} {(row + 0.125 + down / 4) * _HEIGHT:g}h0"
        for bit, (across, down) in enumerate(_DOTS)
        if bits >> bit & 1
    )
    stroke = colour[7:-1] or "currentColor"
    return f'<path d="{dots}" stroke="{stroke}" stroke-width="3" stroke-linecap="round"/>'


def _words(text: str, column: int, row: int, attributes: str) -> Iterator[str]:
    for found in _WORDS.finditer(text):
        x = (column + cell_len(text[: found.start()])) * _WIDTH
        length = cell_len(found[0]) * _WIDTH
        place = f'x="{x}" y="{(row + 0.75) * _HEIGHT:g}" textLength="{length}"'
        yield (
            f'<text {place} lengthAdjust="spacingAndGlyphs"{attributes}>{escape(found[0])}</text>'
        )


def _emphasis(style: Style) -> str:
    return ' font-weight="bold"' * bool(style.bold) + ' font-style="italic"' * bool(style.italic)


def _hex(color: Color) -> str:
    return color.get_truecolor().hex

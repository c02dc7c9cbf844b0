"""Card text: `{x}` becomes the value of `x`, `$…$` is mathematics, backticks are code."""

import re
from collections.abc import Iterator, Mapping

from dlquiz.deck.cards import EMPTY, HOLE
from dlquiz.deck.given import Value

_MATHEMATICS = re.compile(r"(\$[^$]*\$)")
_MARKED = re.compile(r"(\$[^$]+\$|`[^`]+`)")
# Compiled when first needed: most questions have no values.
_EXPONENT = r"e\+?(-?)0*(\d+)"
_UNSEEN = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]"
_NAME = r"\{([A-Za-z_]\w*)\}"


def fill(text: str, values: Mapping[str, Value]) -> str:
    """The text with `{name}` replaced where `name` has a value; mathematics in `$…$` stays.

    >>> fill("The logits are {x}; $e^{x}$ and {other} stay.", {"x": [1, 0.5, -2]})
    'The logits are [1, 0.5, -2]; $e^{x}$ and {other} stay.'
    """
    if not values:
        return text
    pieces = _MATHEMATICS.split(text)
    return "".join(piece if piece.startswith("$") else _filled(piece, values) for piece in pieces)


def _filled(piece: str, values: Mapping[str, Value]) -> str:
    return re.sub(
        _NAME, lambda found: written(values[found[1]]) if found[1] in values else found[0], piece
    )


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with its mark: `$` mathematics, a backtick code, "" plain.

    >>> list(pieces("so $x$ is `x`"))
    [('', 'so '), ('$', 'x'), ('', ' is '), ('`', 'x')]
    """
    for piece in _MARKED.split(text):
        if len(piece) > 2 and piece[0] == piece[-1] and piece[0] in "$`":
            yield piece[0], piece[1:-1]
        elif piece:
            yield "", piece


def visible(text: str) -> str:
    r"""The text with everything that a terminal or a page would obey spelled out.

    >>> visible("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return re.sub(_UNSEEN, lambda found: repr(found[0])[1:-1], text)


def fill_hole(formula: str, tex: str = EMPTY) -> str:
    r"""The formula of a complete card with a filling in its hole.

    >>> fill_hole(r"x \hole y", r"\cdot")
    'x \\cdot  y'
    """
    return formula.replace(HOLE, f"{tex} ")  # the space ends a command


def written(value: Value) -> str:
    """A number or a list of numbers as a person writes it."""
    if isinstance(value, list):
        return "[" + ", ".join(written(item) for item in value) + "]"
    return re.sub(_EXPONENT, r"e\1\2", f"{value:.12g}")

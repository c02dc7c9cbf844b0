"""Which points a typed answer plausibly covers, by the words that are signs of them."""

import re
from collections.abc import Sequence

from dlquiz.deck.cards import Point

_WORD = re.compile(r"[^\W\d_]{5,}")
_COMMAND = re.compile(r"\\[A-Za-z]+")  # `\varepsilon` is a sign, not a word that one says
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_ENOUGH = 0.5  # of the long words of a point that names no signs itself
_SHORT = 3  # letters from which on a word may go on: `he` is not in `hence`


def covered(points: Sequence[str | Point], answer: str) -> frozenset[int]:
    """The places, from 0, of the points that the answer seems to say.

    >>> points = [Point(say="the root", words=["sqrt"]), "the order is kept"]
    >>> sorted(covered(points, "take Sqrt(v)"))
    [0]
    """
    said = _spoken(answer)
    return frozenset(place for place, point in enumerate(points) if _says(said, point))


def _spoken(text: str) -> str:
    """The text as it sounds: no capitals, no hyphens, one space between words."""
    return " ".join(_HYPHEN.sub(" ", text).casefold().split())


def _says(said: str, point: str | Point) -> bool:
    if isinstance(point, Point) and point.words:
        return any(_has(said, _spoken(word)) for word in point.words)
    text = point.say if isinstance(point, Point) else point
    words = set(_WORD.findall(_spoken(_COMMAND.sub(" ", text))))
    found = sum(_has(said, word) for word in words)
    return bool(words) and found >= _ENOUGH * len(words)


def _has(said: str, word: str) -> bool:
    """Whether a word of the answer begins with this one: `converge` is in `it converged`.

    One of a letter or two, or a number, has to be the whole of it.
    """
    is_short = len(word) < _SHORT or word.isdigit()
    end = r"(?!\w|[.,]\d)" if is_short else ""
    return re.search(rf"(?<!\w){re.escape(word)}{end}", said) is not None

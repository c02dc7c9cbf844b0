"""Which points a typed answer plausibly covers, by the words that are signs of them."""

import re
from collections.abc import Sequence

from dlquiz.deck.cards import Point

_WORD = re.compile(r"[^\W\d_]{5,}")
_ENOUGH = 0.5  # of the long words of a point that names no signs itself


def covered(points: Sequence[str | Point], answer: str) -> frozenset[int]:
    """The places, from 0, of the points that the answer seems to say.

    >>> points = [Point(say="the root", words=["sqrt"]), "the order is kept"]
    >>> sorted(covered(points, "take Sqrt(v)"))
    [0]
    """
    said = answer.casefold()
    return frozenset(place for place, point in enumerate(points) if _says(said, point))


def _says(said: str, point: str | Point) -> bool:
    if isinstance(point, Point) and point.words:
        return any(_has(said, word.casefold()) for word in point.words)
    text = point.say if isinstance(point, Point) else point
    words = {word.casefold() for word in _WORD.findall(text)}
    found = sum(_has(said, word) for word in words)
    return bool(words) and found >= _ENOUGH * len(words)


def _has(said: str, word: str) -> bool:
    """Whether a word of the answer begins with this one: `converge` is in `it converged`."""
    return re.search(rf"(?<!\w){re.escape(word)}", said) is not None

"""Cloze deletions: a sentence with gaps as one question a gap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

MOST = 50  # gaps of one note
_BRACKET = re.compile(r"([\ue000\ue002][^\ue001\ue003]*[\ue001\ue003]|\\[\[\]]|[\[\]])")
_DEEPEST = 8  # gaps within gaps
_TOKEN = re.compile(r"(\{\{c\d+(?:,\d+)*::|::|\}\})")


class Gap(NamedTuple):
    """A question about one gap: the sentence with the gap, what belongs there, the sentence."""

    number: int
    ask: str
    missing: str
    whole: str


class _Deletion(NamedTuple):
    numbers: frozenset[int]
    parts: list[str | _Deletion]
    hint: list[str | _Deletion]


def gaps(marked: str) -> list[Gap]:
    """The gaps of a text as Anki marks them, `{{c1::text::hint}}`, by their numbers.

    >>> gaps("{{c1::ReLU::which?}} is zero for {{c2::negative}} inputs.")[0]
    Gap(number=1, ask='[which?] is zero for negative inputs.', missing='ReLU', \
whole='ReLU is zero for negative inputs.')
    """
    parts = _parsed(marked)
    whole = _shown(parts, 0, [])
    found = []
    for number in sorted(_numbers(parts))[:MOST]:
        missing: list[str] = []
        ask = _shown(parts, number, missing)
        found.append(Gap(number, ask, "; ".join(dict.fromkeys(missing)), whole))
    return found


def bracketed(text: str) -> str:
    r"""The marked text with `[gaps]` in brackets as Anki's; `\[` and `\]` are brackets.

    >>> bracketed(r"[ReLU] maps to \[0, inf)")
    '{{c1::ReLU}} maps to [0, inf)'
    """
    made, number, depth = list[str](), 0, 0
    for piece in _BRACKET.split(text):
        if piece == "[" and depth == 0:
            number += 1
            made.append(f"{{{{c{number}::")
        elif piece == "]" and depth == 1:
            made.append("}}")
        else:
            made.append(piece[1:] if piece in (r"\[", r"\]") else piece)
        depth = max(0, depth + (piece == "[") - (piece == "]"))
    return "".join(made) + "}}" * (depth > 0)


def _parsed(text: str) -> list[str | _Deletion]:
    """The text as a tree; what is never closed is text."""
    root: list[str | _Deletion] = []
    open_ones: list[tuple[_Deletion, list[str | _Deletion], str]] = []
    target = root
    for piece in _TOKEN.split(text):
        if piece.startswith("{{c") and piece.endswith("::") and len(open_ones) < _DEEPEST:
            numbers = frozenset(int(number[:6]) for number in piece[3:-2].split(","))
            deletion = _Deletion(numbers, [], [])
            open_ones.append((deletion, target, piece))
            target = deletion.parts
        elif piece == "::" and open_ones and target is open_ones[-1][0].parts:
            target = open_ones[-1][0].hint
        elif piece == "}}" and open_ones:
            deletion, target, _ = open_ones.pop()
            target.append(deletion)
        elif piece:
            target.append(piece)
    for deletion, outer, begun in reversed(open_ones):
        outer += [begun, *deletion.parts, *deletion.hint]
    return root


def _numbers(parts: Sequence[str | _Deletion]) -> set[int]:
    found = set[int]()
    for part in parts:
        if isinstance(part, _Deletion):
            found |= part.numbers | _numbers(part.parts)
    return found


def _shown(parts: Sequence[str | _Deletion], number: int, missing: list[str]) -> str:
    """The text with the gaps of one number open, whose contents are put into `missing`."""
    made = []
    for part in parts:
        if isinstance(part, str):
            made.append(part)
        elif number in part.numbers:
            missing.append(_shown(part.parts, 0, []))
            made.append(f"[{_shown(part.hint, 0, []) or '…'}]")
        else:
            made.append(_shown(part.parts, number, missing))
    return "".join(made)

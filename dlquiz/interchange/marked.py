"""Text on its way from another program: mathematics and code between marks that no text holds.

Card text marks mathematics by `$` and code by backticks, and has no sign for these two themselves.
So text is taken apart into the marks here first, and becomes card text at the end.
"""

import re
from collections.abc import Iterator

from dlquiz.formula import FormulaError, render_line

MATHEMATICS, CODE = ("\ue000", "\ue001"), ("\ue002", "\ue003")
_PARTS = re.compile("\ue000([^\ue000-\ue003]*)\ue001|\ue002([^\ue000-\ue003]*)\ue003")
_FORBIDDEN = re.compile("[^\t\n -~\xa0-\ud7ff\ue004-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_LOOK_ALIKE: dict[str, str] = {"$": "＄", "`": "ˋ"}  # signs without the meaning


def clean(text: str) -> str:
    """The text without control characters and marks, its lines ended by `\\n` alone."""
    text = re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return _FORBIDDEN.sub("", text)


def unmarked(marked: str) -> str:
    """The text without its marks, to be quoted in a message."""
    return re.sub("[\ue000-\ue003]", "", marked)


def mathematics(tex: str) -> str:
    return f"{MATHEMATICS[0]}{' '.join(tex.split())}{MATHEMATICS[1]}" if tex.strip() else ""


def code(text: str) -> str:
    """Code within a line, or several lines of it."""
    lines = (f"{CODE[0]}{line.rstrip()}{CODE[1]}" if line.strip() else "" for line in _lines(text))
    return "\n".join(lines)


def _lines(text: str) -> list[str]:
    return text.strip("\n").split("\n")


def card_text(marked: str) -> tuple[str, list[str]]:
    """The marked text as card text, and what could not be carried over in it."""
    lost: list[str] = []
    parts = list(_parts(marked, lost))
    plain = "".join(text for mark, text in parts if not mark)
    swaps = {sign: other for sign, other in _LOOK_ALIKE.items() if _means(sign, plain, parts)}
    lost += [f"{sign} is written {other}" for sign, other in swaps.items()]
    look_alike = str.maketrans(swaps)
    made = "".join(
        f"{mark}{text}{mark}" if mark else text.translate(look_alike) for mark, text in parts
    )
    lines = [line.rstrip() for line in made.split("\n")]
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip(), lost


def _means(sign: str, plain: str, parts: list[tuple[str, str]]) -> bool:
    """Whether a sign of the plain text would begin or end what it marks in card text."""
    return plain.count(sign) > 1 or (
        sign in plain and any(mark == sign or (mark and sign in text) for mark, text in parts)
    )


def _parts(marked: str, lost: list[str]) -> Iterator[tuple[str, str]]:
    """The text in pieces with their marks; a formula that cannot be drawn is code."""
    end = 0
    for found in _PARTS.finditer(marked):
        yield "", marked[end : found.start()]
        end = found.end()
        tex, source = found.groups()
        if tex is None:
            yield _code(source, lost)
        elif (fault := _fault(tex)) is None:
            yield "$", tex
        else:
            lost.append(f"a formula stays TeX: {fault}")
            yield _code(tex, lost)
    yield "", marked[end:]


def _code(text: str, lost: list[str]) -> tuple[str, str]:
    if "`" in text:
        lost.append(f"` is written {_LOOK_ALIKE['`']} in code")
    return "`", text.replace("`", _LOOK_ALIKE["`"])


def _fault(tex: str) -> str | None:
    """Why a formula cannot be drawn; None when it can."""
    if "$" in tex:
        return "it holds a $"
    try:
        render_line(tex)
    except FormulaError as error:
        return error.what
    return None

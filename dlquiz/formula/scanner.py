"""A formula's characters as tokens that know their place."""

from dlquiz.formula.fault import FormulaError
from dlquiz.formula.glyphs import printable

# Long enough for any formula a screen can hold, and it bounds all the work that follows.
LONGEST = 3000


class Token:
    """A command such as \\frac, or one character. The text of the last token of all is empty.

    `spaced`: there was a blank before it.
    """

    __slots__ = ("column", "spaced", "text")

    def __init__(self, text: str, column: int, spaced: bool) -> None:
        self.text, self.column, self.spaced = text, column, spaced


def scan(tex: str) -> list[Token]:
    """All tokens, the empty one at the end included."""
    if len(tex) > LONGEST:
        raise FormulaError(
            f"the formula has {len(tex)} characters",
            column=LONGEST + 1,
            remedy=f"split it: at most {LONGEST} are drawn",
        )
    _refuse_unprintable(tex)
    tokens: list[Token] = []
    at, spaced = 0, False
    while at < len(tex):
        if tex[at].isspace():
            at, spaced = at + 1, True
            continue
        text = _token(tex, at)
        tokens.append(Token(text, at + 1, spaced))
        at, spaced = at + len(text), False
    tokens.append(Token("", len(tex) + 1, spaced))
    return tokens


def _refuse_unprintable(tex: str) -> None:
    for at, char in enumerate(tex):
        if char not in " \t\r\n" and not printable(char):
            raise FormulaError(
                f"the character U+{ord(char):04X} cannot be printed",
                column=at + 1,
                remedy="remove it",
            )


def _token(tex: str, at: int) -> str:
    """The command or character that begins here.

    >>> _token(r"\\frac12", 0), _token(r"\\,x", 0), _token("x^2", 1)
    ('\\\\frac', '\\\\,', '^')
    """
    if tex[at] != "\\":
        return tex[at]
    end = at + 1
    while end < len(tex) and tex[end].isascii() and tex[end].isalpha():
        end += 1
    if end == len(tex) == at + 1:
        raise FormulaError("a lone \\ ends the formula", column=at + 1, remedy="remove it")
    return tex[at : max(end, at + 2)]

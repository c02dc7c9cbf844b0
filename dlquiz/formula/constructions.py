"""The commands that take arguments, and what each of them builds."""

from dlquiz.formula.assembly import attach
from dlquiz.formula.environments import environment
from dlquiz.formula.fault import FormulaError
from dlquiz.formula.reader import Construction, Reader
from dlquiz.formula.scanner import Token
from dlquiz.formula.symbols import COMMANDS, SINGLE_BRACKETS
from dlquiz.formula.tree import (
    BAR,
    CLOSE,
    FUNCTION,
    LIMIT,
    OPEN,
    ORD,
    WORD,
    Accent,
    Brace,
    Fence,
    Fraction,
    Grid,
    Node,
    Root,
    Row,
    Space,
    Symbol,
)


def _filled(reader: Reader, owner: Token) -> Node:
    """An argument that there must be something in."""
    token = reader.peek()
    node = reader.argument(owner)
    if isinstance(node, Row) and not node.items:
        raise FormulaError(
            f"{owner.text} has an empty argument", column=token.column, remedy="fill it"
        )
    return node


def _fraction(reader: Reader, token: Token) -> Node:
    return Fraction(_filled(reader, token), _filled(reader, token))


def _binomial(reader: Reader, token: Token) -> Node:
    rows = [[_filled(reader, token)], [_filled(reader, token)]]
    return Fence("(", Grid(rows, "c", "binomial"), ")")


def _root(reader: Reader, token: Token) -> Node:
    index = None
    if reader.peek().text == "[":
        index = reader.row("]", opener=reader.take())
        reader.take()
    return Root(_filled(reader, token), index)


def _accent(mark: str) -> Construction:
    return lambda reader, token: Accent(_filled(reader, token), mark)


def _brace(over: bool) -> Construction:
    return lambda reader, token: Brace(_filled(reader, token), None, over)


def _below(reader: Reader, token: Token) -> Node:
    """\\underset{a}{b}: a stands below b as a limit."""
    script = reader.argument(token)
    return attach(reader.argument(token), script, None, limits=True)


def _above(reader: Reader, token: Token) -> Node:
    """\\overset{a}{b}: a stands above b."""
    script = reader.argument(token)
    return attach(reader.argument(token), None, script, limits=True)


def _alphabet(name: str) -> Construction:
    def letters(reader: Reader, token: Token) -> Node:
        outside, reader.alphabet = reader.alphabet, name
        node = reader.argument(token)
        reader.alphabet = outside
        return node

    return letters


def _words(reader: Reader, token: Token) -> Node:
    """Upright text. Blanks at its ends are kept: they separate it from its neighbours."""
    text = _plain_text(*reader.raw(token), token)
    if text.isspace():
        return Space(1)
    return Symbol(text, WORD if len(text) > 1 else ORD)


def _operator(reader: Reader, token: Token) -> Node:
    """\\operatorname{name}, or \\operatorname*{name} whose scripts are limits."""
    starred = reader.peek().text == "*"
    if starred:
        reader.take()
    name, column = reader.raw(token)
    name = _plain_text(name.strip(), column, token)
    return Symbol(name, LIMIT if starred else FUNCTION)


def _plain_text(source: str, column: int, owner: Token) -> str:
    """The text between braces with its escapes resolved."""
    text, at = "", 0
    while at < len(source):
        char, pair = source[at], source[at : at + 2]
        if char in "\\${}%_^&#" and pair not in _ESCAPES:
            raise FormulaError(
                f"{owner.text} holds plain text, not {char}",
                column=column + at,
                remedy="close the text before it",
            )
        text += _ESCAPES.get(pair, " " if char.isspace() or char == "~" else char)
        at += 2 if pair in _ESCAPES else 1
    if not text:
        raise FormulaError(f"{owner.text} is empty", column=column, remedy="remove it")
    return text


_ESCAPES = {f"\\{char}": char for char in "%$&#_{}"} | dict.fromkeys(("\\,", "\\;", "\\ "), " ")


def _fence(reader: Reader, token: Token) -> Node:
    """\\left( … \\right): the row is told who opened it, for the error if nobody closes it."""
    left = _delimiter(reader, token)
    body = reader.row("\\right", opener=token)
    return Fence(left, body, _delimiter(reader, reader.take()))


def _single_bracket(reader: Reader, token: Token) -> Node:
    at = reader.peek()
    bracket = _delimiter(reader, token)
    if not bracket:
        raise FormulaError(f"{token.text} has no bracket", column=at.column, remedy="remove it")
    return Symbol(bracket, SINGLE_BRACKETS[token.text] or _DELIMITERS[at.text].kind)


def _delimiter(reader: Reader, owner: Token) -> str:
    token = reader.take()
    if token.text not in _DELIMITERS:
        raise FormulaError(
            f"{owner.text} needs a bracket, not {token.text or 'the end'}",
            column=token.column,
            remedy="brackets are ( ) [ ] \\{ \\} | \\| \\lfloor and the like; . stands for none",
        )
    return _DELIMITERS[token.text].text


_DELIMITERS = {
    **{name: symbol for name, symbol in COMMANDS.items() if symbol.kind in (OPEN, CLOSE, BAR)},
    **{char: Symbol(char, OPEN) for char in "(["},
    **{char: Symbol(char, CLOSE) for char in ")]"},
    "<": Symbol("⟨", OPEN),
    ">": Symbol("⟩", CLOSE),
    "|": Symbol("|", BAR),
    ".": Symbol("", OPEN),
}

CONSTRUCTIONS: dict[str, Construction] = {
    **dict.fromkeys(("\\frac", "\\dfrac", "\\tfrac", "\\cfrac"), _fraction),
    "\\binom": _binomial,
    "\\sqrt": _root,
    **{f"\\{mark}": _accent(mark) for mark in ("hat", "tilde", "bar", "vec", "dot", "ddot")},
    "\\widehat": _accent("hat"),
    "\\widetilde": _accent("tilde"),
    "\\overline": _accent("bar"),
    "\\underline": _accent("underline"),
    "\\underbrace": _brace(over=False),
    "\\overbrace": _brace(over=True),
    "\\underset": _below,
    "\\overset": _above,
    "\\stackrel": _above,
    **dict.fromkeys(("\\mathbf", "\\boldsymbol", "\\bm"), _alphabet("BOLD")),
    **dict.fromkeys(("\\mathcal", "\\mathscr"), _alphabet("SCRIPT")),
    "\\mathbb": _alphabet("DOUBLE-STRUCK"),
    **dict.fromkeys(("\\mathrm", "\\mathit", "\\mathsf", "\\mathtt"), _words),
    **dict.fromkeys(("\\text", "\\textrm", "\\textit", "\\textbf", "\\texttt"), _words),
    "\\operatorname": _operator,
    "\\left": _fence,
    **dict.fromkeys(SINGLE_BRACKETS, _single_bracket),
    "\\begin": environment,
}

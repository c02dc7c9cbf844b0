"""The grammar of a formula: rows, groups, arguments, scripts.

What a command with arguments builds is not known here: it is looked up in the table of
constructions that the reader is given.
"""

from collections.abc import Callable, Mapping

from dlquiz.formula.assembly import attach, joined
from dlquiz.formula.brackets import Brackets
from dlquiz.formula.fault import FormulaError
from dlquiz.formula.glyphs import as_script, letter_of
from dlquiz.formula.scanner import Token, scan
from dlquiz.formula.spacing import NAMES, takes_limits
from dlquiz.formula.symbols import CHARACTERS, COMMANDS, SINGLE_BRACKETS, SPACES, TYPED
from dlquiz.formula.tree import BAR, CLOSE, OPEN, ORD, PUNCTUATION, Node, Row, Space, Symbol

DEEPEST = 40  # parts within parts: more than any formula has, few enough for every recursion
ENDS = ("", "}", "&", "\\\\", "\\right", "\\end")

_MISPLACED = {
    "}": ("nothing opens this }", "remove it, or write \\} for a brace that is printed"),
    "&": ("& stands outside a table", "use it inside an environment such as aligned"),
    "\\\\": ("a line ends outside a table", "use \\\\ inside an environment such as aligned"),
    "\\right": ("\\right without \\left", "add the \\left it belongs to"),
    "\\end": ("\\end without \\begin", "add the \\begin it belongs to"),
    "\\limits": ("\\limits follows no operator", "put it right after \\sum, \\max and the like"),
    "\\nolimits": (
        "\\nolimits follows no operator",
        "put it right after \\sum, \\max and the like",
    ),
    "^": ("nothing stands before this ^", "write {}^ for a superscript on nothing"),
    "_": ("nothing stands before this _", "write {}_ for a subscript on nothing"),
    "'": ("nothing stands before this prime", "put it after a symbol"),
    "$": ("a formula holds no $", "remove it, or write \\$ for the sign"),
    "%": ("% would begin a comment", "write \\% for the sign"),
    "#": ("# is no symbol", "write \\# for the sign"),
    "`": ("` is no symbol", "write ' for a prime"),
}
_OTHERWISE = "it as a command, or inside \\text{…}"


class Reader:
    """Reads one formula from left to right; each method consumes what it returns."""

    def __init__(self, tex: str, constructions: Mapping[str, "Construction"]) -> None:
        self.tex = tex
        self.alphabet = ""  # which letters \mathbf and its like are asking for
        self._constructions = constructions
        self._tokens = scan(tex)
        self._next = 0
        self._depth = 0

    def peek(self) -> Token:
        """The next token, left where it is."""
        return self._tokens[self._next]

    def take(self) -> Token:
        """The next token; the empty one at the end is never passed."""
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def row(self, *stops: str, opener: Token) -> Node:
        """Everything up to one of the stops, which stays for the caller."""
        brackets, outside = Brackets(), self._depth
        after_command = False
        while (token := self.peek()).text not in stops:
            if not token.text:
                raise FormulaError(
                    f"this {opener.text} is never closed",
                    column=opener.column,
                    remedy=f"add {stops[-1]}",
                )
            if token.spaced and not after_command:
                brackets.add(Space(0))
            self._depth = outside + brackets.depth
            self._item(brackets)
            is_command = self._tokens[self._next - 1] is token and token.text[1:].isalpha()
            after_command = is_command and not brackets.keeps_blanks
        self._depth = outside
        return joined(brackets.finish())

    def _item(self, brackets: Brackets) -> None:
        token = self.peek()
        node, lone = self.atom(), token.text in SINGLE_BRACKETS
        if isinstance(node, Symbol) and node.kind == OPEN:
            brackets.open(node, token, lone=lone)
            return
        if isinstance(node, Symbol) and node.kind == CLOSE:
            node = brackets.close(node, token, lone=lone)
        if isinstance(node, Symbol) and token.text == "{" and node.kind not in NAMES:
            node = Symbol(node.text, ORD)  # the comma of 1{,}000 begins nothing new
        if not (isinstance(node, Space) or (isinstance(node, Symbol) and node.kind == PUNCTUATION)):
            node = self._scripts(node)
        for part in node.items or [node] if isinstance(node, Row) else [node]:
            brackets.add(part)

    def group(self) -> Node:
        """What stands between braces."""
        opener = self.take()
        node = self.row("}", opener=opener)
        self.take()
        return node

    def argument(self, owner: Token) -> Node:
        """What a command is applied to: a group, or the one symbol that follows."""
        token = self.peek()
        if token.text in ENDS or token.text in "^_'":
            raise FormulaError(
                f"{owner.text} lacks an argument",
                column=token.column,
                remedy=f"write {owner.text}{{…}}",
            )
        if _is_digit(token):
            return self._symbol(Symbol(self.take().text, ORD), token)
        node = self.atom()
        if isinstance(node, Space) or (
            isinstance(node, Symbol) and node.kind in (OPEN, CLOSE, BAR)
        ):
            raise _takes_one(owner, token)
        return node

    def raw(self, owner: Token) -> tuple[str, int]:
        """The source between braces as it stands, and the column where it begins."""
        opener = self.peek()
        if opener.text != "{":
            raise FormulaError(
                f"{owner.text} needs braces",
                column=opener.column,
                remedy=f"write {owner.text}{{…}}",
            )
        depth = 0
        while True:
            token = self.take()
            depth += (token.text == "{") - (token.text == "}")
            if not token.text:
                raise FormulaError("this { is never closed", column=opener.column, remedy="add }")
            if not depth:
                return self.tex[opener.column : token.column - 1], opener.column + 1

    def atom(self) -> Node:
        """One symbol, number, group or construction, without its scripts."""
        token = self.peek()
        self._depth += 1
        if self._depth > DEEPEST:
            raise FormulaError(
                f"more than {DEEPEST} parts stand within each other",
                column=token.column,
                remedy="name the inner part and give its formula apart",
            )
        node = self.group() if token.text == "{" else self._leaf()
        self._depth -= 1
        return node

    def _leaf(self) -> Node:
        token = self.take()
        text = token.text
        if text in _MISPLACED:
            what, remedy = _MISPLACED[text]
            raise FormulaError(what, column=token.column, remedy=remedy)
        if text in SPACES:
            return Space(SPACES[text])
        if text in COMMANDS:
            return self._symbol(COMMANDS[text], token)
        if text in self._constructions:
            return self._constructions[text](self, token)
        if text.startswith("\\"):
            raise self._unknown(token)
        return self._number(token) if _is_digit(token) else self._character(token)

    def _number(self, token: Token) -> Node:
        """Digits, and a point that has a digit after it."""
        text = token.text
        while not self.peek().spaced and (
            _is_digit(self.peek())
            or (self.peek().text == "." and _is_digit(self._tokens[self._next + 1]))
        ):
            text += self.take().text
        return Symbol("".join(self._letter(digit, token) for digit in text), ORD)

    def _character(self, token: Token) -> Node:
        char = token.text
        if char in CHARACTERS:
            return CHARACTERS[char]
        if char in TYPED or char.isalpha():
            return self._symbol(TYPED.get(char, Symbol(char, ORD)), token)
        raise FormulaError(
            f"{char} is no symbol of a formula",
            column=token.column,
            remedy=f"write {as_script(char) or _OTHERWISE}",
        )

    def _symbol(self, symbol: Symbol, token: Token) -> Symbol:
        """The symbol in the alphabet that is asked for."""
        if not self.alphabet or symbol.kind != ORD:
            return symbol
        return Symbol(self._letter(symbol.text, token), ORD)

    def _letter(self, char: str, token: Token) -> str:
        if not self.alphabet or not (char.isalnum() or char in "∂∇"):
            return char
        try:
            return letter_of(self.alphabet, char)
        except KeyError:
            raise FormulaError(
                f"there is no {self.alphabet.lower()} {char}",
                column=token.column,
                remedy="use the plain letter",
            ) from None

    def _scripts(self, base: Node) -> Node:
        """The base with every script, prime and \\limits that follows it."""
        limits = takes_limits(base)
        sub: Node | None = None
        sup: Node | None = None
        primes = ""
        while (mark := self.peek().text) in ("^", "_", "'", "\\limits", "\\nolimits"):
            token = self.take()
            if mark.startswith("\\"):
                limits = mark == "\\limits"
            elif mark == "'" and sup is None:
                primes += "′"
            elif mark == "_" and sub is None:
                sub = self._script(token)
            elif mark == "^" and sup is None:
                sup = self._script(token)
            else:
                sign = "_" if mark == "_" else "^"
                raise FormulaError(
                    f"a second {'subscript' if mark == '_' else 'superscript'}",
                    column=token.column,
                    remedy=f"group them: {{x{sign}a}}{sign}b or x{sign}{{a{sign}b}}",
                )
        if primes:
            sup = joined([Symbol(primes, ORD), *([] if sup is None else [sup])])
        return attach(base, sub, sup, limits)

    def _script(self, owner: Token) -> Node:
        """A script's argument. x^10 and e^-z raise one character only, which no author means."""
        first = self.peek().text
        node = self.argument(owner)
        follows = self.peek()
        if not follows.spaced and (
            (first.isdigit() and follows.text.isdigit())
            or (first in "+-" and follows.text.isalnum())
        ):
            raise _takes_one(owner, self._tokens[self._next - 1])
        return node

    def _unknown(self, token: Token) -> FormulaError:
        import difflib  # only a mistyped command needs it

        known = [*COMMANDS, *SPACES, *self._constructions]
        near = difflib.get_close_matches(token.text[:30], known, n=2, cutoff=0.75)
        name = token.text[1:31]
        own = f"\\operatorname{{{name}}}" if name.isalpha() else "the character without \\"
        return FormulaError(
            f"unknown command \\{name}",
            column=token.column,
            remedy=f"did you mean {' or '.join(near)}?" if near else f"write {own}",
        )


Construction = Callable[[Reader, Token], Node]


def _is_digit(token: Token) -> bool:
    return token.text.isascii() and token.text.isdigit()


def _takes_one(owner: Token, token: Token) -> FormulaError:
    return FormulaError(
        f"{owner.text} takes one symbol, here {token.text}",
        column=token.column,
        remedy=f"write {owner.text}{{…}} to give it more",
    )

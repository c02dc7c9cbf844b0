"""Which brackets and bars of a row belong together.

The parts of a row go in one by one; what stands between two matching brackets comes out as a
fence, so that it grows with its contents and carries its own scripts.
"""

from dlquiz.formula.fault import FormulaError
from dlquiz.formula.scanner import Token
from dlquiz.formula.spacing import OPERANDS, right_kind
from dlquiz.formula.symbols import CLOSES
from dlquiz.formula.tree import BAR, RELATION, Fence, Node, Row, Scripts, Space, Symbol


class _Level:
    """An opening bracket and what has followed it so far; `lone`: it need not be closed."""

    __slots__ = ("column", "items", "lone", "opener")

    def __init__(self, opener: Symbol, column: int, lone: bool) -> None:
        self.opener, self.column, self.lone = opener, column, lone
        self.items: list[Node] = []


class Brackets:
    """A row in the making."""

    def __init__(self) -> None:
        self._items: list[Node] = []
        self._levels: list[_Level] = []

    @property
    def depth(self) -> int:
        """How many brackets are open."""
        return len(self._levels)

    @property
    def keeps_blanks(self) -> bool:
        """Whether a blank after the last command means more than the end of its name.

        It does after a bracket, and where another one parts the command from an operand before
        it: U Λ U, but ηg.
        """
        last = (self._levels[-1].items if self._levels else self._items)[-3:]
        if last and not isinstance(last[-1], Symbol):
            return True
        return len(last) == 3 and isinstance(last[1], Space) and right_kind(last[0]) in OPERANDS

    def add(self, node: Node) -> None:
        """The next part of the row."""
        (self._levels[-1].items if self._levels else self._items).append(node)

    def open(self, opener: Symbol, token: Token, *, lone: bool) -> None:
        """An opening bracket."""
        self._levels.append(_Level(opener, token.column, lone))

    def close(self, closer: Symbol, token: Token, *, lone: bool) -> Node:
        """The fence this bracket completes, or the bracket itself if it may stand alone."""
        if lone and not self._closes(closer):
            return closer
        while self._levels and self._levels[-1].lone and not self._closes(closer):
            self._give_up()
        if not self._levels:
            raise FormulaError(
                f"nothing opens this {closer.text}",
                column=token.column,
                remedy=_single(closer, "r"),
            )
        level = self._levels.pop()
        if closer.text not in CLOSES[level.opener.text]:
            raise FormulaError(
                f"{closer.text} cannot close the {level.opener.text} of column {level.column}",
                column=token.column,
                remedy=f"close it with {' or '.join(CLOSES[level.opener.text])}",
            )
        return Fence(level.opener.text, Row(pair_bars(level.items)), closer.text)

    def finish(self) -> list[Node]:
        """The whole row."""
        while self._levels and self._levels[-1].lone:
            self._give_up()
        if self._levels:
            level = self._levels[-1]
            raise FormulaError(
                f"this {level.opener.text} is never closed",
                column=level.column,
                remedy=_single(level.opener, "l"),
            )
        return pair_bars(self._items)

    def _closes(self, closer: Symbol) -> bool:
        return bool(self._levels) and closer.text in CLOSES.get(self._levels[-1].opener.text, "")

    def _give_up(self) -> None:
        """Leave a bracket that may stand alone as a symbol."""
        level = self._levels.pop()
        for node in [level.opener, *level.items]:
            self.add(node)


def _single(bracket: Symbol, side: str) -> str:
    opposite = "opening" if side == "r" else "closing"
    return f"add the {opposite} one; a single one is written \\big{side}{bracket.text}"


def pair_bars(items: list[Node]) -> list[Node]:
    """|x| and ‖x‖ as fences; a bar that divides, as in p(y | x), becomes a relation.

    A bar after an operand closes one that is open. Otherwise it opens one if it has no operand
    before it, or if the number of its kind that are left is even, as in λ|w|; if not, it divides.
    """
    left = {mark: sum(_mark(item) == mark for item in items) for mark in "|‖"}
    if not any(left.values()):
        return items
    out: list[Node] = []
    opened: list[tuple[str, int]] = []
    for item in items:
        mark = _mark(item)
        if not mark:
            out.append(item)
            continue
        operand = _ends_in_operand(out)
        if operand and any(mark == open_mark for open_mark, _ in opened):
            while opened[-1][0] != mark:
                opened.pop()
            _, start = opened.pop()
            out[start:] = [_based_on(item, Fence(mark, Row(out[start + 1 :]), mark))]
        else:
            if isinstance(item, Symbol) and len(opened) < 4 and not (operand and left[mark] % 2):
                opened.append((mark, len(out)))
            out.append(_based_on(item, Symbol(mark, RELATION)))
        left[mark] -= 1
    return out


def _mark(item: Node) -> str:
    """Which bar this is, with scripts or without; "" if it is none."""
    base = item.base if isinstance(item, Scripts) else item
    return base.text if isinstance(base, Symbol) and base.kind == BAR else ""


def _ends_in_operand(items: list[Node]) -> bool:
    last = next((item for item in reversed(items) if not isinstance(item, Space)), None)
    return last is not None and right_kind(last) in OPERANDS


def _based_on(bar: Node, base: Node) -> Node:
    return Scripts(base, bar.sub, bar.sup, bar.limits) if isinstance(bar, Scripts) else base

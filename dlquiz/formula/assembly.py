"""Putting together what was read: parts into a row, scripts onto a base."""

from dlquiz.formula.spacing import is_name
from dlquiz.formula.tree import Brace, Fence, Fraction, Grid, Node, Root, Row, Scripts, Space


def joined(items: list[Node]) -> Node:
    """The items as one node, without blanks at the ends; a single item is itself."""
    start, end = 0, len(items)
    while start < end and _is_typed_blank(items[start]):
        start += 1
    while start < end and _is_typed_blank(items[end - 1]):
        end -= 1
    single = end - start == 1 and not isinstance(items[start], Space)
    return items[start] if single else Row(items[start:end])


def _is_typed_blank(node: Node) -> bool:
    return isinstance(node, Space) and node.width <= 0


def attach(base: Node, sub: Node | None, sup: Node | None, limits: bool) -> Node:
    """The base with its scripts, in brackets where it would not be clear what carries them."""
    if isinstance(base, Brace) and base.label is None:
        label, rest = (sup, sub) if base.over else (sub, sup)
        base = Brace(base.body, label, base.over)
        sub, sup = (rest, None) if base.over else (None, rest)
    if sub is None and sup is None:
        return base
    if isinstance(base, Scripts) and base.sup is None and sub is None:
        return Scripts(base.base, base.sub, sup, base.limits)
    if not limits and needs_brackets(base):
        base = Fence("(", base, ")")
    return Scripts(base, sub, sup, limits)


def needs_brackets(base: Node) -> bool:
    """Whether a script beside the base would seem to belong to its last part only."""
    if isinstance(base, Row):
        return bool(base.items) and not is_name(base)
    return isinstance(base, Fraction | Root | Scripts | Grid)

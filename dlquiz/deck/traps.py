"""Texts that YAML takes apart without a word: at a comma, at a colon, at a backslash."""

import re

from dlquiz.deck.nodes import Node
from dlquiz.deck.problems import Flaw

_CONTROL = re.compile(r"[\0\a\b\t\n\v\f\r\x1b](?=[A-Za-z])")
_LETTERS = dict(zip("\0\a\b\t\n\v\f\r\x1b", "0abtnvfre", strict=True))


def cut_by_comma(node: Node) -> Flaw | None:
    """A text inside `{ }` or `[ ]` that a comma of its own has cut in two.

    The rest of it stands as a name without a value, or a bracket is left open.
    """
    if node.style != "flow":
        return None
    rests: list[Node] = [key for key, value in node.pairs if value.is_empty]
    inside: list[Node] = [*node.items, *(value for _, value in node.pairs)]
    opened: list[Node] = [
        piece for piece in inside if not piece.style and not _is_balanced(piece.text)
    ]
    if not (rests or opened):
        return None
    signs = "{ }" if node.kind == "mapping" else "[ ]"
    what = f"a comma inside `{signs}` has cut a text in two here"
    return (rests or opened)[0].flaw(what, "put the text in quotes, or write one field a line")


def swallowed_tex(node: Node, *, is_formula: bool) -> Flaw | None:
    r"""TeX in double quotes whose backslash was taken for an escape, as in `\frac`."""
    if node.style != '"' or node.text.isprintable():
        return None
    pieces = [node.text] if is_formula else node.text.split("$")[1::2]
    for piece in pieces:
        if found := _CONTROL.search(piece):
            word = re.match("[A-Za-z]*", piece[found.end() :])
            command = "\\" + _LETTERS[found[0]] + (word[0] if word else "")
            what = f"in double quotes the beginning of `{command}` is an escape"
            return node.flaw(what, "use single quotes, or write the backslash twice")
    return None


def read_as_fields(node: Node, wanted: str) -> Flaw:
    """Text that was read as fields or as a list, for the sign that made it so."""
    if node.kind == "mapping" and node.style != "flow":
        what = "the `: ` in it makes it a field"
    elif node.style == "flow":
        what = "`{` begins fields" if node.kind == "mapping" else "`[` begins a list"
    else:
        what = "`- ` begins a list"
    remedy = "put the text in quotes" if wanted.endswith("text") else ""
    return node.flaw(f"{wanted}, but {what}", remedy)


def _is_balanced(text: str) -> bool:
    return text.count("(") == text.count(")")

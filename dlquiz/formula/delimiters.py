"""Brackets as tall as what they enclose."""

from dlquiz.formula.box import Box

# Top, middle and bottom of a bracket that is drawn in pieces.
_PIECES = {
    "(": "⎛⎜⎝", ")": "⎞⎟⎠", "[": "⎡⎢⎣", "]": "⎤⎥⎦", "⌈": "⎡⎢⎢", "⌉": "⎤⎥⎥", "⌊": "⎢⎢⎣",
    "⌋": "⎥⎥⎦", "|": "│││", "‖": "║║║",
}  # fmt: skip
_BRACES = {"{": "⎧⎪⎨⎩", "}": "⎫⎪⎬⎭"}
_BRACES_OF_TWO = {"{": "⎰⎱", "}": "⎱⎰"}


def delimiter(char: str, height: int, base: int) -> Box:
    """One bracket of this height; an empty one takes no column.

    >>> delimiter("{", 3, 1).rows
    ['⎧', '⎨', '⎩']
    """
    if not char or height == 1:
        return Box([char] * height, base)
    if char in "{}":
        return Box(_brace(char, height, base), base)
    if char in "⟨⟩":
        return Box(_angle(char, height), base)
    pieces = _PIECES[char]
    return Box([pieces[0], *[pieces[1]] * (height - 2), pieces[2]], base)


def _brace(char: str, height: int, base: int) -> list[str]:
    """The point of a brace is at the base, or next to it if the base is its first or last row."""
    if height == 2:
        return list(_BRACES_OF_TWO[char])
    pieces = _BRACES[char]
    rows = [pieces[0], *[pieces[1]] * (height - 2), pieces[3]]
    rows[min(max(base, 1), height - 2)] = pieces[2]
    return rows


def _angle(char: str, height: int) -> list[str]:
    """Two strokes that meet at half the height, in a tip if a row is left for it."""
    half, tip = divmod(height, 2)
    if char == "⟨":
        up = [" " * (half - 1 - i + tip) + "╱" for i in range(half)]
        return up + ["⟨"] * tip + [" " * (i + tip) + "╲" for i in range(half)]
    down = [" " * i + "╲" for i in range(half)]
    return down + [" " * half + "⟩"] * tip + [" " * (half - 1 - i) + "╱" for i in range(half)]

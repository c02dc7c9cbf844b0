"""Boxes of text, and the few ways to put them together. Knows nothing of formulas."""

from collections.abc import Sequence

from dlquiz.formula.glyphs import width


class Box:
    """Rows of equal display width; `base` is the row that lines up with the neighbours.

    `above` and `below` count the rows over and under the base that brackets must cover. Scripts
    may stick out: the brackets of (1 + e^x) stay as low as its 1, whatever the height of its x.
    """

    __slots__ = ("above", "base", "below", "rows", "width")

    def __init__(
        self,
        rows: Sequence[str],
        base: int = 0,
        core: tuple[int, int] | None = None,
        *,
        columns: int | None = None,  # how wide the rows are, where they are even and it is known
    ) -> None:
        widths = [width(row) for row in rows] if columns is None else [columns] * len(rows)
        self.width = max(widths, default=0)
        self.rows = [row + " " * (self.width - w) for row, w in zip(rows, widths, strict=True)]
        self.base = base
        self.above, self.below = core or (base, len(rows) - base - 1)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.rows)


def blank(columns: int) -> Box:
    """Empty columns, one row high."""
    return Box([" " * columns])


def beside(boxes: Sequence[Box]) -> Box:
    """The boxes from left to right, their bases on one line."""
    if not boxes:
        return blank(0)
    over = max(box.base for box in boxes)
    under = max(box.height - box.base for box in boxes)
    padded = [_padded(box, over, under) for box in boxes]
    rows = ["".join(parts) for parts in zip(*padded, strict=True)]
    core = max(box.above for box in boxes), max(box.below for box in boxes)
    return Box(rows, over, core, columns=sum(box.width for box in boxes))


def _padded(box: Box, over: int, under: int) -> list[str]:
    """The rows of a box with so many rows over its base, and so many from its base on."""
    empty = " " * box.width
    return [
        *[empty] * (over - box.base),
        *box.rows,
        *[empty] * (under - box.height + box.base),
    ]


def stacked(boxes: Sequence[Box], on: int) -> Box:
    """The boxes from top to bottom, centred; the base is that of the box with the index `on`.

    >>> stacked([Box(["n"]), Box(["∑"]), Box(["i=1"])], on=1).rows
    [' n ', ' ∑ ', 'i=1']
    """
    columns = max(box.width for box in boxes)
    rows = [row for box in boxes for row in aligned(box, columns, "c").rows]
    base = sum(box.height for box in boxes[:on]) + boxes[on].base
    return Box(rows, base, columns=columns)


def aligned(box: Box, columns: int, side: str) -> Box:
    """The box made as wide as `columns`, its text to the left, centre or right (l, c, r).

    >>> aligned(Box(["x"]), 4, "c").rows
    [' x  ']
    """
    free = columns - box.width
    left = {"l": 0, "c": free // 2, "r": free}[side]
    rows = [" " * left + row + " " * (free - left) for row in box.rows]
    return Box(rows, box.base, (box.above, box.below), columns=columns)

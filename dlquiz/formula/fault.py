"""The one error of this room: a formula that cannot be drawn right."""

from dlquiz.errors import UserError


class FormulaError(UserError):
    """A formula is refused: at which column (counted from 1), why, and what to write instead."""

    def __init__(self, what: str, *, column: int, remedy: str = "") -> None:
        super().__init__(what, where=f"column {column}", remedy=remedy)
        self.column = column

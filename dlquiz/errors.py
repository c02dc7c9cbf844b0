"""The errors a user can cause: what is wrong, where, and what to do about it.

Only what a user can put right derives from `UserError`; a bug keeps its traceback.
"""

from collections.abc import Iterable


class UserError(Exception):
    """Cards, progress or a file cannot be used as they are. Ends a command with exit code 1."""

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what, where, remedy)
        self.what, self.where, self.remedy = what, where, remedy

    def __str__(self) -> str:
        """`where: what (remedy)`, without the parts that are empty."""
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}" + (f" ({self.remedy})" if self.remedy else "")


class ProgressError(UserError):
    """Progress cannot be read or kept: whatever is going on has to stop."""


class UsageError(UserError):
    """An unknown name, option or path on the command line. Ends a command with exit code 2."""

    exit_code = 2


def quoted(text: str, most: int = 60) -> str:
    """Something that was typed as a message repeats it: in quotes, and not at any length.

    >>> quoted("x" * 100, most=5)
    "'xxxx…'"
    """
    return repr(text if len(text) <= most else f"{text[: most - 1]}…")


def unknown(kind: str, name: str, known: Iterable[str], *, listing: str = "") -> UsageError:
    """The error for a name that does not exist, with the nearest existing ones as its remedy.

    >>> str(unknown("topic", "sofmax", ["softmax", "adam"]))
    "unknown topic 'sofmax' (did you mean softmax?)"
    """
    import difflib  # only a mistyped name needs it

    near = difflib.get_close_matches(name, dict.fromkeys(known), n=3, cutoff=0.5)
    remedy = f"did you mean {' or '.join(near)}?" if near else listing
    return UsageError(f"unknown {kind} {quoted(name)}", remedy=remedy)

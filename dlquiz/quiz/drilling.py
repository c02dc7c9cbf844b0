"""How a drill counts: solved at the first try without hints is good, with help hard, else again."""

from typing import Literal

from dlquiz.memory import Rating

__all__ = ["Rating", "State", "rating_of", "state_of"]

State = Literal["new", "started", "solved", "solved with help", "failed"]


def rating_of(*, passed: bool, hints: bool, failed_before: bool) -> Rating:
    """The rating of a check: what was looked up or took several tries comes back sooner."""
    if not passed:
        return Rating.AGAIN
    return Rating.HARD if hints or failed_before else Rating.GOOD


def state_of(last: Rating | None, *, has_draft: bool) -> State:
    """Where a drill stands, from the rating of its last check."""
    if last is None:
        return "started" if has_draft else "new"
    if last == Rating.AGAIN:
        return "failed"
    return "solved with help" if last == Rating.HARD else "solved"

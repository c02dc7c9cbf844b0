"""How a drill counts: solved at the first try without hints is good, with help hard, else again."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

from dlquiz.memory import Rating

__all__ = ["Property", "Rating", "State", "Work", "has_passed", "rating_of", "state_of"]

State = Literal["new", "started", "solved", "solved with help", "failed"]


class Property(Protocol):
    """What a check found: see `dlquiz.drills.properties`."""

    @property
    def name(self) -> str: ...
    @property
    def holds(self) -> bool: ...
    @property
    def message(self) -> str: ...


class Work(NamedTuple):
    """What came of a drill: the properties of the last check, how many checks, whether helped."""

    properties: Sequence[Property] = ()
    tries: int = 0
    helped: bool = False

    @property
    def passed(self) -> bool:
        return has_passed(self.properties)

    @property
    def rating(self) -> Rating:
        return rating_of(passed=self.passed, hints=self.helped, failed_before=self.tries > 1)


def has_passed(properties: Sequence[Property]) -> bool:
    """Whether a check found every property; one that found nothing is not passed."""
    return bool(properties) and all(one.holds for one in properties)


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

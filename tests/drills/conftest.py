"""Drills as cards in memory, and the message of the first property that code fails."""

from collections.abc import Callable
from textwrap import dedent
from typing import Any

import pytest

from dlquiz.deck.cards import Code, Holds, Mistake
from dlquiz.drills.properties import check
from dlquiz.quiz.drilling import has_passed

Fails = Callable[..., tuple[str, str]]


def drill(function: str, **fields: Any) -> Code:
    """A drill of this function; `given` and `arguments` are what a test is about."""
    usual = {
        "id": "made.drill",
        "level": 1,
        "ask": "Write it.",
        "shapes": "x (n,) -> (n,)",
        "hints": ("Think.",),
        "mistakes": (Mistake(code="pass", fails="signature"),) * 3,
    }
    return Code(**usual | fields, function=function)


@pytest.fixture
def softmax_drill() -> Code:
    return drill(
        "softmax",
        given={"x": "numbers([2, 3], -5, 5, 0.01)"},
        arguments=("x",),
        edges=(("[1000, 1001, 1002]",), ("[[7]]",), ("zeros([0, 3])",)),
    )


@pytest.fixture
def normal_drill() -> Code:
    """One whose results are drawn, so that they are held to properties alone."""
    return drill(
        "kaiming_normal",
        given={"r": "integer(1, 99)"},
        arguments=("[30, 20]", "generator(r)", "0"),
        compare=False,
        holds=(
            Holds(
                name="mean", expression="abs(mean(result)) < 0.1", say="the mean should be near 0"
            ),
        ),
    )


@pytest.fixture
def failure(softmax_drill: Code) -> Fails:
    """The name and the message of the property that code fails; it must fail one."""

    def failure(source: str, card: Code = softmax_drill, seconds: int = 2) -> tuple[str, str]:
        found = check(card, dedent(source), seconds)
        assert not has_passed(found)
        assert [one.holds for one in found] == [True] * (len(found) - 1) + [False]
        return found[-1].name, found[-1].message

    return failure

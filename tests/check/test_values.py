"""Drawn values are shown where the answer needs them, and none is drawn for nothing."""

from collections.abc import Callable

import pytest

Problems = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "{x} at 0",
            "{y} at 0",
            "10:30: `{y}` is no value of this card (it has x)",
        ),
        (
            "reference: softmax\n",
            "reference: softmax\n    hint: Add {xs} up.\n",
            "17:15: `{xs}` is no value of this card (did you mean x?)",
        ),
        (
            "of {x} at 0",
            "of three numbers",
            "10:10: the answer depends on `x`, which the question does not show"
            " (write {x} into it)",
        ),
        (
            "      x: integers(3, -2, 2)\n",
            "      x: integers(3, -2, 2)\n      z: integer(1, 2)\n",
            "13:7: the value `z` is never used (use it or remove it)",
        ),
    ],
)
def test_what_is_wrong_with_values_is_told_where_they_stand(
    old: str, new: str, message: str, problems: Problems
) -> None:
    assert problems((old, new)) == [message]


def test_a_calculation_in_braces_is_told(problems: Problems) -> None:
    assert problems(("{x} at 0", "{x} at {x + 1}")) == [
        "10:37: `{x + 1}` is no value of this card (only {x} by itself is replaced)"
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{x} at 0", "{x} at $x_{0}$ and $p_{z}$"),
        ("{x} at 0", "{x} in `f'{z}'`"),
        ("{x} at 0", "{x} at {0} or {}"),
    ],
)
def test_braces_of_mathematics_and_of_code_are_their_own(
    old: str, new: str, problems: Problems
) -> None:
    assert problems((old, new)) == []


def test_a_length_that_can_be_counted_need_not_be_shown(problems: Problems) -> None:
    drawn = "      n: integer(3, 5)\n      x: integers(n, -2, 2)\n"
    assert (
        problems(
            ("      x: integers(3, -2, 2)\n", drawn),
            ("answer: softmax(x)[0]", "answer: n * softmax(x)[0]"),
        )
        == []
    )


def test_a_value_may_be_there_for_the_demo_or_the_proof_alone(problems: Problems) -> None:
    drawn = "      x: integers(3, -2, 2)\n      t: number(0.5, 2, 0.5)\n      c: integer(1, 9)\n"
    assert (
        problems(
            ("      x: integers(3, -2, 2)\n", drawn),
            ("with: {x: x}", "with: {x: x, temperature: t}"),
            ("proof: isclose(sum(softmax(x)), 1)", "proof: isclose(sum(softmax(x + c)), 1)"),
        )
        == []
    )

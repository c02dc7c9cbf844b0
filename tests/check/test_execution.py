"""Answers and proofs are executed with every seed, and what is wrong is told with its values."""

import re
from collections.abc import Callable

import pytest

Problems = Callable[..., list[str]]

_ANSWER = "answer: softmax(x)[0]"
_PROOF = "proof: isclose(sum(softmax(x)), 1)"
_X = r"with x = \[-?\d, -?\d, -?\d\]"


def test_a_sound_answer_and_proof_are_no_problem(problems: Problems) -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            "sofmax(x)[0]",
            r"13:13: `sofmax\(x\)\[0\]`: unknown name 'sofmax'"
            rf" {_X} \(did you mean softmax or log_softmax or max\?\)",
        ),
        (
            "1 + softmax(x)[7]",
            r"13:17: `1 \+ softmax\(x\)\[7\]`: index 7 is out of bounds for axis 0 with size 3"
            f" {_X}",
        ),
        (
            "softmax(x)",
            r"13:13: the answer is not one number \(take one of its values by \[0\], \[1\] …\)",
        ),
        (
            "softmax(x)[0] > 0.5",
            r"13:13: the answer is true or false \(ask for a number, or make it a claim\)",
        ),
        (
            "log(softmax(x)[0] * 0)",
            rf"13:13: the answer is -inf {_X} \(narrow what `given` draws\)",
        ),
        ("softmax(x)[0] + nan", rf"13:13: the answer is nan {_X} \(narrow what `given` draws\)"),
        (
            "adam()",
            r"13:13: `adam\(\)`: a Optimizer is not a number or an array"
            rf" {_X} \(take one of its values by \[0\], \[1\] …\)",
        ),
        (
            "sqrt(softmax(x)[0] - softmax(x)[1])",
            rf"13:13: the answer is nan {_X} \(narrow what `given` draws\)",
        ),
    ],
)
def test_an_answer_is_one_finite_number_whatever_is_drawn(
    answer: str, message: str, problems: Problems
) -> None:
    hidden = ("What is softmax", "Given {x}, what is softmax")
    found = problems((_ANSWER, f"answer: {answer}"), hidden)
    assert len(found) == 1
    assert re.fullmatch(message, found[0]), found[0]


@pytest.mark.parametrize(
    ("tolerance", "wide"), [("2", "2"), ("300%", r"\d\.\d+"), ("0.99", "0.99")]
)
def test_a_tolerance_is_narrower_than_the_answers_are_apart(
    tolerance: str, wide: str, problems: Problems
) -> None:
    (problem,) = problems(("tolerance: 0.01", f"tolerance: {tolerance}"))
    assert re.fullmatch(
        rf"14:16: a tolerance of {wide} is as wide as the spread of the answers, 0\.9\d+"
        r" \(narrow it, or draw values whose answers differ more\)",
        problem,
    ), problem


def test_answers_that_never_differ_need_no_draw(problems: Problems) -> None:
    (problem,) = problems((_ANSWER, "answer: softmax(x * 0)[0]"))
    assert problem == (
        "14:16: a tolerance of 0.01 is as wide as the spread of the answers, 0"
        " (narrow it, or draw values whose answers differ more)"
    )


def test_an_answer_without_drawn_values_is_computed_once(problems: Problems) -> None:
    assert (
        problems(
            ("    given:\n      x: integers(3, -2, 2)\n", ""),
            (_ANSWER, "answer: softmax([1, 2])[0]"),
            ("{x}", "[1, 2]"),
            (_PROOF, "proof: softmax([0])[0] == 1"),
            ("with: {x: x}", "with: {x: [1, 2]}"),
        )
        == []
    )


@pytest.mark.parametrize(
    ("proof", "message"),
    [
        (
            "isclose(sum(softmax(x)), 2)",
            rf"15:12: the proof is false {_X} \(mend the card or its proof\)",
        ),
        (
            "softmax(x)[0] <= softmax(x)[1] + 0.5",
            rf"15:12: the proof is false {_X} \(mend the card or its proof\)",
        ),
        (
            "softmax(x)",
            r"15:12: a proof must come out true or false \(compare with == or allclose\)",
        ),
        (
            "1 + 1 == 2",
            r"15:12: a proof that uses no reference function proves nothing \(use one\)",
        ),
        (
            "all(softmax(x) > y)",
            r"15:29: `all\(softmax\(x\) > y\)`: unknown name 'y'"
            rf" {_X}( \(did you mean .*\))?",
        ),
    ],
)
def test_a_proof_is_true_whatever_is_drawn_and_about_the_reference(
    proof: str, message: str, problems: Problems
) -> None:
    (problem,) = problems((_PROOF, f"proof: {proof}"))
    assert re.fullmatch(message, problem), problem


def test_values_that_only_some_seeds_can_draw_are_told(problems: Problems) -> None:
    (problem,) = problems(
        ("      x: integers(3, -2, 2)\n", "      n: integer(0, 3)\n      x: integers(n, -2, 2)\n"),
        ("demo: {name: softmax, with: {x: x}}", "opener: no"),
        (f"    {_PROOF}\n", ""),
    )
    assert problem.startswith("14:13: `softmax(x)[0]`: x: 'integers(n, -2, 2)' cannot be drawn")

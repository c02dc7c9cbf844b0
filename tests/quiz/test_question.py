"""A card as it is asked: values, options and runs drawn by the seed."""

from collections.abc import Callable

import pytest
from msgspec import structs

from dlquiz.cli.demo import run_demo
from dlquiz.deck.cards import KINDS
from dlquiz.errors import UserError
from dlquiz.quiz.question import Question
from dlquiz.trace import Curve, Table, Text

Asked = Callable[..., Question]


def test_there_is_a_form_for_every_kind(asked: Asked) -> None:
    forms = {
        "made.recall": "rating",
        "made.choice": "option",
        "made.numeric": "number",
        "made.claim": "truth",
        "puzzles.complete": "option",
        "puzzles.bug": "option",
        "puzzles.next": "number",
        "puzzles.which": "option",
    }
    assert {card: asked(card).form for card in forms} == forms
    assert {asked(card).entry.kind for card in forms} == set(KINDS) - {"code"}


def test_a_hole_is_a_square_until_it_is_filled(asked: Asked) -> None:
    question = asked("puzzles.complete")
    assert question.puzzle == r"x - \eta \frac{g}{\square }"
    assert question.formula == r"x - \eta \frac{g}{\sqrt{v} + \varepsilon }"
    assert {option.text for option in question.options if option.right} == {
        r"$\sqrt{v} + \varepsilon$"
    }
    assert asked("made.choice").puzzle is None


def test_a_bug_shows_the_loop_and_then_its_repair(asked: Asked) -> None:
    question = asked("puzzles.bug")
    code, table, *curves = question.exhibits
    assert isinstance(code, Text)
    assert "W += lr * X[batch].T @ error" in code.text
    assert isinstance(table, Table)
    assert all(isinstance(curve, Curve) for curve in curves)
    repair = question.revelations[0]
    assert isinstance(repair, Text)
    assert repair.text.splitlines() == [
        "- W += lr * X[batch].T @ error",
        "+ W -= lr * X[batch].T @ error",
    ]


def test_a_run_to_be_continued_shows_one_row_more_with_the_answer(asked: Asked) -> None:
    question = asked("puzzles.next")
    (shown,), (whole,) = question.exhibits, question.revelations
    assert isinstance(shown, Table)
    assert isinstance(whole, Table)
    assert shown.columns == ("step", "x", "gradient")
    assert shown.rows == whole.rows[:2]
    assert question.number == whole.rows[2][1]
    step, x, gradient = shown.rows[1]
    assert (step, question.number) == (2, pytest.approx(x - question.values["lr"] * gradient))


def test_one_of_several_runs_is_drawn_and_it_alone_is_right(asked: Asked) -> None:
    drawn = set()
    for seed in map(str, range(12)):
        question = asked("puzzles.which", seed)
        (right,) = (option.text for option in question.options if option.right)
        drawn.add(right)
        assert question.demo is not None
        assert question.demo.name == {"plain descent": "sgd", "Adam": "adam"}[right]
        (table,) = question.exhibits
        assert isinstance(table, Table)
        first, second = table.rows[:2]
        moved = [abs(b - a) for a, b in zip(first[1:], second[1:], strict=True)]
        assert (moved[0] == pytest.approx(moved[1], rel=1e-6)) == (right == "Adam")
        assert question.explanation.startswith(
            {"plain descent": "It jumps across.", "Adam": "Both move alike."}[right]
        )
    assert drawn == {"plain descent", "Adam"}


def test_the_same_seed_asks_the_same(asked: Asked) -> None:
    for card in ("puzzles.complete", "puzzles.next", "puzzles.which", "made.choice"):
        first, second = asked(card, "7"), asked(card, "7")
        assert first.ask == second.ask
        assert first.options == second.options


def test_what_computed_the_answer_is_named_first(asked: Asked) -> None:
    assert asked("puzzles.complete").sources_of_answer == ("descend", "adam")
    assert asked("made.numeric").sources_of_answer == ("softmax", "softmax", "log_softmax")[:2]
    assert asked("made.recall").sources_of_answer == ("softmax",)


@pytest.mark.parametrize("answer", ["softmax([x, y])", "1 / (0 * x)", "x > y", "sqrt(0 - x)"])
def test_an_answer_that_is_no_finite_number_is_refused(answer: str, asked: Asked) -> None:
    entry = asked("made.numeric").entry
    card = structs.replace(entry.card, answer=answer)
    with pytest.raises(UserError, match="its answer is not one finite number"):
        Question(entry._replace(card=card), "0", run_demo).solve()

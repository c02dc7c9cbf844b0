"""Fresh values: repeatable, within their bounds, refused with the form that is right."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.deck.given import GENERATORS, GivenError, draw

EVERY = {
    "a": "integer(-2, 5)",
    "b": "integers(4, -2, 5)",
    "c": "integers([2, 3], 0, 9)",
    "d": "distinct(3, 1, 3)",
    "e": "number(0.1, 0.9, 0.1)",
    "f": "numbers(3, -1, 1, 0.25)",
    "g": "probabilities(4)",
    "h": "pick(0.9, 0.99, 0.999)",
    "i": "index(b)",
}


@given(st.integers(0, 10**6))
def test_values_keep_their_bounds_whatever_the_seed(seed: int) -> None:
    values = draw(EVERY, seed)
    assert -2 <= values["a"] <= 5
    assert len(values["b"]) == 4
    assert all(-2 <= b <= 5 for b in values["b"])
    assert [len(row) for row in values["c"]] == [3, 3]
    assert sorted(values["d"]) == [1, 2, 3]
    assert values["e"] in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
    assert all(f * 4 == int(f * 4) and -1 <= f <= 1 for f in values["f"])
    assert sum(values["g"]) == pytest.approx(1)
    assert min(values["g"]) >= 0.05
    assert values["h"] in (0.9, 0.99, 0.999)
    assert 0 <= values["i"] < 4


def test_the_same_seed_draws_the_same_and_another_draws_others() -> None:
    assert draw(EVERY, 3) == draw(EVERY, 3)
    assert len({str(draw(EVERY, seed)) for seed in range(50)}) == 50


def test_a_matrix_can_be_picked() -> None:
    call = "pick([[1, 2], [3, 4]], [[5, 6], [7, 8]])"
    drawn = [draw({"x": call}, seed)["x"] for seed in range(20)]
    assert [[1, 2], [3, 4]] in drawn
    assert [[5, 6], [7, 8]] in drawn


def test_both_ends_of_a_range_are_drawn() -> None:
    drawn = {draw({"a": "integer(0, 2)"}, seed)["a"] for seed in range(60)}
    assert drawn == {0, 1, 2}
    drawn = {draw({"a": "number(0, 0.2, 0.1)"}, seed)["a"] for seed in range(60)}
    assert drawn == {0, 0.1, 0.2}


@given(
    st.integers(-1000, 1000), st.integers(0, 1000), st.integers(1, 100), st.integers(0, 6),
    st.integers(0, 10**6),
)  # fmt: skip
def test_numbers_are_what_decimals_make_of_them(
    low: int, span: int, step: int, places: int, seed: int
) -> None:
    bounds = (Decimal(n).scaleb(-places) for n in (low, low + span, step))
    value = draw({"a": "number({}, {}, {})".format(*map("{:f}".format, bounds))}, seed)["a"]
    scaled = Decimal(str(value)).scaleb(places)
    assert low <= scaled <= low + span
    assert (scaled - low) % step == 0


def test_probabilities_come_in_rows_too() -> None:
    rows = draw({"p": "probabilities([3, 4])"}, 0)["p"]
    assert [len(row) for row in rows] == [4, 4, 4]
    assert [sum(row) for row in rows] == pytest.approx([1, 1, 1])
    assert min(map(min, rows)) >= 0.05


def test_many_probabilities_are_positive_too() -> None:
    values = draw({"p": "probabilities(200)"}, 0)["p"]
    assert sum(values) == pytest.approx(1)
    assert min(values) > 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("integer(1)", "x: 'integer(1)' has 1 arguments (integer(low, high))"),
        (
            "integer(5, 1)",
            "x: 'integer(5, 1)' cannot be drawn: low must not exceed high (integer(low, high))",
        ),
        (
            "integer(0.5, 3)",
            "x: 'integer(0.5, 3)' cannot be drawn: 0.5 is not a whole number (integer(low, high))",
        ),
        (
            "integers(1.5, 0, 3)",
            "x: 'integers(1.5, 0, 3)' cannot be drawn: 1.5 is not a whole number"
            " (integers(n, low, high))",
        ),
        (
            "integer(0, 1e400)",
            "x: 'integer(0, 1e400)' cannot be drawn: inf is not a whole number"
            " (integer(low, high))",
        ),
        ("number(0, 1e400, 1)", "x: 'number(0, 1e400, 1)' cannot be drawn: cannot convert"),
        ("number(0, 1, 0)", "x: 'number(0, 1, 0)' cannot be drawn: low must not exceed high"),
        ("integers(0, 1, 2)", "x: 'integers(0, 1, 2)' cannot be drawn: between 1 and 1000 values"),
        ("integers(100000000, 1, 2)", "x: 'integers(100000000, 1, 2)' cannot be drawn: between 1"),
        ("index(y)", "x: 'y' is not a number (arguments are numbers, [lists] of them and names"),
        ("index(3)", "x: 'index(3)' cannot be drawn: "),
        (
            "distinct(9, 1, 3)",
            "x: 'distinct(9, 1, 3)' cannot be drawn: there are 3 values from 1 to 3"
            " (distinct(n, low, high))",
        ),
        ("probabilities(0)", "x: 'probabilities(0)' cannot be drawn: between 1 and 1000 values"),
        ("__import__('os')", "x: \"__import__('os')\" is not a generator (write one of integer("),
        ("integer(1, (2))", "x: '(2)' is not a number (arguments are numbers"),
        ("pick([1, 2)", "x: the brackets of 'pick([1, 2)' do not match (arguments are numbers"),
        ("integer(1,)", "x: '' is not a number (arguments are numbers"),
        ("5", "x: '5' is not a generator (write one of "),
    ],
)
def test_what_cannot_be_drawn_is_named_with_the_right_form(call: str, message: str) -> None:
    with pytest.raises(GivenError) as refusal:
        draw({"x": call}, 0)
    assert str(refusal.value).startswith(message)


@given(st.text(max_size=40))
def test_any_text_is_drawn_or_refused(text: str) -> None:
    try:
        draw({"x": text}, 0)
    except GivenError:
        return


def test_every_generator_is_drawn_by_these_tests() -> None:
    assert {call.split("(")[0] for call in EVERY.values()} == set(GENERATORS)


def test_a_whole_number_that_no_float_holds_is_refused() -> None:
    with pytest.raises(GivenError, match=r"^x: 1{20}… is too large a whole number"):
        draw({"x": f"pick({'1' * 400})"}, seed=0)

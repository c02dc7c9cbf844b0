"""Parameters: what text and cards may say, and what they are told when they may not."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.demos.parameters import (
    as_values,
    describe,
    flag,
    matrix,
    names,
    number,
    option,
    parse,
    vector,
    whole,
)
from dlquiz.errors import UsageError
from dlquiz.trace import Matrix, Vector


@dataclass(frozen=True, kw_only=True)
class Shared:
    steps: int = whole(20, 1, 500, "how many steps")


@dataclass(frozen=True, kw_only=True)
class Params(Shared):
    lr: float = number(0.1, 0, 100, "learning rate")
    beta1: float = number(0.9, 0, 1, "decay", below=True)
    x: Vector = vector((1.0, 2.0), "a vector", length=(2, 3))
    kernel: Matrix = matrix(((1.0, 2.0), (3.0, 4.0)), "a matrix", low=-9, high=9, most=(3, 2))
    surface: str = option("bowl", ("bowl", "ravine"), "a landscape")
    bias_correction: bool = flag(True, "whether to correct")
    vs: tuple[str, ...] = names((), ("sgd", "adam"), "rivals")


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("lr", "0.5", 0.5),
        ("lr", 2, 2.0),
        ("lr", "1e-3", 0.001),
        ("steps", "7", 7),
        ("steps", 7.0, 7),
        ("x", "-1, 0,3", (-1.0, 0.0, 3.0)),
        ("x", [1, 2.5], (1.0, 2.5)),
        ("kernel", "1,2;3,4;5,6", ((1.0, 2.0), (3.0, 4.0), (5.0, 6.0))),
        ("kernel", [[1], [2]], ((1.0,), (2.0,))),
        ("kernel", [1, 2], ((1.0,), (2.0,))),
        ("surface", "ravine", "ravine"),
        ("bias-correction", "no", False),
        ("bias_correction", False, False),
        ("vs", "adam,sgd", ("adam", "sgd")),
        ("vs", ["adam"], ("adam",)),
        ("vs", "", ()),
    ],
)
def test_text_and_plain_values_become_parameters(name: str, given: object, value: object) -> None:
    read = parse(Params, {name: given})
    assert getattr(read, name.replace("-", "_")) == value
    assert type(getattr(read, name.replace("-", "_"))) is type(value)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("lr", "fast", "--lr: 'fast' is not a number from 0 to 100"),
        ("lr", "101", "--lr: '101' is not a number from 0 to 100"),
        ("lr", "nan", "--lr: 'nan' is not a number from 0 to 100"),
        ("lr", "inf", "--lr: 'inf' is not a number from 0 to 100"),
        ("lr", True, "--lr: True is not a number from 0 to 100"),
        ("lr", [1], "--lr: [1] is not a number from 0 to 100"),
        ("lr", 10**400, f"--lr: {'1' + '0' * 36}... is not a number from 0 to 100"),
        ("beta1", "1", "--beta1: '1' is not a number from 0 to below 1"),
        ("steps", "2.5", "--steps: '2.5' is not a whole number from 1 to 500"),
        ("steps", "0", "--steps: '0' is not a whole number from 1 to 500"),
        ("x", "1", "--x: '1' has 1 numbers, not 2 to 3"),
        ("x", "1,b", "--x: 'b' is not a number"),
        ("x", "1,nan", "--x: 'nan' is not a number"),
        ("x", {"a": 1}, "--x: {'a': 1} is not 2 to 3 numbers"),
        ("kernel", "1,2;3", "--kernel: '1,2;3' has rows of different lengths: 2, 1"),
        ("kernel", "1;2;3;4", "--kernel: '1;2;3;4' has 4 rows, not 1 to 3"),
        ("kernel", "10", "--kernel: '10' is not a number from -9 to 9"),
        ("surface", "ravin", "--surface: unknown choice 'ravin' (did you mean ravine?)"),
        ("surface", "zzz", "--surface: unknown choice 'zzz' (one of bowl, ravine)"),
        ("bias-correction", "maybe", "--bias-correction: 'maybe' is not yes or no"),
        ("vs", "sgd,sgd", "--vs: 'sgd,sgd' names one of them twice"),
        ("vs", "sdg", "--vs: unknown choice 'sdg' (did you mean sgd?)"),
        ("beta", "1", "unknown parameter 'beta' (did you mean beta1?)"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(
    name: str, given: object, message: str
) -> None:
    with pytest.raises(UsageError) as refused:
        parse(Params, {name: given})
    assert str(refused.value) == message


def test_a_demos_own_parameters_are_listed_before_those_it_shares() -> None:
    listed = [one.name for one in describe(Params)]
    assert listed == ["lr", "beta1", "x", "kernel", "surface", "bias-correction", "vs", "steps"]


def test_a_parameter_explains_itself() -> None:
    explained = {one.name: one.explained for one in describe(Params)}
    assert explained["lr"] == "learning rate (a number from 0 to 100; default 0.1)"
    assert explained["vs"] == "rivals (any of sgd, adam)"
    assert explained["kernel"] == (
        "a matrix (up to 3 rows of up to 2 numbers, each from -9 to 9; default 1,2;3,4)"
    )


def test_values_are_recorded_under_their_names() -> None:
    assert as_values(Params())["bias_correction"] is True


@given(st.floats(0, 100))
def test_every_number_of_the_range_is_read_back_from_its_text(value: float) -> None:
    assert parse(Params, {"lr": repr(value)}).lr == value


@given(st.text() | st.floats() | st.integers() | st.lists(st.floats()) | st.none())
def test_nothing_but_a_usage_error_is_ever_raised(given_value: object) -> None:
    for name in ("lr", "steps", "x", "kernel", "surface", "bias-correction", "vs"):
        try:
            parse(Params, {name: given_value})
        except UsageError:
            continue

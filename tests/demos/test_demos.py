"""What holds for every demo, whatever it shows."""

import json
import warnings
from collections.abc import Mapping

import pytest

from dlquiz.demos import DEMOS, load
from dlquiz.demos.parameters import describe, parse
from dlquiz.demos.record import as_json
from dlquiz.errors import UsageError
from dlquiz.formula import render, render_line
from dlquiz.trace import Frame

every_demo = pytest.mark.parametrize("name", DEMOS)


def run(name: str, **given: object) -> list[Frame]:
    demo = load(name)
    return list(demo.run(parse(demo.parameters, given)))


def refuse(constant: str) -> float:
    raise AssertionError(f"{constant} is not JSON")


def is_plain(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(isinstance(name, str) and is_plain(item) for name, item in value.items())
    if type(value) is tuple:
        return all(map(is_plain, value))
    return value is None or type(value) in (int, float, str, bool)


@every_demo
def test_it_runs_with_its_defaults_and_without_warnings(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frames = run(name)
    assert frames


@every_demo
def test_every_frame_says_something_and_holds_plain_numbers(name: str) -> None:
    for frame in run(name):
        assert frame.caption.strip()
        assert frame.values
        assert is_plain(frame.values)


@every_demo
def test_two_runs_are_equal_and_their_json_is_strict(name: str) -> None:
    demo = load(name)
    params = demo.parameters()
    first, second = (as_json(demo, params, demo.run(params)) for _ in range(2))
    assert first == second
    record = json.loads(first, parse_constant=refuse)
    assert record["demo"] == name
    assert set(record["params"]) == {one.name.replace("-", "_") for one in describe(type(params))}
    assert all(set(frame) == {"caption", "values", "views"} for frame in record["frames"])


@every_demo
def test_its_formula_can_be_drawn(name: str) -> None:
    formula = load(name).formula
    assert max(map(len, render(formula).splitlines())) <= 80
    assert render_line(formula)


@every_demo
def test_its_defaults_are_values_it_takes(name: str) -> None:
    parameters = load(name).parameters
    written = {one.name: one.default for one in describe(parameters) if one.default}
    assert parse(parameters, written) == parameters()


@every_demo
def test_its_parameters_say_what_they_are_for(name: str) -> None:
    assert all(one.about for one in describe(load(name).parameters))


def test_an_unknown_demo_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"^unknown demo 'sofmax' \(did you mean softmax"):
        load("sofmax")


def test_titles_fit_a_list() -> None:
    assert all(len(title) <= 90 and not title.endswith(".") for title in DEMOS.values())

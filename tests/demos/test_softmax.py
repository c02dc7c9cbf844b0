"""The softmax demo, step by step."""

from math import exp, inf, isnan

import pytest

from dlquiz.demos import softmax
from dlquiz.demos.parameters import parse


def values(**given: object) -> dict[str, object]:
    return list(softmax.run(parse(softmax.Params, given)))[-1].values


def test_the_last_frame_holds_every_stage() -> None:
    found = values(x=[0, 3])
    assert list(found) == ["x", "shifted", "exponents", "sum", "probabilities"]
    assert found["shifted"] == (-3.0, 0.0)
    assert found["exponents"] == pytest.approx((exp(-3), 1.0), rel=1e-15)
    assert found["sum"] == pytest.approx(1 + exp(-3), rel=1e-15)
    assert found["probabilities"] == pytest.approx(
        (exp(-3) / (1 + exp(-3)), 1 / (1 + exp(-3))), rel=1e-15
    )


def test_a_temperature_is_a_stage_of_its_own() -> None:
    found = values(x=[0, 3], temperature=2)
    assert found["scaled"] == (0.0, 1.5)
    assert found["probabilities"][1] == pytest.approx(1 / (1 + exp(-1.5)), rel=1e-15)


def test_large_logits_do_not_overflow() -> None:
    assert values(x=[1000, 1000])["probabilities"] == (0.5, 0.5)


def test_a_logit_of_minus_infinity_gets_nothing() -> None:
    assert values(x=["-inf", 0])["probabilities"] == (0.0, 1.0)


def test_an_infinite_logit_ends_in_nan_and_is_explained() -> None:
    frames = list(softmax.run(parse(softmax.Params, {"x": [inf, 0]})))
    assert isnan(frames[-1].values["probabilities"][0])
    assert frames[0].caption == "The logits may be any numbers."
    assert frames[-1].caption == (
        "inf − inf is nan, and nan goes through every step: the largest logit must be finite."
    )


def test_each_stage_has_its_own_title_so_that_all_are_shown_on_paper() -> None:
    titles = [frame.views[0].title for frame in softmax.run(softmax.Params())]
    assert len(set(titles)) == len(titles)

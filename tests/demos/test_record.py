"""A run as JSON."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, nan

from dlquiz.demos import Demo
from dlquiz.demos.parameters import number
from dlquiz.demos.record import as_json
from dlquiz.trace import Bars, Frame, Graph, Node, Surface


@dataclass(frozen=True, kw_only=True)
class Params:
    lr: float = number(0.1, 0, inf, "learning rate")


def frames(_: Params) -> Iterator[Frame]:
    yield Frame("Überall µ", {"loss": nan, "state": {"m": (1, -inf)}}, (Bars(("a",), (inf,)),))
    yield Frame(
        "nested",
        {"known": True, "nothing": None},
        (
            Graph((Node("x", "x", 1.0, None, ()),), active="x"),
            Surface((0, 1), (0, 1), ((1.0,),), paths={"sgd": ((0.0, nan),)}),
        ),
    )


DEMO = Demo("made", "A made demo", "x", Params, frames)


def record() -> dict[str, object]:
    return json.loads(as_json(DEMO, Params(lr=inf), frames(Params())))


def test_the_record_names_demo_parameters_and_frames() -> None:
    assert record()["demo"] == "made"
    assert record()["params"] == {"lr": "Infinity"}


def test_numbers_that_are_not_finite_are_spelled() -> None:
    first, _ = record()["frames"]
    assert first["values"] == {"loss": "NaN", "state": {"m": [1, "-Infinity"]}}
    assert first["caption"] == "Überall µ"


def test_a_view_is_its_kind_and_its_fields() -> None:
    first, second = record()["frames"]
    assert first["views"] == [
        {
            "view": "bars",
            "labels": ["a"],
            "values": ["Infinity"],
            "title": "",
            "top": None,
            "log": False,
        }
    ]
    graph, surface = second["views"]
    assert graph["nodes"] == [
        {"name": "x", "label": "x", "value": 1.0, "gradient": None, "inputs": []}
    ]
    assert surface["paths"] == {"sgd": [[0.0, "NaN"]]}
    assert second["values"] == {"known": True, "nothing": None}

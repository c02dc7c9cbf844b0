"""A run of a demo as strict JSON: equal runs give equal text, and any parser can read it.

JSON has no word for a number that is not finite; it is written as "NaN", "Infinity" or
"-Infinity".
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from math import isfinite, isnan
from typing import Any

from dlquiz.demos import Demo
from dlquiz.demos.parameters import as_values
from dlquiz.trace import Frame, View


def as_json(demo: Demo, params: Any, frames: Iterable[Frame]) -> str:
    """`{"demo", "params", "frames": [{"caption", "values", "views"}]}` on one line."""
    record = {
        "demo": demo.name,
        "params": as_values(params),
        "frames": [
            {
                "caption": frame.caption,
                "values": frame.values,
                "views": [_view(view) for view in frame.views],
            }
            for frame in frames
        ],
    }
    return json.dumps(strict(record), allow_nan=False, ensure_ascii=False)


def strict(value: Any) -> Any:
    """The value in JSON's own types.

    >>> strict({"loss": float("inf"), "params": (1, float("nan"))})
    {'loss': 'Infinity', 'params': [1, 'NaN']}
    """
    if isinstance(value, float):
        return value if isfinite(value) else _name(value)
    if isinstance(value, Mapping):
        return {name: strict(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [strict(item) for item in value]
    if is_dataclass(value):
        return strict({one.name: getattr(value, one.name) for one in fields(value)})
    return value


def _name(value: float) -> str:
    return "NaN" if isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _view(view: View) -> dict[str, Any]:
    """The fields of a view, with its kind in front."""
    return {"view": type(view).__name__.lower()} | {
        one.name: getattr(view, one.name) for one in fields(view)
    }

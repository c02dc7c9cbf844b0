"""What the harness sends over the line, looked at without a process."""

import json
from typing import Any

import numpy as np
import pytest

from dlquiz.drills import harness


@pytest.mark.parametrize(
    "value", [None, True, 3, -0.0, float("inf"), "text", [1, [2.5, None]], np.arange(4.0)]
)
def test_what_is_encoded_is_json_and_decoded_the_same(value: Any) -> None:
    line = json.dumps(harness.encoded(value, np), allow_nan=False)
    np.testing.assert_equal(harness.decoded(json.loads(line), np), value)


def test_a_decoded_array_can_be_written_to() -> None:
    array = harness.decoded(harness.encoded(np.zeros(2), np), np)
    array[0] = 1


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("open", ("x", "w", 0)),
        ("open", ("x", None, 1)),
        ("os.kill", (1, 9)),
        ("os.posix_spawn", ()),
        ("shutil.rmtree", ()),
        ("socket.connect", ()),
        ("resource.setrlimit", ()),
    ],
)
def test_what_reaches_beyond_the_process_is_refused(event: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(PermissionError, match=r"^a drill "):
        harness.refuse(event, arguments)


@pytest.mark.parametrize(
    ("event", "arguments"), [("open", ("x", "r", 0)), ("import", ("math",)), ("exec", ())]
)
def test_reading_and_importing_are_allowed(event: str, arguments: tuple[Any, ...]) -> None:
    harness.refuse(event, arguments)

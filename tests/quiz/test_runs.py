"""A run as a table, and one number of it."""

import pytest

from dlquiz.errors import UserError
from dlquiz.quiz.runs import beginning, number_at
from dlquiz.trace import Frame, Table

FRAMES = [Frame("", {"step": n, "params": (n / 2, -n), "name": "x"}) for n in range(3)]


def test_the_first_frames_are_rows() -> None:
    shown = beginning(FRAMES, 2, {"step": "step", "y": "params.1"})
    assert shown == Table(("step", "y"), ((0, 0), (1, -1)))


@pytest.mark.parametrize(
    ("place", "path", "message"),
    [
        (3, "step", "the demo has 3 frames, and the card asks for 4"),
        (0, "loss", "a frame has no `loss` (it has step, params, name)"),
        (0, "params.2", "a frame has no `params.2` (it has step, params, name)"),
        (0, "step.1", "a frame has no `step.1` (it has step, params, name)"),
        (0, "params", "`params` is not a number (name one, as params.0)"),
        (0, "name", "`name` is not a number (name one, as params.0)"),
    ],
)
def test_what_is_no_number_is_refused(place: int, path: str, message: str) -> None:
    with pytest.raises(UserError) as refusal:
        number_at(FRAMES, place, path)
    assert str(refusal.value) == message

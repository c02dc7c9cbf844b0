"""Work that never ends is left behind; work that ends is not disturbed."""

import itertools
import time

import pytest

from dlquiz.deck.deadline import within


def test_the_result_and_the_error_come_through() -> None:
    assert within(5, lambda: 42) == 42
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 / 0)


def test_endless_work_is_abandoned_and_ended() -> None:
    steps = itertools.count()

    def endless() -> None:
        while True:
            next(steps)

    with pytest.raises(TimeoutError):
        within(0.05, endless)
    time.sleep(0.2)
    before = next(steps)
    time.sleep(0.1)
    assert next(steps) == before + 1

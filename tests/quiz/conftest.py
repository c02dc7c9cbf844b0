"""Questions made of card files, with demos that are run for real."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from dlquiz.cli.demo import run_demo
from dlquiz.deck.index import open_deck
from dlquiz.quiz.question import Question


@pytest.fixture
def asked(puzzles: Path, made: Path, tmp_path: Path) -> Iterator[Callable[..., Question]]:
    """A card of the files `made` and `puzzles` as it is asked with a seed."""
    with ExitStack() as stack:
        deck = stack.enter_context(open_deck([made.parent], tmp_path / "index.db"))

        def asked(card: str, seed: str = "0") -> Question:
            entry = deck.entry(card)
            assert entry is not None
            return Question(entry, seed, run_demo)

        yield asked

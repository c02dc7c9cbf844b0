"""The examples that a card begins with are cards themselves."""

from pathlib import Path

import pytest

from dlquiz.check import check
from dlquiz.deck.cards import KINDS
from dlquiz.deck.editing import new_file, renamed, with_card
from dlquiz.deck.examples import EXAMPLES


def test_there_is_one_for_every_kind() -> None:
    assert set(EXAMPLES) == set(KINDS)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_it_is_right_as_it_stands(kind: str, tmp_path: Path) -> None:
    text = with_card(new_file("own", title="Own"), renamed(EXAMPLES[kind], "own.card")).text
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    report = check([path])
    assert [str(problem) for problem in report.problems] == []
    assert report.cards == 1
    assert f"kind: {kind} " in text


@pytest.mark.parametrize("kind", EXAMPLES)
def test_its_lines_fit_a_narrow_editor(kind: str) -> None:
    assert max(map(len, EXAMPLES[kind].splitlines())) <= 100

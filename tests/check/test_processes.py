"""Several files are executed side by side, and what is found is what one process finds."""

from pathlib import Path

import pytest

from dlquiz.check import processes
from dlquiz.check.processes import ALONE, executed_all
from dlquiz.check.survey import Survey


@pytest.fixture
def files(tmp_path: Path, sound: str) -> Path:
    """More files than one process takes alone, every second one with a proof that is false."""
    for number in range(ALONE + 2):
        text = sound.replace("made", f"made-{number}")
        if number % 2:
            text = text.replace("isclose(sum(softmax(x)), 1)", "isclose(sum(softmax(x)), 2)")
        (tmp_path / f"made-{number}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_findings_are_those_of_one_process(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = Survey([files], [], None)
    alone = [survey.executed(place) for place in range(len(survey.files))]
    assert sum(len(problems) for problems, _ in alone) == 3
    started = []
    pool = processes._pool
    monkeypatch.setattr(processes, "_cores", lambda: 2)
    monkeypatch.setattr(processes, "_pool", lambda *asked: started.append(1) or pool(*asked))
    together = list(executed_all(survey))
    assert started == [1]
    assert sorted(map(repr, together)) == sorted(map(repr, alone))


def test_where_no_process_can_be_started_one_does_it_all(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: 2)
    monkeypatch.setattr(processes, "_pool", lambda *_: None)
    assert len(list(executed_all(Survey([files], [], None)))) == ALONE + 2

"""Whatever a card or a topic names exists, and nothing is named twice that must be one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlquiz.check import check

Problems = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "    reference: softmax\n",
            "    reference: sofmax\n",
            "16:16: unknown reference 'sofmax'",
        ),
        (
            "references: [softmax]",
            "references: [softmax, sofmax]",
            "4:23: unknown reference 'sofmax'",
        ),
        (
            "    reference: softmax\n",
            "    follow_up: [made.sun]\n",
            "16:17: unknown card 'made.sun' (did you mean made.sum?)",
        ),
        (
            "    reference: softmax\n",
            "    follow_up:\n      - made.sum\n",
            "17:9: a card cannot follow itself (name another one)",
        ),
    ],
)
def test_a_name_that_leads_nowhere_is_told(
    old: str, new: str, message: str, problems: Problems
) -> None:
    (problem,) = problems((old, new))
    assert problem.startswith(message)


@pytest.fixture
def written(tmp_path: Path, sound: str) -> Callable[[str, str], Path]:
    """Writes the sound file under another name, its card's id changed to begin with that."""

    def written(name: str, card: str) -> Path:
        path = tmp_path / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(sound.replace("made.sum", card), encoding="utf-8")
        return path

    return written


def test_links_lead_into_the_whole_deck(written: Callable[[str, str], Path]) -> None:
    builtin = written("builtin/made", "made.sum")
    mine = written("mine/made", "mine.sum")
    mine.write_text(mine.read_text() + "    follow_up: [made.sum]\n")
    assert check([mine], deck=[builtin.parent]).problems == ()
    assert len(check([mine]).problems) == 1


def test_an_id_of_the_deck_cannot_be_used_again(written: Callable[[str, str], Path]) -> None:
    builtin, mine = written("builtin/made", "made.sum"), written("mine/made", "made.sum")
    (problem,) = check([mine], deck=[builtin.parent, mine.parent]).problems
    assert str(problem) == (
        f"{mine}:7:9: the id `made.sum` stands at {builtin}:7 already"
        " (give this card an id of its own)"
    )


def test_the_built_in_deck_keeps_one_file_a_topic_and_one_topic_a_demo(
    written: Callable[[str, str], Path], tmp_path: Path
) -> None:
    written("made", "made.sum")
    other = written("three", "two.sum")
    other.write_text(other.read_text().replace("topic: made", "topic: two"))
    found = check([tmp_path], deck=[tmp_path], builtin=tmp_path).problems
    assert [str(problem) for problem in found] == [
        f"{other}:1:8: the file of this topic is two.yaml (rename the file or the topic)",
        f"{other}:5:9: the demo softmax belongs to made already (list it in one topic)",
    ]
    assert check([tmp_path]).problems == ()

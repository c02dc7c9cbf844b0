"""Cards of one's own, written, taken over and taken out from the command line."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dlquiz.deck.reading import read_file

CARD = """\
topic: own
title: Own
cards:
  - id: own.first      # my remark
    kind: recall
    level: 1
    ask: What does softmax do?
    answer: It makes probabilities.
  - id: own.second
    kind: claim
    level: 1
    claim: Softmax of equal logits is uniform.
    truth: true
    answer: Every exponent is the same.
    proof: allclose(softmax([1, 1]), [0.5, 0.5])
"""


@pytest.fixture
def own(home: Path) -> Path:
    path = home / "cards" / "own.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(CARD, encoding="utf-8")
    return path


def ids(path: Path) -> list[str]:
    read = read_file(path)
    assert read.problems == []
    return [one.card.id for one in read.cards]


def test_a_new_card_is_an_example_in_a_file_of_its_topic(dlquiz: Callable, home: Path) -> None:
    run = dlquiz("cards", "new", "my-cards", "--kind", "numeric")
    path = home / "cards" / "my-cards.yaml"
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines()[0] == f"{path}:5 is an example to change;"
    assert ids(path) == ["my-cards.numeric-1"]
    assert dlquiz("cards", "check", "my-cards.yaml").returncode == 0


def test_a_second_one_gets_an_id_of_its_own(dlquiz: Callable, home: Path) -> None:
    for _ in range(2):
        dlquiz("cards", "new", "my-cards", "--kind", "claim")
    assert ids(home / "cards" / "my-cards.yaml") == ["my-cards.claim-1", "my-cards.claim-2"]


def test_a_card_of_a_known_topic_inherits_its_title(dlquiz: Callable, home: Path) -> None:
    dlquiz("cards", "new", "softm", "--kind", "choice", "--id", "softmax.mine")
    path = home / "cards" / "softmax.yaml"
    assert path.read_text(encoding="utf-8").startswith(
        "# yaml-language-server: $schema=.schema.json\ntopic: softmax\ncards:\n"
    )
    assert ids(path) == ["softmax.mine"]
    assert "Softmax and cross-entropy" in dlquiz("cards", "show", "softmax.mine").stdout


def test_it_may_begin_as_a_copy(dlquiz: Callable, home: Path) -> None:
    dlquiz("cards", "new", "softmax", "--like", "softmax.by-hand")
    (copy,) = read_file(home / "cards" / "softmax.yaml").cards
    assert copy.card.id == "softmax.copy-1"
    shown = [dlquiz("cards", "show", one).stdout for one in ("softmax.by-hand", "softmax.copy-1")]
    assert shown[0].splitlines()[2:] == shown[1].splitlines()[2:]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["My Cards"], "'My Cards' cannot be a topic's name (small letters and digits in words"),
        (["own", "--kind", "nmeric"], "unknown kind of card 'nmeric' (did you mean numeric?)"),
        (["own", "--id", "Own"], "'Own' cannot be an id (small letters and digits in words"),
        (["own", "--id", "own.first"], "--id: own.first is taken by "),
        (["own", "--like", "own.frist"], "unknown card 'own.frist' (did you mean own.first or "),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    dlquiz: Callable, own: Path, arguments: list[str], complaint: str
) -> None:
    run = dlquiz("cards", "new", *arguments)
    assert run.returncode == 2
    assert run.stderr.startswith(f"dlquiz: {complaint}")
    assert own.read_text(encoding="utf-8") == CARD
    assert [path.name for path in own.parent.iterdir()] == ["own.yaml"]


def test_a_card_is_taken_out_and_the_file_as_it_was_is_kept(dlquiz: Callable, own: Path) -> None:
    run = dlquiz("cards", "rm", "own.second", "--yes")
    assert run.returncode == 0
    assert ids(own) == ["own.first"]
    assert "# my remark" in own.read_text(encoding="utf-8")
    assert (own.parent / ".own.yaml.old").read_text(encoding="utf-8") == CARD


def test_with_its_last_card_a_file_goes(dlquiz: Callable, own: Path) -> None:
    for card in ("own.first", "own.second"):
        assert dlquiz("cards", "rm", card, "--yes").returncode == 0
    assert not own.exists()


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_a_card_stays_unless_that_is_confirmed(dlquiz: Callable, own: Path, answer: str) -> None:
    run = dlquiz("cards", "rm", "own.first", input=answer)
    assert run.returncode in (1, 130)
    assert own.read_text(encoding="utf-8") == CARD


def test_in_a_pipe_edit_tells_where_a_card_stands_even_a_broken_one(
    dlquiz: Callable, own: Path
) -> None:
    own.write_text(CARD.replace("truth: true", "truth: maybe"), encoding="utf-8")
    assert dlquiz("cards", "edit", "own.first").stdout == f"{own}:4\n"
    assert dlquiz("cards", "edit", "own.second").stdout == f"{own}:13\n"


def test_files_are_checked_and_then_copied_into_the_deck(
    dlquiz: Callable, home: Path, tmp_path: Path
) -> None:
    given = tmp_path / "given"
    given.mkdir()
    (given / "own.yaml").write_text(CARD, encoding="utf-8")
    run = dlquiz("cards", "add", str(given))
    assert (run.returncode, run.stderr) == (0, "")
    assert (home / "cards" / "own.yaml").read_text(encoding="utf-8") == CARD
    assert dlquiz("cards", "add", str(given)).returncode == 0  # the same once more


def test_a_broken_file_adds_nothing(dlquiz: Callable, home: Path, tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(CARD.replace("own", "good"), encoding="utf-8")
    (tmp_path / "own.yaml").write_text(CARD.replace("[0.5, 0.5]", "[0.5, 0.6]"), encoding="utf-8")
    run = dlquiz("cards", "add", "good.yaml", "own.yaml")
    assert run.returncode == 1
    assert "own.yaml:15:12: " in run.stderr
    assert run.stderr.endswith("Nothing was added.\n")
    assert not (home / "cards").exists()


def test_a_file_of_the_deck_is_replaced_only_by_force(
    dlquiz: Callable, own: Path, tmp_path: Path
) -> None:
    changed = CARD.replace("probabilities.", "probabilities of logits.")
    (tmp_path / "own.yaml").write_text(changed, encoding="utf-8")
    run = dlquiz("cards", "add", "own.yaml")
    assert run.returncode == 2
    assert run.stderr == f"dlquiz: {own}: the file exists (--force replaces it)\n"
    assert dlquiz("cards", "add", "own.yaml", "--force").returncode == 0
    assert own.read_text(encoding="utf-8") == changed


def test_an_id_of_the_built_in_deck_is_an_error_that_says_which(
    dlquiz: Callable, tmp_path: Path
) -> None:
    taken = CARD.replace("own.first", "softmax.by-hand")
    (tmp_path / "own.yaml").write_text(taken, encoding="utf-8")
    run = dlquiz("cards", "add", "own.yaml")
    assert run.returncode == 1
    assert "own.yaml:4:9: " in run.stderr
    assert "softmax.yaml:" in run.stderr
    assert "(give this card an id of its own)" in run.stderr


def test_the_environment_adds_directories_of_cards(dlquiz: Callable, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.yaml").write_text(CARD.replace("own", name), encoding="utf-8")
    both = os.pathsep.join([str(tmp_path / "one"), str(tmp_path / "two")])
    run = dlquiz("cards", "list", "one", "two", "--json", DLQUIZ_CARDS=both)
    listed = [card["id"] for card in json.loads(run.stdout)]
    assert listed == ["one.first", "one.second", "two.first", "two.second"]


def test_a_directory_that_the_environment_names_must_exist(dlquiz: Callable) -> None:
    run = dlquiz("topics", DLQUIZ_CARDS="/nowhere/at/all")
    assert run.returncode == 2
    assert run.stderr == "dlquiz: DLQUIZ_CARDS: /nowhere/at/all: no such directory of cards\n"


def test_an_editor_that_knows_schemas_finds_one_beside_a_new_card(
    dlquiz: Callable, home: Path
) -> None:
    dlquiz("cards", "new", "my-cards")
    first = (home / "cards" / "my-cards.yaml").read_text(encoding="utf-8").splitlines()[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    kept = (home / "cards" / named).read_text(encoding="utf-8")
    assert kept == dlquiz("cards", "schema").stdout
    assert "numeric" in json.loads(kept)["definitions"]["Numeric"]["properties"]["kind"]["enum"]

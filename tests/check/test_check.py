"""Whatever is wrong with a card and only shows when it is executed is named at its place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlquiz.check import check

HEAD = r"""topic: made
title: Made
formula: \frac{a}{b}
references: [softmax]
demos: [softmax]
cards:
"""
CARD = r"""  - id: made.sum
    kind: numeric
    level: 1
    ask: "What is softmax of {x} at 0?"
    given:
      x: integers(3, -2, 2)
    answer: softmax(x)[0]
    tolerance: 0.01
    proof: isclose(sum(softmax(x)), 1)
    reference: softmax
    demo: {name: softmax, with: {x: x}}
"""


@pytest.fixture
def problems(tmp_path: Path) -> Callable[..., list[str]]:
    """The problems of the card above with one text replaced by another, without their file."""

    def found(old: str = "", new: str = "", head: str = HEAD) -> list[str]:
        assert old in head + CARD
        path = tmp_path / "made.yaml"
        path.write_text((head + CARD).replace(old, new) if old else head + CARD, encoding="utf-8")
        report = check([path])
        return [str(problem).removeprefix(f"{path}:") for problem in report.problems]

    return found


def test_a_sound_card_is_executed_and_has_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "made.yaml"
    path.write_text(HEAD + CARD, encoding="utf-8")
    report = check([path])
    assert report.problems == ()
    assert report.summary() == (
        "1 cards in 1 files: 100 answers drawn and computed, 1 proofs, 1 formulas, 2 demos run;"
        " no problems."
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "answer: softmax(x)[0]",
            "answer: sofmax(x)[0]",
            "13:13: `sofmax(x)[0]`: unknown name 'sofmax' (did you mean softmax or log_softmax",
        ),
        (
            "answer: softmax(x)[0]",
            "answer: softmax(x)",
            "13:13: `softmax(x)`: the answer is not one number with x = [",
        ),
        (
            "answer: softmax(x)[0]",
            "answer: log(softmax(x)[0] * 0)",
            "13:13: `log(softmax(x)[0] * 0)`: the answer is -inf with x = [",
        ),
        (
            "answer: softmax(x)[0]",
            "answer: 1 + softmax(x)[7]",
            "13:17: `1 + softmax(x)[7]`: index 7 is out of bounds for axis 0 with size 3",
        ),
        (
            "tolerance: 0.01",
            "tolerance: 2",
            "14:16: a tolerance of 2 is as wide as the spread of the answers, 0.9",
        ),
        (
            "proof: isclose(sum(softmax(x)), 1)",
            "proof: isclose(sum(softmax(x)), 2)",
            "15:12: the proof is false with x = [",
        ),
        (
            "proof: isclose(sum(softmax(x)), 1)",
            "proof: softmax(x)",
            "15:12: a proof must come out true or false (compare with == or allclose)",
        ),
        (
            "proof: isclose(sum(softmax(x)), 1)",
            "proof: 1 + 1 == 2",
            "15:12: a proof that uses no reference function proves nothing (use one)",
        ),
        (
            "reference: softmax",
            "reference: softmaxx",
            "16:16: unknown reference 'softmaxx' (did you mean softmax",
        ),
        (
            "demo: {name: softmax, with: {x: x}}",
            "demo: sotfmax",
            "17:11: unknown demo 'sotfmax' (did you mean softmax",
        ),
        (
            "with: {x: x}",
            "with: {y: x}",
            "17:11: the demo softmax refuses this: unknown parameter 'y' (there are",
        ),
        (
            "with: {x: x}",
            "with: {temperature: -1}",
            "17:11: the demo softmax refuses --temperature: -1 is not a number from 0.001 to 1000",
        ),
        ("{x} at 0", "{z} at 0", "10:10: `{z}` is no value of this card (it has x)"),
        (
            "What is softmax",
            "What is $\\\\fraq{1}{2}$",
            "10:10: `$\\fraq{1}{2}$` cannot be drawn: unknown command \\fraq (did you mean",
        ),
        (
            "formula: \\frac{a}{b}",
            "formula: \\frac{a}",
            "3:",
        ),
        (
            "    reference: softmax\n",
            "    reference: softmax\n    follow_up: [made.other]\n",
            "17:17: unknown card 'made.other'",
        ),
        (
            "    reference: softmax\n",
            "    reference: softmax\n    follow_up: [made.sum]\n",
            "17:17: a card cannot follow itself (name another one)",
        ),
    ],
)
def test_a_fault_is_named_at_its_place_with_its_remedy(
    problems: Callable[..., list[str]], old: str, new: str, problem: str
) -> None:
    found = problems(old, new)
    assert len(found) == 1
    assert found[0].startswith(problem)


def test_every_fault_of_a_file_is_named_in_one_run(problems: Callable[..., list[str]]) -> None:
    head = HEAD.replace("[softmax]\ndemos", "[sofmax]\ndemos").replace("level", "level")
    found = problems("proof: isclose(sum(softmax(x)), 1)", "proof: sum(softmax(x)) > 2", head)
    assert [line.split(":")[0] for line in found] == ["4", "15"]


def test_a_wrong_option_says_why_and_a_claim_has_a_proof_or_a_source(tmp_path: Path) -> None:
    path = tmp_path / "made.yaml"
    path.write_text(
        HEAD
        + """  - id: made.choice
    kind: choice
    level: 1
    ask: Which?
    choices:
      - {text: this, right: true}
      - {text: that}
  - id: made.claim
    kind: claim
    level: 1
    claim: It is so.
    truth: true
    answer: It is.
""",
        encoding="utf-8",
    )
    assert [str(problem).removeprefix(f"{path}:") for problem in check([path]).problems] == [
        "13:9: a wrong option that does not say why (add `why:` to it)",
        "17:12: a claim without a proof (add `proof:`, or `sources:` where it cannot be executed)",
    ]


def test_an_id_of_the_built_in_deck_cannot_be_used_again(tmp_path: Path) -> None:
    builtin, own = tmp_path / "builtin", tmp_path / "own"
    for directory in (builtin, own):
        directory.mkdir()
        (directory / "made.yaml").write_text(HEAD + CARD, encoding="utf-8")
    (problem,) = check([own], deck=[builtin, own], builtin=builtin).problems
    assert str(problem) == (
        f"{own / 'made.yaml'}:7:9: the id `made.sum` stands at {builtin / 'made.yaml'}:7 already"
        " (give this card an id of its own)"
    )


def test_the_built_in_deck_keeps_one_file_a_topic_and_one_topic_a_demo(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(HEAD.replace("made", "one") + CARD, encoding="utf-8")
    other = CARD.replace("made.sum", "two.sum")
    (tmp_path / "three.yaml").write_text(HEAD.replace("made", "two") + other, encoding="utf-8")
    found = check([tmp_path], deck=[tmp_path], builtin=tmp_path).problems
    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in found] == [
        "three.yaml:1:8: the file of this topic is two.yaml (rename the file or the topic)",
        "three.yaml:5:9: the demo softmax belongs to one already (list it in one topic)",
    ]


def test_the_whole_built_in_deck_is_sound() -> None:
    from dlquiz.paths import builtin_cards

    deck = builtin_cards()
    report = check([deck], deck=[deck], builtin=deck)
    assert [str(problem) for problem in report.problems] == []
    assert report.cards >= 110

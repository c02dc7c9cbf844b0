"""What must be said about a card beyond what can be computed."""

from pathlib import Path

from dlquiz.check import check

HEAD = "topic: made\ncards:\n"
CHOICE = """\
  - id: made.choice
    kind: choice
    level: 1
    ask: Which?
    choices:
      - {text: this, right: true}
      - {text: that, why: it is not this}
"""
CLAIM = """\
  - id: made.claim
    kind: claim
    level: 1
    claim: It is so.
    truth: true
    answer: It is.
    sources: [a paper]
"""


def found(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "made.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return [str(problem).removeprefix(f"{path}:") for problem in check([path]).problems]


def test_cards_that_say_all_are_sound(tmp_path: Path) -> None:
    assert found(tmp_path, CHOICE + CLAIM) == []


def test_a_wrong_option_says_why_it_is_wrong(tmp_path: Path) -> None:
    assert found(tmp_path, CHOICE.replace(", why: it is not this", "")) == [
        "9:9: a wrong option that does not say why (add `why:` to it)"
    ]


def test_some_option_is_wrong(tmp_path: Path) -> None:
    assert found(tmp_path, CHOICE.replace("why: it is not this", "right: true")) == [
        "8:9: every option is right (add one that is wrong)"
    ]


def test_a_claim_has_a_proof_or_a_source_of_its_own(tmp_path: Path) -> None:
    assert found(tmp_path, CLAIM.replace("    sources: [a paper]\n", "")) == [
        "6:12: a claim without a proof (add `proof:`, or `sources:` where it cannot be executed)"
    ]

"""Questions that are asked twice are found, and are no error."""

import random
from pathlib import Path

import pytest

from dlquiz.check import check
from dlquiz.check.duplicates import NEAR, _features, alike
from dlquiz.paths import builtin_cards

FILE = """topic: made
cards:
  - {id: made.a, kind: recall, level: 1, ask: "What does softmax do to the logits?", answer: a}
  - {id: made.b, kind: recall, level: 1, ask: "What does  Softmax do to logits?", answer: b}
  - {id: made.c, kind: recall, level: 1, ask: "Why is the maximum subtracted?", answer: c}
"""


def said(*paths: Path, deck: tuple[Path, ...] = ()) -> list[str]:
    report = check(paths, deck=deck)
    assert report.problems == ()
    return [str(double) for double in report.doubles]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "made.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_a_question_asked_twice_in_a_file_is_pointed_at_once(made: Path) -> None:
    what = "asks nearly the same as made.a"
    assert said(made) == [f"{made}:4:10: {what} (at {made}:3)"]


def test_a_question_of_the_deck_around_is_found_and_only_the_new_card_is_pointed_at(
    made: Path, tmp_path: Path
) -> None:
    around = tmp_path / "around.yaml"
    text = "topic: z\ncards:\n- {id: z.z, kind: recall, level: 1, ask: %s, answer: a}\n"
    around.write_text(text % "Why is the maximum subtracted?", encoding="utf-8")
    found = said(made, deck=(around, made))
    assert f"{made}:5:10: asks the same as z.z (at {around}:3)" in found
    assert len(found) == 2


def test_choices_with_the_same_question_and_other_options_are_not_the_same(tmp_path: Path) -> None:
    path = tmp_path / "made.yaml"
    lines = ["topic: made", "cards:"]
    for name, options in (("a", ("relu", "tanh")), ("b", ("batch", "layer norm"))):
        choices = ", ".join(
            f"{{text: {o}, {'right: true' if n else 'why: wrong'}}}" for n, o in enumerate(options)
        )
        lines.append(
            f"  - {{id: made.{name}, kind: choice, level: 1, ask: Which?, choices: [{choices}]}}"
        )
    path.write_text("\n".join(lines), encoding="utf-8")
    assert said(path) == []


def test_no_question_of_the_built_in_deck_is_asked_twice() -> None:
    from dlquiz.check.duplicates import wording
    from dlquiz.deck.listing import card_files
    from dlquiz.deck.reading import read_file

    files, _ = card_files([builtin_cards()])
    texts = {one.card.id: wording(one.card) for f in files for one in read_file(f.path).cards}
    assert len(texts) > 400
    assert list(alike(texts, set(texts))) == []


@pytest.mark.parametrize("seed", range(20))
def test_the_texts_found_are_those_that_comparing_every_two_texts_gives(seed: int) -> None:
    rng = random.Random(seed)
    texts = {n: " ".join(rng.choices("abcde", k=rng.randint(0, 6))) for n in range(40)}
    sets = {n: _features(text) for n, text in texts.items()}
    slow = {
        (a, b)
        for a in texts
        for b in texts
        if a < b and sets[a] and sets[b] and len(sets[a] & sets[b]) / len(sets[a] | sets[b]) >= NEAR
    }
    for wanted in (set(texts), set(range(30, 35))):
        found = {(a, b) for a, b, _ in alike(texts, wanted)}
        assert found <= {(a, b) for a, b in slow if a in wanted or b in wanted}
        twins = [b for a, b in slow if a in wanted or b in wanted]
        assert sorted(b for _, b in found) == sorted(set(twins))

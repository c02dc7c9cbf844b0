"""The faces of a note: what a person sees before and after they turn the card."""

import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

import pytest

from dlquiz.cli.studio import studio
from dlquiz.deck.index import open_deck
from dlquiz.interchange.faces import Faces
from dlquiz.paths import builtin_cards
from dlquiz.quiz.question import Question

HOSTILE = r"""
topic: own
cards:
  - id: own.markup
    kind: recall
    level: 1
    ask: "Is <script>alert(1)</script> text, `<b>` too, and $x < y$?"
    answer: '"Yes" & no.'
    points: [<img src=x onerror=alert(1)>]
  - id: own.choice
    kind: choice
    level: 1
    ask: Which?
    choices:
      - {text: "<i>this</i>", right: true}
      - {text: that, why: "</li><script>"}
"""


class Face(NamedTuple):
    front: str
    back: str


@pytest.fixture
def face(tmp_path: Path) -> Iterator[Callable[[str], Face]]:
    """The faces of a card of the built-in deck, or of the hostile one."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "own.yaml").write_text(HOSTILE, encoding="utf-8")
    tools = studio(alone=True)
    faces = Faces(tools, lambda tex, _: f"<i>{escape(tex)}</i>", lambda _, title: f"[{title}]")
    with open_deck([builtin_cards(), own], tmp_path / "index.db") as deck:

        def face(card: str) -> Face:
            entry = deck.entry(card)
            assert entry is not None
            question = Question(entry, "0", tools.run)
            return Face(faces.front(question), faces.back(question))

        yield face


def test_markup_in_a_card_stays_text(face: Callable[[str], Face]) -> None:
    front, back = face("own.markup")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in front
    assert "<code>&lt;b&gt;</code>" in front
    assert "<i>x &lt; y</i>" in front
    assert "&lt;img src=x onerror=alert(1)&gt;" in back
    options, answer = face("own.choice")
    assert not re.search(r"<(?!/?(?:p|ol|ul|li|code|i)\b)", front + back + options + answer)


def test_an_option_keeps_its_letter_from_the_front_to_the_back(
    face: Callable[[str], Face],
) -> None:
    front, back = face("own.choice")
    options = re.findall("<li>(.*?)</li>", front)
    letters = dict(zip(options, "ABCDEF", strict=False))
    assert f"{letters['&lt;i&gt;this&lt;/i&gt;']}. &lt;i&gt;this&lt;/i&gt;" in back
    assert f"{letters['that']}: &lt;/li&gt;" in back


def test_a_faulty_loop_stands_on_the_front_and_its_repair_on_the_back(
    face: Callable[[str], Face],
) -> None:
    front, back = face("adam.bug-long-weights")
    assert "[adam.bug-long-weights]" in front
    assert "[adam.bug-long-weights answered]" in back


def test_a_demo_is_shown_only_with_the_numbers_of_its_card(face: Callable[[str], Face]) -> None:
    assert "[dlquiz demo softmax]" in face("softmax.by-hand").back
    assert "[dlquiz demo" not in face("activations.derivative-by-hand").back


def test_a_claim_asks_for_its_truth(face: Callable[[str], Face]) -> None:
    front, back = face("activations.leaky-as-maximum")
    assert front.startswith("<p>True or false?</p>")
    assert '<p class="right">true</p>' in back


def test_a_drill_shows_the_stub_and_not_the_solution(face: Callable[[str], Face]) -> None:
    front, _ = face("activations.write-elu-derivative")
    assert "elu_derivative" in front
    assert "NotImplementedError" in front

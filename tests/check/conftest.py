"""A sound card file to break at one place, and what the checker then says."""

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
def sound() -> str:
    """A card file with nothing wrong in it: its head six lines, its one card from line 7 on."""
    return HEAD + CARD


@pytest.fixture
def problems(tmp_path: Path, sound: str) -> Callable[..., list[str]]:
    """What is wrong with the sound file once some of its texts are replaced by others."""

    def problems(*replacements: tuple[str, str], text: str = sound) -> list[str]:
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "made.yaml"
        path.write_text(text, encoding="utf-8")
        return [str(problem).removeprefix(f"{path}:") for problem in check([path]).problems]

    return problems

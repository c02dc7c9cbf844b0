"""What tests of more than one room share: a home of their own and a way to run the program."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A directory for `DLQUIZ_HOME`, not yet there."""
    return tmp_path / "home"


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """The environment of a program that keeps its files under `home`."""
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    return kept | {"DLQUIZ_HOME": str(home), "COLUMNS": "80", "PYTHONUTF8": "1"}


@pytest.fixture
def dlquiz(environment: dict[str, str], tmp_path: Path) -> Run:
    """Runs the program through pipes, away from the checkout: `dlquiz("topics", "--json")`."""

    def run(
        *arguments: str, input: str = "", **extra_environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "dlquiz", *arguments],
            input=input,
            env=environment | extra_environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
        )

    return run


MADE = r"""
topic: made
title: Made for tests
formula: \frac{a}{b}
references: [softmax, log_softmax]
demos: []
cards:
  - id: made.recall
    kind: recall
    level: 1
    ask: What does softmax do?
    answer: It makes probabilities of logits.
    points:
      - they are positive
      - they sum to one
      - the order is kept
    demo: {name: softmax, with: {x: [1, 2], temperature: 2}}
  - id: made.choice
    kind: choice
    level: 1
    ask: Which one is right?
    hint: It is the longest.
    choices:
      - {text: the right option, right: true}
      - {text: the wrong one, why: It only looks right.}
  - id: made.numeric
    kind: numeric
    level: 2
    ask: "What is {x} plus {y}?"
    given:
      x: integer(1, 9)
      y: integer(1, 9)
    answer: x + y + 0 * softmax([1.0])[0]
    tolerance: 0.001
  - id: made.claim
    kind: claim
    level: 1
    claim: Softmax of equal logits is uniform.
    truth: true
    answer: Every exponent is the same.
    proof: allclose(softmax([1, 1]), [0.5, 0.5])
"""


@pytest.fixture
def made(home: Path) -> Path:
    """A file with a card of each kind in the person's own deck, under the topic `made`."""
    path = home / "cards" / "made.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(MADE, encoding="utf-8")
    return path

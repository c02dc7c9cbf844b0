"""What tests of more than one room share: a home of their own and a way to run the program."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from dlquiz.memory import Progress, open_progress

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A directory for `DLQUIZ_HOME`, not yet there."""
    return tmp_path / "home"


@pytest.fixture
def now() -> datetime:
    """The time by the clock of this computer."""
    return datetime.now().astimezone()


@pytest.fixture
def progress(home: Path) -> Iterator[Progress]:
    """The progress that the program keeps under `home`."""
    with open_progress(home / "progress.db") as progress:
        yield progress


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


FIRST_QUESTION = r"""
import io, sys
from dlquiz.cli import main
class Ended(BaseException):
    pass
class Lines(io.StringIO):
    def readline(self, *_):
        raise Ended
sys.stdin, sys.argv[0] = Lines(), "dlquiz"
try:
    main()
except Ended:
    pass
print("\nLOADED", *{name.split(".")[0] for name in sys.modules})
"""


@pytest.fixture
def first_question(environment: dict[str, str]) -> Callable[..., tuple[str, set[str]]]:
    """Runs a command up to its first question; what it printed, and the packages then loaded."""

    def run(*arguments: str) -> tuple[str, set[str]]:
        run = subprocess.run(
            [sys.executable, "-c", FIRST_QUESTION, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert run.stderr == ""
        asked, _, loaded = run.stdout.partition("LOADED")
        return asked, set(loaded.split())

    return run


def added_deck(home: Path, name: str, text: str) -> Path:
    """A file of the person's own deck with this text."""
    path = home / "cards" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


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


PUZZLES = r"""
topic: puzzles
title: Puzzles for tests
formula: \frac{a}{b}
cards:
  - id: puzzles.complete
    kind: complete
    level: 1
    ask: What divides the gradient?
    formula: x - \eta \frac{g}{\hole}
    given:
      g: pick(2, 3)
    code: 0 - 0.1 * g / hole
    answer: descend(adam(lr=0.1, eps=0.5), 0, [g])[1]
    fillings:
      - {tex: '\sqrt{v} + \varepsilon', code: g + 0.5, right: true}
      - {tex: '\sqrt{v + \varepsilon}', code: sqrt(g ** 2 + 0.5), why: The root is taken first.}
      - {tex: 'v + \varepsilon', code: g ** 2 + 0.5, why: The root is missing.}
    explain: The root comes first.
  - id: puzzles.bug
    kind: bug
    level: 1
    ask: Why does the loss climb?
    fault: sign-flip
    choices:
      - {text: The sign of a step is wrong, right: true}
      - {text: The batches are too small, why: Twenty examples are enough.}
    explain: A plus stands where a minus should.
  - id: puzzles.next
    kind: trace
    level: 2
    ask: "The rate is {lr}. Where is x after the next step?"
    given:
      lr: pick(0.01, 0.02)
    demo:
      name: sgd
      with: {lr: lr, steps: 4}
    show: {step: step, x: params.0, gradient: grad.0}
    frames: 2
    next: params.0
    tolerance: 0.001
  - id: puzzles.which
    kind: trace
    level: 2
    ask: Which optimizer made this run?
    show: {step: step, x: params.0, y: params.1}
    frames: 3
    runs:
      - {text: plain descent, demo: {name: sgd, with: {steps: 4}}, tell: It jumps across.}
      - {text: Adam, demo: {name: adam, with: {steps: 4}}, tell: Both move alike.}
"""


DRILLS = r"""
topic: drills
title: Drills for tests
cards:
  - id: drills.softmax
    kind: code
    level: 1
    ask: Write softmax over the last axis, safe for any logits.
    function: softmax
    shapes: "logits (batch, classes) or (classes,) -> the same shape"
    given:
      x: numbers([2, 3], -5, 5, 0.01)
    arguments: [x]
    edges:
      - ["[1000, 1001, 1002]"]
      - ["[[7]]"]
      - ["zeros([0, 3])"]
    hints:
      - What happens to `exp(1000)` in float64?
      - Adding a constant to every logit changes nothing.
    mistakes:
      - fails: edges
        code: |
          import numpy as np
          def softmax(logits, axis=-1):
              e = np.exp(logits)
              return e / e.sum(axis, keepdims=True)
      - fails: values
        code: |
          import numpy as np
          def softmax(logits, axis=-1):
              e = np.exp(logits - logits.max())
              return e / e.sum()
      - fails: mutation
        code: |
          import numpy as np
          def softmax(logits, axis=-1):
              logits -= logits.max(axis, keepdims=True)
              e = np.exp(logits)
              return e / e.sum(axis, keepdims=True)
"""
SOLUTION = """
import numpy as np


def softmax(logits, axis=-1):
    e = np.exp(logits - logits.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)
"""
OVERFLOWING = """
import numpy as np


def softmax(logits, axis=-1):
    e = np.exp(logits)
    return e / e.sum(axis, keepdims=True)
"""


@pytest.fixture
def drills(home: Path) -> Path:
    """A file with a code drill in the person's own deck, under the topic `drills`."""
    return added_deck(home, "drills", DRILLS)


@pytest.fixture
def solution() -> str:
    """Code that solves the drill."""
    return SOLUTION


@pytest.fixture
def overflowing() -> str:
    """Code that fails the drill where logits are large."""
    return OVERFLOWING


@pytest.fixture
def puzzles(home: Path) -> Path:
    """A file with cards that are about a formula, a loop or a run, under the topic `puzzles`."""
    return added_deck(home, "puzzles", PUZZLES)


@pytest.fixture
def made(home: Path) -> Path:
    """A file with a card of each kind in the person's own deck, under the topic `made`."""
    return added_deck(home, "made", MADE)

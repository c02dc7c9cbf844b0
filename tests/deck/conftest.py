"""Card files to try things on: a good card of every kind, and a way to write them down."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

RECALL = """\
  - id: softmax.shift
    kind: recall
    level: 2
    ask: Why may you subtract the maximum from the logits?
    answer: Both sides are multiplied by $e^{-c}$, so the ratio is unchanged.
    points:
      - the common factor $e^{-c}$ cancels
      - {say: "the largest exponent becomes $e^0 = 1$, so nothing overflows", words: [inf, "709"]}
    given:
      x: integers(5, -3, 6)
    proof: allclose(softmax(x - 1000), softmax(x))
"""
NUMERIC = """\
  - id: softmax.by-hand
    kind: numeric
    level: 1
    ask: "The logits are {x}. Which probability does index {k} get?"
    given:
      x: integers(4, -2, 5)
      k: index(x)
    answer: softmax(x)[k]     # executed with fresh values each time
    tolerance: 0.005
    demo: {name: softmax, with: {x: x}}
"""
CHOICE = """\
  - id: softmax.batch-axis
    kind: choice
    level: 2
    ask: What does `np.exp(x) / sum(np.exp(x))` do to a matrix with one example a row?
    choices:
      - {text: It normalizes each column, right: true}
      - {text: It normalizes each row, why: Python's sum runs over axis 0}
"""
CLAIM = """\
  - id: softmax.overflow
    kind: claim
    level: 1
    claim: Computing exp(x) / sum(exp(x)) is safe in float64.
    truth: no
    answer: exp overflows above 709.78.
    proof: any(isnan(softmax_naive([1000, 1001])))
"""
HEAD = "topic: softmax\ntitle: Softmax\ncards:\n"


@pytest.fixture
def cards() -> dict[str, str]:
    """A good card of every kind, as YAML."""
    return {"recall": RECALL, "numeric": NUMERIC, "choice": CHOICE, "claim": CLAIM}


@pytest.fixture
def head() -> str:
    """The beginning of a card file, up to its list of cards."""
    return HEAD


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a card file that was last changed so many seconds ago."""

    def write(name: str, text: str | bytes, *, age: float = 3600) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        changed = path.stat().st_mtime_ns - int(age * 1e9) | 1
        os.utime(path, ns=(changed, changed))
        return path

    return write

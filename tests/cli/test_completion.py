"""What a shell is offered after a part of a command."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Offered = Callable[..., list[str]]


@pytest.fixture
def offered(environment: dict[str, str], tmp_path: Path) -> Offered:
    """What bash is offered for the last word of a line."""

    def offered(line: str, **extra: str) -> list[str]:
        words = line.split(" ")
        asked = {"_DLQUIZ_COMPLETE": "complete_bash", "COMP_WORDS": line}
        run = subprocess.run(
            [sys.executable, "-m", "dlquiz"],
            env=environment | asked | {"COMP_CWORD": str(len(words) - 1)} | extra,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert run.stderr == ""
        return run.stdout.split()

    return offered


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("dlquiz pr", {"practice", "progress"}),
        ("dlquiz practice so", {"softmax"}),
        ("dlquiz practice softmax back", {"backpropagation"}),
        ("dlquiz practice --kind c", {"choice", "claim", "complete", "code"}),
        ("dlquiz demo ada", {"adagrad", "adadelta", "adam", "adamw"}),
        ("dlquiz explain conv2d_b", {"conv2d_backward"}),
        ("dlquiz code adam.", {"adam.write-step"}),
        ("dlquiz plan --topics adam,drop", {"adam,dropout"}),
        ("dlquiz cards show softmax.by-", {"softmax.by-hand"}),
        ("dlquiz cards export drop", {"dropout"}),
        ("dlquiz progress reset drop", {"dropout"}),
    ],
)
def test_names_are_offered_where_they_may_stand(
    offered: Offered, line: str, some: set[str]
) -> None:
    found = offered(line)
    assert some <= set(found)
    last = line.rpartition(" ")[2]
    assert all(name.startswith(last) for name in found)


def test_a_deck_that_cannot_be_opened_offers_nothing_and_says_nothing(offered: Offered) -> None:
    assert offered("dlquiz practice s", DLQUIZ_CARDS="/no/such/directory") == []


def test_it_loads_neither_numpy_nor_yaml(environment: dict[str, str]) -> None:
    asked = {"_DLQUIZ_COMPLETE": "complete_bash", "COMP_CWORD": "3"}
    code = (
        "import sys, os, dlquiz.cli\n"
        "try:\n    dlquiz.cli.main()\nexcept SystemExit:\n    pass\n"
        "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    for line in ("dlquiz cards show softmax.by-", "dlquiz cards show softmax.by-"):
        run = subprocess.run(
            [sys.executable, "-c", code],
            env=environment | asked | {"COMP_WORDS": line, "PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert "softmax.by-hand" in run.stdout
    assert set(run.stderr.split()) & {"numpy", "yaml", "rich", "fsrs"} == set()

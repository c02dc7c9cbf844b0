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

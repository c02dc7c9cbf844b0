"""The wheel holds the program and the deck, nothing else, and runs away from the checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the source distribution, as an installer from the index would get it."""
    target = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(target)]
    subprocess.run([*build, "-t", "sdist"], cwd=ROOT, check=True, capture_output=True)
    subprocess.run(["tar", "xf", next(target.glob("*.tar.gz"))], cwd=target, check=True)
    unpacked = next(path for path in target.iterdir() if path.is_dir())
    subprocess.run([*build, "-t", "wheel"], cwd=unpacked, check=True, capture_output=True)
    return next(target.glob("*.whl"))


def sources() -> set[str]:
    program = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "dlquiz").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    return program | {f"dlquiz/cards/{path.name}" for path in (ROOT / "cards").glob("*.yaml")}


def test_the_wheel_holds_the_program_and_the_deck_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == sources()


def test_the_wheel_asks_a_question_from_another_directory(
    wheel: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    run = subprocess.run(
        [sys.executable, "-m", "dlquiz", "practice", "softmax", "--kind", "claim", "--seed", "1"],
        input="y\n",
        env=environment | {"PYTHONPATH": str(installed)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.stderr == ""
    assert run.returncode == 0
    assert "True or false?" in run.stdout
    assert "1 answer kept" in run.stdout
    listed = subprocess.run(
        [sys.executable, "-c", "import dlquiz; print(dlquiz.__file__)"],
        env=environment | {"PYTHONPATH": str(installed)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(listed.stdout.strip()).is_relative_to(installed)

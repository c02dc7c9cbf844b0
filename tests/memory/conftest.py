"""A progress file in a fresh directory, closed when the test ends."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dlquiz.memory import Progress, open_progress


@pytest.fixture
def evening() -> datetime:
    return datetime(2025, 3, 10, 20, 0, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "progress.db"


@pytest.fixture
def opened(file: Path) -> Iterator[Callable[..., Progress]]:
    """Opens the file as often as asked, each time as another program would; days are UTC's."""
    all_of_them = []

    def open_it(**options) -> Progress:
        progress = open_progress(options.pop("path", file), **{"zone": UTC, **options})
        all_of_them.append(progress)
        return progress

    yield open_it
    for progress in all_of_them:
        progress.close()


@pytest.fixture
def progress(opened: Callable[..., Progress]) -> Progress:
    return opened()


@pytest.fixture
def used(file: Path, evening: datetime) -> Path:
    """A file of three hundred answers, closed."""
    with open_progress(file, zone=UTC) as progress:
        for number in range(300):
            progress.record(f"card-{number}", 3, at=evening, seconds=3, mode="cram")
    return file

"""Where cards, progress and the index live; the only reader of the environment."""

import os
from pathlib import Path
from typing import NamedTuple

from dlquiz.errors import UserError


class Home(NamedTuple):
    """A person's own files: `cards` and `drills` are directories, the other two files."""

    cards: Path
    drills: Path
    progress_file: Path
    index_file: Path


def home() -> Home:
    """Everything under `DLQUIZ_HOME` when it is set, else in the platform's user directories."""
    chosen = os.environ.get("DLQUIZ_HOME")
    if chosen:
        try:
            root = Path(chosen).expanduser().absolute()
        except (RuntimeError, OSError) as error:
            raise UserError(str(error), where=f"DLQUIZ_HOME={chosen}") from error
        data, cache = root, root / "cache"
    else:
        data, cache = _platform_directories()
    return Home(data / "cards", data / "drills", data / "progress.db", cache / "index.db")


def editor() -> list[str]:
    """The words of the command that opens the person's editor; [] when none is set."""
    import shlex

    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    return shlex.split(chosen, posix=os.name != "nt")


def added_cards() -> list[Path]:
    """The directories of `DLQUIZ_CARDS`, which are separated as those of `PATH` are."""
    chosen = os.environ.get("DLQUIZ_CARDS", "")
    return [Path(one).expanduser() for one in chosen.split(os.pathsep) if one]


def is_completing() -> bool:
    """Whether a shell asks for the words that could come next."""
    return "_DLQUIZ_COMPLETE" in os.environ


def _platform_directories() -> tuple[Path, Path]:
    from platformdirs import user_cache_path, user_data_path

    return user_data_path("dlquiz", appauthor=False), user_cache_path("dlquiz", appauthor=False)


def is_installed(cards: Path) -> bool:
    """Whether the built-in deck is part of an installed package, which an upgrade replaces."""
    return cards.parent == Path(__file__).parent


def builtin_cards() -> Path:
    """The deck that ships with the program: inside an installed package, beside a checked-out one.

    Raises `UserError` when neither is there, as after an incomplete installation.
    """
    package = Path(__file__).parent
    for place in (package / "cards", package.parent / "cards"):
        if place.is_dir():
            return place
    raise UserError(
        "the built-in cards are missing", where=str(package), remedy="install dlquiz again"
    )

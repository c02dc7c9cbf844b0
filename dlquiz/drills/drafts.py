"""A candidate's drafts: one file a drill in a directory, and how many hints were asked for."""

from pathlib import Path

from dlquiz.errors import UserError

LARGEST = 100_000  # characters that a solution may have


class Draft:
    """The draft of one drill; nothing is there until `begin`."""

    def __init__(self, directory: Path, card: str) -> None:
        self.path = directory / f"{card}.py"
        self._hints = directory / f"{card}.hints"

    @property
    def exists(self) -> bool:
        return self.path.exists()

    def begin(self, stub: str) -> None:
        """Writes the stub, unless a draft is there."""
        if not self.exists:
            _write(self.path, stub)

    def reset(self) -> Path | None:
        """Moves the draft aside and forgets the hints; gives the place of the old one."""
        self._hints.unlink(missing_ok=True)
        return self.set_aside() if self.exists else None

    def set_aside(self) -> Path:
        old = self.path.with_suffix(".old.py")
        self.path.replace(old)
        return old

    @property
    def hints(self) -> int:
        """How many hints were asked for."""
        try:
            return int(self._hints.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return 0

    def take_hint(self) -> int:
        """The place of the next hint, from 0."""
        place = self.hints
        _write(self._hints, str(place + 1))
        return place


def read_solution(path: Path) -> str:
    """The text of a solution. Raises `UserError` for what is none, or too large."""
    try:
        if not path.is_file():
            raise UserError("there is no such file", where=str(path))
        with path.open(encoding="utf-8") as file:
            text = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise UserError(f"cannot be read: {reason}", where=str(path)) from error
    if len(text) > LARGEST:
        raise UserError(f"longer than {LARGEST:,} characters", where=str(path))
    return text


def _write(path: Path, text: str) -> None:
    """Writes a file whole or not at all."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        raise UserError(f"cannot be written: {error.strerror}", where=str(path)) from error

"""The source text of the reference, taken from the code itself."""

from typing import NamedTuple

from dlquiz.errors import UsageError


class Source(NamedTuple):
    """A reference's source and where it stands."""

    name: str
    text: str
    file: str
    line: int


def reference_names() -> tuple[str, ...]:
    """Every public name of the reference; loads numpy."""
    from dlquiz import reference

    return tuple(reference.__all__)


def reference_source(name: str) -> Source:
    """The source of one reference, by `inspect`. Raises `UsageError` when there is none."""
    import inspect
    from pathlib import Path

    from dlquiz import reference

    thing = getattr(reference, name, None) if name in reference.__all__ else None
    if not (inspect.isfunction(thing) or inspect.isclass(thing)):
        raise UsageError(f"{name} has no source of its own", remedy="it is a constant or a table")
    lines, line = inspect.getsourcelines(thing)
    path = Path(inspect.getsourcefile(thing) or "")
    return Source(name, "".join(lines), f"dlquiz/reference/{path.name}", line)

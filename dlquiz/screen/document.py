"""Drawings and pages as files: written whole or not at all, and never over another by accident."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path

from rich.text import Text

from dlquiz.errors import UsageError, UserError
from dlquiz.screen.drawing import COLOURS, svg


def page(title: str, formula: str, caption: str, lines: Sequence[Text]) -> str:
    """A page of HTML that needs nothing beside itself."""
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{escape(title)}</title>
<style>
{COLOURS}
body {{ font-family: system-ui, sans-serif; margin: 2em; }}
pre {{ font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }}
pre, figure {{ margin: 1em 0; overflow-x: auto; }}
</style>
</head>
<body>
<h1>{escape(title)}</h1>
<pre>{escape(formula)}</pre>
<p>{escape(caption)}</p>
<figure>
{svg(lines, title, alone=False)}</figure>
</body>
</html>
"""


def check_place(path: Path, *, force: bool) -> None:
    """Refuse a path that cannot become a new file, before any work is done."""
    with _explained(path):
        if path.is_dir():
            raise UsageError("this is a directory", where=str(path), remedy="name a file in it")
        if not path.parent.is_dir():
            raise UsageError("no such directory", where=str(path.parent))
        if path.exists() and not force:
            raise UsageError("the file exists", where=str(path), remedy="--force replaces it")


def save(path: Path, text: str, *, force: bool = False) -> None:
    """Write the file in one go: a reader sees the old one or the new one, never a part."""
    check_place(path, force=force)
    unfinished = path.with_name(f".dlquiz-{os.getpid()}.part")
    with _explained(path):
        try:
            unfinished.write_text(text, encoding="utf-8", errors="replace")
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """What the system refuses, as an error that says what and where."""
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError(f"cannot write: {reason.lower()}", where=str(path)) from error

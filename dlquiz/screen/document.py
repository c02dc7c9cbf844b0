"""Drawings and pages as files: written whole or not at all, and never over another by accident."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path

from rich.text import Text

from dlquiz.errors import UsageError, UserError
from dlquiz.screen.drawing import COLOURS, svg

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # no script and no network, ever


def page(title: str, formula: str, caption: str, lines: Sequence[Text]) -> str:
    """A page of HTML that needs nothing beside itself."""
    body = f"""\
<pre>{escape(formula)}</pre>
<p>{escape(caption)}</p>
<figure>
{svg(lines, title, alone=False)}</figure>
"""
    return whole_page(title, body)


def whole_page(title: str, body: str, style: str = "") -> str:
    """A title and HTML below it as a page that opens without a network, light or dark."""
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{escape(title)}</title>
<style>
{COLOURS}
body {{ font-family: system-ui, sans-serif; margin: 2em; }}
pre {{ font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }}
pre, figure {{ margin: 1em 0; overflow-x: auto; }}
{style}</style>
</head>
<body>
<h1>{escape(title)}</h1>
{body}</body>
</html>
"""


def check_place(path: Path, *, force: bool) -> None:
    """Refuse a path that cannot become a new file, before any work is done."""
    with _explained(path):
        target = path.resolve()  # what a link leads to is written, and the link stays
        if target.is_dir():
            raise UsageError("this is a directory", where=str(path), remedy="name a file in it")
        if not target.parent.is_dir():
            raise UsageError("no such directory", where=str(path.parent))
        if target.exists() and not target.is_file():
            raise UsageError("this is no regular file", where=str(path))
        if target.exists() and not force:
            raise UsageError("the file exists", where=str(path), remedy="--force replaces it")


def save(path: Path, content: str | bytes, *, force: bool = False) -> None:
    """Write the file in one go: a reader sees the old one or the new one, never a part."""
    check_place(path, force=force)
    with _explained(path):
        target = path.resolve()
        unfinished = target.with_name(f".dlquiz-{os.getpid()}.part")
        try:
            whole = content.encode("utf-8", "replace") if isinstance(content, str) else content
            unfinished.write_bytes(whole)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)


def check_directory(directory: Path, names: Sequence[str], *, force: bool) -> None:
    """Refuse a directory that files of these names cannot stand in, before any work is done."""
    with _explained(directory):
        if not directory.parent.is_dir():
            raise UsageError("no such directory", where=str(directory.parent))
        if directory.exists() and not directory.is_dir():
            raise UsageError("this is no directory", where=str(directory))
    if directory.is_dir():
        for name in names:
            check_place(directory / name, force=force)


def save_all(directory: Path, texts: Mapping[str, str], *, force: bool = False) -> None:
    """Write files of one directory, by their names: first all of them, then in their places."""
    check_directory(directory, list(texts), force=force)
    with _explained(directory):
        directory.mkdir(exist_ok=True)
        unfinished = directory / f".dlquiz-{os.getpid()}.part"
        try:
            unfinished.mkdir()
            for name, text in texts.items():
                (unfinished / name).write_bytes(text.encode("utf-8", "replace"))
            for name in texts:
                (unfinished / name).replace((directory / name).resolve())
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """What the system refuses, as an error that says what and where."""
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError(f"cannot write: {reason.lower()}", where=str(path)) from error

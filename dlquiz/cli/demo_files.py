"""A demo's last frame as a file: `--svg` is a drawing, `--html` a page."""

from collections.abc import Mapping
from pathlib import Path

from rich.text import Text

from dlquiz.demos import Demo
from dlquiz.screen.document import check_place, page, save
from dlquiz.screen.drawing import svg
from dlquiz.screen.prose import formula
from dlquiz.screen.stage import caption_lines, view_lines
from dlquiz.screen.views.paper import Paper
from dlquiz.trace import Frame

PAPER = Paper(width=100, height=24, colours=2**24, unicode=True)


def check_files(files: Mapping[str, str], *, force: bool) -> None:
    """Refuse files that cannot be written before the demo runs."""
    for name in files.values():
        check_place(Path(name), force=force)


def write_files(files: Mapping[str, str], demo: Demo, frame: Frame, *, force: bool) -> None:
    """Write the frame to each file, by the option that asked for it."""
    title = f"{demo.name}: {demo.title}"
    drawn = formula(demo.formula, PAPER.width, plain=False)
    caption = caption_lines(frame.caption, PAPER)
    views = view_lines(frame.views, PAPER)
    for option, name in files.items():
        if option == "--svg":
            above = [Text(title, "bold"), Text(), *drawn.split("\n", allow_blank=True), Text()]
            text = svg([*above, *caption, Text(), *views], title)
        else:
            text = page(title, drawn.plain, frame.caption, views)
        save(Path(name), text, force=force)

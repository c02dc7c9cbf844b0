"""The help of a demo: its own options, read off its parameters, and those of every demo."""

import shutil
import textwrap
from collections.abc import Iterable, Iterator

from dlquiz.cli.demo_words import SWITCHES, VALUED
from dlquiz.demos import Demo
from dlquiz.demos.parameters import describe

_WIDEST = 100
Row = tuple[str, str]


def demo_help(demo: Demo) -> str:
    """What `dlquiz demo NAME --help` prints."""
    own = [
        (f"--{one.name} {one.kind.sign}".rstrip(), one.explained)
        for one in describe(demo.parameters)
    ]
    title = textwrap.fill(f"{demo.title}.", _columns(), initial_indent="  ", subsequent_indent="  ")
    start = [f"Usage: dlquiz demo {demo.name} [OPTIONS]", "", title, ""]
    return "\n".join([*start, *_section("Options of this demo:", own), "", *_general()])


def general_help() -> str:
    """What `dlquiz demo --help` prints."""
    lines = [
        "Usage: dlquiz demo [NAME] [OPTIONS]",
        "",
        "  Run a demo live, with its own numbers or with yours. Without a name: list the demos.",
        "  dlquiz demo NAME --help shows what can be changed, as in dlquiz demo adam --lr 0.5.",
        "",
    ]
    return "\n".join([*lines, *_general()])


def _general() -> Iterator[str]:
    rows = [(f"{name} {sign}", about) for name, (sign, about) in VALUED.items()]
    return _section("Options of every demo:", [*rows, *SWITCHES.items()])


def _columns() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)


def _section(title: str, rows: Iterable[Row]) -> Iterator[str]:
    rows = list(rows)
    margin = max(len(name) for name, _ in rows) + 4
    width = _columns()
    yield title
    for name, about in rows:
        indent = " " * margin
        first = f"  {name}".ljust(margin)
        yield from textwrap.wrap(about, width, initial_indent=first, subsequent_indent=indent)

"""A drill on the screen: the properties that a solution keeps, and the one that it does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dlquiz.errors import UserError
from dlquiz.quiz.drilling import Property, Work
from dlquiz.screen.prose import hanging, visible

if TYPE_CHECKING:
    from pathlib import Path

    from dlquiz.screen.card import CardPrinter


class Bench(Protocol):
    """Where a drill is worked on: see `dlquiz.cli.drilling`."""

    def attempt(self) -> Sequence[Property]:
        """Opens the editor, if there is one, and checks what was saved; [] if that is nothing."""

    def check(self, path: Path) -> Sequence[Property]:
        """What a file keeps of the drill's properties."""

    def next_hint(self) -> str:
        """The next hint."""

    def show_solution(self) -> None:
        """Prints the reference's source."""

    def finish(self) -> None:
        """Puts away what has passed."""

    @property
    def is_helped(self) -> bool:
        """Whether hints were given for this draft."""

    @property
    def place(self) -> str:
        """The file to write in."""


def worked(bench: Bench, printer: CardPrinter, key: Callable[[], str]) -> Work:
    """Let the candidate write and check until it is solved or another key than Enter gives up."""
    printer.line(f"Write it in {visible(bench.place)}")
    work = Work()
    while not work.passed and key() == "enter":
        found = _attempt(bench, printer)
        work = Work(found, work.tries + bool(found)) if found else work
    return work._replace(helped=bench.is_helped)


def _attempt(bench: Bench, printer: CardPrinter) -> Sequence[Property]:
    """The properties of what was written; none when nothing can be checked."""
    try:
        properties = bench.attempt()
    except UserError as error:
        printer.line(visible(str(error)))
        return ()
    if not properties:
        printer.line(f"Nothing is written yet in {visible(bench.place)}")
    printer.properties(properties)
    return properties


def print_properties(console: Console, properties: Sequence[Property]) -> None:
    """A line a property; the one that fails says why."""
    wide = max((len(one.name) for one in properties), default=0)
    for one in properties:
        mark, style = ("✓", "green") if one.holds else ("✗", "bold red")
        first, *rest = one.message.split("\n")
        _print(console, f"{mark} {one.name:{wide}}", first, style)
        for line in rest:
            _print(console, " " * (wide + 2), line)
    if properties and all(one.holds for one in properties):
        console.print(Text("  Solved.", "bold green"))


def _print(console: Console, head: str, text: str, style: str = "") -> None:
    line = hanging(head, Text(visible(text)), style)
    console.print(Padding(line, (0, 0, 0, 2), expand=False))

"""A drill on the screen: the properties that a solution keeps, and the one that it does not."""

from collections.abc import Sequence
from typing import Protocol

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dlquiz.quiz.drilling import Property
from dlquiz.screen.prose import hanging, visible


class Bench(Protocol):
    """Where a drill is worked on: see `dlquiz.cli.drilling`."""

    def attempt(self) -> Sequence[Property]:
        """Opens the editor, if there is one, and checks what was saved; [] if that is nothing."""

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

"""A drill on the screen: what is asked, and the properties that a solution keeps."""

from collections.abc import Sequence
from typing import Protocol

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dlquiz.screen.prose import visible


class Property(Protocol):
    """What a check found: see `dlquiz.drills.properties`."""

    @property
    def name(self) -> str: ...
    @property
    def holds(self) -> bool: ...
    @property
    def message(self) -> str: ...


class Bench(Protocol):
    """Where a drill is worked on: see `dlquiz.cli.drilling`."""

    def attempt(self) -> Sequence[Property]:
        """Opens the editor, if there is one, and checks what was saved."""

    def next_hint(self) -> str:
        """The next hint."""

    def show_solution(self) -> None:
        """Prints the reference's source."""

    @property
    def place(self) -> str:
        """The file to write in."""


def print_properties(console: Console, properties: Sequence[Property]) -> None:
    """A line a property; the one that fails says why."""
    for one in properties:
        mark, style = ("✓", "green") if one.holds else ("✗", "bold red")
        first, *rest = one.message.split("\n")
        head = Text(f"{mark} {one.name}", style).append(f"  {visible(first)}", "default")
        console.print(Padding(head, (0, 0, 0, 2), expand=False))
        for line in rest:
            console.print(Padding(Text(visible(line)), (0, 0, 0, 6), expand=False))
    if all(one.holds for one in properties):
        console.print(Padding(Text("Solved.", "bold green"), (0, 0, 0, 2), expand=False))

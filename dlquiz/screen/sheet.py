"""Study sheets: a topic, a card, a reference or a demo as something one would print and keep."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from dlquiz.screen.prose import formula, hanging, prose, visible

CODE_THEME = "ansi_dark"  # the terminal's own sixteen colours: readable on light and dark


class Sheet:
    """Prints the parts of a sheet; an empty part leaves no heading behind."""

    def __init__(self, console: Console, *, plain: bool) -> None:
        self._console, self._plain = console, plain

    def title(self, text: str, note: str = "") -> None:
        head = f"{visible(text)} · {visible(note)}" if note else visible(text)
        self._console.print(head if self._plain else Rule(head, align="left", style="cyan"))
        self._console.print()

    def heading(self, text: str) -> None:
        self._console.print(Text(text, "bold cyan"))

    def formula(self, tex: str | None) -> None:
        if tex:
            drawn = formula(tex, self._console.width - 4, plain=self._plain)
            self._console.print(Padding(drawn, (0, 0, 1, 2), expand=False))

    def prose(self, text: str | None) -> None:
        if text:
            self._console.print(Padding(prose(text), (0, 0, 1, 2), expand=False))

    def question(self, ask: str, answer: str, points: Sequence[str]) -> None:
        """A question with its answer, and what an interviewer listens for."""
        self._console.print(prose(ask, "bold"))
        self.prose(answer)
        for point in points:
            self._hanging("·", prose(point))
        if points:
            self._console.print()

    def items(self, heading: str, texts: Iterable[str]) -> None:
        """A heading and its items, one a line."""
        listed = list(texts)
        if not listed:
            return
        self.heading(heading)
        for text in listed:
            self._hanging("·", prose(text))
        self._console.print()

    def names(self, heading: str, pairs: Sequence[tuple[str, str]]) -> None:
        """A heading and named things, each with what it is."""
        if not pairs:
            return
        self.heading(heading)
        for name, text in pairs:
            self._hanging(visible(name), prose(text))
        self._console.print()

    def _hanging(self, mark: str, text: Text) -> None:
        self._console.print(Padding(hanging(mark, text), (0, 0, 0, 2), expand=False))

    def code(self, text: str, place: str) -> None:
        """Python source with the terminal's colours, and where it stands."""
        self.heading(place)
        self._console.print(Padding(self._highlighted(text), (0, 0, 1, 2), expand=False))

    def _highlighted(self, text: str) -> Text:
        if self._plain or self._console.no_color:
            return Text(text.rstrip())
        from rich.syntax import Syntax

        return Syntax(text, "python", theme=CODE_THEME).highlight(text.rstrip())

"""Study sheets: a topic, a card, a reference or a demo as something one would print and keep."""

from collections.abc import Iterable, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from dlquiz.screen.prose import WIDEST, formula, hanging, prose, visible
from dlquiz.screen.stage import views_block
from dlquiz.screen.views.code import folded, highlighted
from dlquiz.trace import View


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
            self._print(Padding(prose(text), (0, 0, 1, 2), expand=False))

    def question(self, ask: str, answer: str, points: Sequence[str]) -> None:
        """A question with its answer, and what an interviewer listens for."""
        self._print(prose(ask, "bold"))
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

    def proven(self, heading: str, pairs: Sequence[tuple[str, str | None]]) -> None:
        """A heading and statements, each with the expression that proves it below."""
        if not pairs:
            return
        self.heading(heading)
        for text, proof in pairs:
            self._hanging("·", prose(text))
            if proof:
                self._hanging(" ", Text(f"proof: {visible(proof)}", "dim"))
        self._console.print()

    def tree(self, heading: str, nodes: Sequence[tuple[int, str]]) -> None:
        """A heading and texts, each as far in as it is deep."""
        if not nodes:
            return
        self.heading(heading)
        for depth, text in nodes:
            self._hanging(f"{'   ' * depth}{'└' if depth else '·'}", prose(text))
        self._console.print()

    def views(self, heading: str, views: Sequence[View]) -> None:
        """What a demo shows, under a heading if it has one."""
        if not views:
            return
        if heading:
            self.heading(heading)
        shown = views_block(views, self._console, plain=self._plain)
        self._console.print(Padding(shown, (0, 0, 1, 2), expand=False))

    def names(self, heading: str, pairs: Sequence[tuple[str, str]]) -> None:
        """A heading and named things, each with what it is."""
        if not pairs:
            return
        self.heading(heading)
        for name, text in pairs:
            self._hanging(visible(name), prose(text))
        self._console.print()

    def _hanging(self, mark: str, text: Text) -> None:
        self._print(Padding(hanging(mark, text), (0, 0, 0, 2), expand=False))

    def _print(self, text: RenderableType) -> None:
        self._console.print(text, width=min(self._console.width, WIDEST))

    def code(self, text: str, place: str) -> None:
        """Python source with the terminal's colours, and where it stands."""
        self.heading(place)
        in_colour = self._console.color_system and not (self._plain or self._console.no_color)
        code = highlighted(text.rstrip(), "python") if in_colour else Text(text.rstrip())
        lines = Text("\n", no_wrap=True).join(folded(code, self._console.width - 2))
        self._console.print(Padding(lines, (0, 0, 1, 2), expand=False))

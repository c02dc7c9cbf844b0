"""What draws the parts of a card for another program."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dlquiz.deck.cards import Code
    from dlquiz.interchange.faces import Studio
    from dlquiz.trace import Frame, View


def studio(*, alone: bool) -> Studio:
    """Pictures are files of their own, or else parts of a page whose colours they take."""
    from dlquiz.cli.demo import run_demo
    from dlquiz.cli.sources import reference_source
    from dlquiz.interchange.faces import Studio

    runs: dict[str, Sequence[Frame]] = {}

    def run_once(name: str, given: Mapping[str, object]) -> Sequence[Frame]:
        """Many cards show the same run of a demo."""
        key = f"{name} {sorted(given.items())}"
        if key not in runs:
            runs[key] = run_demo(name, given)
        return runs[key]

    def svg_of(views: Sequence[View], title: str) -> str:
        from dlquiz.cli.demo_files import PAPER
        from dlquiz.screen.drawing import svg
        from dlquiz.screen.stage import view_lines

        return svg(view_lines(views, PAPER), title, alone=alone)

    return Studio(run_once, svg_of, lambda name: reference_source(name).text, _stub)


def _stub(card: Code) -> str:
    from dlquiz.drills.cases import exam
    from dlquiz.drills.stub import stub

    return stub(exam(card, 1))

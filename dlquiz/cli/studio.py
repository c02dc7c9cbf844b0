"""What draws the parts of a card for another program."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dlquiz.deck.cards import Code
    from dlquiz.interchange.faces import Studio
    from dlquiz.trace import View


def studio(*, alone: bool) -> Studio:
    """Pictures are files of their own, or else parts of a page whose colours they take."""
    from dlquiz.cli.demo import run_demo
    from dlquiz.cli.sources import reference_source
    from dlquiz.interchange.faces import Studio

    def svg_of(views: Sequence[View], title: str) -> str:
        from dlquiz.cli.demo_files import PAPER
        from dlquiz.screen.drawing import svg
        from dlquiz.screen.stage import view_lines

        return svg(view_lines(views, PAPER), title, alone=alone)

    return Studio(run_demo, svg_of, lambda name: reference_source(name).text, _stub)


def _stub(card: Code) -> str:
    from dlquiz.drills.cases import exam
    from dlquiz.drills.stub import stub

    return stub(exam(card, 1))

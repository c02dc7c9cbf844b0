"""The views of a frame as lines of text that fit the paper; one drawing function a view."""

from collections.abc import Sequence
from typing import assert_never

from rich.text import Text

from dlquiz import trace
from dlquiz.screen.views.bars import draw_bars
from dlquiz.screen.views.curve import draw_curve
from dlquiz.screen.views.graph import draw_graph
from dlquiz.screen.views.grid import draw_grid
from dlquiz.screen.views.paper import Paper
from dlquiz.screen.views.points import draw_points
from dlquiz.screen.views.surface import draw_surface
from dlquiz.screen.views.table import draw_table
from dlquiz.screen.views.text import draw_text


def is_picture(view: trace.View) -> bool:
    """Whether the view has no height of its own but fills the paper's."""
    return isinstance(view, trace.Curve | trace.Surface | trace.Points)


def draw(view: trace.View, paper: Paper, others: Sequence[trace.View] = ()) -> list[Text]:
    """The lines of a view, none wider than the paper; `others` are the same in other frames."""
    lines = _drawn(view, paper, others)
    for line in lines:
        line.truncate(paper.width)  # only names longer than the paper are cut here
    return lines


def _drawn(view: trace.View, paper: Paper, others: Sequence[trace.View]) -> list[Text]:
    match view:
        case trace.Table():
            rows = [row for other in others if isinstance(other, trace.Table) for row in other.rows]
            return draw_table(view, paper, rows)
        case trace.Bars():
            return draw_bars(view, paper)
        case trace.Curve():
            return draw_curve(view, paper)
        case trace.Surface():
            return draw_surface(view, paper)
        case trace.Points():
            return draw_points(view, paper)
        case trace.Grid():
            return draw_grid(view, paper)
        case trace.Graph():
            return draw_graph(view, paper)
        case trace.Text():
            return draw_text(view, paper)
        case _:
            assert_never(view)

"""A `Curve`: lines over a shared axis, with a legend where there are several."""

from rich.text import Text

from dlquiz.screen.views.axes import axis_over
from dlquiz.screen.views.headings import heading, not_drawn
from dlquiz.screen.views.paper import Paper
from dlquiz.screen.views.plot import Plot, legend
from dlquiz.trace import Curve


def draw_curve(curve: Curve, paper: Paper) -> list[Text]:
    """The lines in one plot; values that have no place on the axes are counted below it."""
    several = len(curve.series) > 1
    above = heading(curve.title, paper, curve.y_label, curve.x_label, log=curve.log_y)
    below = legend(tuple(curve.series), paper) if several else []
    below += not_drawn({name: ys for name, (_, ys) in curve.series.items()}, paper)
    x = axis_over(value for xs, _ in curve.series.values() for value in xs)
    y = axis_over((value for _, ys in curve.series.values() for value in ys), curve.log_y)
    plot = Plot(paper, x, y, paper.height - len(above) - len(below))
    for index, line in reversed(list(enumerate(curve.series.values()))):  # the first on top
        plot.line(line, index, marked=several)
    return [*above, *plot.lines(), *below]

"""`Points`: scattered marks, one mark a group, with lines through them as boundaries."""

from itertools import chain

from rich.text import Text

from dlquiz.screen.views.axes import axis_over
from dlquiz.screen.views.headings import heading, not_drawn
from dlquiz.screen.views.paper import Paper
from dlquiz.screen.views.plot import Plot, legend, mark
from dlquiz.trace import Points


def draw_points(points: Points, paper: Paper) -> list[Text]:
    """Lines first, marks over them. Lines come after the groups in the order of the marks."""
    everything = {**points.groups, **points.lines}
    above = heading(points.title, paper, points.y_label, points.x_label)
    below = legend(tuple(everything), paper)
    below += not_drawn({name: chain(*pairs) for name, pairs in points.groups.items()}, paper)
    x, y = (axis_over(pair[i] for pairs in everything.values() for pair in pairs) for i in (0, 1))
    plot = Plot(paper, x, y, paper.height - len(above) - len(below))
    for index, pairs in enumerate(points.lines.values(), len(points.groups)):
        plot.line(([x for x, _ in pairs], [y for _, y in pairs]), index, marked=True)
    for index, pairs in enumerate(points.groups.values()):
        for x_value, y_value in pairs:
            plot.mark(x_value, y_value, mark(index, paper), paper.colour(index))
    return [*above, *plot.lines(), *below]

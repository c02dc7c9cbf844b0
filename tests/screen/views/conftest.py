"""Papers to draw on, and drawings as plain text."""

from collections.abc import Callable

import pytest

from dlquiz.screen.views import draw
from dlquiz.screen.views.paper import Paper
from dlquiz.trace import View

PAPERS = {
    "colour": Paper(80, 16, 2**24, True),
    "sixteen": Paper(80, 16, 16, True),
    "mono": Paper(80, 16, 0, True),
    "ascii": Paper(80, 16, 0, False),
}


@pytest.fixture(params=list(PAPERS))
def paper(request: pytest.FixtureRequest) -> Paper:
    """Each of: a true-colour terminal, one of 16 colours, one without, one without Unicode."""
    return PAPERS[request.param]


@pytest.fixture
def mono() -> Paper:
    return PAPERS["mono"]


@pytest.fixture
def ascii_paper() -> Paper:
    return PAPERS["ascii"]


@pytest.fixture
def colour() -> Paper:
    return PAPERS["colour"]


@pytest.fixture
def drawn() -> Callable[[View, Paper], list[str]]:
    """The lines of a view as a person reads them, without the blanks at their ends."""
    return lambda view, paper: [line.plain.rstrip() for line in draw(view, paper)]

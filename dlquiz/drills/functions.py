"""Functions that a drill may be called with, by their names in a card: `function(cubes)`.

They are text, since they are run in the candidate's process too, and shown in the stub.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from dlquiz.errors import unknown

FUNCTIONS = {
    "cubes": "lambda x: (x**3).sum()",
    "product": "lambda x: x.prod()",
    "waves": "lambda x: np.sin(x).sum() * np.exp(-(x**2).mean())",
    "logistic": "lambda x: np.log1p(np.exp(-x)).mean()",
}


class Function(NamedTuple):
    """One of the functions, made anew on the other side."""

    name: str

    @property
    def source(self) -> str:
        return FUNCTIONS[self.name]

    def made(self) -> Callable[..., Any]:
        """The function itself; its text is this program's own and nobody else's."""
        return eval(self.source, {"np": np})  # type: ignore[no-any-return]


def function_named(name: str) -> Function:
    """The function of that name. Raises `UsageError` when there is none."""
    if name not in FUNCTIONS:
        raise unknown("function", name, FUNCTIONS, listing=f"it is one of {', '.join(FUNCTIONS)}")
    return Function(name)

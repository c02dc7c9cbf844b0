"""The file a drill begins with: what is asked, the signature, the shapes, one example."""

import inspect
import textwrap
from typing import Any

import numpy as np

from dlquiz import reference
from dlquiz.deck.cards import Code
from dlquiz.drills.cases import Exam, parameters
from dlquiz.drills.functions import Function
from dlquiz.drills.sandbox import Seed

_WIDE = 90
_MOST = 40  # numbers that the example shows of an array


def stub(exam: Exam) -> str:
    """The text of the file; it holds nothing of the solution."""
    card = exam.card
    parts = [
        textwrap.fill(card.ask, _WIDE),
        textwrap.fill(f"Shapes: {card.shapes}", _WIDE, subsequent_indent="    "),
        _example(exam),
        f"`dlquiz code {card.id}` checks it, and with --hint it helps.",
    ]
    text = "\n\n".join(parts).replace('"""', "'''")
    raw = "r" if "\\" in text else ""
    return (
        f'{raw}"""{text}\n"""\n\nimport numpy as np\n\n\n'
        f"def {card.function}{_signature(card)}:\n    raise NotImplementedError\n"
    )


def _signature(card: Code) -> str:
    """The parameters with their defaults, without types."""
    signature = inspect.signature(getattr(reference, card.function))
    bare = [p.replace(annotation=inspect.Parameter.empty) for p in signature.parameters.values()]
    return str(inspect.Signature(bare))


def _example(exam: Exam) -> str:
    """A call of the first case, an argument a line, and what it gives."""
    case = exam.cases[0]
    names = parameters(exam.card.function)[: len(case.arguments)]
    pairs = zip(names, case.arguments, strict=True)
    lines = [_hung(f"    {name} = ", _literal(value)) for name, value in pairs]
    call = f"    {exam.card.function}({', '.join(names)})"
    if not exam.card.compare:
        return "\n".join(["An example of a call:", "", *lines, call])
    return "\n".join(["An example:", "", *lines, call, _hung("    gives ", _shown(case.right))])


def _hung(head: str, text: str) -> str:
    return head + text.replace("\n", "\n" + " " * len(head))


def _literal(value: Any) -> str:
    if isinstance(value, Seed):
        return f"np.random.default_rng({value.seed})"
    if isinstance(value, Function):
        return value.source
    if isinstance(value, np.ndarray):
        if not value.size:
            return f"np.zeros({value.shape})"
        return _hung("np.array(", f"{_printed(value, precision=12, most=1000)})")
    return repr(value)


def _shown(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ",\n".join(_shown(item) for item in value[:4]) + ", …" * (len(value) > 4)
    return _printed(value, precision=6, most=_MOST) if np.ndim(value) else _number(value)


def _number(value: Any) -> str:
    return f"{value:.7g}" if isinstance(value, float) else str(value)


def _printed(array: Any, *, precision: int, most: int) -> str:
    return np.array2string(
        np.asarray(array),
        precision=precision,
        separator=", ",
        threshold=most,
        edgeitems=2,
        max_line_width=_WIDE - 16,
        suppress_small=bool(np.abs(array).max(initial=0) < 1e6),
    )

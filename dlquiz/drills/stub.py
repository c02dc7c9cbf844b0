"""The file a drill begins with: what is asked, the signature, the shapes, one example."""

import inspect
import textwrap

import numpy as np

from dlquiz import reference
from dlquiz.deck.cards import Code
from dlquiz.drills.comparison import small
from dlquiz.drills.properties import cases_of, expected
from dlquiz.drills.sandbox import Seed


def stub(card: Code) -> str:
    """The text of the file; it holds nothing of the solution."""
    case = cases_of(card, 1)[0]
    arguments = ", ".join(
        f"np.random.default_rng({one.seed})" if isinstance(one, Seed) else _literal(one)
        for one in case.arguments
    )
    with np.printoptions(precision=6):
        example = f">>> {card.function}({arguments})\n{small(expected(card, case))}"
    asked = "\n".join(textwrap.wrap(card.ask, 90))
    return (
        f'"""{asked}\n\nShapes: {card.shapes}\n\n{example}\n\n'
        f'`dlquiz code {card.id}` checks it, --hint helps.\n"""\n\nimport numpy as np\n\n\n'
        f"def {card.function}{_signature(card)}:\n    raise NotImplementedError\n"
    )


def _signature(card: Code) -> str:
    """The parameters with their defaults, without types."""
    signature = inspect.signature(getattr(reference, card.function))
    bare = [p.replace(annotation=inspect.Parameter.empty) for p in signature.parameters.values()]
    return str(inspect.Signature(bare))


def _literal(value: object) -> str:
    if isinstance(value, np.ndarray):
        return f"np.array({np.round(value, 6).tolist()})"
    return repr(value)

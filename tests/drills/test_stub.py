"""The file a drill begins with: Python that runs, with an example and without the solution."""

import ast

import pytest
from msgspec.structs import replace

from dlquiz.deck.cards import Code
from dlquiz.drills.cases import exam
from dlquiz.drills.properties import check, is_unwritten
from dlquiz.drills.stub import stub


def test_a_stub_asks_shows_shapes_and_an_example(softmax_drill: Code) -> None:
    card = replace(softmax_drill, ask="Write softmax of these logits, safely. " * 3)
    assert stub(exam(card, 1)) == (
        '"""Write softmax of these logits, safely. Write softmax of these logits, safely. Write\n'
        "softmax of these logits, safely.\n"
        "\n"
        "Shapes: x (n,) -> (n,)\n"
        "\n"
        "An example:\n"
        "\n"
        "    logits = np.array([[-0.31, -2.02, -1.2 ],\n"
        "                       [-0.2 , -1.78,  1.34]])\n"
        "    softmax(logits)\n"
        "    gives [[0.62833 , 0.113643, 0.258027],\n"
        "           [0.170341, 0.035086, 0.794573]]\n"
        "\n"
        "`dlquiz code made.drill` checks it, and with --hint it helps.\n"
        '"""\n'
        "\n"
        "import numpy as np\n"
        "\n"
        "\n"
        "def softmax(logits, axis=-1):\n"
        "    raise NotImplementedError\n"
    )


@pytest.mark.parametrize("ask", [r"Write $\frac{a}{b}$ and \x.", 'Say """no""".', 'Say "x"'])
def test_whatever_is_asked_the_stub_is_python(softmax_drill: Code, ask: str) -> None:
    text = stub(exam(replace(softmax_drill, ask=ask), 1))
    compile(text, "stub", "exec")
    assert is_unwritten(check(softmax_drill, text))


def test_what_is_drawn_has_a_call_and_no_result(normal_drill: Code) -> None:
    drawn = exam(normal_drill, 1)
    text = stub(drawn)
    assert f"    rng = np.random.default_rng({drawn.cases[0].values['r']})\n" in text
    assert "    kaiming_normal(shape, rng, a)\n\n`dlquiz code" in text
    ast.parse(text)

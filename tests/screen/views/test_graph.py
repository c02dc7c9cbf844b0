"""Computation graphs."""

from collections.abc import Callable
from dataclasses import replace

from dlquiz.screen.views import draw
from dlquiz.screen.views.paper import GREEN, RED, Paper
from dlquiz.trace import Graph, Node, View

Drawn = Callable[[View, Paper], list[str]]
CIRCUIT = Graph(
    (
        Node("x", "x", -2.0, -4.0),
        Node("y", "y", 5.0, -4.0),
        Node("q", "+", 3.0, -4.0, ("x", "y")),
        Node("z", "z", -4.0, 3.0),
        Node("f", "×", -12.0, 1.0, ("q", "z")),
    ),
    "q",
)


def test_a_node_stands_between_its_inputs_value_above_gradient_below(
    drawn: Drawn, mono: Paper
) -> None:
    assert drawn(CIRCUIT, mono) == [
        "  -2",
        "  x ─┐   3",
        "  -4 ├─ [+] ─┐",
        "  5  │   -4  │ -12",
        "  y ─┘       ├─ ×",
        "  -4         │  1",
        "  -4         │",
        "  z ─────────┘",
        "  3",
        "value above, gradient below",
    ]


def test_values_are_green_and_gradients_red(colour: Paper) -> None:
    coloured = {
        line.plain[span.start : span.end].strip(): str(span.style)
        for line in draw(CIRCUIT, colour)[:-1]
        for span in line.spans
    }
    assert coloured["5"] == GREEN
    assert coloured["-12"] == GREEN
    assert coloured["1"] == RED


def test_a_gradient_not_yet_known_is_left_out(drawn: Drawn, mono: Paper) -> None:
    forward = Graph(tuple(replace(node, gradient=None) for node in CIRCUIT.nodes))
    lines = drawn(forward, mono)
    assert lines[-1] == "value above"
    assert lines[2] == "     ├─ + ─┐"


def test_a_node_used_twice_is_drawn_once_and_named_again(drawn: Drawn, mono: Paper) -> None:
    square = Node("s", "×", 9.0, 1.0, ("x", "x"))
    fork = Graph((Node("x", "x", 3.0, 7.0), square, Node("t", "+", 12.0, 1.0, ("s", "x"))))
    text = "\n".join(drawn(fork, mono))
    assert text.count("(x)") == 2
    assert text.count("7") == 1


def test_an_operation_used_twice_carries_its_name(drawn: Drawn, mono: Paper) -> None:
    graph = Graph(
        (
            Node("x", "x", 2.0),
            Node("h", "exp", 7.389, inputs=("x",)),
            Node("y", "×", 54.6, inputs=("h", "h")),
        )
    )
    text = "\n".join(drawn(graph, mono))
    assert "h: exp" in text
    assert "(h)" in text


def test_every_result_has_a_drawing(drawn: Drawn, mono: Paper) -> None:
    two = Graph(
        (
            Node("x", "x", 2.0),
            Node("a", "exp", 7.0, inputs=("x",)),
            Node("b", "log", 0.7, inputs=("x",)),
        )
    )
    text = "\n".join(drawn(two, mono))
    assert "exp" in text
    assert "log" in text


def chain(length: int) -> Graph:
    nodes = [Node("n0", "n0", 1.2345, 1.0)]
    nodes += [Node(f"n{i}", "exp", 1.2345, 1.0, (f"n{i - 1}",)) for i in range(1, length)]
    return Graph(tuple(nodes), active="n1")


def test_a_graph_too_wide_for_the_paper_becomes_a_list(drawn: Drawn, mono: Paper) -> None:
    lines = drawn(chain(30), mono)
    assert lines[0].split() == ["node", "computes", "value", "gradient"]
    assert len(lines) == 32
    assert lines[3].split() == [">", "n1", "exp", "1.234", "1"]


def test_a_graph_of_thousands_of_nodes_is_listed_too(drawn: Drawn, mono: Paper) -> None:
    assert len(drawn(chain(3000), mono)) == 3002

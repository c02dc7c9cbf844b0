"""The graph's story: what is known in which frame, and the numbers worked out by hand."""

import math

import pytest

from dlquiz.demos.backprop import Params, run


def last(**inputs):
    return list(run(Params(**inputs)))[-1].values


def test_the_product_circuit_ends_with_the_gradients_worked_out_by_hand():
    values = last()
    assert values["values"] == {"x": -2, "y": 5, "q": 3, "z": -4, "f": -12}
    assert values["gradients"] == {"x": -4, "y": -4, "q": -4, "z": 3, "f": 1}


def test_the_neuron_ends_with_the_gradients_worked_out_by_hand():
    slope = math.exp(-1) / (1 + math.exp(-1)) ** 2
    gradients = last(circuit="neuron")["gradients"]
    inputs = {"w0": -slope, "x0": 2 * slope, "w1": -2 * slope, "x1": -3 * slope, "w2": slope}
    assert {name: gradients[name] for name in inputs} == pytest.approx(inputs, rel=1e-12)


def test_at_the_fork_the_second_gradient_is_added_to_the_first():
    frames = list(run(Params(circuit="fork", x=3, y=-1)))
    seen = [frame.values["gradients"].get("x") for frame in frames]
    assert seen == [None, None, None, None, 2, 5, 5]
    assert "on top of 2: gradients add, 5" in frames[5].caption


def test_a_node_has_a_value_once_computed_and_a_gradient_once_reached():
    frames = list(run(Params()))
    known = [(len(f.values["values"]), len(f.values["gradients"])) for f in frames]
    assert known == [(3, 0), (4, 0), (5, 0), (5, 1), (5, 3), (5, 5), (5, 5)]
    for frame in frames:
        (graph,) = frame.views
        shown = {node.name: node.gradient for node in graph.nodes if node.gradient is not None}
        assert shown == frame.values["gradients"]


@pytest.mark.parametrize("circuit", ["product", "neuron", "fork"])
def test_every_slope_agrees_with_a_small_change_of_the_input(circuit):
    at = {"x": 0.5, "y": -1.5, "z": 2.0, "w0": 0.7, "x0": -0.2, "w1": 1.1, "x1": 0.4, "w2": -0.3}
    gradients = last(circuit=circuit, **at)["gradients"]
    output = "p" if circuit == "neuron" else "f"
    for name in at.keys() & gradients.keys() - {"z" if circuit == "neuron" else ""}:
        up, down = (
            last(circuit=circuit, **at | {name: at[name] + h})["values"][output]
            for h in (1e-5, -1e-5)
        )
        assert gradients[name] == pytest.approx((up - down) / 2e-5, abs=1e-8)

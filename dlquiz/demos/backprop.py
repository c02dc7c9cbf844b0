"""A circuit, node by node: values on the way forward, gradients on the way back."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

import numpy as np

from dlquiz.demos.parameters import number, option
from dlquiz.reference import (
    Circuit,
    Value,
    fork_circuit,
    neuron_circuit,
    product_circuit,
    topological_order,
)
from dlquiz.trace import Frame, Graph, Node

FORMULA = (
    r"\frac{\partial f}{\partial x} = \sum_{z \text{ computed from } x}"
    r" \frac{\partial f}{\partial z} \cdot \frac{\partial z}{\partial x}"
)

TITLES = {
    "product": "f = (x + y)·z, q = x + y",
    "neuron": "p = σ(z), z = w0·x0 + w1·x1 + w2",
    "fork": "f = q·x, q = x + y: x is used twice",
}
SIGNS = {"*": "×", "sigmoid": "σ"}
GATES = {
    "+": "A sum copies its gradient to every input",
    "*": "A product swaps: each input gets the gradient times the other input",
    "sigmoid": "The sigmoid multiplies by σ(1 − σ)",
}


@dataclass(frozen=True, kw_only=True)
class Params:
    circuit: str = option("product", tuple(TITLES), "which graph")
    x: float = number(-2.0, -1e6, 1e6, "input of product and fork")
    y: float = number(5.0, -1e6, 1e6, "input of product and fork")
    z: float = number(-4.0, -1e6, 1e6, "input of product")
    w0: float = number(2.0, -1e6, 1e6, "weight of the neuron")
    x0: float = number(-1.0, -1e6, 1e6, "input of the neuron")
    w1: float = number(-3.0, -1e6, 1e6, "weight of the neuron")
    x1: float = number(-2.0, -1e6, 1e6, "input of the neuron")
    w2: float = number(-3.0, -1e6, 1e6, "bias of the neuron")


def run(params: Params) -> Iterator[Frame]:
    """One frame a node forward, then one for each that hands its gradient on."""
    graph = _circuit(params).graph
    order = topological_order(graph)
    _name(order)
    title = TITLES[params.circuit]
    yield from _forward(order, title)
    yield from _backward(order, title)


def _circuit(p: Params) -> Circuit:
    if p.circuit == "neuron":
        with np.errstate(over="ignore"):
            return neuron_circuit(p.w0, p.x0, p.w1, p.x1, p.w2)
    return fork_circuit(p.x, p.y) if p.circuit == "fork" else product_circuit(p.x, p.y, p.z)


def _name(order: list[Value]) -> None:
    """What the circuit left without a name is called by what it computes."""
    for value in order:
        if not value.name:
            left, right = (source.name for source in value.inputs)
            value.name = f"{left}{'·' if value.operation == '*' else ' + '}{right}"


def _forward(order: list[Value], title: str) -> Iterator[Frame]:
    inputs = [value for value in order if not value.inputs]
    names = ", ".join(f"{value.name} = {value.data:.4g}" for value in inputs)
    yield _frame(f"Forward. The inputs are {names}.", order, inputs, {}, "", title)
    known = list(inputs)
    for value in order:
        if value.inputs:
            known.append(value)
            shown = [one for one in order if one in known]
            caption = f"Forward: {value.name} = {_computed(value)} = {value.data:.4g}."
            yield _frame(caption, order, shown, {}, value.name, title)


def _computed(value: Value) -> str:
    numbers = [_number(source.data) for source in value.inputs]
    if value.operation == "sigmoid":
        return f"σ({value.inputs[0].data:.4g})"
    return f" {SIGNS.get(value.operation, value.operation)} ".join(numbers)


def _backward(order: list[Value], title: str) -> Iterator[Frame]:
    output = order[-1]
    gradients = {output.name: 1.0}
    start = f"Backward starts at the output: ∂{output.name}/∂{output.name} = 1."
    yield _frame(start, order, order, dict(gradients), output.name, title)
    for value in reversed(order):
        if value.inputs:
            parts = [_handed_on(value, i, gradients) for i in range(len(value.inputs))]
            caption = f"{GATES[value.operation]}: {'; '.join(parts)}."
            yield _frame(caption, order, order, dict(gradients), value.name, title)
    yield _frame(_summary(order), order, order, dict(gradients), "", title)


def _handed_on(value: Value, place: int, gradients: dict[str, float]) -> str:
    """Adds to an input's gradient what this node hands it; says so in numbers."""
    source, slope = value.inputs[place], value.local[place]
    part = gradients[value.name] * slope
    before = gradients.get(source.name)
    gradients[source.name] = part + (before or 0.0)
    product = f"{gradients[value.name]:.4g} × {_number(slope)}"
    if before is None:
        return f"{source.name} gets {product} = {part:.4g}"
    return (
        f"{source.name} gets {product} = {part:.4g} on top of {before:.4g}:"
        f" gradients add, {gradients[source.name]:.4g}"
    )


def _summary(order: list[Value]) -> str:
    inputs = [value for value in order if not value.inputs]
    parts = ", ".join(f"∂{order[-1].name}/∂{one.name} = {one.grad:.4g}" for one in inputs)
    if not all(isfinite(value.data) for value in order):
        return f"{parts}. A number on the way left float64's range."
    if order[-1].operation == "sigmoid" and order[-1].local[0] < 1e-3:
        slope = order[-1].local[0]
        return f"{parts}. The sigmoid is saturated: its slope is {slope:.3g}, and all shrinks."
    return f"One walk back gives every slope: {parts}."


def _label(value: Value) -> str:
    sign = SIGNS.get(value.operation, value.operation)
    named_by_circuit = value.inputs and value.name.isascii() and value.name.isidentifier()
    return f"{value.name}: {sign}" if named_by_circuit else sign


def _number(number: float) -> str:
    return f"({number:.4g})" if number < 0 else f"{number:.4g}"


def _frame(
    caption: str,
    order: list[Value],
    shown: list[Value],
    gradients: dict[str, float],
    active: str,
    title: str,
) -> Frame:
    nodes = tuple(
        Node(
            value.name,
            _label(value),
            value.data,
            gradients.get(value.name),
            tuple(source.name for source in value.inputs),
        )
        for value in shown
    )
    values = {
        "values": {value.name: value.data for value in shown},
        "gradients": {v.name: gradients[v.name] for v in order if v.name in gradients},
    }
    return Frame(caption, values, (Graph(nodes, active, title),))

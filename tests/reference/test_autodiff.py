"""Scalar backpropagation against PyTorch, the two worked circuits, and very deep graphs."""

import math
import re

import numpy as np
import pytest

from dlquiz.reference import (
    Value,
    fork_circuit,
    forward_difference,
    gradient_check,
    neuron_circuit,
    numerical_gradient,
    product_circuit,
    sigmoid,
    softmax,
    topological_order,
)


def every_operation(a, b, c):
    inner = (a * b - 2).tanh() / (1 + b.relu()) ** 1.5 + (a.exp() + c).log()
    return (inner - (-a).sigmoid()) * 3 - c**b + 2**a / 7 + (1 - c) / b**2


@pytest.mark.parametrize("case", range(4))
def test_values_and_gradients_are_pytorchs(golden, equal, case):
    recorded = golden("functions")[f"autodiff, {case}"]
    inputs = [Value(number) for number in recorded["at"]]
    output = every_operation(*inputs)
    output.backward()
    equal(output.data, recorded["value"])
    equal([x.grad for x in inputs], recorded["gradient"])


def test_every_operation_has_the_slope_of_its_function(numerical_gradient):
    operations = {
        "+": lambda x: x + 3,
        "-": lambda x: 3 - x,
        "*": lambda x: x * 3,
        "/": lambda x: x / 3,
        "divided by": lambda x: 3 / x,
        "**": lambda x: x**3,
        "to the power of": lambda x: 3**x,
        "exp": Value.exp,
        "log": Value.log,
        "tanh": Value.tanh,
        "relu": Value.relu,
        "sigmoid": Value.sigmoid,
        "neg": lambda x: -x,
        "x to the x": lambda x: x**x,
    }
    for name, operation in operations.items():
        for at in (0.3, 1.7, 6.0):
            x = Value(at)
            operation(x).backward()
            (slope,) = numerical_gradient(lambda p, f=operation: f(Value(p[0])).data, [at])
            assert x.grad == pytest.approx(slope, rel=1e-7, abs=1e-7), name


def test_gradients_add_where_a_value_is_used_twice():
    x = Value(3.0)
    (x + x).backward()
    assert x.grad == 2
    (x * x * x).backward()
    assert x.grad == 27


def test_a_gradient_is_complete_before_it_is_passed_on():
    x = Value(2.0)
    y = x * 3
    (y * (y + x)).backward()  # 9x² + 3x²
    assert x.grad == pytest.approx(24 * 2)
    assert y.grad == pytest.approx(6 + 8)


def test_backward_starts_from_zero_each_time():
    x = Value(3.0)
    y = x * x
    y.backward()
    y.backward()
    assert x.grad == 6


def test_only_what_the_output_depends_on_is_walked():
    x, unused = Value(1.0), Value(1.0)
    other = x * unused
    y = x + 1
    y.backward()
    assert other not in topological_order(y)
    assert unused.grad == 0


@pytest.mark.parametrize("depth", [10_000, 100_000])
def test_a_chain_deeper_than_the_recursion_limit_is_no_problem(depth):
    x = Value(1.0)
    y = x
    for _ in range(depth):
        y = y + x
    y.backward()
    assert x.grad == depth + 1
    assert len(topological_order(y)) == depth + 1


def test_doubling_sixty_times_visits_each_node_once():
    x = y = Value(1.0)
    for _ in range(60):
        y = y + y
    y.backward()
    assert x.grad == 2.0**60


def test_inputs_come_before_what_is_computed_from_them():
    inputs = [Value(number) for number in (0.2, 0.7, 3.0)]
    order = topological_order(every_operation(*inputs))
    place = {value: i for i, value in enumerate(order)}
    assert len(place) == len(order)
    for value in order:
        assert all(place[source] < place[value] for source in value.inputs)


def test_the_first_classic_circuit():
    values, gradients, graph = product_circuit(-2, 5, -4)
    np.testing.assert_array_equal(values, [3, -12])
    np.testing.assert_array_equal(gradients, [-4, -4, 3])
    names = [value.name for value in topological_order(graph)]
    assert names == ["x", "y", "q", "z", "f"]


def test_the_second_classic_circuit():
    values, gradients, graph = neuron_circuit(2, -1, -3, -2, -3)
    p = sigmoid(1.0)
    np.testing.assert_allclose(values, [1, p], rtol=1e-15)
    np.testing.assert_allclose(gradients, p * (1 - p) * np.array([-1, 2, -2, -3, 1]), rtol=1e-14)
    np.testing.assert_array_equal(gradients.round(3), [-0.197, 0.393, -0.393, -0.59, 0.197])
    named = {value.name for value in topological_order(graph)} - {""}
    assert named == {"w0", "x0", "w1", "x1", "w2", "z", "p"}


def test_the_fork_adds_what_comes_through_both_branches(numerical_gradient):
    for x, y in ((3, -1), (-2, 5), (0.5, 0)):
        values, gradients, graph = fork_circuit(x, y)
        np.testing.assert_allclose(values, [x + y, x * x + x * y], rtol=1e-15)
        np.testing.assert_allclose(gradients, [2 * x + y, x], rtol=1e-15)
        slopes = numerical_gradient(lambda p: p[0] ** 2 + p[0] * p[1], [x, y])
        np.testing.assert_allclose(gradients, slopes, atol=1e-8)
        assert [value.name for value in topological_order(graph)] == ["x", "y", "q", "f"]


def test_a_sigmoid_gate_equals_the_gates_it_is_built_of():
    one, built = Value(0.7), Value(0.7)
    gate, gates = one.sigmoid(), 1 / (1 + (-built).exp())
    gate.backward()
    gates.backward()
    assert gate.data == pytest.approx(gates.data, rel=1e-15)
    assert one.grad == pytest.approx(built.grad, rel=1e-14)


def test_infinities_follow_float64_and_not_python():
    with np.errstate(all="ignore"):
        assert (Value(1.0) / 0).data == math.inf
        assert Value(1000.0).exp().data == math.inf
        assert math.isnan(Value(-1.0).log().data)
        assert math.isnan((Value(-8.0) ** (1 / 3)).data)
        assert (Value(0.0) ** -1).data == math.inf


def test_powers_of_zero_have_their_slopes():
    for exponent, slope in ((0, 0), (1, 1), (2, 0)):
        x = Value(0.0)
        (x**exponent).backward()
        assert x.grad == slope


def test_a_value_shows_its_number_and_gradient():
    x = Value(2.0)
    (x * 3).backward()
    assert repr(x) == "Value(2, grad=3)"


def test_the_numerical_gradient_is_second_order_until_rounding_takes_over():
    errors = {
        h: abs(numerical_gradient(lambda x: np.exp(x).sum(), [1.0], h)[0] - math.e)
        for h in (1e-1, 1e-2, 1e-5, 1e-10)
    }
    assert errors[1e-1] / errors[1e-2] == pytest.approx(100, rel=0.02)
    assert errors[1e-5] < errors[1e-2]
    assert errors[1e-5] < errors[1e-10]


def test_the_forward_difference_is_of_first_order():
    def error(h):
        return forward_difference(lambda x: np.exp(x).sum(), [0.0, 1.0], h) - np.exp([0, 1])

    np.testing.assert_allclose(error(1e-3), np.exp([0, 1]) * 1e-3 / 2, rtol=1e-3)
    np.testing.assert_allclose(error(1e-2) / error(1e-3), 10, rtol=0.01)
    assert np.abs(error(1e-8)).max() < np.abs(error(1e-3)).max()


def test_gradient_check_tells_right_from_wrong():
    target = np.array([0.2, 0.3, 0.5])
    x = [0.5, -1.0, 2.0]

    def loss(z):
        return -(target * np.log(softmax(z))).sum()

    assert gradient_check(loss, lambda z: softmax(z) - target, x) < 1e-9
    assert gradient_check(loss, lambda z: target - softmax(z), x) == pytest.approx(2, rel=1e-6)
    assert gradient_check(loss, lambda z: 2 * (softmax(z) - target), x) == pytest.approx(0.5)
    assert gradient_check(lambda z: 1.0, lambda z: 0 * z, x) == 0
    assert gradient_check(lambda z: 1.0, lambda z: 0 * z + 1, x) == 1


def test_gradient_check_refuses_a_gradient_of_another_shape():
    message = re.escape("x (3,) against gradient (2,): the shapes must be equal")
    with pytest.raises(ValueError, match=f"^{message}$"):
        gradient_check(lambda x: x.sum(), lambda x: x[:2], [1, 2, 3])


def test_torch_itself_agrees():
    torch = pytest.importorskip("torch")
    a = torch.tensor(0.4, dtype=torch.float64, requires_grad=True)
    y = torch.tanh(a) ** 3 / torch.exp(a) + a
    y.backward()
    x = Value(0.4)
    (x.tanh() ** 3 / x.exp() + x).backward()
    assert x.grad == pytest.approx(a.grad.item(), rel=1e-14)

"""Each property in turn: what keeps it, what fails it, and the message a person can act on."""

from collections.abc import Callable
from textwrap import dedent

import pytest

from dlquiz.deck.cards import Code, Holds
from dlquiz.drills.cases import exam
from dlquiz.drills.properties import check, is_unwritten, prove
from dlquiz.errors import UserError
from dlquiz.quiz.drilling import has_passed
from tests.drills.conftest import drill

Fails = Callable[..., tuple[str, str]]
CALL = "softmax(logits = [[-0.31, -2.02, -1.2], [-0.2, -1.78, 1.34]])"
NORMAL = """
import numpy as np
def kaiming_normal(shape, rng, a=0.0, mode="fan_in", nonlinearity="leaky_relu"):
    shape = shape.astype(int)
    return rng.normal(size=shape) * np.sqrt(2 / shape[1])
"""


def with_body(*lines: str) -> str:
    return "\n    ".join(["import numpy as np\ndef softmax(logits, axis=-1):", *lines])


def test_a_solution_keeps_every_property(softmax_drill: Code, solution: str) -> None:
    found = check(softmax_drill, solution)
    assert has_passed(found)
    assert [(one.name, one.message) for one in found[:-1]] == [
        ("signature", ""),
        ("runs", ""),
        ("shapes", "shape (2, 3)"),
        ("values", "20 inputs, to a millionth of the largest value"),
        ("edges", "3 inputs"),
        ("mutation", "the arguments stay as they are"),
        ("determinism", ""),
    ]
    assert found[-1].name == "speed"
    assert found[-1].message.endswith(" × the time of the reference")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "there is no function `def softmax(logits, axis)`"),
        ("class softmax: pass", "there is no function `def softmax(logits, axis)`"),
        (
            "def softmax(): pass",
            "the function takes too few arguments: `def softmax(logits, axis)`",
        ),
        (
            "def softmax(logits, axis, more): pass",
            "the function takes too many arguments: `def softmax(logits, axis)`",
        ),
        ("def softmax(logits)\n    return 1", "line 1: this is not Python: expected ':'"),
        ("x = (", "line 1: this is not Python: '(' was never closed"),
    ],
)
def test_the_signature_is_read_without_running(failure: Fails, source: str, message: str) -> None:
    assert failure(source) == ("signature", message)


@pytest.mark.parametrize("signature", ["logits", "*logits", "logits, /, axis=3", "x, *, axis=-1"])
def test_a_signature_may_differ_where_the_calls_do_not_care(
    softmax_drill: Code, solution: str, signature: str
) -> None:
    source = f"def softmax({signature}):\n    raise NotImplementedError"
    assert is_unwritten(check(softmax_drill, source))


def test_a_warning_of_the_parser_is_none_of_the_programs(
    softmax_drill: Code, solution: str
) -> None:
    assert has_passed(check(softmax_drill, f"'\\d'\n1 is 1\n{solution}"))


def test_an_error_names_its_line_and_the_call(failure: Fails) -> None:
    assert failure(with_body("return logits / {}")) == (
        "runs",
        "line 3: TypeError: unsupported operand type(s) for /: 'float' and 'dict'\n" + CALL,
    )


def test_an_untouched_stub_is_unwritten(softmax_drill: Code) -> None:
    found = check(softmax_drill, with_body("raise NotImplementedError"))
    assert is_unwritten(found)
    assert found[-1].message == "it is not written yet (NotImplementedError)"


def test_both_shapes_are_named(failure: Fails) -> None:
    assert failure(with_body("return logits.sum(axis)")) == (
        "shapes",
        f"it gives shape (2,), and should give shape (2, 3)\n{CALL}",
    )


def test_the_first_wrong_value_is_shown_with_its_input(failure: Fails) -> None:
    assert failure(with_body("return logits * 0 + 0.25")) == (
        "values",
        "at [0, 0] it gives 0.25, and should give 0.6283295\n"
        f"{CALL}\n"
        "expected [[0.6283, 0.1136, 0.258], [0.1703, 0.0351, 0.7946]]\n"
        "got      [[0.25, 0.25, 0.25], [0.25, 0.25, 0.25]]",
    )


def test_an_edge_is_shown_as_any_input(failure: Fails, overflowing: str) -> None:
    assert failure(overflowing) == (
        "edges",
        "at [0] it gives nan, and should give 0.09003057\n"
        "softmax(logits = [1000., 1001., 1002.])\n"
        "expected [0.09, 0.2447, 0.6652]\n"
        "got      [nan, nan, nan]",
    )


def test_an_error_on_an_edge_fails_the_edges(failure: Fails, solution: str) -> None:
    source = solution.replace("    e =", "    if not logits.size: 1 / 0\n    e =")
    assert failure(source) == (
        "edges",
        "line 6: ZeroDivisionError: division by zero\nsoftmax(logits = [])",
    )


def test_a_changed_argument_is_named(failure: Fails, solution: str) -> None:
    source = solution.replace("    e =", "    logits += 0.5\n    e =")
    assert failure(source) == (
        "mutation",
        f"it changes its argument `logits`: work on a copy\n{CALL}",
    )


def test_what_remembers_its_calls_is_not_deterministic(failure: Fails, solution: str) -> None:
    source = solution.replace("    e =", "    calls.append(1)\n    e =") + (
        "    + (len(calls) == 24)\n\ncalls = []\n"
    )
    source = source.replace("keepdims=True)\n    + (", "keepdims=True) + (")
    assert failure(source) == (
        "determinism",
        f"called twice with the same arguments it gives two results\n{CALL}",
    )


def test_what_fails_the_second_time_is_told(failure: Fails, solution: str) -> None:
    source = f"calls = []\n{solution}".replace(
        "    e =", "    calls.append(1)\n    assert len(calls) < 24\n    e ="
    )
    assert failure(source) == (
        "determinism",
        f"the second time: line 8: AssertionError\n{CALL}",
    )


def test_a_slow_loop_is_pointed_out_and_never_failed(softmax_drill: Code) -> None:
    source = with_body(
        "out = np.zeros(logits.shape)",
        "for place in np.ndindex(logits.shape):",
        "    for _ in range(2000):",
        "        shifted = np.exp(logits[place[:-1]] - logits[place])",
        "    out[place] = 1 / shifted.sum()",
        "return out",
    )
    found = check(softmax_drill, source)
    assert has_passed(found)
    assert found[-1].message.endswith("; what takes long is the Python loop in line 4")


def test_what_is_drawn_is_held_to_its_own_properties(normal_drill: Code) -> None:
    found = check(normal_drill, NORMAL)
    assert has_passed(found)
    assert [one.name for one in found] == [
        "signature",
        "runs",
        "shapes",
        "mean",
        "mutation",
        "determinism",
        "speed",
    ]


def test_a_property_of_its_own_says_what_it_is_about(failure: Fails, normal_drill: Code) -> None:
    name, message = failure(NORMAL.replace("return", "return 1 +"), normal_drill)
    assert name == "mean"
    said, call, got = message.split("\n")
    assert said == "the mean should be near 0"
    seed = exam(normal_drill, 1).cases[0].values["r"]
    assert call == f"kaiming_normal(shape = [30., 20.], rng = generator({seed}), a = 0)"
    assert got.startswith("got [[")


def test_a_property_that_cannot_be_computed_fails(failure: Fails, normal_drill: Code) -> None:
    holds = Holds(name="place", expression="result[25, 0] < 100", say="there should be 30 rows")
    from msgspec.structs import replace

    source = NORMAL.replace("size=shape", "size=(3, 20)")
    name, message = failure(source, replace(normal_drill, holds=(holds,)))
    assert name == "place"
    assert message.startswith("there should be 30 rows\nkaiming_normal(")
    assert message.split("\n")[-1].startswith("which cannot be checked: index 25 is out of bounds")


def test_other_draws_than_those_of_the_generator_are_told(
    failure: Fails, normal_drill: Code
) -> None:
    source = NORMAL.replace("rng.normal", "np.random.normal")
    name, message = failure(source, normal_drill)
    assert name == "determinism"
    assert message.split("\n")[0] == (
        "called twice with the same arguments it gives two results:"
        " draw from the generator it is given"
    )


@pytest.mark.parametrize("result", ["None", "'text'", "[None]", "object()"])
def test_what_is_drawn_must_be_numbers(failure: Fails, normal_drill: Code, result: str) -> None:
    source = f"def kaiming_normal(shape, rng, a):\n    return {result}"
    name, message = failure(source, normal_drill)
    assert name == "shapes"
    assert "and should give shape (30, 20)\nkaiming_normal(" in message


def test_a_proof_judges_the_reference_and_each_source_apart(
    softmax_drill: Code, solution: str, overflowing: str
) -> None:
    sources = ["x = 1", overflowing, "import os\nos._exit(0)", "def softmax(x): os", solution]
    found = prove(exam(softmax_drill, 30), sources, 5)
    assert [(last.name, last.holds) for *_, last in found] == [
        ("speed", True),
        ("signature", False),
        ("edges", False),
        ("signature", False),
        ("runs", False),
        ("speed", True),
    ]
    assert [one.message[:9] for one in found[0] if one.name == "values"] == ["30 inputs"]
    assert [one.message[:9] for one in found[-1] if one.name == "values"] == ["5 inputs,"]


def test_no_property_at_all_is_no_success() -> None:
    assert not has_passed([])


def test_what_the_code_prints_is_shown_to_whoever_looks_for_the_fault(softmax_drill: Code) -> None:
    source = """
        print("loaded")

        def softmax(logits):
            print("called", logits.shape)
            return logits
        """
    found = {one.name: one for one in check(softmax_drill, dedent(source))}
    assert found["prints"] == ("prints", True, "loaded")
    assert not found["values"].holds
    silent = dedent(source).replace('print("loaded")', "")
    found = {one.name: one for one in check(softmax_drill, silent)}
    assert found["prints"].message == "called (2, 3)"


def test_of_much_that_is_printed_the_beginning_is_shown(softmax_drill: Code) -> None:
    source = "def softmax(logits):\n    print('x' * 10**6)\n"
    found = {one.name: one for one in check(softmax_drill, source)}
    assert found["prints"].message == "x" * 2000


def test_a_drill_may_take_a_function() -> None:
    card = drill(
        "numerical_gradient",
        given={"x": "numbers(3, -1, 1, 0.1)"},
        arguments=("function(cubes)", "x", "1e-5"),
    )
    right = """
        import numpy as np

        def numerical_gradient(f, x, h):
            return np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))])
        """
    assert has_passed(check(card, dedent(right)))
    found = check(card, dedent(right).replace("2 * h", "h"))[-1]
    assert found.name == "values"
    assert "numerical_gradient(f = lambda x: (x**3).sum(), x = [" in found.message


def test_a_function_that_is_not_known_is_named() -> None:
    card = drill("numerical_gradient", arguments=("function(cubs)", "[1, 2]", "1e-5"))
    with pytest.raises(UserError) as raised:
        check(card, "def numerical_gradient(f, x, h): pass")
    assert str(raised.value) == "unknown function 'cubs' (did you mean cubes?)"

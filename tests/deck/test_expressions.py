"""What the language of cards can say, and what it cannot be made to do."""

import math

import pytest

from dlquiz.deck.expressions import ExpressionError, evaluate, names

GIVEN = {"x": [1, 2, 3], "k": 1, "W": [[1, 2], [3, 4]]}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3 - 4 / 2 ** 2", 6.0),
        ("-k + 7 // 2 % 2", 0),
        ("softmax([0, 0])[0]", 0.5),
        ("softmax(x)[k] < softmax(x)[2]", True),
        ("0 < sigmoid(0) < 1", True),
        ("0 < sigmoid(0) < 0.4", False),
        ("allclose(softmax(x - 1000), softmax(x))", True),
        ("any(isnan(softmax_naive([1000, 1001])))", True),
        ("sum(x[1:])", 5.0),
        ("x[-1]", 3.0),
        ("(W @ [1, 1])[1]", 7.0),
        ("W[1, 0]", 3.0),
        ("W[:, 1][0]", 2.0),
        ("len(x) == 3 and not k == 2", True),
        ("k == 2 or k == 1", True),
        ("descend(adam(lr=0.1), [1.0], [[2.0]])[-1, 0]", 0.9),
        ('gelu(0.0, approximate="tanh")', 0.0),
        ("log(0)", -math.inf),
        ("1 / 0", math.inf),
        ("2 ** 10", 1024),
        ("bias_correction(0.9, 10 ** 12)", 1.0),
        ("zeros([2, 3])[1, 2]", 0.0),
        ("0 / 0", math.nan),
        ("0.0 // 0", math.nan),
        ("10 ** 400.0", math.inf),
        ("10 ** 400", math.inf),
        ("2 ** -1", 0.5),
        ("(-8) ** 0.5", math.nan),
        ("1e308 * 10", math.inf),
        ("-True", -1),
        ("x[:, None][2, 0]", 3.0),
        ("sum(x[x > 1])", 5.0),
        ("W[[0, 1], [1, 0]][1]", 3.0),
        ("sum(W, axis=0, keepdims=True)[0, 1]", 6.0),
        ("numerical_gradient(sum, x)[0]", 1.0),
        ("round(var([1, 2, 3], ddof=1), 3)", 1.0),
    ],
)
def test_it_computes_what_it_says(text: str, value: float) -> None:
    assert evaluate(text, GIVEN) == pytest.approx(value, abs=1e-7, nan_ok=True)


def test_a_result_is_plain_numbers_truth_values_and_lists() -> None:
    assert evaluate("W @ [1, 1]", GIVEN) == [3.0, 7.0]
    assert evaluate("x > 1", GIVEN) == [False, True, True]
    assert evaluate("all(x > 0)", GIVEN) is True
    assert type(evaluate("sum(x)", GIVEN)) is float
    assert type(evaluate("argmax(x)", GIVEN)) is int


def test_names_are_all_names_used() -> None:
    assert names("softmax(x)[k] + pi") == {"softmax", "x", "k", "pi"}


HOSTILE = [
    # what reaches for something else than numbers
    "().__class__",
    "softmax.__globals__",
    "x.tofile('/tmp/x')",
    "__import__('os')",
    "__builtins__",
    "eval('1')",
    "exec('1')",
    "compile('1', '', 'eval')",
    "open('/etc/passwd')",
    "getattr(softmax, '__globals__')",
    "globals()",
    "(lambda: 1)()",
    "[y for y in x]",
    "{y for y in x}",
    "sum(y for y in x)",
    "f'{x}'",
    "'{0.__class__}'",
    "'%d' % 1",
    "'a' * 10",
    "'a' 'b'",
    "'abc'[0]",
    "b'a'",
    "1j",
    "...",
    "(y := 1)",
    "softmax(*x)",
    "softmax(**x)",
    "{'a': 1}",
    "1 if k else 2",
    "1 in x",
    "x is x",
    "~k",
    "1 << 99",
    "await x",
    "yield x",
    "import os",
    "x = 1",
    "1; 2",
    "",
    "   ",
    "(",
    "\x00",
    "\\",
    # functions where numbers belong, and what is no function where one belongs
    "x[0](1)",
    "adam(0.1)[0]([1])",
    "k(1)",
    "softmax",
    "max",
    "all(softmax)",
    "array(softmax)",
    "softmax + 1",
    "not softmax",
    "softmax and k",
    "softmax > 1",
    "softmax[0]",
    "sort(adam())",
    "adam()",
    "(x, k)",
    "unknown_function(1)",
    # numpy's own back doors
    "sum(x, dtype='O')",
    "sum(x, 0, 'O')",
    "zeros(1, 'O')",
    "array(x, 'O')",
    "sum(x, out=x)",
    "exp(x, where=k)",
    "cumsum((9, 9), dtype='O') ** 10000000",
    "norm(x, 'nuc')",
    # too much
    "9 ** 9 ** 9 ** 9 // 3 + zeros(1)[9 ** 9]",
    "zeros(10 ** 12)",
    "zeros(1e300)",
    "zeros(inf)",
    "zeros(nan)",
    "zeros([10 ** 6, 10 ** 6])",
    "zeros([-1, -1])",
    "ones(30000)",
    "ones([10 ** 5, 10 ** 5])",
    "arange(1e10)",
    "arange(0, 1, 1e-12)",
    "arange(0, 1, 0)",
    "arange(inf)",
    "linspace(0, 1, 10 ** 9)",
    "eye(10 ** 5)",
    "outer(zeros(10000), zeros(10000))",
    "diag(zeros(10000))",
    "reshape(zeros(10000), [10000, 1]) + zeros(10000)",
    "reshape(zeros(10000), [10000, 1]) * zeros(10000)",
    "reshape(zeros(10000), [10000, 1]) < zeros(10000)",
    "reshape(zeros(10000), [10000, 1]) @ zeros([1, 10000])",
    "dot(reshape(zeros(10000), [10000, 1]), zeros([1, 10000]))",
    "where(reshape(zeros(10000), [10000, 1]), zeros(10000), 1)",
    "allclose(reshape(zeros(10000), [10000, 1]), zeros(10000))",
    "zeros([1, 20000])[zeros(20000)]",
    "zeros(20000)[zeros([150, 1]), zeros([1, 150])]",
    "zeros([150, 130])[zeros([150, 1]), zeros([1, 150])]",
    "zeros([2, 10000])[zeros(20000), :]",
    "stack(zeros([200, 100]), 0, 0)",
    "cov(zeros([1, 10000]))",
    "softmax(10 ** 30)[0]",
    "int(1e300) * int(1e300)",
    "(" * 3000 + ")" * 3000,
    "-" * 1500 + "1",
    "1" + "+1" * 900,
    "[" * 90 + "]" * 90,
    "x" + "[0]" * 300,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_not_the_language_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError) as refusal:
        evaluate(text, GIVEN)
    assert refusal.value.column >= 1
    assert refusal.value.what


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 + x.T", "column 5: an attribute (the dot) is not part of the language"),
        (
            "softmx(x)",
            "column 1: unknown name 'softmx'"
            " (did you mean softmax or log_softmax or softmax_naive?)",
        ),
        ("1 + softmax(**x)", "column 5: ** is not part of the language"),
        ("1" + "+1" * 900, "column 1: too large an expression (split the card)"),
        ("-" * 60 + "1", "column 1: too large an expression (split the card)"),
        ("zeros(10 ** 6)", "column 1: zeros: 1,000,000 elements, and 20,000 is the most"),
        ("1 + ones(30000)", "column 5: ones: 30,000 elements, and 20,000 is the most"),
        ("'é' == log('a')", "column 1: a string can only be an argument"),
        ("1 + sum(x, out=k)", "column 5: sum: out= is not taken here, but axis, keepdims"),
        ("sqrt('4')", "column 1: sqrt: the text '4' is not a number or an array"),
        ("2 * softmax", "column 1: the function softmax is not a number or an array"),
        ("not x", "column 1: an array is neither true nor false: use all(…) or any(…)"),
        ("softmax", "column 1: a function is not a result (call it)"),
        (
            "(x, k)",
            "column 1: a tuple is not a number or an array (take one of its values by [0], [1] …)",
        ),
        ("log(é", "column 4: not an expression: '(' was never closed"),
    ],
)
def test_a_refusal_names_the_place_and_the_remedy(text: str, message: str) -> None:
    with pytest.raises(ExpressionError) as refusal:
        evaluate(text, GIVEN)
    assert str(refusal.value) == message


def test_columns_count_characters_not_bytes() -> None:
    with pytest.raises(ExpressionError) as refusal:
        evaluate("log('ééé') + x.T", GIVEN)
    assert refusal.value.column == 14

"""The language of `answer:` and `proof:`: arithmetic over the reference, and nothing else.

Names are the card's `given` values, the functions of `dlquiz.reference`, those of numpy listed
in `dlquiz.deck.vocabulary`, and a few constants. There are no attributes, lambdas, comprehensions
or strings other than arguments; list literals and given vectors are float64 arrays. What an
operation would make is bounded before it runs; time and memory of the whole are bounded by the
process it runs in (`dlquiz.deck.calculator`).
"""

import ast
import warnings
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from dlquiz.errors import UserError

LONGEST = 2000
MOST_NODES = 400
DEEPEST = 40

_ALLOWED = (
    ast.Expression,
    ast.Constant,
    ast.Name,
    ast.Load,
    ast.UnaryOp,
    ast.USub,
    ast.UAdd,
    ast.Not,
    ast.BinOp,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.FloorDiv,
    ast.Mod,
    ast.Pow,
    ast.MatMult,
    ast.Compare,
    ast.Eq,
    ast.NotEq,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.BoolOp,
    ast.And,
    ast.Or,
    ast.Call,
    ast.keyword,
    ast.Subscript,
    ast.Slice,
    ast.List,
    ast.Tuple,
)


class ExpressionError(UserError):
    """An expression that is not of the language or cannot be computed; `column` counts from 1."""

    def __init__(self, what: str, column: int = 1, *, remedy: str = "") -> None:
        super().__init__(what, where=f"column {column}", remedy=remedy)
        self.column = column


class Parsed(NamedTuple):
    """An expression of the language: its tree, and its text for the columns of errors."""

    text: str
    tree: ast.expr


def parse(text: str) -> Parsed:
    """The expression, once it is known to hold nothing but what the language has.

    Raises `ExpressionError` naming the first thing that it has not.
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"longer than {LONGEST} characters", remedy="shorten it")
    try:
        with warnings.catch_warnings():  # Python warns of what is refused below
            warnings.simplefilter("ignore")
            tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        raise ExpressionError(f"not an expression: {error.msg}", error.offset or 1) from error
    except (ValueError, RecursionError, MemoryError) as error:  # NUL bytes, thousands of brackets
        raise ExpressionError(f"not an expression: {error}") from error
    parsed = Parsed(text.strip(), tree.body)
    _check_size(parsed)
    _check_nodes(parsed)
    return parsed


def _check_size(parsed: Parsed) -> None:
    level, count, depth = [parsed.tree], 0, 0
    while level:
        count, depth = count + len(level), depth + 1
        if count > MOST_NODES or depth > DEEPEST:
            raise ExpressionError("too large an expression", remedy="split the card")
        level = [child for node in level for child in ast.iter_child_nodes(node)]  # type: ignore[misc]


def _check_nodes(parsed: Parsed) -> None:
    arguments = set()
    for node in ast.walk(parsed.tree):
        if not isinstance(node, _ALLOWED):
            raise error_at(parsed, node, f"{_name_of(node)} is not part of the language")
        if isinstance(node, ast.Call):
            if not isinstance(node.func, ast.Name):
                raise error_at(parsed, node, "only a function can be called, by its name")
            if any(keyword.arg is None for keyword in node.keywords):
                raise error_at(parsed, node, "** is not part of the language")
            arguments |= {id(a) for a in (*node.args, *(k.value for k in node.keywords))}
        if isinstance(node, ast.Constant):
            _check_constant(parsed, node, is_argument=id(node) in arguments)


def _check_constant(parsed: Parsed, node: ast.Constant, *, is_argument: bool) -> None:
    if isinstance(node.value, str):
        if not is_argument:
            raise error_at(parsed, node, "a string can only be an argument")
    elif not isinstance(node.value, bool | int | float | None):
        raise error_at(parsed, node, f"{node.value!r} is not part of the language")


def _name_of(node: ast.AST) -> str:
    names = {
        "Attribute": "an attribute (the dot)",
        "Lambda": "lambda",
        "ListComp": "a comprehension",
        "SetComp": "a comprehension",
        "DictComp": "a comprehension",
        "GeneratorExp": "a comprehension",
        "JoinedStr": "an f-string",
        "NamedExpr": "an assignment",
        "IfExp": "if … else",
        "Starred": "a star",
        "Dict": "a dictionary",
        "Set": "a set",
    }
    return names.get(type(node).__name__, type(node).__name__)


def error_at(parsed: Parsed, node: ast.AST, what: str, *, remedy: str = "") -> ExpressionError:
    """The error for a node, with its column counted in characters."""
    offset = getattr(node, "col_offset", 0)
    line = getattr(node, "lineno", 1) - 1
    lines = parsed.text.splitlines() or [""]
    before = sum(len(text) + 1 for text in lines[:line])
    column = before + len(lines[line].encode()[:offset].decode(errors="replace")) + 1
    return ExpressionError(what, column, remedy=remedy)


def names(text: str) -> frozenset[str]:
    """Every name that an expression uses."""
    tree = parse(text).tree
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def evaluate(text: str, values: Mapping[str, Any]) -> Any:
    """The value of an expression: a number, a truth value, or lists of them for an array.

    Raises `ExpressionError` for what is not of the language, an unknown name, a function that
    refuses its arguments, too large a result, or too much work. Starts another Python, which
    loads numpy; this one does not.
    """
    parse(text)  # what is not of the language needs no calculator to be refused
    from dlquiz.deck.calculator import compute

    return compute(text, values)


def evaluate_all(
    text: str, draws: Iterable[Mapping[str, Any]]
) -> tuple[list[Any], ExpressionError | None]:
    """The expression's value for each of many draws, up to the first that has none, and why."""
    try:
        parse(text)
    except ExpressionError as error:
        return [], error
    from dlquiz.deck.calculator import compute_all

    return compute_all(text, draws)

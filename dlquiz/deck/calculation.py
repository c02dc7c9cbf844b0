"""Walks the tree of an expression and computes it, looking at every size before it is made."""

import ast
import math
import operator
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from dlquiz import reference
from dlquiz.deck.expressions import ExpressionError, Parsed, error_at
from dlquiz.deck.vocabulary import (
    CONSTANTS,
    FUNCTIONS,
    bounded,
    multiplied,
    number_or_array,
    whole,
)
from dlquiz.errors import unknown

_LARGEST_BITS = 1024

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: np.true_divide,  # 1 / 0 is inf, as everywhere in numpy
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.MatMult: multiplied,
}
_UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
_COMPARISON: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def calculate(parsed: Parsed, values: Mapping[str, Any]) -> Any:
    """The value of a parsed expression. Raises `ExpressionError` at the node that fails."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _Calculation(parsed, values).value(parsed.tree)


class _Calculation:
    def __init__(self, parsed: Parsed, values: Mapping[str, Any]) -> None:
        self._parsed = parsed
        self._given = {name: _as_array(value) for name, value in values.items()}

    def value(self, node: ast.expr) -> Any:
        """The value of a node, with any fault told at its column."""
        try:
            return self._value(node)
        except (ExpressionError, MemoryError):
            raise
        except Exception as error:
            raise error_at(self._parsed, node, _reason(node, error)) from error

    def _value(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name():
                return self._named(node)
            case ast.UnaryOp(op=op, operand=operand):
                return _negated(op, self.value(operand))
            case ast.BinOp(left=left, op=op, right=right):
                return _combined(op, self.value(left), self.value(right))
            case ast.BoolOp(op=op, values=parts):
                return self._joined(op, parts)
            case ast.Compare():
                return self._compared(node)
            case ast.Call():
                return self._called(node)
            case ast.Subscript(value=inner, slice=place):
                return _taken(self.value(inner), self._place(place))
            case ast.List(elts=elements):
                return _listed([self.value(element) for element in elements])
            case ast.Tuple(elts=elements):
                return tuple(self.value(element) for element in elements)
        raise AssertionError(node)

    def _named(self, node: ast.Name) -> Any:
        if node.id in self._given:
            return self._given[node.id]
        if node.id in CONSTANTS:
            return CONSTANTS[node.id]
        if node.id in reference.__all__:
            return getattr(reference, node.id)
        if node.id in FUNCTIONS:
            return FUNCTIONS[node.id]
        known = [*self._given, *CONSTANTS, *FUNCTIONS, *reference.__all__]
        missing = unknown("name", node.id, known)
        raise error_at(self._parsed, node, missing.what, remedy=missing.remedy)

    def _joined(self, op: ast.boolop, parts: list[ast.expr]) -> bool:
        wanted = isinstance(op, ast.Or)
        return wanted if any(_truth(self.value(p)) is wanted for p in parts) else not wanted

    def _compared(self, node: ast.Compare) -> Any:
        left, result = number_or_array(self.value(node.left)), True
        for op, comparator in zip(node.ops, node.comparators, strict=True):
            right = number_or_array(self.value(comparator))
            _check_broadcast(left, right)
            result = result & _COMPARISON[type(op)](left, right)
            left = right
        return result

    def _called(self, node: ast.Call) -> Any:
        function = self.value(node.func)
        if not callable(function):
            raise error_at(self._parsed, node, "only a function can be called")
        positional = [self.value(argument) for argument in node.args]
        named = {str(k.arg): self.value(k.value) for k in node.keywords}
        result = function(*positional, **named)
        if isinstance(result, np.ndarray):
            bounded(result.size)
        return result

    def _place(self, node: ast.expr) -> Any:
        match node:
            case ast.Slice(lower=lower, upper=upper, step=step):
                bounds = (None if b is None else whole(self.value(b)) for b in (lower, upper, step))
                return slice(*bounds)
            case ast.Tuple(elts=elements):
                return tuple(self._place(element) for element in elements)
        place = self.value(node)
        if isinstance(place, np.ndarray):
            return place if place.dtype == bool else np.asarray(whole(place), dtype=int)
        return None if place is None else whole(number_or_array(place))


def _as_array(value: Any) -> Any:
    """A list as an array of floats; lists of different shapes stay apart."""
    if not isinstance(value, list | tuple):
        return value
    try:
        return np.asarray(value, dtype=float)
    except ValueError:
        return [_as_array(item) for item in value]


def _truth(value: Any) -> bool:
    """The truth of one value; an array of several has none."""
    value = number_or_array(value)
    if np.size(value) != 1:
        raise TypeError("an array is neither true nor false: use all(…) or any(…)")
    return bool(value)


def _negated(op: ast.unaryop, value: Any) -> Any:
    if isinstance(op, ast.Not):
        return not _truth(value)
    value = number_or_array(value)
    return _UNARY[type(op)](value * 1 if np.asarray(value).dtype == bool else value)


def _listed(elements: list[Any]) -> Any:
    """A list literal: an array of floats, unless it holds what only the reference understands."""
    if any(isinstance(element, str) or callable(element) for element in elements):
        return elements
    return np.asarray([_as_array(element) for element in elements], dtype=float)


def _taken(value: Any, place: Any) -> Any:
    """value[place], once it is known that picking rows many times over stays small."""
    if isinstance(value, np.ndarray):
        bounded(_most_taken(value.shape, place if isinstance(place, tuple) else (place,)))
    elif not isinstance(value, tuple | list):
        raise TypeError(f"a {type(value).__name__} has no parts to take")
    return value[place]


def _most_taken(shape: tuple[int, ...], places: tuple[Any, ...]) -> int:
    """The most elements that indexing an array of this shape can give."""
    axis, kept = 0, 1
    picked: list[tuple[int, ...]] = [()]
    for place in places:
        if isinstance(place, slice):
            kept *= math.prod(shape[axis : axis + 1])
        elif isinstance(place, np.ndarray):
            is_mask = place.dtype == bool
            picked.append((place.size,) if is_mask else place.shape)
            axis += place.ndim - 1 if is_mask else 0
        axis += place is not None
    return kept * math.prod(shape[axis:]) * math.prod(np.broadcast_shapes(*picked))


def _combined(op: ast.operator, left: Any, right: Any) -> Any:
    left, right = number_or_array(left), number_or_array(right)
    if not isinstance(op, ast.MatMult):
        _check_broadcast(left, right)
    if isinstance(op, ast.Pow):
        left, right = _safe_power(left, right)
    result = _BINARY[type(op)](left, right)
    if type(result) is int and result.bit_length() > _LARGEST_BITS:
        raise OverflowError("too large a whole number")
    return result


def _check_broadcast(left: Any, right: Any) -> None:
    if np.ndim(left) and np.ndim(right):
        shape = np.broadcast_shapes(np.shape(left), np.shape(right))
        bounded(int(np.prod(shape, dtype=float)))


def _safe_power(left: Any, right: Any) -> tuple[Any, Any]:
    """Whole powers stay whole while they are small; beyond that they are floats, and overflow."""
    if isinstance(left, int) and isinstance(right, int):
        small = right >= 0 and left.bit_length() * right <= 62
        return (left, right) if small else (np.float64(left), right)
    return (np.float64(left) if isinstance(left, int) else left), right


def _reason(node: ast.expr, error: Exception) -> str:
    name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
    text = str(error) or type(error).__name__
    return f"{name}: {text}" if name else text

"""Arithmetic written as TeX, with its value: what a reader of either form must find again."""

import math

import pytest
from hypothesis import strategies as st

VALUES = {"a": 1.7, "b": 2.3, "c": 3.1, "k": 0.6}

# An expression is (TeX, value, how loosely it is bound): a sum needs brackets in a product, a
# product or a fraction needs them under a power, which the parser itself adds to a fraction.
SUM, PRODUCT, ATOM = range(3)


def _bracketed(part, at_least):
    tex, value, binding = part
    return (f"({tex})", value, ATOM) if binding < at_least else part


def _operation(sign, binding, value):
    def build(left, right):
        (x, p, _), (y, q, _) = _bracketed(left, binding), _bracketed(right, binding + (sign == "-"))
        return f"{x} {sign} {y}", value(p, q), binding

    return build


def _fraction(above, below):
    return f"\\frac{{{above[0]}}}{{{below[0]}}}", above[1] / (below[1] or math.nan), PRODUCT


def _power(base, exponent):
    tex, value, _ = base if "frac" in base[0] else _bracketed(base, ATOM)
    return f"{{{tex}}}^{exponent}", value**exponent, ATOM


def _root(part):
    return f"\\sqrt{{{part[0]}}}", math.sqrt(part[1]) if part[1] >= 0 else math.nan, ATOM


def _negative(part):
    tex, value, _ = _bracketed(part, PRODUCT)
    return f"-{tex}", -value, SUM


def _larger(inner):
    return st.one_of(
        st.builds(_operation("+", SUM, lambda p, q: p + q), inner, inner),
        st.builds(_operation("-", SUM, lambda p, q: p - q), inner, inner),
        st.builds(_operation("\\cdot", PRODUCT, lambda p, q: p * q), inner, inner),
        st.builds(_operation("", PRODUCT, lambda p, q: p * q), inner, inner),
        st.builds(_fraction, inner, inner),
        st.builds(_power, inner, st.sampled_from([2, 3])),
        st.builds(_root, inner),
        st.builds(_negative, inner),
    )


ARITHMETIC = st.recursive(
    st.sampled_from([(name, value, ATOM) for name, value in VALUES.items()]), _larger, max_leaves=9
).filter(lambda part: math.isfinite(part[1]) and 1e-3 < abs(part[1]) < 1e6)


@pytest.fixture(scope="session")
def arithmetic():
    """(TeX, value) pairs over the letters of `values`."""
    return ARITHMETIC.map(lambda part: part[:2])


@pytest.fixture(scope="session")
def values():
    """What each letter stands for."""
    return VALUES

"""Names in braces become values; mathematics and everything else stay as written."""

import pytest

from dlquiz.deck.templates import fill


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("x is {x}", "x is 3"),
        ("{x}{x}", "33"),
        ("$e^{x}$ and {x}", "$e^{x}$ and 3"),
        ("{unknown} {x.real} {0} {x!r} {{x}}", "{unknown} {x.real} {0} {x!r} {3}"),
        ("`f({x})`", "`f(3)`"),
        ("costs $5 and {x}", "costs $5 and 3"),
        ("{tiny}, {large}, {whole}", "1e-8, 2.5e20, 2"),
        ("{p}, {v}, {m}", "0.1, [1, -0.5], [[1, 2], [3, 4]]"),
    ],
)
def test_only_names_of_values_outside_mathematics_are_replaced(text: str, filled: str) -> None:
    values = {"x": 3, "p": 0.1, "v": [1, -0.5], "m": [[1, 2], [3, 4]]} | {
        "tiny": 1e-8,
        "large": 2.5e20,
        "whole": 2.0,
    }
    assert fill(text, values) == filled

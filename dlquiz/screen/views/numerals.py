"""Numbers as a person reads them: a few significant digits, and columns that line up."""

import re
from collections.abc import Sequence
from math import isfinite, isnan


def numeral(value: object, digits: int = 4) -> str:
    """Four significant digits, no trailing zeros; powers of ten only where they are shorter.

    >>> [numeral(x) for x in (0.1, 12345.678, 1e-07, 1 / 3, 7, float("-inf"), -0.0)]
    ['0.1', '12346', '1e-7', '0.3333', '7', '-inf', '0']
    """
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value)
    if not isfinite(value):
        return "nan" if isnan(value) else "inf" if value > 0 else "-inf"
    text = f"{value:.{digits}g}"
    if "e" in text and 1 < abs(value) < 999_999.5:
        text = f"{value:.0f}"
    mantissa, _, exponent = text.partition("e")
    if exponent:
        return f"{mantissa}e{int(exponent)}"
    return "0" if mantissa == "-0" else mantissa


def numeral_column(values: Sequence[object], digits: int = 4) -> list[str]:
    """The numbers of a column, padded to one width with their decimal points below each other.

    >>> numeral_column([1.5, -10.0, 0.25, float("nan")])
    ['  1.5 ', '-10   ', '  0.25', 'nan   ']
    """
    texts = [numeral(value, digits) for value in values]
    whole_parts = [_before_point(text) for text in texts]
    before = max(whole_parts, default=0)
    padded = [" " * (before - own) + text for text, own in zip(texts, whole_parts, strict=True)]
    width = max(map(len, padded), default=0)
    return [text.ljust(width) for text in padded]


def _before_point(text: str) -> int:
    """How many characters stand left of the decimal point, of an exponent, or of the end."""
    return len(re.split(r"(?<=\d)[.e]", text, maxsplit=1)[0])

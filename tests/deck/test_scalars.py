"""A bare word means what YAML says it means, and a message can name it."""

import pytest
import yaml
from hypothesis import assume, example, given, reject
from hypothesis import strategies as st

from dlquiz.deck.nodes import Node
from dlquiz.deck.scalars import meaning, plain_number


def node(text: str, style: str = "") -> Node:
    return Node("scalar", text, (), (), style, 1, 1, 1, 1 + len(text))


@pytest.mark.parametrize(
    ("text", "kind", "value", "reading"),
    [
        ("word", "text", "word", "text"),
        ("7", "number", 7, "a number"),
        ("-0.5", "number", -0.5, "a number"),
        ("1.0e-8", "number", 1e-8, "a number"),
        ("1e-8", "text", "1e-8", "text"),
        ("0123", "trap", "0123", "83, an octal number"),
        ("12:30", "trap", "12:30", "750, a number to the base of sixty"),
        ("-1:30", "trap", "-1:30", "-90, a number to the base of sixty"),
        ("0x1f", "trap", "0x1f", "a number in another notation"),
        ("1_000", "trap", "1_000", "a number in another notation"),
        ("2020-01-31", "trap", "2020-01-31", "a date"),
        ("no", "truth", False, "false"),
        ("On", "truth", True, "true"),
        ("y", "text", "y", "text"),
        ("~", "nothing", None, "nothing"),
        ("", "nothing", None, "nothing"),
        (".inf", "number", float("inf"), "a number"),
    ],
)
def test_a_bare_word_is_named_for_what_yaml_takes_it_for(
    text: str, kind: str, value: object, reading: str
) -> None:
    assert meaning(node(text)) == (kind, value, reading)


@given(st.from_regex(r"[-+.:_0-9a-fxoeEyntrusNYO]{1,9}", fullmatch=True))
@example("off")
@example("0o17")
@example("190:20:30")
@example("0b11")
def test_it_agrees_with_the_yaml_library(text: str) -> None:
    said = meaning(node(text))
    try:
        read = yaml.compose(text, yaml.SafeLoader)
        assume(isinstance(read, yaml.ScalarNode) and read.value == text)
        value = yaml.safe_load(text)
    except yaml.YAMLError:
        reject()
    except ValueError:  # 2020-99-99 is a date that the library fails to build
        assert said.kind == "trap"
        return
    if said.kind in ("text", "truth", "nothing"):
        assert said.value == value
        assert type(said.value) is type(value)
    elif said.kind == "number":
        assert repr(said.value) == repr(value)
    else:
        assert not isinstance(value, str | bool | None)


@given(st.text())
def test_what_stands_in_quotes_is_text(text: str) -> None:
    assert meaning(node(text, style='"')) == ("text", text, "text")


@pytest.mark.parametrize(
    ("text", "number"),
    [("1e-8", "1.0e-8"), ("2E5", "2.0e+5"), ("1.5e3", "1.5e+3"), ("0123", "123"), ("x", "")],
)
def test_a_number_is_written_so_that_yaml_reads_it(text: str, number: str) -> None:
    assert plain_number(text) == number
    if number:
        assert yaml.safe_load(number) == float(text)

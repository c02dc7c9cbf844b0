"""Texts that YAML takes apart silently are noticed, and texts that only look alike are not."""

import pytest

from dlquiz.deck.nodes import Composer, Node
from dlquiz.deck.traps import cut_by_comma, read_as_fields, swallowed_tex


def value_of(text: str) -> Node:
    (part,) = Composer(f"root: {text}").parts()
    assert part.value is not None
    return part.value


@pytest.mark.parametrize(
    ("text", "column", "signs"),
    [
        ("{x: integers(5, -3, 6)}", 23, "{ }"),
        ("{text: one, or two, right: true}", 19, "{ }"),
        ("{text: f(a, b: 2)}", 14, "{ }"),
        ("[f(a, b)]", 8, "[ ]"),
    ],
)
def test_a_comma_that_cuts_a_text_is_noticed(text: str, column: int, signs: str) -> None:
    flaw = cut_by_comma(value_of(text))
    assert flaw is not None
    assert flaw.column == column
    assert flaw.what == f"a comma inside `{signs}` has cut a text in two here"
    assert flaw.remedy == "put the text in quotes, or write one field a line"


@pytest.mark.parametrize(
    "text",
    ['{x: "integers(5, -3, 6)"}', "[a, f(b)]", "{a: b, c: d}", "[]", '{say: ""}', "{a: ':-)'}"],
)
def test_a_comma_between_items_is_none_of_its_business(text: str) -> None:
    assert cut_by_comma(value_of(text)) is None


@pytest.mark.parametrize(
    ("tex", "command"),
    [
        (r"\frac{a}{b}", r"\frac"),
        (r"\nabla f", r"\nabla"),
        (r"\theta", r"\theta"),
        (r"\beta", r"\beta"),
        (r"\rho", r"\rho"),
        (r"\epsilon", r"\epsilon"),
        (r"\alpha", r"\alpha"),
        (r"\varepsilon", r"\varepsilon"),
    ],
)
def test_tex_whose_backslash_became_an_escape_is_noticed(tex: str, command: str) -> None:
    for text, is_formula in ((f'"so ${tex}$ is"', False), (f'"{tex}"', True)):
        flaw = swallowed_tex(value_of(text), is_formula=is_formula)
        assert flaw is not None
        assert flaw.what == f"in double quotes the beginning of `{command}` is an escape"
        assert flaw.remedy == "use single quotes, or write the backslash twice"


@pytest.mark.parametrize(
    "text",
    [r"'$\frac{a}{b}$'", r'"$\\frac{a}{b}$"', r'"one\ntwo $a$ three\nfour"', r'"\e[31m is red"'],
)
def test_escapes_outside_mathematics_are_the_authors_own(text: str) -> None:
    assert swallowed_tex(value_of(text), is_formula=False) is None


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("{x} ", "`{` begins fields"),
        ("[x]", "`[` begins a list"),
        ("\n  one: two", "the `: ` in it makes it a field"),
        ("\n  - one", "`- ` begins a list"),
    ],
)
def test_the_sign_that_made_text_something_else_is_named(text: str, because: str) -> None:
    flaw = read_as_fields(value_of(text), "`ask` must be text")
    assert (flaw.what, flaw.remedy) == (
        f"`ask` must be text, but {because}",
        "put the text in quotes",
    )

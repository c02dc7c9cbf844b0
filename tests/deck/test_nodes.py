"""YAML becomes nodes that know their place; what cards have no use for is refused there."""

from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.deck.nodes import DEEPEST, MOST_NODES, Composer, Node, Unreadable

plain = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12)
trees = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain, inner, max_size=4),
    max_leaves=20,
)


def data(node: Node) -> object:
    if node.kind == "sequence":
        return [data(item) for item in node.items]
    if node.kind == "mapping":
        return {key.text: data(value) for key, value in node.pairs}
    return node.text


@given(trees, st.booleans())
def test_the_nodes_hold_what_the_yaml_library_reads(tree: object, flow: bool) -> None:
    text = yaml.safe_dump({"root": tree}, default_flow_style=flow, allow_unicode=True)
    (part,) = Composer(text).parts()
    assert part.flaws == []
    assert part.value is not None
    assert data(part.value) == tree


@given(trees)
def test_every_node_stands_where_its_text_begins(tree: object) -> None:
    text = yaml.safe_dump({"root": tree}, allow_unicode=True, width=10**6)
    (part,) = Composer(text).parts()
    lines = text.splitlines()
    todo = [part.value]
    while todo:
        node = todo.pop()
        assert node is not None
        todo += [*node.items, *(piece for pair in node.pairs for piece in pair)]
        if node.kind == "scalar" and node.style == "":
            assert lines[node.line - 1][node.column - 1 :].startswith(node.text)


def test_lines_and_columns_count_from_one_and_in_characters() -> None:
    (part,) = Composer("root: {😀é: ü}").parts()
    assert part.value is not None
    key, value = part.value.pairs[0]
    assert (key.line, key.column, key.width) == (1, 8, 2)
    assert (value.line, value.column, value.width) == (1, 12, 1)


def test_a_text_may_begin_further_down_in_its_file() -> None:
    (part,) = Composer("a:\n  b: c", first_line=40).parts()
    assert part.value is not None
    assert part.value.at("b").line == 41


def test_a_path_leads_to_its_node_or_as_near_as_there_is_one() -> None:
    (part,) = Composer("root:\n  a: [1, {b: 2}]").parts()
    root = part.value
    assert root is not None
    assert root.at("a", 1, "b").text == "2"
    assert root.at("a", 1, "c") is root.at("a", 1)
    assert root.at("a", 7).kind == "sequence"
    assert root.at("missing", "b") is root


def test_cards_come_one_by_one_before_the_end_is_read() -> None:
    parts = Composer("cards:\n  - a: 1\n  - b: 2\n  - `").parts()
    assert next(parts).value is None
    assert [next(parts).is_card, next(parts).is_card] == [True, True]
    with pytest.raises(Unreadable):
        next(parts)


FLAWS = [
    ("a: &x b", 1, 4, "the anchor `&x` is not allowed", "remove it, or quote the text"),
    ("a: *x", 1, 4, "the alias `*x` is not allowed", "write the text out, or quote it"),
    ("a: !!str b", 1, 4, "the tag `!!str` is not allowed", "remove it, or quote the text"),
    ("a: !b c", 1, 4, "the tag `!b` is not allowed", "remove it, or quote the text"),
    (
        "a: !!python/object/apply:os.system [ls]",
        1,
        4,
        "the tag `!!python/object/apply:os.system` is not allowed",
        "remove it, or quote the text",
    ),
    ("!!map\na: b", 1, 1, "the tag `!!map` is not allowed", "remove it, or quote the text"),
    (
        "a: {b: c, b: d}",
        1,
        11,
        "`b` stands on line 1 already",
        "only one of them can count: remove one",
    ),
    (
        "a: 1\nb: 2\na: 3",
        3,
        1,
        "`a` stands on line 1 already",
        "only one of them can count: remove one",
    ),
    ("a:\n  ? [b]\n  : c", 2, 5, "a field's name must be text", "put the text in quotes"),
    (
        "a: b\n---\nc: d",
        2,
        1,
        "a second document begins here, and only the first is read",
        "remove ---",
    ),
]


@pytest.mark.parametrize(("text", "line", "column", "what", "remedy"), FLAWS)
def test_what_a_card_has_no_use_for_is_a_flaw_where_it_stands(
    text: str, line: int, column: int, what: str, remedy: str
) -> None:
    flaws = [flaw for part in Composer(text).parts() for flaw in part.flaws]
    assert [flaw[:4] for flaw in flaws] == [(line, column, what, remedy)]


def test_aliases_are_never_expanded() -> None:
    bomb = "a0: &a0 [x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40)
    )
    flaws = [flaw for part in Composer(bomb).parts() for flaw in part.flaws]
    assert len(flaws) == 40 + 39 * 9


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_ends_in_an_error(opening: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        list(Composer("a:\n  " + opening * 200_000).parts())
    assert refusal.value.flaw.what == "nested too deeply"


def test_nesting_as_deep_as_allowed_is_read() -> None:
    lists = DEEPEST - 1
    (part,) = Composer(f"a: {'[' * lists}x{']' * lists}").parts()
    assert part.value is not None
    assert part.value.at(*[0] * lists).text == "x"


def test_a_part_has_no_more_nodes_than_allowed() -> None:
    items = ", ".join("x" for _ in range(MOST_NODES - 1))
    assert len(list(Composer(f"a: [{items}]\nb: [{items}]").parts())) == 2
    with pytest.raises(Unreadable) as refusal:
        list(Composer(f"a: [{items}, x]").parts())
    assert refusal.value.flaw.what == "far too long for one card"


FORM = "begin with `topic: NAME`, then `cards:` and a list of cards"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "the file is empty"),
        ("# only a remark\n", "the file is empty"),
        ("---\n", "the file is empty"),
        ("- a\n- b\n", "a card file holds fields, but a list begins here"),
        ("just text", "a card file holds fields, but text begins here"),
        ("*x", "a card file holds fields, but text begins here"),
    ],
)
def test_a_file_holds_fields(text: str, what: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        list(Composer(text).parts())
    assert refusal.value.flaw[2:4] == (what, FORM)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Unreadable):
        list(Composer(text.encode("utf-8", "replace").decode()).parts())

"""Every field that is wrong is named where it stands, with what it takes and what to write."""

import pytest

from dlquiz.deck.cards import KINDS, Numeric
from dlquiz.deck.fields import Conversion, fields_of
from dlquiz.deck.nodes import Composer, Node

NUMERIC = """\
cards:
- id: a.b
  kind: numeric
  level: 1
  ask: text
  answer: "1"
  tolerance: 0.1
"""


def card_node(text: str) -> Node:
    return next(part.value for part in Composer(text).parts() if part.value is not None)


def flaws_of(text: str) -> list[str]:
    conversion = Conversion()
    values = conversion.card(card_node(text))
    assert (values is None) == bool(conversion.flaws)
    return [f"{flaw.line}:{flaw.column} {flaw.what} ({flaw.remedy})" for flaw in conversion.flaws]


def test_a_good_card_becomes_plain_values_with_its_kind() -> None:
    conversion = Conversion()
    assert conversion.card(card_node(NUMERIC)) == {
        "kind": "numeric",
        "id": "a.b",
        "level": 1,
        "ask": "text",
        "answer": "1",
        "tolerance": 0.1,
    }


_ID = "small letters and digits in words joined by . or -, as softmax.by-hand"
_TOLERANCE = "a number from 0, or a percentage as 1%"
_GENERATOR = "a generator, as integer(1, 5) or pick(0.1, 0.5)"

VALUES = [
    ("level: 1", "level: 5", "4:10 `level` must be 1, 2 or 3, not `5` ()"),
    ("level: 1", "level: 1.0", "4:10 `level` must be 1, 2 or 3, not `1.0` ()"),
    ("level: 1", "level: one", "4:10 `level` must be 1, 2 or 3, but `one` is read as text ()"),
    (
        "level: 1",
        'level: "1"',
        '4:10 `level` must be 1, 2 or 3, but `"1"` is read as text (remove the quotes)',
    ),
    (
        "level: 1",
        "level: 01",
        "4:10 `level` must be 1, 2 or 3, but `01` is read as 1, an octal number (write 1)",
    ),
    ("level: 1", "level: yes", "4:10 `level` must be 1, 2 or 3, but `yes` is read as true ()"),
    ("level: 1", "level:", "4:9 `level` is empty (write its value, or remove the field)"),
    ("level: 1", "level: ~", "4:10 `level` is empty (write its value, or remove the field)"),
    ("id: a.b", "id: 12", f"2:7 `id` must be {_ID}, but `12` is read as a number ()"),
    ("id: a.b", "id: A.b", f"2:7 `id` must be {_ID}, not `A.b` ()"),
    ("id: a.b", "id: alone", f"2:7 `id` must be {_ID}, not `alone` ()"),
    ("id: a.b", "id: [a.b]", f"2:7 `id` must be {_ID}, but `[` begins a list ()"),
    ("id: a.b", f"id: a.{'b' * 79}", "2:7 `id` has 81 characters, and 80 is the most (shorten it)"),
    (
        "ask: text",
        "ask: no",
        '5:8 `ask` must be text, but `no` is read as false (put it in quotes: "no")',
    ),
    (
        "ask: text",
        "ask: 7",
        '5:8 `ask` must be text, but `7` is read as a number (put it in quotes: "7")',
    ),
    (
        "ask: text",
        "ask: 0123",
        "5:8 `ask` must be text, but `0123` is read as 83, an octal number"
        ' (put it in quotes: "0123")',
    ),
    (
        "ask: text",
        "ask: 12:30",
        "5:8 `ask` must be text, but `12:30` is read as 750, a number to the base of sixty"
        ' (put it in quotes: "12:30")',
    ),
    (
        "ask: text",
        "ask: 2020-01-31",
        "5:8 `ask` must be text, but `2020-01-31` is read as a date"
        ' (put it in quotes: "2020-01-31")',
    ),
    (
        "ask: text",
        "ask: {x}",
        "5:8 `ask` must be text, but `{` begins fields (put the text in quotes)",
    ),
    (
        "ask: text",
        "ask: [CLS]",
        "5:8 `ask` must be text, but `[` begins a list (put the text in quotes)",
    ),
    (
        "ask: text",
        "ask:\n    - text",
        "6:5 `ask` must be text, but `- ` begins a list (put the text in quotes)",
    ),
    (
        "ask: text",
        "ask:\n    one: two",
        "6:5 `ask` must be text, but the `: ` in it makes it a field (put the text in quotes)",
    ),
    ("ask: text", 'ask: "  "', "5:8 `ask` is empty (write its text)"),
    (
        "ask: text",
        f"ask: {'x' * 2001}",
        "5:8 `ask` has 2,001 characters, and 2,000 is the most (shorten it)",
    ),
    (
        'answer: "1"',
        "answer: 1",
        '6:11 `answer` must be an expression, but `1` is read as a number (put it in quotes: "1")',
    ),
    (
        "tolerance: 0.1",
        "tolerance: 1e-8",
        f"7:14 `tolerance` must be {_TOLERANCE}, not `1e-8` (YAML reads it as text: write 1.0e-8)",
    ),
    (
        "tolerance: 0.1",
        'tolerance: "0.1"',
        f"7:14 `tolerance` must be {_TOLERANCE}, not `0.1` (remove the quotes)",
    ),
    (
        "tolerance: 0.1",
        "tolerance: small",
        f"7:14 `tolerance` must be {_TOLERANCE}, not `small` ()",
    ),
    ("tolerance: 0.1", "tolerance: -0.1", f"7:14 `tolerance` must be {_TOLERANCE}, not `-0.1` ()"),
    ("tolerance: 0.1", "tolerance: .inf", f"7:14 `tolerance` must be {_TOLERANCE}, not `.inf` ()"),
    ("tolerance: 0.1", "tolerance: .nan", f"7:14 `tolerance` must be {_TOLERANCE}, not `.nan` ()"),
    (
        "tolerance: 0.1",
        "tolerance: 12:30",
        f"7:14 `tolerance` must be {_TOLERANCE}, but `12:30` is read as 750,"
        " a number to the base of sixty ()",
    ),
    (
        "tolerance: 0.1",
        "tolerance: 0.1\n  given: {x: integers(5, -3, 6)}",
        "8:26 a comma inside `{ }` has cut a text in two here"
        " (put the text in quotes, or write one field a line)",
    ),
    (
        "tolerance: 0.1",
        "tolerance: 0.1\n  given: x",
        "8:10 `given` must have names and values (write `x: value` lines)",
    ),
    (
        "tolerance: 0.1",
        "tolerance: 0.1\n  given:\n    x: 5",
        f"9:8 `x` must be {_GENERATOR}, but `5` is read as a number ()",
    ),
    (
        "tolerance: 0.1",
        "tolerance: 0.1\n  given:\n    2x: integer(1, 2)",
        "9:5 a name must be a letter, then letters, digits and _, not `2x` ()",
    ),
    (
        "tolerance: 0.1",
        "tolerance: 0.1\n  follow_up: a.c",
        "8:14 `follow_up` must be a list (write `- ` before each item)",
    ),
    (
        "tolerance: 0.1",
        "tolerance: 0.1\n  follow_up: {a.c: b}",
        "8:14 `follow_up` must be a list (remove the names)",
    ),
    (
        "tolerance: 0.1",
        "tolerance: 0.1\n  sources: [x, 5]",
        '8:16 `sources` item 2 must be text, but `5` is read as a number (put it in quotes: "5")',
    ),
    (
        "tolerance: 0.1",
        "tolerance: 0.1\n  opener: 1",
        "8:11 `opener` must be true or false, but `1` is read as a number ()",
    ),
    (
        "tolerance: 0.1",
        'tolerance: 0.1\n  opener: "no"',
        '8:11 `opener` must be true or false, but `"no"` is read as text (remove the quotes)',
    ),
    (
        "tolerance: 0.1",
        "tolerance: 0.1\n  demo: {nam: softmax}",
        "8:10 unknown field `nam` (did you mean `name`?)",
    ),
    (
        "tolerance: 0.1",
        "tolerance: 0.1\n  demo: {name: softmax, with: x}",
        "8:31 `with` must have names and values (write `x: value` lines)",
    ),
]


@pytest.mark.parametrize(("good", "bad", "message"), VALUES)
def test_a_bad_value_is_named_with_what_its_field_takes(good: str, bad: str, message: str) -> None:
    assert flaws_of(NUMERIC.replace(good, bad)) == [message]


@pytest.mark.parametrize("truth", ["no", "yes", "on", "off", "true", "False"])
def test_every_way_to_write_a_truth_value_is_one(truth: str) -> None:
    claim = f"cards:\n- {{id: a.b, kind: claim, level: 1, claim: x, answer: y, truth: {truth}}}"
    assert flaws_of(claim) == []


@pytest.mark.parametrize("tolerance", ["0", "0.005", "1.0e-8", "1%", "2.5 %"])
def test_a_tolerance_is_a_distance_or_a_percentage(tolerance: str) -> None:
    assert flaws_of(NUMERIC.replace("0.1", tolerance)) == []


KNOWN = "recall, choice, numeric, claim, complete, bug, trace or code"
FIELDS = [
    ("  tolerance: 0.1\n", "", "2:3 `tolerance` is missing (a numeric card needs it)"),
    ("tolerance:", "tolerence:", "7:3 unknown field `tolerence` (did you mean `tolerance`?)"),
    ("  kind: numeric\n", "", f"2:3 `kind` is missing (a card is {KNOWN})"),
    ("numeric", "numerik", "3:9 unknown kind `numerik` (did you mean `numeric`?)"),
    ("numeric", "essay", f"3:9 unknown kind `essay` ({KNOWN})"),
    ("numeric", "[numeric]", f"3:9 `kind` must be {KNOWN} ()"),
    (
        "level: 1",
        "level: 1\n  truth: true",
        "5:3 a numeric card has no `truth`, but claim cards have (remove it, or change the kind)",
    ),
    (
        "level: 1",
        "level: 1\n  colour: red",
        "5:3 unknown field `colour` (a numeric card has id, level, given, hint, proof, formula,"
        " reference, demo, sources, follow_up, opener, ask, answer, tolerance, explain)",
    ),
]


@pytest.mark.parametrize(("good", "bad", "message"), FIELDS)
def test_a_missing_or_unknown_field_is_named_with_the_known_ones(
    good: str, bad: str, message: str
) -> None:
    assert flaws_of(NUMERIC.replace(good, bad)) == [message]


def test_what_is_wrong_besides_an_unknown_kind_is_named_too() -> None:
    text = NUMERIC.replace("numeric", "essay").replace("level: 1", "level: 9")
    assert len(flaws_of(text)) == 2


def test_everything_wrong_with_a_card_is_named_at_once() -> None:
    assert flaws_of("cards:\n- {id: A, kind: recall, level: 9, ask: no, points: x, opener: 1}") == [
        f"2:8 `id` must be {_ID}, not `A` ()",
        "2:32 `level` must be 1, 2 or 3, not `9` ()",
        '2:40 `ask` must be text, but `no` is read as false (put it in quotes: "no")',
        "2:52 `points` must be a list (write `- ` before each item)",
        "2:63 `opener` must be true or false, but `1` is read as a number ()",
        "2:4 `answer` is missing (a recall card needs it)",
    ]


RECALL = """\
cards:
- id: a.b
  kind: recall
  level: 1
  ask: x
  answer: y
  points:
"""


@pytest.mark.parametrize(
    ("points", "message"),
    [
        (
            "- cancel: the common factor",
            "8:5 `points` item 1 must be text, but the `: ` in it makes it a field"
            " (put the text in quotes)",
        ),
        ("- {says: x}", "8:6 unknown field `says` (did you mean `say`?)"),
        ("- {say: x, words: y}", "8:21 `words` must be a list (write `- ` before each item)"),
        (
            "- {say: x, words: [709]}",
            "8:22 `words` item 1 must be text, but `709` is read as a number"
            ' (put it in quotes: "709")',
        ),
        (
            "- {say: one, two}",
            "8:16 a comma inside `{ }` has cut a text in two here"
            " (put the text in quotes, or write one field a line)",
        ),
        ("- x\n" + "  - x\n" * 9, "8:3 `points` has 10 items, and 9 is the most ()"),
    ],
)
def test_what_is_wrong_inside_a_list_is_named_at_its_item(points: str, message: str) -> None:
    assert flaws_of(f"{RECALL}  {points}\n") == [message]


@pytest.mark.parametrize("text", ["plain", "[a]"])
def test_a_card_is_a_list_of_fields(text: str) -> None:
    assert flaws_of(f"cards:\n- {text}") == [
        "2:3 a card is a list of fields (begin it with `- id: NAME`)"
    ]


def test_fields_bear_the_names_of_the_file() -> None:
    assert list(fields_of(Numeric))[:3] == ["id", "level", "given"]
    assert not any(name[-1] == "_" for kind in KINDS.values() for name in fields_of(kind))

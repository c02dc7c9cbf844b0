"""Text that is no YAML is explained in the words of someone who writes a card."""

import pytest

from dlquiz.deck.nodes import Composer, Unreadable

_QUOTE = "put the whole text in quotes"
_LINE_UP = "line it up with the fields above, or put the text above in quotes"
_TAB = "a tab stands where YAML wants spaces (indent with spaces)"
_BEGIN = f"no text can begin with this character ({_QUOTE})"
_CURLY = (
    "`{ }` is not closed, or a text in it holds one of { } [ ] : ,"
    " (put the text in quotes, or write one field a line)"
)
_SQUARE = (
    "`[ ]` is not closed, or a text in it holds one of { } [ ] : ,"
    " (put the text in quotes, or write one item a line)"
)
_NEITHER = f"this is neither a field nor the rest of the text before it ({_LINE_UP})"
_SIGN = f"one of {{ }} [ ] , stands where text should ({_QUOTE})"
_COLON = f"a colon followed by a space ends the text here, as if a field began ({_QUOTE})"
_UNCLOSED = "these quotes are never closed (close them)"

COMPLAINTS = [
    ("a: Why: because", 1, 7, _COLON),
    ("a: x\n  b: c", 2, 4, _COLON),
    ("a:\n\tb: c", 2, 1, _TAB),
    ("a: >\n\tx\n", 2, 1, _TAB),
    ("a: `x`", 1, 4, _BEGIN),
    ("a: @x", 1, 4, _BEGIN),
    ("a: %x", 1, 4, _BEGIN),
    (
        r'a: "$\sum_i$"',
        1,
        6,
        "inside double quotes a backslash begins an escape, and there is none of this name"
        " (use single quotes, or write the backslash twice)",
    ),
    (
        r'a: "\xi"',
        1,
        4,
        "inside double quotes a backslash begins an escape, and this one lacks its digits"
        " (use single quotes, or write the backslash twice)",
    ),
    ("a: 'b\nc: d\n", 1, 4, _UNCLOSED),
    ('a: "b\nc: d\n', 1, 4, _UNCLOSED),
    ('a: "b\n---\nc"', 1, 4, "a line --- or ... stands inside these quotes (indent it)"),
    ("a: {b: $e^{x}$}", 1, 11, _CURLY),
    ("a: {b: c\nd: e", 1, 4, _CURLY),
    ("a: [b, c\nd: e", 1, 4, _SQUARE),
    ("a: {x} is what?", 1, 8, _NEITHER),
    ("a: 'it's'", 1, 8, _NEITHER),
    ('a: "x" y', 1, 8, _NEITHER),
    ("a:\n  b: c\n d: e", 3, 2, _NEITHER),
    ("a: ]", 1, 4, _SIGN),
    ("a: [,]", 1, 5, _SIGN),
    ("a: *", 1, 5, f"text cannot begin with `*` or `&` ({_QUOTE})"),
    ("a: - b", 1, 4, f"`- ` begins a list, which starts on a new line ({_QUOTE})"),
    ("a: ? b", 1, 4, f"text cannot begin with `? ` ({_QUOTE})"),
    (
        "a:\n - b\n c: d",
        3,
        2,
        "this stands further left than what it should belong to"
        " (line it up, or begin a new item with `- `)",
    ),
    (
        "a: b\nfoo\nbar: 1",
        3,
        1,
        "the line above is neither a field nor the rest of the text before it"
        " (write `name: text`, or indent it below its text)",
    ),
    ("%YAML 3.0\n---\na: b", 1, 1, "not YAML: found incompatible YAML document ()"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), COMPLAINTS)
def test_each_complaint_names_the_cause_and_the_remedy(
    text: str, line: int, column: int, message: str
) -> None:
    with pytest.raises(Unreadable) as refusal:
        list(Composer(text).parts())
    flaw = refusal.value.flaw
    assert (flaw.line, flaw.column, f"{flaw.what} ({flaw.remedy})") == (line, column, message)

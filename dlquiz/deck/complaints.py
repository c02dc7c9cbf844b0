"""What the YAML parser complains about, in the words of someone who writes a card."""

_QUOTE = "put the whole text in quotes"
_LINE_UP = "line it up with the fields above, or put the text above in quotes"
_EXPLAINED = {
    "nesting depth": ("nested too deeply", ""),
    "mapping values are not allowed": (
        "a colon followed by a space ends the text here, as if a field began",
        _QUOTE,
    ),
    r"'\t'": ("a tab stands where YAML wants spaces", "indent with spaces"),
    "tab character": ("a tab stands where YAML wants spaces", "indent with spaces"),
    "cannot begin": ("no text can begin with this character", _QUOTE),
    "escape character": (
        "inside double quotes a backslash begins an escape, and there is none of this name",
        "use single quotes, or write the backslash twice",
    ),
    "hexdecimal number": (
        "inside double quotes a backslash begins an escape, and this one lacks its digits",
        "use single quotes, or write the backslash twice",
    ),
    "end of stream": ("these quotes are never closed", "close them"),
    "document indicator": ("a line --- or ... stands inside these quotes", "indent it"),
    "',' or '}'": (
        "`{ }` is not closed, or a text in it holds one of { } [ ] : ,",
        "put the text in quotes, or write one field a line",
    ),
    "',' or ']'": (
        "`[ ]` is not closed, or a text in it holds one of { } [ ] : ,",
        "put the text in quotes, or write one item a line",
    ),
    "expected node content": ("one of { } [ ] , stands where text should", _QUOTE),
    "could not find expected ':'": (
        "the line above is neither a field nor the rest of the text before it",
        "write `name: text`, or indent it below its text",
    ),
    "expected key": ("this is neither a field nor the rest of the text before it", _LINE_UP),
    "'-' indicator": (
        "this stands further left than what it should belong to",
        "line it up, or begin a new item with `- `",
    ),
    "alphabetic or numeric": ("text cannot begin with `*` or `&`", _QUOTE),
    "sequence entries are not allowed": ("`- ` begins a list, which starts on a new line", _QUOTE),
    "mapping keys are not allowed": ("text cannot begin with `? `", _QUOTE),
}


def explained(said: str) -> tuple[str, str]:
    """What the YAML parser complains about in the words of someone who writes a card."""
    for part, explanation in _EXPLAINED.items():
        if part in said:
            return explanation
    return f"not YAML: {said}", ""

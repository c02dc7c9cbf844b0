"""Text with `$mathematics$` and backticks, as Markdown has them, as marked text."""

import re
from collections.abc import Iterator

from dlquiz.interchange.marked import clean, code, mathematics

_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_TOKEN = re.compile(r"(`+|\\\\|\\\$|\$\$|\$)")
_PICTURE = re.compile(r"!\[([^\]\n]*)\]\(([^)\n]*)\)")


def from_markdown(text: str) -> tuple[str, list[str]]:
    """The marked text, and what could not be carried over.

    >>> from_markdown("It costs $5 and $6.")
    ('It costs $5 and $6.', [])
    """
    text = clean(text)
    lost = [f"the picture {source or alt}" for alt, source in _PICTURE.findall(text)]
    text = _PICTURE.sub(lambda found: f"(picture: {found[1] or found[2]})", text)
    return "\n".join(_blocks(text.split("\n"))).strip("\n"), lost


def _blocks(lines: list[str]) -> Iterator[str]:
    """Fenced code, and the text between."""
    fence, inside, plain = "", list[str](), list[str]()
    for line in lines:
        found = _FENCE.match(line)
        if fence and found and line.strip().startswith(fence) and not line.strip(" `~"):
            yield code("\n".join(inside))
            fence, inside = "", []
        elif fence:
            inside.append(line)
        elif found:
            if plain:
                yield _spans("\n".join(plain))
            fence, plain = found[1], []
        else:
            plain.append(line)
    if fence:
        yield code("\n".join(inside))
    if plain:
        yield _spans("\n".join(plain))


def _spans(text: str) -> str:
    """The text with its code and mathematics marked, each token looked at once."""
    tokens = [(found.start(), found.end(), found[0]) for found in _TOKEN.finditer(text)]
    made, at, number = list[str](), 0, 0
    while number < len(tokens):
        begin, end, token = tokens[number]
        number += 1
        close = _closing(text, tokens, number - 1)
        if close is None:
            continue
        inner = text[end : tokens[close][0]]
        made += [text[at:begin], _marked(token, inner)]
        at, number = tokens[close][1], close + 1
    return "".join(made) + text[at:]


def _marked(token: str, inner: str) -> str:
    return code(inner.replace("\n", " ")) if token[0] == "`" else mathematics(inner)


def _closing(text: str, tokens: list[tuple[int, int, str]], opening: int) -> int | None:
    """The token that closes this one; None where it opens nothing."""
    _, end, token = tokens[opening]
    if token[0] == "\\":
        return None
    for number in range(opening + 1, len(tokens)):
        begin, after, other = tokens[number]
        if other != token or begin == end:
            continue
        if token == "$" and not _is_tight(text, end, begin, after):
            return None
        return number
    return None


def _is_tight(text: str, end: int, begin: int, after: int) -> bool:
    """Whether two dollars stand close around what is between, as no two prices do."""
    return not (
        text[end].isspace() or text[begin - 1].isspace() or text[after : after + 1].isdigit()
    )

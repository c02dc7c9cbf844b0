"""HTML, as Anki keeps the fields of a note, as marked text."""

import re
from html.parser import HTMLParser

from dlquiz.interchange.marked import clean, code, mathematics

_BLOCKS = {"div", "p", "li", "tr", "ul", "ol", "table", "blockquote", "center", "section"}
_BLOCKS |= {f"h{level}" for level in range(1, 7)} | {"dl", "dt", "dd", "hr"}
_IGNORED = {"script", "style", "title", "head"}
_UNKNOWN = {"audio", "video", "iframe", "object", "embed", "canvas", "svg", "input", "button"}
_VERBATIM = {"pre", "code", "tt", "kbd", "samp"}
# How Anki marks mathematics, today and in the past: what begins it, what ends it.
_MATHEMATICS = {r"\(": r"\)", r"\[": r"\]", "[$]": "[/$]", "[$$]": "[/$$]", "[latex]": "[/latex]"}
_DELIMITER = re.compile(r"(\\[()\[\]]|\[/?\$\$?\]|\[/?latex\])")
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_DECLARATION = re.compile("<(?=[!?])")  # the parser trips over some, and no field needs them
_SOUND = re.compile(r"\[sound:([^\]\n]*)\]")


def from_html(html: str) -> tuple[str, list[str]]:
    r"""The marked text of HTML, and what could not be carried over.

    >>> from_html("<b>Why</b> &lt; 1?<br>See <img src='a.png'>")
    ('Why < 1?\nSee (picture: a.png)', ['the picture a.png'])
    """
    reader = _Reader()
    reader.feed(_DECLARATION.sub("&lt;", _COMMENT.sub("", html)))
    reader.close()
    text = re.sub("[ \t]*\n[ \t]*", "\n", "".join(reader.made))
    return re.sub("\n{3,}", "\n\n", text).strip(), reader.lost


class _Reader(HTMLParser):
    """Collects text; what stands in code is kept as it is, everything else as one would read it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[str] = []
        self.lost: list[str] = []
        self._text: list[str] = []  # not yet searched for mathematics
        self._verbatim: list[str] = []  # open elements that hold code
        self._ignored = 0
        self._scripts: list[tuple[str, int]] = []
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in _IGNORED:
            self._ignored += 1
        elif tag in _UNKNOWN:
            self.lost.append(f"a <{tag}>")
        elif tag == "anki-mathjax":
            self._text.append(r"\(")
        elif tag in _VERBATIM:
            if not self._verbatim:
                self._settle()
            self._verbatim.append(tag)
        elif tag == "img":
            name = clean(values.get("src") or values.get("alt") or "")[:100]
            self._text.append(f"(picture: {name})")
            self.lost.append(f"the picture {name}")
        elif tag in ("sub", "sup"):
            self._scripts.append((tag, len(self._text)))
        elif tag in ("td", "th") and self._text and not self._text[-1].endswith("\n"):
            self._text.append(" | ")
        elif tag == "br" or tag in _BLOCKS:
            self._break("- " if tag == "li" else "", always=tag == "br")
        elif tag == "a":
            self._link = clean(values.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _IGNORED:
            self._ignored = max(0, self._ignored - 1)
        elif tag == "anki-mathjax":
            self._text.append(r"\)")
        elif self._verbatim and tag == self._verbatim[-1]:
            self._verbatim.pop()
            if not self._verbatim:
                self._close_code(is_block=tag == "pre")
        elif tag in ("sub", "sup") and self._scripts:
            self._close_script(*self._scripts.pop())
        elif tag in _BLOCKS:
            self._break()
        elif tag == "a" and self._link:
            if self._link not in "".join(self._text[-3:]):
                self._text.append(f" ({self._link})")
            self._link = ""

    def handle_data(self, data: str) -> None:
        if self._ignored:
            return
        data = clean(data)
        self._text.append(data if self._verbatim else re.sub(r"[ \t\n\xa0]+", " ", data))

    def close(self) -> None:
        super().close()
        self._close_code(is_block=False) if self._verbatim else self._settle()

    def _break(self, mark: str = "", *, always: bool = False) -> None:
        before = self._text[-1] if self._text else (self.made[-1] if self.made else "\n")
        if always or not before.endswith("\n"):
            self._text.append("\n")
        if mark:
            self._text.append(mark)

    def _close_code(self, *, is_block: bool) -> None:
        text, self._text = "".join(self._text), []
        before = "".join(self.made[-1:])
        self.made.append("\n" if is_block and before and not before.endswith("\n") else "")
        self.made.append(code(text) + "\n" * is_block)

    def _close_script(self, tag: str, begin: int) -> None:
        """A sub- or superscript as people type it: x_2, x^(n+1)."""
        inner = "".join(self._text[begin:]).strip()
        if inner:
            shown = inner if len(inner) == 1 or inner.isdigit() else f"({inner})"
            self._text[begin:] = [("_" if tag == "sub" else "^") + shown]

    def _settle(self) -> None:
        """Searches the text so far for mathematics and sounds."""
        text, self._text, self._scripts = "".join(self._text), [], []
        for name in _SOUND.findall(text):
            self.lost.append(f"the sound {name}")
        self.made.append(_with_mathematics(_SOUND.sub(r"(sound: \1)", text)))


def _with_mathematics(text: str) -> str:
    made, opened, inside = [], "", ""
    for number, piece in enumerate(_DELIMITER.split(text)):
        is_delimiter = number % 2 == 1
        if not opened and is_delimiter and piece in _MATHEMATICS:
            opened, inside = piece, ""
        elif opened and is_delimiter and piece == _MATHEMATICS[opened]:
            made.append(mathematics(inside.strip(" $")))
            opened = ""
        elif opened:
            inside += piece
        else:
            made.append(piece)
    return "".join(made) + (opened + inside if opened else "")

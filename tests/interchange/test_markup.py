"""The HTML of a field, as a person would have typed it in a card."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.deck.templates import pieces
from dlquiz.formula import render_line
from dlquiz.interchange.marked import card_text
from dlquiz.interchange.markup import from_html


def read(html: str) -> tuple[str, list[str]]:
    marked, lost = from_html(html)
    text, more = card_text(marked)
    return text, lost + more


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a &lt; b &amp; c", "a < b & c"),
        ("one<br>two<div>three</div><p>four</p>", "one\ntwo\nthree\nfour"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<b>bold</b> <i>and</i> <span style='color: red'>red</span>", "bold and red"),
        (r"\(x &lt; y\)", "$x < y$"),
        (r"\[ \frac{1}{2} \] and [$]x^2[/$]", r"$\frac{1}{2}$ and $x^2$"),
        ("<anki-mathjax>\\sigma(0)</anki-mathjax>", r"$\sigma(0)$"),
        ("use <code>x[0]</code>", "use `x[0]`"),
        ("see <pre>a = 1\n  b = 2</pre>", "see\n`a = 1`\n`  b = 2`"),
        ("x<sub>i</sub> and x<sup>n+1</sup>", "x_i and x^(n+1)"),
        ('<a href="https://x.org">here</a>', "here (https://x.org)"),
        ("<style>b {}</style><script>alert(1)</script>text", "text"),
        ("it costs $5", "it costs $5"),
        ("nothing \\( is closed", "nothing \\( is closed"),
    ],
)
def test_it_becomes_card_text(html: str, text: str) -> None:
    assert read(html) == (text, [])


@pytest.mark.parametrize(
    ("html", "text", "lost"),
    [
        ("<img src='a.png'>", "(picture: a.png)", "the picture a.png"),
        ("[sound:x.mp3]", "(sound: x.mp3)", "the sound x.mp3"),
        ("a <video src='x'></video>", "a", "a <video>"),
        ("$5 or $6", "＄5 or ＄6", "$ is written ＄"),
        ("a `b` c", "a ˋbˋ c", "` is written ˋ"),
        (r"\(\foo\)", r"`\foo`", r"a formula stays TeX: unknown command \foo"),
    ],
)
def test_what_is_lost_is_told(html: str, text: str, lost: str) -> None:
    assert read(html) == (text, [lost])


FRAGMENTS = ["<b>", "</b>", "<pre>", "</pre>", "<code>", "</code>", r"\(", r"\)", r"\[", "$", "`"]
FRAGMENTS += ["x^2", r"\foo", "{", "}", "<br>", "<img src='a'>", "&lt;", "<sub>", "</sub>", "text "]
FRAGMENTS += ["\ue000", "\ue003", "\x1b[31m", "<!--", "<!", "\n", "[sound:a]", "<li>", "</script>"]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=20))
def test_whatever_comes_in_what_comes_out_can_be_drawn(fragments: list[str]) -> None:
    text, _ = read("".join(fragments))
    assert not any(sign in text for sign in "\x1b\ue000\ue001\ue002\ue003")
    for mark, piece in pieces(text):
        if mark == "$":
            render_line(piece)

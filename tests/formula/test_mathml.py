"""Formulas as MathML: well formed, with every sign that the terminal shows."""

import re
from unicodedata import normalize
from xml.etree import ElementTree

import pytest

from dlquiz.deck.listing import card_files
from dlquiz.deck.reading import read_file
from dlquiz.deck.templates import fill_hole
from dlquiz.formula import render_line, render_mathml
from dlquiz.paths import builtin_cards


@pytest.mark.parametrize(
    ("tex", "inside"),
    [
        (r"\frac{a}{2}", "<mfrac><mi>a</mi><mn>2</mn></mfrac>"),
        (r"\sqrt{x}", "<msqrt><mi>x</mi></msqrt>"),
        (r"\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>"),
        ("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
        (r"\hat{m}", '<mover accent="true"><mi>m</mi><mo stretchy="false">^</mo></mover>'),
        (r"\nabla", '<mi mathvariant="normal">∇</mi>'),
        (r"\text{if so}", "<mtext>if\xa0so</mtext>"),
        (
            r"\sum_i^n",
            '<munderover><mo largeop="true" movablelimits="true">∑</mo><mi>i</mi><mi>n</mi>'
            "</munderover>",
        ),
        (
            "-x",
            '<mrow><mo form="prefix" lspace="0" rspace="0">−</mo><mi>x</mi></mrow>',
        ),
        ("a - x", "<mrow><mi>a</mi><mo>−</mo><mi>x</mi></mrow>"),
        (r"\text{<b>\&}", "<mtext>&lt;b&gt;&amp;</mtext>"),
        (r"a \quad b", '<mrow><mi>a</mi><mspace width="1em"></mspace><mi>b</mi></mrow>'),
    ],
)
def test_a_part_becomes_its_element(tex: str, inside: str) -> None:
    assert render_mathml(tex) == f"<math>{inside}</math>"


def test_a_displayed_formula_is_a_block() -> None:
    assert render_mathml("x", display=True) == '<math display="block"><mi>x</mi></math>'


def test_a_name_does_not_touch_the_letter_beside_it() -> None:
    gap = '<mspace width="0.17em"></mspace>'
    assert f"<mi>log</mi>{gap}<mi>p</mi>" in render_mathml(r"\log p")
    assert f"<mi>log</mi>{gap}" not in render_mathml(r"\log(p)")


def test_brackets_grow_around_what_is_tall_alone() -> None:
    assert 'stretchy="true"' in render_mathml(r"\left(\frac{a}{b}\right)")
    assert 'stretchy="true"' not in render_mathml(r"\left(a + b\right)")


def test_equations_are_aligned_in_pairs_of_columns() -> None:
    cells = re.findall(
        '<mtd style="([^"]*)"', render_mathml(r"\begin{aligned}a&=b\\c&=d\end{aligned}")
    )
    assert [re.search("text-align:([a-z]*)", cell)[1] for cell in cells] == ["right", "left"] * 2


def formulas() -> list[str]:
    """Every formula of the built-in deck, holes filled with each filling."""
    found: list[str] = []
    files, _ = card_files([builtin_cards()])
    for file in files:
        read = read_file(file.path)
        assert read.topic is not None
        texts = [
            read.topic.formula or "",
            *(getattr(one, "say", one) for one in read.topic.pitfalls),
        ]
        for card in (one.card for one in read.cards):
            texts += [
                str(getattr(card, name, "")) for name in ("ask", "answer", "explain", "claim")
            ]
            fillings = [filling.tex for filling in getattr(card, "fillings", ())]
            found += [fill_hole(card.formula or "", tex) for tex in fillings]
            found += fillings or ([card.formula] if card.formula else [])
        found += [tex for text in texts for tex in re.findall(r"\$([^$]+)\$", text)]
    return sorted(set(filter(None, found)))


def signs(text: str) -> set[str]:
    """The letters and digits of a text, those of other alphabets as plain ones."""
    return {char for char in normalize("NFKC", text) if char.isalnum() and char.isascii()}


def test_every_formula_of_the_deck_is_well_formed_and_shows_the_same_letters() -> None:
    known = formulas()
    assert len(known) > 900
    for tex in known:
        made = render_mathml(tex, display=True)
        root = ElementTree.fromstring(made)
        assert signs("".join(root.itertext())) >= signs(re.sub(r"\\[A-Za-z]+", "", tex)) - signs(
            "".join(re.findall(r"\\begin\{\w*\}|\\end\{\w*\}|\[\d*pt\]|\{[lcr ]+\}", tex))
        ), tex
        assert render_line(tex)

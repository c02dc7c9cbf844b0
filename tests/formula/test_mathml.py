"""Formulas as MathML: well formed, with every sign that the terminal shows."""

import math
import re
from contextlib import suppress
from unicodedata import normalize
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.deck.listing import card_files
from dlquiz.deck.reading import read_file
from dlquiz.deck.templates import fill_hole
from dlquiz.formula import FormulaError, render_line, render_mathml
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


@pytest.mark.parametrize("hostile", ["<b>", "</math><script>x</script>", '"><i>', "a>b", "'x'"])
def test_markup_in_a_formula_is_text(hostile: str) -> None:
    root = ElementTree.fromstring(
        render_mathml(rf"\text{{{hostile}}} + \operatorname{{{hostile}}}")
    )
    assert "".join(root.itertext()) == f"{hostile}+{hostile}"


@pytest.mark.parametrize("hidden", ["\x00", "\x1b", "\u202e", "\u2066", "\u200b"])
def test_characters_that_are_not_seen_are_refused(hidden: str) -> None:
    with pytest.raises(FormulaError):
        render_mathml(rf"\text{{a{hidden}b}}")


@given(st.text() | st.text(alphabet=r"\frac{}^_&[]()|ab+-=,'<>&"))
def test_garbage_is_well_formed_or_refused(tex: str) -> None:
    with suppress(FormulaError):
        ElementTree.fromstring(render_mathml(tex))


def code(element: ElementTree.Element) -> str:
    """Python that computes what an element of arithmetic stands for."""
    parts = [code(child) for child in element]
    match element.tag:
        case "mfrac":
            return f"({parts[0]})/({parts[1]})"
        case "msup":
            return f"({parts[0]})**({parts[1]})"
        case "msqrt":
            return f"sqrt({product(element)})"
        case "mrow" | "math":
            return f"({product(element)})"
        case "mo":
            return {"·": "*", "−": "-"}.get(element.text, element.text)
    return element.text or ""


def product(row: ElementTree.Element) -> str:
    """What stands side by side without an operator is multiplied."""
    text, after_operand = "", False
    for child in (child for child in row if child.tag != "mspace"):
        part = code(child)
        operand = child.tag != "mo" or part == "("
        text += ("*" if after_operand and operand else "") + part
        after_operand = child.tag != "mo" or part == ")"
    return text


@given(data=st.data())
def test_arithmetic_keeps_its_value(
    data: st.DataObject,
    arithmetic: st.SearchStrategy[tuple[str, float]],
    values: dict[str, float],
) -> None:
    tex, value = data.draw(arithmetic)
    read = code(ElementTree.fromstring(render_mathml(tex)))
    assert eval(read, {**values, "sqrt": math.sqrt}) == pytest.approx(value)

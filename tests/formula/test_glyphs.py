"""Widths, small glyphs and other alphabets, against Unicode itself and rich's tables."""

import unicodedata

import pytest
from rich.cells import cell_len

from dlquiz.formula.glyphs import accented, letter_of, lowered, printable, raised, width


def test_every_printable_character_is_as_wide_as_the_screen_takes_it_to_be():
    chars = [chr(code) for code in range(0x1D7FF) if printable(chr(code))]

    assert len(chars) > 50_000
    assert [char for char in chars if width(char) != cell_len(char)] == []


def test_marks_take_no_column():
    assert {width(accented(char, mark)) for char in "xθ𝐱" for mark in ("hat", "vec", "bar")} == {1}


SMALL = {"SUPERSCRIPT": raised, "SUBSCRIPT": lowered}


@pytest.mark.parametrize("kind", SMALL)
def test_small_glyphs_are_the_letters_they_stand_for(kind):
    for char in "0123456789+=()abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZβγδθφχ":
        glyph = SMALL[kind](char)
        if glyph is not None:
            plain = unicodedata.normalize("NFKC", glyph)
            assert (plain, len(glyph), width(glyph)) == (char, 1, 1)


def test_a_text_is_small_as_a_whole_or_not_at_all():
    assert (raised("t+1"), raised("qt")) == ("ᵗ⁺¹", None)
    assert (lowered("t−1"), lowered("KL")) == ("ₜ₋₁", None)


@pytest.mark.parametrize(
    ("alphabet", "chars"),
    [
        ("BOLD", "abcxyzABCXYZ0189αβθωΓΔΩ∇∂"),
        ("SCRIPT", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        ("DOUBLE-STRUCK", "ABCDEFGHIJKLMNOPQRSTUVWXYZ01"),
    ],
)
def test_letters_of_other_alphabets_are_the_letters_they_stand_for(alphabet, chars):
    for char in chars:
        letter = letter_of(alphabet, char)
        assert unicodedata.normalize("NFKC", letter) == char
        assert alphabet in unicodedata.name(letter)
        assert width(letter) == 1


def test_a_letter_that_does_not_exist_is_not_replaced():
    with pytest.raises(KeyError):
        letter_of("BOLD", "я")

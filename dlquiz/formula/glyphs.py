"""Characters and their looks: display width, small glyphs for scripts, letters of other alphabets.

Each function answers None, or raises LookupError, where Unicode has no such character, so that
nobody prints a substitute.
"""

import unicodedata

_RAISED = str.maketrans(
    "0123456789+−-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδθφχ⊤′∗⋆∘",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᶿᵠᵡᵀ′**°",
)
_LOWERED = str.maketrans(
    "0123456789+−-=()aehijklmnoprstuvxβγρφχ",
    "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
)
_ACCENTS = {
    "hat": "\u0302", "tilde": "\u0303", "bar": "\u0304", "dot": "\u0307", "ddot": "\u0308",
    "vec": "\u20d7", "underline": "\u0332",
}  # fmt: skip

# Characters that terminals disagree about: Korean letters that join the one before, fillers
# without ink, and the hexagrams and counting rods that became wide in 2024.
_UNSTEADY = (
    ("\u1160", "\u11ff"), ("\ud7b0", "\ud7ff"), ("\u3164", "\u3164"), ("\uffa0", "\uffa0"),
    ("\u2630", "\u2637"), ("\u268a", "\u268f"), ("\u4dc0", "\u4dff"),
    ("\U0001d300", "\U0001d376"),
)  # fmt: skip


def width(text: str) -> int:
    """How many terminal columns the text takes.

    >>> width("v̂ₜ"), width("日本")
    (2, 4)
    """
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def printable(char: str) -> bool:
    """Whether the character takes one or two columns by itself in every terminal.

    Controls, marks that combine and pictographs that change their neighbours do not.
    """
    return (
        char.isprintable()
        and unicodedata.category(char)[0] in "LNPS"
        and char < "\U0001f000"
        and not any(first <= char <= last for first, last in _UNSTEADY)
    )


def raised(text: str) -> str | None:
    """The text in superscript glyphs, if every character has one.

    >>> raised("−z"), raised("q")
    ('⁻ᶻ', None)
    """
    return _small(text, _RAISED)


def lowered(text: str) -> str | None:
    """The text in subscript glyphs, if every character has one.

    >>> lowered("t+1"), lowered("B")
    ('ₜ₊₁', None)
    """
    return _small(text, _LOWERED)


def _small(text: str, table: dict[int, int]) -> str | None:
    return text.translate(table) if all(ord(char) in table for char in text) else None


def as_script(char: str) -> str:
    """How a small glyph that was typed is written in TeX; "" for any other character.

    >>> as_script("²"), as_script("₁")
    ('^2', '_1')
    """
    form, _, plain = unicodedata.decomposition(char).partition(" ")
    sign = {"<super>": "^", "<sub>": "_"}.get(form, "")
    return sign and sign + chr(int(plain, 16))


def accented(char: str, mark: str) -> str:
    """One letter with a mark, composed where Unicode has the composition.

    >>> accented("y", "hat")
    'ŷ'
    """
    return unicodedata.normalize("NFC", char + _ACCENTS[mark])


def letter_of(alphabet: str, char: str) -> str:
    """The letter in another alphabet: BOLD, SCRIPT or DOUBLE-STRUCK.

    >>> letter_of("DOUBLE-STRUCK", "E"), letter_of("SCRIPT", "L"), letter_of("BOLD", "θ")
    ('𝔼', 'ℒ', '𝛉')
    """
    name = unicodedata.name(char, "").removeprefix("LATIN ").removeprefix("GREEK ")
    name = f"{alphabet} {name.replace('LETTER ', '')}"
    try:
        return unicodedata.lookup(f"MATHEMATICAL {name}")
    except KeyError:
        return unicodedata.lookup(name)  # ℒ and ℝ are older than their alphabets

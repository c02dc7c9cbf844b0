"""The commands that stand for a symbol: what is printed, and what kind of symbol it is.

Commands that take arguments are not here but in `constructions`.
"""

from dlquiz.formula.tree import (
    BAR,
    BIG,
    CLOSE,
    FUNCTION,
    LIMIT,
    OPEN,
    ORD,
    PLUS,
    PUNCTUATION,
    RELATION,
    SLASH,
    TIMES,
    Symbol,
)

_GLYPHS = {
    ORD: """
        alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ
        iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi ϕ varphi φ
        chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ
        Psi Ψ Omega Ω partial ∂ nabla ∇ infty ∞ ell ℓ hbar ℏ forall ∀ exists ∃ neg ¬ emptyset ∅
        varnothing ∅ top ⊤ intercal ⊤ bot ⊥ prime ′ dots … ldots … dotsc … cdots ⋯ dotsb ⋯ vdots ⋮
        ddots ⋱ dagger † checkmark ✓ triangle △ square □ degree ° Re ℜ Im ℑ
        % % # # $ $ & & _ _
    """,
    BIG: "sum ∑ prod ∏ coprod ∐ int ∫ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂",
    PLUS: "pm ± mp ∓ oplus ⊕ ominus ⊖",
    TIMES: """
        times × div ÷ cdot · odot ⊙ otimes ⊗ oslash ⊘ circ ∘ ast ∗ star ⋆ bullet ∙ cup ∪ cap ∩
        wedge ∧ land ∧ vee ∨ lor ∨ setminus ∖ bmod mod
    """,
    RELATION: """
        le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝ in ∈
        notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ to → rightarrow → longrightarrow ⟶
        leftarrow ← gets ← Rightarrow ⇒ implies ⟹ Leftarrow ⇐ leftrightarrow ↔ Leftrightarrow ⇔
        iff ⟺ mapsto ↦ uparrow ↑ downarrow ↓ ll ≪ gg ≫ mid | parallel ∥ perp ⊥ coloneqq ≔
        triangleq ≜ doteq ≐ prec ≺ succ ≻ vdash ⊢ models ⊨
    """,
    PUNCTUATION: "colon :",
    OPEN: "lparen ( lbrack [ lbrace { { { langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖",
    CLOSE: "rparen ) rbrack ] rbrace } } } rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖",
    BAR: "vert | Vert ‖ | ‖",
}

_FUNCTIONS = (
    "log ln lg exp sin cos tan cot sinh cosh tanh coth arcsin arccos arctan arg dim ker deg"
)
_LIMIT_FUNCTIONS = "max min sup inf lim argmax argmin det gcd Pr limsup liminf"


def _commands() -> dict[str, Symbol]:
    table = {}
    for kind, words in _GLYPHS.items():
        names = words.split()
        table.update(
            {f"\\{n}": Symbol(t, kind) for n, t in zip(names[::2], names[1::2], strict=True)}
        )
    table.update({f"\\{name}": Symbol(name, FUNCTION) for name in _FUNCTIONS.split()})
    table.update({f"\\{name}": Symbol(name, LIMIT) for name in _LIMIT_FUNCTIONS.split()})
    return table


COMMANDS = _commands()

# One character of the source each. A hyphen is a minus here: in words it stays a hyphen.
CHARACTERS = {
    **{char: Symbol(char, ORD) for char in "!?.@½⅓⅔¼¾"},
    "/": Symbol("/", SLASH),
    **{char: Symbol(char, RELATION) for char in "=<>:"},
    **{char: Symbol(char, PUNCTUATION) for char in ",;"},
    **{char: Symbol(char, OPEN) for char in "(["},
    **{char: Symbol(char, CLOSE) for char in ")]"},
    "+": Symbol("+", PLUS),
    "-": Symbol("−", PLUS),
    "−": Symbol("−", PLUS),
    "*": Symbol("∗", TIMES),
    "|": Symbol("|", BAR),
}

# A symbol may also be typed as itself: θ for \theta, ≤ for \le.
TYPED = {s.text: s for s in COMMANDS.values() if len(s.text) == 1 and not s.text.isascii()}

# Columns of blank; a quad is a wide gap between two statements. What is negative only takes away
# the blank that the author typed there.
SPACES = {
    **dict.fromkeys(("\\,", "\\:", "\\;", "\\>", "\\ ", "~", "\\enspace"), 1),
    **dict.fromkeys(("\\!", "\\displaystyle", "\\textstyle"), -1),
    "\\quad": 3,
    "\\qquad": 6,
}

# Which closing delimiters may end what an opening one began. (0, 1] is an interval.
CLOSES = {"(": ")]", "[": ")]", "{": "}", "⟨": "⟩", "⌊": "⌋⌉", "⌈": "⌉⌋", "|": "|", "‖": "‖"}

# \bigl( and its like set a bracket that may stand alone; the letter says which side it is.
SINGLE_BRACKETS = {
    f"\\{size}{side}": kind
    for size in ("big", "Big", "bigg", "Bigg")
    for side, kind in (("", ""), ("l", OPEN), ("r", CLOSE), ("m", RELATION))
}

"""What a picture is drawn on: its size, its colours, and whether it knows more than ASCII."""

from typing import NamedTuple

from rich.console import Console

from dlquiz.screen.prose import visible

# Readable on a light and on a dark background alike: at least 3.4 : 1 against white and black.
COLOURS = ("#0087d7", "#d75f00", "#af5fd7", "#5f8700", "#d7005f", "#008787")
GREEN, RED = "#4b8b00", "#e0405a"

_SAMPLE = "▀█▏●○⣿─│θ̂"
_SPELLED = str.maketrans(
    {
        "\u0302": "_hat",
        "α": "alpha",
        "β": "beta",
        "γ": "gamma",
        "δ": "delta",
        "ε": "eps",
        "η": "eta",
        "θ": "theta",
        "κ": "kappa",
        "λ": "lambda",
        "μ": "mu",
        "ρ": "rho",
        "σ": "sigma",
        "φ": "phi",
        "Δ": "delta ",
        "Σ": "sum ",
        "∂": "d",
        "∇": "grad ",
        "√": "sqrt",
        "∞": "inf",
        "·": "*",
        "×": "x",
        "−": "-",
        "–": "-",
        "—": "-",
        "→": "->",
        "←": "<-",
        "≤": "<=",
        "≥": ">=",
        "≈": "~",
        "…": "...",
        "²": "^2",
        "½": "1/2",
        "ᵀ": "^T",
        "⋆": "*",
        "’": "'",
        "“": '"',
        "”": '"',
    }
)


class Paper(NamedTuple):
    """`width` columns, `height` rows for one picture, and how many colours (0 for none)."""

    width: int = 80
    height: int = 16
    colours: int = 0
    unicode: bool = True

    def text(self, text: str) -> str:
        """The text as this paper can show it: nothing in it is obeyed by a terminal.

        >>> Paper(unicode=False).text("m̂ ≥ β₁")
        'm_hat >= beta?'
        """
        seen = visible(text)
        return seen if self.unicode else _ascii(seen)

    def colour(self, index: int) -> str:
        """The style of the series of that number; without colours, none."""
        return COLOURS[index % len(COLOURS)] if self.colours else ""


def paper_of(console: Console, height: int = 16) -> Paper:
    """The paper a console offers."""
    systems = {"standard": 16, "windows": 16, "256": 256, "truecolor": 2**24}
    colours = 0 if console.no_color else systems.get(console.color_system or "", 0)
    return Paper(console.width, height, colours, _knows_signs(console.encoding))


def _knows_signs(encoding: str) -> bool:
    try:
        return bool(_SAMPLE.encode(encoding))
    except (UnicodeEncodeError, LookupError):
        return False


def _ascii(text: str) -> str:
    return text.translate(_SPELLED).encode("ascii", "replace").decode()

"""Paper: colours for light and dark, and signs for those who have only ASCII."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from dlquiz.screen.views.paper import COLOURS, GREEN, RED, Paper, paper_of


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [*COLOURS, GREEN, RED])
def test_colours_are_readable_on_white_and_on_black(colour: str) -> None:
    on_white = 1.05 / (luminance(colour) + 0.05)
    on_black = (luminance(colour) + 0.05) / 0.05
    assert min(on_white, on_black) >= 3.4


@pytest.mark.parametrize(
    ("settings", "colours"),
    [
        ({"color_system": "truecolor"}, 2**24),
        ({"color_system": "256"}, 256),
        ({"color_system": "standard"}, 16),
        ({"color_system": None}, 0),
        ({"color_system": "truecolor", "no_color": True}, 0),
    ],
)
def test_paper_has_the_colours_of_its_console(settings: dict[str, object], colours: int) -> None:
    console = Console(file=StringIO(), force_terminal=True, width=70, **settings)
    assert paper_of(console) == Paper(70, 16, colours, True)


def test_an_encoding_without_the_signs_gets_ascii(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w", encoding="cp1251") as file:
        assert not paper_of(Console(file=file, width=80)).unicode


def test_greek_and_arrows_are_spelled_out_where_they_cannot_be_shown() -> None:
    assert (
        Paper(unicode=False).text("θ̂ ← θ − ηg, κ ≥ 2…")
        == "theta_hat <- theta - etag, kappa >= 2..."
    )


def test_control_characters_are_shown_on_any_paper() -> None:
    assert Paper().text("a\x1b[31m") == "a\\x1b[31m"

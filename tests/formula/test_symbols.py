"""The tables of symbols."""

import unicodedata

import pytest

from dlquiz.formula import render, render_line
from dlquiz.formula.symbols import CHARACTERS, CLOSES, COMMANDS, TYPED
from dlquiz.formula.tree import CLOSE, OPEN

# Greek commands are named after their letters; the variants are a second form of the same letter.
GREEK = {
    command: symbol.text
    for command, symbol in COMMANDS.items()
    if unicodedata.name(symbol.text[0]).startswith("GREEK") and not command.startswith("\\var")
}


def test_greek_commands_bear_the_names_unicode_gives_their_letters():
    names = {command: unicodedata.name(char).lower() for command, char in GREEK.items()}

    assert len(GREEK) > 30
    for command, name in names.items():
        spoken = name.replace("lamda", "lambda").split()
        assert command[1:].lower() in spoken, (command, name)
        assert ("capital" in spoken) == command[1].isupper()


@pytest.mark.parametrize("command", [c for c, s in COMMANDS.items() if s.kind not in (OPEN, CLOSE)])
def test_every_command_prints_its_symbol(command):
    tex = f"a {command} b"

    assert COMMANDS[command].text in render_line(tex)
    if "int" not in command:
        assert COMMANDS[command].text in render(tex)


def test_every_opening_bracket_has_one_that_closes_it():
    opening = {s.text for s in [*COMMANDS.values(), *CHARACTERS.values()] if s.kind == OPEN}
    closing = {s.text for s in [*COMMANDS.values(), *CHARACTERS.values()] if s.kind == CLOSE}

    assert set(CLOSES) == opening
    assert closing == set("".join(CLOSES.values()))


def test_a_symbol_may_be_typed_as_itself():
    for char, symbol in TYPED.items():
        if symbol.kind not in (OPEN, CLOSE):
            assert render_line(f"a {char} b") in (f"a {char} b", f"a {char}b")

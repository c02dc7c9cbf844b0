"""The README is true: its commands run, and every command there is stands in it."""

import re
import shlex
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from dlquiz.cli import program
from dlquiz.cli.cards import commands as card_commands
from dlquiz.cli.progress import commands as progress_commands

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
CARD = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)[1]
COMMANDS = sorted(
    {
        command
        for command in re.findall(r"`(dlquiz(?: [^`]*)?)`", README)
        if not command.startswith(("dlquiz.", "dlquiz/"))
    }
)
# `.ci/run` runs the first three, which take longer than all the others together; the last changes
# the files of a person's shell.
NOT_RUN = {
    "dlquiz cards check",
    "dlquiz cards export --anki deck.apkg",
    "dlquiz cards export --html book",
    "dlquiz --install-completion",
}


@pytest.fixture
def my_card(home: Path) -> None:
    """The README's card in the person's deck."""
    (home / "cards").mkdir(parents=True)
    (home / "cards" / "my.yaml").write_text(CARD, encoding="utf-8")


@pytest.mark.parametrize("command", sorted({*COMMANDS} - NOT_RUN))
@pytest.mark.usefixtures("my_card")
def test_a_command_of_the_readme_runs(dlquiz: Callable, command: str, tmp_path: Path) -> None:
    soon = f"{date.today() + timedelta(days=24)}"
    stands_for = {
        "edit ID": "edit my-cards.scaled-softmax",
        "rm ID": "rm my-cards.scaled-softmax --yes",
        "ID": "softmax.by-hand",
        "2026-12-20": soon,
        "TOPIC": "adam --yes",
    }
    for word, value in stands_for.items():
        command = command.replace(word, value)
    other = CARD.replace("my-cards", "added").replace("The logits are", "Softmax is applied to")
    other = other.replace("How likely is", "What comes out at")
    (tmp_path / "FILE.yaml").write_text(other, encoding="utf-8")
    (tmp_path / "FILE.csv").write_text("Why?,Because\n", encoding="utf-8")
    if "progress import" in command:
        dlquiz("progress", "export", "FILE.jsonl")
    run = dlquiz(*shlex.split(command)[1:])
    assert re.sub(r"^wrote .*\n", "", run.stderr, flags=re.MULTILINE) == ""
    assert run.returncode == 0
    assert run.stdout or "wrote" in run.stderr


def test_every_command_stands_in_the_readme() -> None:
    names = {command.name or command.callback.__name__ for command in program().registered_commands}
    for group, commands in (("cards", card_commands), ("progress", progress_commands)):
        names |= {
            f"{group} {command.name or command.callback.__name__}"
            for command in commands.registered_commands
        }
    missing = {name for name in names if not any(c.startswith(f"dlquiz {name}") for c in COMMANDS)}
    assert missing == set()


@pytest.mark.usefixtures("my_card")
def test_the_card_of_the_readme_is_asked_in_the_next_run(dlquiz: Callable) -> None:
    run = dlquiz("practice", "my-cards", "--seed", "2", input="0.3\n")
    assert "and the temperature is" in run.stdout
    assert "1 answer kept" in run.stdout
    assert run.stderr == ""


def test_the_session_shown_is_the_session_one_gets(dlquiz: Callable) -> None:
    run = dlquiz(
        "practice", "softmax", "--kind", "numeric", "--seed", "7", "--limit", "1", input="1/3\n"
    )
    assert "The logits are [2, 2, 2]. Which probability does softmax give to index 1?" in run.stdout
    assert "✓ right" in run.stdout
    assert "The answer is 0.333333." in run.stdout


def test_a_pipe_of_answers_works(dlquiz: Callable) -> None:
    assert "`yes 3 | dlquiz practice --kind recall --limit 5`" in README
    run = dlquiz("practice", "--kind", "recall", "--limit", "5", input="3\n" * 9)
    assert "5 answers kept" in run.stdout

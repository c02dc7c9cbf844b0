"""`dlquiz cards import`, with files that other programs have written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlquiz.deck.reading import read_file

TABLE = "Question,Answer\nWhat is $x^2$ at 3?,9\nHow much?,$5 or $6\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "My table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def answers(home: Path, topic: str = "my-table") -> dict[str, str]:
    read = read_file(home / "cards" / f"{topic}.yaml")
    assert read.problems == []
    return {one.card.ask: one.card.answer for one in read.cards}


def test_a_table_becomes_cards_that_are_asked(dlquiz: Callable, home: Path, table: Path) -> None:
    run = dlquiz("cards", "import", table.name)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == (
        f"{home / 'cards' / 'my-table.yaml'}: 2 new\n"
        "\nNot carried over:\n  $ is written ＄ (My table.csv:3)\n"
    )
    assert answers(home) == {"What is $x^2$ at 3?": "9", "How much?": "＄5 or ＄6"}
    assert "What is x² at 3?" in dlquiz("practice", "my-table", input="3\n" * 4).stdout
    assert dlquiz("cards", "check", "my-table.yaml").returncode == 0


def test_a_second_import_changes_what_has_changed_and_nothing_else(
    dlquiz: Callable, home: Path, table: Path
) -> None:
    dlquiz("cards", "import", table.name)
    path = home / "cards" / "my-table.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# mine\n", encoding="utf-8")
    before = path.read_bytes()
    assert "my-table.yaml: 2 there already" in dlquiz("cards", "import", table.name).stdout
    assert path.read_bytes() == before
    table.write_text(TABLE.replace(",9", ",nine") + "And?,more\n", encoding="utf-8")
    assert "1 new, 1 changed, 1 there already" in dlquiz("cards", "import", table.name).stdout
    assert (home / "cards" / ".my-table.yaml.old").read_bytes() == before
    assert answers(home)["What is $x^2$ at 3?"] == "nine"
    assert path.read_text(encoding="utf-8").endswith("# mine\n")


def test_work_of_ones_own_on_a_card_is_not_undone(
    dlquiz: Callable, home: Path, table: Path
) -> None:
    dlquiz("cards", "import", table.name)
    path = home / "cards" / "my-table.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("answer: '9'", "answer: '9'\n    hint: square"), encoding="utf-8")
    table.write_text(TABLE.replace(",9", ",nine"), encoding="utf-8")
    run = dlquiz("cards", "import", table.name)
    assert "your own version of it in my-table.yaml stays (my-table.n-" in run.stdout
    assert answers(home)["What is $x^2$ at 3?"] == "9"


def test_a_topic_of_choice_takes_all_cards(dlquiz: Callable, home: Path, table: Path) -> None:
    dlquiz("cards", "import", table.name, "--topic", "softm")
    assert len(answers(home, "softmax")) == 2
    assert "title:" not in (home / "cards" / "softmax.yaml").read_text(encoding="utf-8")


def test_a_dry_run_shows_and_writes_nothing(dlquiz: Callable, home: Path, table: Path) -> None:
    run = dlquiz("cards", "import", table.name, "--dry-run")
    assert "    ask: 'What is $x^2$ at 3?'\n" in run.stdout
    assert "my-table.yaml: would be 2 new" in run.stdout
    assert not (home / "cards").exists()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("x.apkg", "hello", "x.apkg: cannot be read: it is no sound zip file: File is not a zip"),
        ("x.csv", "", "x.csv: no card is in it that can be taken in"),
        ("none.csv", None, "none.csv: cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_changes_nothing(
    dlquiz: Callable, home: Path, tmp_path: Path, name: str, text: str | None, message: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    run = dlquiz("cards", "import", name)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith(f"dlquiz: {message}")
    assert run.stderr.count("\n") == 1
    assert not (home / "cards").exists()


def test_decks_whose_names_are_one_topic_share_a_file(
    dlquiz: Callable, home: Path, tmp_path: Path
) -> None:
    text = "#separator:tab\n#deck column:1\nA b\tq1\ta1\na-b\tq2\ta2\n"
    (tmp_path / "x.txt").write_text(text, encoding="utf-8")
    dlquiz("cards", "import", "x.txt")
    assert answers(home, "a-b") == {"q1": "a1", "q2": "a2"}


def test_a_broken_file_in_the_deck_is_not_made_worse(
    dlquiz: Callable, home: Path, table: Path
) -> None:
    path = home / "cards" / "my-table.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("topic: my-table\ncards: [x\n", encoding="utf-8")
    run = dlquiz("cards", "import", table.name)
    assert run.returncode == 1
    assert path.read_text(encoding="utf-8") == "topic: my-table\ncards: [x\n"

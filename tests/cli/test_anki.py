"""`dlquiz cards export --anki`."""

import zipfile
from collections.abc import Callable
from pathlib import Path


def test_a_topic_becomes_a_package_and_no_file_is_replaced(
    dlquiz: Callable, tmp_path: Path
) -> None:
    (tmp_path / "temporary").mkdir()
    run = dlquiz(
        "cards", "export", "--anki", "deck.apkg", "drop", TMPDIR=str(tmp_path / "temporary")
    )
    assert [*(tmp_path / "temporary").iterdir()] == []
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("deck.apkg holds ")
    assert zipfile.is_zipfile(tmp_path / "deck.apkg")
    before = (tmp_path / "deck.apkg").read_bytes()
    run = dlquiz("cards", "export", "--anki", "deck.apkg", "softmax")
    assert run.returncode == 2
    assert run.stderr == "dlquiz: deck.apkg: the file exists (--force replaces it)\n"
    assert (tmp_path / "deck.apkg").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["deck.apkg"]


def test_it_asks_what_to_export_to(dlquiz: Callable) -> None:
    run = dlquiz("cards", "export", "softmax")
    assert run.returncode == 2
    assert run.stderr == "dlquiz: export to what? (--anki deck.apkg, or --html book)\n"

"""`dlquiz progress` as it is typed."""

from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("made")


def test_it_says_where_progress_is_kept(dlquiz: Callable, home: Path) -> None:
    assert dlquiz("progress", "path").stdout.strip() == str(home / "progress.db")


def test_an_export_is_imported_elsewhere_once(dlquiz: Callable, tmp_path: Path) -> None:
    dlquiz("practice", "made", "--kind", "claim", input="y\n")
    run = dlquiz("progress", "export", "log.jsonl")
    assert run.stderr == "wrote 1 rows to log.jsonl\n"
    other = {"DLQUIZ_HOME": str(tmp_path / "other")}
    run = dlquiz("progress", "import", "log.jsonl", **other)
    assert run.stdout == "1 rows added, 0 were there already.\n"
    run = dlquiz("progress", "import", "log.jsonl", **other)
    assert run.stdout == "0 rows added, 1 were there already.\n"


def test_an_export_is_not_written_over_another(dlquiz: Callable) -> None:
    dlquiz("progress", "export", "log.jsonl")
    run = dlquiz("progress", "export", "log.jsonl")
    assert (run.returncode, run.stderr) == (
        2,
        "dlquiz: log.jsonl: the file exists (--force replaces it)\n",
    )


def test_a_file_that_is_not_there_is_told(dlquiz: Callable) -> None:
    run = dlquiz("progress", "import", "no.jsonl")
    assert run.returncode == 1
    assert run.stderr == "dlquiz: no.jsonl: cannot be read: No such file or directory\n"


def test_a_backup_is_listed_and_gone_back_to(dlquiz: Callable) -> None:
    assert "There is no backup yet" in dlquiz("progress", "restore").stdout
    dlquiz("practice", "made", "--kind", "claim", input="y\n")
    dlquiz("practice", "made", "--kind", "choice", input="1\n")
    day = dlquiz("progress", "restore").stdout.strip()
    assert "Progress is that of" in dlquiz("progress", "restore", day).stdout
    assert '"reviews": 1' in dlquiz("stats", "--json").stdout
    assert dlquiz("progress", "restore", "1999-01-01").returncode == 2


def test_a_topic_is_begun_anew_after_a_question(dlquiz: Callable) -> None:
    dlquiz("practice", "made", "--kind", "claim", input="y\n")
    assert dlquiz("progress", "reset", "made", input="n\n").returncode == 1
    assert '"reviews": 1' in dlquiz("stats", "--json").stdout
    run = dlquiz("progress", "reset", "made", input="y\n")
    assert run.stdout.endswith("1 answers taken back.\n")
    assert '"reviews": 0' in dlquiz("stats", "--json").stdout

"""`dlquiz cards export --html`."""

from collections.abc import Callable
from pathlib import Path


def test_a_book_is_written_whole_and_replaces_nothing(dlquiz: Callable, tmp_path: Path) -> None:
    run = dlquiz("cards", "export", "--html", "book", "drop")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == "book/index.html is the first of 2 pages; a browser opens it.\n"
    book = tmp_path / "book"
    assert sorted(path.name for path in book.iterdir()) == ["dropout.html", "index.html"]
    page = (book / "dropout.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in page
    (book / "dropout.html").write_text("mine", encoding="utf-8")
    run = dlquiz("cards", "export", "--html", "book", "softmax", "drop")
    assert run.returncode == 2
    assert run.stderr == "dlquiz: book/index.html: the file exists (--force replaces it)\n"
    assert len(list(book.iterdir())) == 2
    assert dlquiz("cards", "export", "--html", "book", "drop", "--force").returncode == 0
    assert (book / "dropout.html").read_text(encoding="utf-8") == page


def test_a_place_where_no_book_can_stand_is_refused(dlquiz: Callable, tmp_path: Path) -> None:
    run = dlquiz("cards", "export", "--html", "no/book", "drop")
    assert (run.returncode, run.stderr) == (2, "dlquiz: no: no such directory\n")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    run = dlquiz("cards", "export", "--html", "file", "drop")
    assert (run.returncode, run.stderr) == (2, "dlquiz: file: this is no directory\n")

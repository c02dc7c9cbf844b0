"""Files: whole or not at all, and never over another by accident."""

import os
import re
import stat
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.text import Text

from dlquiz.errors import UsageError, UserError
from dlquiz.screen.document import check_place, page, save, save_all, whole_page


class Reader(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


def test_a_page_holds_title_formula_caption_and_drawing() -> None:
    reader = read(page("adam: Title", "θ = 1", "Step 1.", [Text("a table")]))
    assert {"h1", "pre", "p", "svg"} <= set(reader.tags)
    for part in ("adam: Title", "θ = 1", "Step 1.", "a table"):
        assert part in reader.text


def test_markup_in_a_page_is_text() -> None:
    hostile = "</pre><script>x</script>&"
    reader = read(page(hostile, hostile, hostile, [Text(hostile)]))
    assert "script" not in reader.tags
    assert reader.text.count(hostile) == 6  # title, heading, formula, caption, drawing twice


def test_a_page_needs_no_network() -> None:
    text = page("t", "f", "c", [Text("x")])
    assert re.findall(r"https?://[^\"]*", text) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"@font-face|@import|url\(|href|src=", text)


def test_a_file_is_written_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    save(tmp_path / "a.svg", "θ")
    assert (tmp_path / "a.svg").read_text(encoding="utf-8") == "θ"
    assert [path.name for path in tmp_path.iterdir()] == ["a.svg"]


def test_an_existing_file_is_kept_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_text("old")
    with pytest.raises(UsageError) as refused:
        save(path, "new")
    assert str(refused.value) == f"{path}: the file exists (--force replaces it)"
    assert path.read_text() == "old"
    save(path, "new", force=True)
    assert path.read_text() == "new"


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        check_place(tmp_path / "no" / "a.svg", force=True)
    assert str(refused.value) == f"{tmp_path / 'no'}: no such directory"


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        check_place(tmp_path, force=True)
    assert str(refused.value) == (f"{tmp_path}: this is a directory (name a file in it)")


def test_a_disk_that_refuses_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 300)
    with pytest.raises(UserError, match="cannot write: file name too long"):
        save(path, "text")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_keeps_the_old_file_and_leaves_no_part_of_the_new(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")  # a limit of ten bytes a file stands for the disk
    (tmp_path / "a.svg").write_text("old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    try:
        with pytest.raises(UserError, match="cannot write: file too large"):
            save(tmp_path / "a.svg", "new " * 100, force=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_a_file_has_the_usual_permissions(tmp_path: Path) -> None:
    save(tmp_path / "a.svg", "x")
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE((tmp_path / "a.svg").stat().st_mode) == 0o666 & ~umask


def test_files_of_one_directory_are_written_all_or_none(tmp_path: Path) -> None:
    place = tmp_path / "book"
    save_all(place, {"a.html": "a", "b.html": "b"})
    assert {path.name: path.read_text() for path in place.iterdir()} == {
        "a.html": "a",
        "b.html": "b",
    }
    with pytest.raises(UsageError, match=r"b\.html: the file exists"):
        save_all(place, {"new.html": "x", "b.html": "c"})
    assert sorted(path.name for path in place.iterdir()) == ["a.html", "b.html"]
    with pytest.raises(UserError):
        save_all(place, {"c.html": "c", "no/such.html": "x"}, force=True)
    assert sorted(path.name for path in place.iterdir()) == ["a.html", "b.html"]


def test_a_page_allows_no_script_and_no_network() -> None:
    assert "content=\"default-src 'none'; style-src 'unsafe-inline'\"" in whole_page("t", "b")

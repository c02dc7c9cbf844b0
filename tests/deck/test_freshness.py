"""Only what has changed is read, and nothing that has changed is missed."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dlquiz.deck.freshness import bring_up_to_date
from dlquiz.deck.listing import card_files
from dlquiz.deck.store import Store

Write = Callable[..., Path]
Update = Callable[..., list[str]]
HOUR = 3600 * 10**9


@pytest.fixture
def update(tmp_path: Path) -> Iterator[Update]:
    """Brings one index up to date with the test's directory; gives the ids it then holds."""
    store = Store.in_memory()

    def update(*directories: str, clock: Callable[[], int] | None = None) -> list[str]:
        paths = [tmp_path / directory for directory in directories or ("cards",)]
        files, _ = card_files(paths)
        known = bring_up_to_date(store, files, paths, clock or (lambda: 4 * 10**18))
        assert known.keys() >= {file.key for file in files}
        return sorted(card.id for file in known.values() for card in store.cards(file.number))

    with closing(store):
        yield update


def deck(*ids: str) -> str:
    cards = (
        f"  - {{id: {i}, kind: claim, level: 1, claim: x, truth: no, answer: y}}\n" for i in ids
    )
    return f"topic: made\ncards:\n{''.join(cards)}"


def replaced_in_secret(path: Path, text: str) -> None:
    """Another text of the same length at the same time: nothing to be seen from outside."""
    status = path.stat()
    path.write_text(text)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size


def test_an_unchanged_file_is_not_opened(write: Write, update: Update) -> None:
    path = write("cards/a.yaml", deck("a.a"))
    assert update() == ["a.a"]
    replaced_in_secret(path, deck("b.b"))
    assert update() == ["a.a"]


def test_of_many_files_the_changed_one_alone_is_opened(write: Write, update: Update) -> None:
    paths = [write(f"cards/{n}.yaml", deck(f"a.n{n}")) for n in range(100, 300)]
    before = update()
    for path in paths:
        replaced_in_secret(path, path.read_text().replace("a.n", "b.n"))
    os.utime(paths[50], ns=(HOUR + 1, HOUR + 1))
    assert update() == sorted([*(i for i in before if i != "a.n150"), "b.n150"])


@pytest.mark.parametrize("change", ["time", "size"])
def test_a_new_time_or_size_is_a_change(change: str, write: Write, update: Update) -> None:
    path = write("cards/a.yaml", deck("a.a"))
    update()
    changed = path.stat().st_mtime_ns
    path.write_text(deck("b.b") + ("" if change == "time" else "\n"))
    new_time = changed + 1 if change == "time" else changed
    os.utime(path, ns=(new_time, new_time))
    assert update() == ["b.b"]


def test_a_file_that_goes_or_comes_takes_its_cards_along(write: Write, update: Update) -> None:
    path = write("cards/a.yaml", deck("a.a"))
    write("cards/b.yaml", deck("b.b"))
    assert update() == ["a.a", "b.b"]
    path.unlink()
    assert update() == ["b.b"]
    write("cards/c.yaml", deck("c.c"))
    assert update() == ["b.b", "c.c"]


def test_files_of_other_directories_stay_until_they_are_gone(write: Write, update: Update) -> None:
    write("cards/a.yaml", deck("a.a"))
    other = write("other/b.yaml", deck("b.b"))
    assert update("cards", "other") == ["a.a", "b.b"]
    assert update("cards") == ["a.a", "b.b"]
    other.unlink()
    write("cards/c.yaml", deck("c.c"))
    assert update("cards") == ["a.a", "c.c"]


@pytest.mark.parametrize(
    ("changed", "margin"), [(HOUR + 123_456_789, 10_000_000), (HOUR, 1_500_000_000)]
)
def test_a_file_changed_a_moment_ago_is_read_again_since_its_time_may_stand_still(
    changed: int, margin: int, write: Write, update: Update
) -> None:
    path = write("cards/a.yaml", deck("a.a"))
    os.utime(path, ns=(changed, changed))
    update(clock=lambda: changed + margin)
    replaced_in_secret(path, deck("b.b"))
    assert update(clock=lambda: changed + 2 * margin) == ["b.b"]


def test_a_file_that_could_not_be_opened_is_tried_again(write: Write, update: Update) -> None:
    path = write("cards/real", deck("a.a"))
    link = path.with_name("a.yaml")
    link.symlink_to(path.with_name("missing"))
    assert update() == []
    path.rename(path.with_name("missing"))
    assert update() == ["a.a"]

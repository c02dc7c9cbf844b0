"""Runs all checks over the card files and gathers what they found."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlquiz.check.card import card_flaws
from dlquiz.check.demos import Demos
from dlquiz.check.duplicates import alike, wording
from dlquiz.check.execution import Tally
from dlquiz.check.formulas import formula_flaws
from dlquiz.check.links import Links, head_flaws, link_flaws
from dlquiz.deck.listing import card_files
from dlquiz.deck.problems import Problem, locate
from dlquiz.deck.reading import FileCards, read_file


@dataclass(frozen=True)
class Report:
    """Every problem of the files, in their order, and what was executed.

    `doubles` are questions that are asked twice, which is no error: nothing is refused for it.
    """

    problems: tuple[Problem, ...]
    doubles: tuple[Problem, ...]
    files: int
    cards: int
    tally: Tally

    def summary(self) -> str:
        """What was checked, in one line."""
        did = self.tally
        return (
            f"{_counted(self.cards, 'card')} in {_counted(self.files, 'file')}:"
            f" {_counted(did.answers, 'answer')} drawn and computed,"
            f" {_counted(did.proofs, 'proof')}, {_counted(did.formulas, 'formula')},"
            f" {_counted(did.demos, 'demo')} run, {_counted(did.drills, 'drill')} solved;"
            f" {_counted(len(self.problems), 'problem')}"
            f"{f', {len(self.doubles)} asked twice' if self.doubles else ''}."
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "files": self.files,
            "cards": self.cards,
            **self.tally.as_json(),
            "problems": [problem.as_json() for problem in self.problems],
            "doubles": [double.as_json() for double in self.doubles],
        }


def check(
    paths: Sequence[Path], *, deck: Sequence[Path] = (), builtin: Path | None = None
) -> Report:
    """Check the card files at these paths.

    Links may lead into `deck`, the directories of the whole deck, and an id of theirs may not be
    used again. The files of `builtin` also keep the rules of the built-in deck: a file bears the
    name of its topic, a demo belongs to one topic, and follow-ups reach every card.
    """
    files, problems = card_files(paths)
    around, _ = card_files(deck)
    known = {file.key: read_file(file.path) for file in around}
    read = {file.key: read_file(file.path, keep_yaml=True) for file in files}
    own = {file.key for file in around if builtin and file.path.parent == builtin}
    paths_of = {file.key: file.path for file in (*around, *files)}
    links = Links.of({paths_of[key]: cards for key, cards in (known | read).items()})
    tally = Tally()
    demos = Demos(tally)
    for file in files:
        cards = read[file.key]
        problems.extend(cards.problems)
        problems.extend(_found(file.path, cards, links, demos, tally, is_builtin=file.key in own))
    return Report(
        problems=tuple(_in_order(problems)),
        doubles=tuple(_in_order(_doubles(paths_of, known | read, read))),
        files=len(files),
        cards=sum(len(cards.cards) for cards in read.values()),
        tally=tally,
    )


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _found(
    path: Path, cards: FileCards, links: Links, demos: Demos, tally: Tally, *, is_builtin: bool
) -> Iterator[Problem]:
    """What execution finds in one file that reading could not."""
    for flaw in head_flaws(path, cards, links, demos, tally, is_builtin=is_builtin):
        yield locate(flaw, str(path), cards.lines)
    for read in cards.cards:
        for flaw in (
            *card_flaws(read.card, read.node, demos, tally),
            *formula_flaws(read.node, tally),
            *link_flaws(path, read, links),
        ):
            yield locate(flaw, str(path), cards.lines, read.card.id)


def _doubles(
    paths: Mapping[bytes, Path], files: Mapping[bytes, FileCards], checked: Collection[bytes]
) -> Iterator[Problem]:
    """The questions of the checked files that another card asks too."""
    places = {(key, at): one for key in files for at, one in enumerate(files[key].cards)}
    texts = {place: wording(one.card) for place, one in places.items()}
    for first, second, share in alike(texts, {place for place in texts if place[0] in checked}):
        place, other = (second, first) if second[0] in checked else (first, second)
        one, twin = places[place], places[other]
        what = f"asks {'the same' if share == 1 else 'nearly the same'} as {twin.card.id}"
        flaw = one.place.flaw(what, f"at {paths[other[0]]}:{twin.place.line}")
        yield locate(flaw, str(paths[place[0]]), files[place[0]].lines, one.card.id)


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(set(problems), key=lambda p: (p.file, p.line, p.column, p.what))

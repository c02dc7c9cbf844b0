"""The files to check and the deck around them, as they were read; each file can be executed."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from dlquiz.check.card import card_flaws
from dlquiz.check.demos import Demos
from dlquiz.check.duplicates import alike, wording
from dlquiz.check.execution import Tally
from dlquiz.check.formulas import formula_flaws
from dlquiz.check.links import Links, head_flaws, link_flaws
from dlquiz.deck.listing import card_files
from dlquiz.deck.problems import Problem, locate
from dlquiz.deck.reading import read_file


class Survey:
    """What was read; `asked` is what it was made of, and makes an equal one elsewhere."""

    def __init__(self, paths: Sequence[Path], deck: Sequence[Path], builtin: Path | None) -> None:
        self.asked = (paths, deck, builtin)
        self.files, self.problems = card_files(paths)
        around, _ = card_files(deck)
        known = {file.key: read_file(file.path) for file in around}
        self.read = {file.key: read_file(file.path, keep_yaml=True) for file in self.files}
        self._all = known | self.read
        self._own = {file.key for file in around if builtin and file.path.parent == builtin}
        self._paths = {file.key: file.path for file in (*around, *self.files)}
        self._links = Links.of({self._paths[key]: cards for key, cards in self._all.items()})

    def executed(self, place: int) -> tuple[list[Problem], Tally]:
        """Everything that is wrong with one of the files, and what was executed for it."""
        tally = Tally()
        found = [*self.read[self.files[place].key].problems, *self._found(place, tally)]
        return found, tally

    def _found(self, place: int, tally: Tally) -> Iterator[Problem]:
        """What execution finds in one file that reading could not."""
        file, demos = self.files[place], Demos(tally)
        cards, path, links = self.read[file.key], file.path, self._links
        is_builtin = file.key in self._own
        for flaw in head_flaws(path, cards, links, demos, tally, is_builtin=is_builtin):
            yield locate(flaw, str(path), cards.lines)
        for read in cards.cards:
            for flaw in (
                *card_flaws(read.card, read.node, demos, tally),
                *formula_flaws(read.node, tally),
                *link_flaws(path, read, links),
            ):
                yield locate(flaw, str(path), cards.lines, read.card.id)

    def doubles(self) -> Iterator[Problem]:
        """The questions of the files that another card asks too."""
        places = {
            (key, at): one for key, file in self._all.items() for at, one in enumerate(file.cards)
        }
        texts = {place: wording(one.card) for place, one in places.items()}
        checked = {place for place in texts if place[0] in self.read}
        for first, second, share in alike(texts, checked):
            place, other = (second, first) if second in checked else (first, second)
            one, twin = places[place], places[other]
            what = f"asks {'the same' if share == 1 else 'nearly the same'} as {twin.card.id}"
            flaw = one.place.flaw(what, f"at {self._paths[other[0]]}:{twin.place.line}")
            lines = self._all[place[0]].lines
            yield locate(flaw, str(self._paths[place[0]]), lines, one.card.id)

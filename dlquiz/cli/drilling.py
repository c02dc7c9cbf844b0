"""One drill at work: its draft, its checks, its hints, and how it counts."""

from __future__ import annotations

import time
from contextlib import nullcontext
from typing import TYPE_CHECKING

from dlquiz.cli.editor import edit
from dlquiz.cli.opening import now
from dlquiz.deck.cards import Code
from dlquiz.errors import UserError
from dlquiz.paths import home
from dlquiz.quiz.drilling import Rating, has_passed, rating_of, state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from rich.console import Console
    from rich.text import Text

    from dlquiz.deck.index import Entry
    from dlquiz.drills.properties import Property
    from dlquiz.memory import Progress
    from dlquiz.quiz.drilling import State

_POLL = 0.2  # seconds between looks at a file that is watched


def standings(entries: Sequence[Entry], progress: Progress) -> list[State]:
    """Where drills stand for this person."""
    from dlquiz.drills.drafts import Draft

    last, place = progress.last_ratings("drill"), home().drills
    drafts = [Draft(place, entry.card.id) for entry in entries]
    return [
        state_of(last.get(entry.card.id), has_draft=draft.is_begun)
        for entry, draft in zip(entries, drafts, strict=True)
    ]


class Desk:
    """A drill and the candidate's draft of it; nothing is recorded.

    `aside` gives the terminal to an editor for as long as it runs.
    """

    def __init__(
        self,
        entry: Entry,
        console: Console,
        *,
        plain: bool,
        aside: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        from dlquiz.drills.drafts import Draft

        assert isinstance(entry.card, Code)
        self.card, self._console, self._plain, self._aside = entry.card, console, plain, aside
        self.draft = Draft(home().drills, entry.card.id)

    def begin(self) -> bool:
        """Writes the stub unless a draft is begun; whether it did."""
        return not self.draft.is_begun and self.draft.begin(self.stub())

    @property
    def place(self) -> str:
        """The file to write in, begun with the stub."""
        self.begin()
        return str(self.draft.path)

    @property
    def is_helped(self) -> bool:
        """Whether hints were asked for since the draft was begun."""
        return self.draft.hints > 0

    def stub(self) -> str:
        from dlquiz.drills.cases import exam
        from dlquiz.drills.stub import stub

        return stub(exam(self.card, 1))

    def check(self, path: Path) -> list[Property]:
        """What a file keeps of the drill's properties."""
        from dlquiz.drills.drafts import read_solution
        from dlquiz.drills.properties import check

        return check(self.card, read_solution(path))

    def attempt(self) -> list[Property]:
        """The editor once more, and the check of what was saved; [] where nothing is written."""
        from dlquiz.drills.properties import is_unwritten

        self.begin()
        self.edit()
        properties = self.check(self.draft.path)
        return [] if is_unwritten(properties) else properties

    def finish(self) -> None:
        """Keeps what has passed; the drill begins anew when it is asked again."""
        self.draft.finish()

    def next_hint(self) -> str:
        """The next hint; the last one stays."""
        self.begin()
        hints = self.card.hints
        place = min(self.draft.take_hint(), len(hints) - 1)
        return f"Hint {place + 1} of {len(hints)}: {hints[place]}"

    def show_solution(self) -> None:
        """The reference's source."""
        from dlquiz.cli.sources import reference_source
        from dlquiz.screen.sheet import Sheet

        source = reference_source(self.card.function)
        Sheet(self._console, plain=self._plain).code(source.text, f"{source.file}:{source.line}")

    def edit(self) -> bool:
        """Opens the person's editor, where there is one and a person at the terminal."""
        with self._aside():
            return edit(self.draft.path)


class Counted(Desk):
    """A desk whose checks are kept: a drill comes back as any card does."""

    def __init__(self, entry: Entry, console: Console, progress: Progress, *, plain: bool) -> None:
        super().__init__(entry, console, plain=plain)
        self._progress = progress

    def work(self) -> bool:
        """Write the stub, open the editor, check; True unless a check failed."""
        begun = time.monotonic()
        is_new = self._begin_aloud()
        if not self.edit() and is_new:
            self.say(f"Write it in {self.draft.path}")
            self.say(f"then dlquiz code {self.card.id} checks it; --watch checks on every save.")
            return True
        return self._checked(begun)

    def watch(self) -> None:
        """Check whenever the file is saved, until it is solved or Ctrl-C."""
        begun = time.monotonic()
        seen = self.draft.stamp if self._begin_aloud() else None
        self.say(f"Write it in {self.draft.path}")
        self.say("Every save is checked; Ctrl-C ends.")
        while True:
            stamp = self.draft.stamp
            if stamp is not None and stamp != seen:
                seen = stamp
                try:
                    if self._checked(begun):
                        return
                except UserError as error:
                    self.say(str(error))
            time.sleep(_POLL)

    def settle(self, properties: Sequence[Property], seconds: float) -> str:
        """Keeps the outcome of a check; how it counts, in words.

        Only the first failure of a day is kept, and nothing once it was solved that day.
        """
        from dlquiz.drills.properties import is_unwritten

        passed, seen = has_passed(properties), self.draft.solution_seen
        helped, failed = self.is_helped, self._progress.failed_today(self.card.id, now())
        if passed:
            self.finish()
        if is_unwritten(properties):
            return "Nothing is written yet, and nothing is counted."
        if self._is_solved_today():
            return "It was solved today, and counts once a day."
        if passed and seen:
            return "The solution was shown before, so this does not count."
        if failed and not passed:
            return "It is kept as failed already; solved now it counts as hard."
        return self._kept(rating_of(passed=passed, hints=helped, failed_before=failed), seconds)

    def reveal(self) -> None:
        """The reference's source; before the drill is solved, that counts as not known."""
        if not (self.draft.is_solved or self._is_solved_today()):
            self.begin()
            self.draft.see_solution()
            self.say("Not solved yet: a solution of this draft will not count.")
            if not self._progress.failed_today(self.card.id, now()):
                self.say(self._kept(Rating.AGAIN, 0.0))
            self.say("")
        self.show_solution()

    def say(self, text: str | Text) -> None:
        self._console.print(text, soft_wrap=True)

    def _begin_aloud(self) -> bool:
        was_solved = self.draft.is_solved
        is_new = self.begin()
        if is_new and was_solved:
            self.say(f"Solved before, so it begins anew; {self.draft.solved} keeps the solution.")
        return is_new

    def _checked(self, begun: float) -> bool:
        from dlquiz.screen.drill import print_properties

        properties = self.check(self.draft.path)
        print_properties(self._console, properties)
        said = self.settle(properties, time.monotonic() - begun)
        self._console.print(f"  {said}")
        return has_passed(properties)

    def _is_solved_today(self) -> bool:
        state = self._progress.state(self.card.id)
        if state is None or state.last != self._progress.days.of(now()):
            return False
        return self._progress.last_ratings("drill").get(self.card.id, Rating.AGAIN) > Rating.AGAIN

    def _kept(self, rating: Rating, seconds: float) -> str:
        from dlquiz.screen.card import RATING_NAMES, interval

        self._progress.record(self.card.id, rating, at=now(), seconds=seconds, mode="drill")
        state = self._progress.state(self.card.id)
        assert state is not None
        after = interval(state.due - state.last)
        return (
            f"Kept as {RATING_NAMES[rating]}, next {after if after == 'today' else f'in {after}'}."
        )

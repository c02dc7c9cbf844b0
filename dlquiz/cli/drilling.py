"""One drill at work: its draft, its checks, its hints, and how it counts."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

from dlquiz.cli.opening import now
from dlquiz.deck.cards import Code
from dlquiz.errors import UserError
from dlquiz.paths import editor, home
from dlquiz.quiz.drilling import rating_of, state_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dlquiz.deck.index import Entry
    from dlquiz.drills.properties import Property
    from dlquiz.memory import Progress
    from dlquiz.quiz.drilling import State

_POLL = 0.3  # seconds between looks at a file that is watched


def standing(entry: Entry, progress: Progress) -> State:
    """Where a drill stands for this person."""
    from dlquiz.drills.drafts import Draft

    draft = Draft(home().drills, entry.card.id)
    last = progress.last_ratings("drill").get(entry.card.id)
    return state_of(last, has_draft=draft.exists)


def report(properties: Sequence[Property], *, as_json: bool) -> None:
    """What a check found, for people or for programs."""
    if as_json:
        import json

        passed = all(one.holds for one in properties)
        found = [one._asdict() for one in properties]
        print(json.dumps({"passed": passed, "properties": found}, indent=2, ensure_ascii=False))
        return
    from dlquiz.screen.console import open_console
    from dlquiz.screen.drill import print_properties

    print_properties(open_console(plain=not sys.stdout.isatty()), properties)


class Desk:
    """A drill and the candidate's draft of it."""

    def __init__(self, entry: Entry) -> None:
        from dlquiz.drills.drafts import Draft

        assert isinstance(entry.card, Code)
        self.card = entry.card
        self.draft = Draft(home().drills, entry.card.id)

    @property
    def place(self) -> str:
        """The file to write in, begun with the stub."""
        self.draft.begin(self.stub())
        return str(self.draft.path)

    def stub(self) -> str:
        from dlquiz.drills.stub import stub

        return stub(self.card)

    def check(self, path: Path) -> list[Property]:
        """What a file keeps of the drill's properties; nothing is recorded."""
        from dlquiz.drills.drafts import read_solution
        from dlquiz.drills.properties import check

        return check(self.card, read_solution(path))

    def attempt(self) -> list[Property]:
        """The editor once more, and the check of what was saved; nothing is recorded."""
        self.draft.begin(self.stub())
        self._edit()
        return self.check(self.draft.path)

    def next_hint(self) -> str:
        """The next hint; the last one stays."""
        place = min(self.draft.take_hint(), len(self.card.hints) - 1)
        return f"Hint {place + 1} of {len(self.card.hints)}: {self.card.hints[place]}"

    def show_solution(self) -> None:
        """The reference's source."""
        from dlquiz.cli.sources import reference_source
        from dlquiz.screen.console import open_console
        from dlquiz.screen.sheet import Sheet

        source = reference_source(self.card.function)
        plain = not sys.stdout.isatty()
        sheet = Sheet(open_console(plain=plain), plain=plain)
        sheet.code(source.text, f"{source.file}:{source.line}")

    def reset(self) -> None:
        old = self.draft.reset()
        print(f"The draft is kept as {old}." if old else "There is no draft.")

    def _edit(self) -> bool:
        """Opens the person's editor, where there is one and a person at the terminal."""
        words = editor()
        if not words or not (sys.stdin.isatty() and sys.stdout.isatty()):
            return False
        try:
            subprocess.run([*words, str(self.draft.path)], check=False)
        except OSError as error:
            what = f"the editor does not start: {error.strerror}"
            raise UserError(what, where=words[0]) from error
        return True


class Counted(Desk):
    """A desk whose checks are kept: a drill comes back as any card does."""

    def __init__(self, entry: Entry, progress: Progress) -> None:
        super().__init__(entry)
        self._progress = progress

    def work(self, *, watch: bool, as_json: bool = False) -> bool:
        """Write the stub, open the editor, check; True unless a check failed."""
        is_new = not self.draft.exists
        self.draft.begin(self.stub())
        begun = time.monotonic()
        was_opened = self._edit()
        if watch:
            return self._watched(begun)
        if is_new and not was_opened:
            print(f"Write it in {self.draft.path}")
            print(f"then dlquiz code {self.card.id} checks it; --watch checks on every save.")
            return True
        properties = self.check(self.draft.path)
        report(properties, as_json=as_json)
        self._record(properties, begun)
        return all(one.holds for one in properties)

    def reveal(self) -> None:
        """The reference's source; before the drill is solved, that counts as not known."""
        from dlquiz.memory import Rating

        if self._progress.last_ratings("drill").get(self.card.id, Rating.AGAIN) == Rating.AGAIN:
            print("Not solved yet, so it will be asked again.")
            self._keep(Rating.AGAIN, 0.0)
        self.show_solution()

    def _watched(self, begun: float) -> bool:
        """Check whenever the file is saved, until it is solved or Ctrl-C."""
        seen = None
        print("Checking on every save; Ctrl-C ends.")
        while True:
            changed = self.draft.path.stat().st_mtime_ns if self.draft.exists else None
            if changed is not None and changed != seen:
                seen = changed
                properties = self.check(self.draft.path)
                report(properties, as_json=False)
                if all(one.holds for one in properties):
                    self._record(properties, begun)
                    return True
            time.sleep(_POLL)

    def _record(self, properties: Sequence[Property], begun: float) -> None:
        """Keep the outcome; of a drill that fails again and again, only the first of a day."""
        passed = all(one.holds for one in properties)
        failed_before = self._progress.failed_today(self.card.id, now())
        if not passed and failed_before:
            return
        rating = rating_of(passed=passed, hints=self.draft.hints, failed_before=failed_before)
        self._keep(rating, time.monotonic() - begun)

    def _keep(self, rating: int, seconds: float) -> None:
        self._progress.record(self.card.id, rating, at=now(), seconds=seconds, mode="drill")

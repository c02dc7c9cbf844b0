"""A demo on a terminal: frames follow each other in one place, and keys stop and step them.

The last frame stays on the screen. Where nothing can move, as in a pipe, `print_scenes` shows
the whole demo at once.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Protocol

from rich.console import Console
from rich.text import Text

from dlquiz.screen.keys import latin
from dlquiz.screen.scenes import alike, runs, scenes
from dlquiz.screen.stage import caption_lines, frame_lines, least_rows, view_lines
from dlquiz.screen.views.paper import Paper, paper_of
from dlquiz.trace import Frame

_STEP, _SENTENCE, _PER_LETTER = 0.3, 1.5, 0.05  # seconds a frame stays
_POLL = 0.5  # seconds after which a paused window looks for a new size
_SHORTEST = 6  # rows of a frame in the smallest window
_UP, _HOME, _ERASE_LINE, _ERASE_BELOW = "\x1b[{}A", "\x1b[H", "\x1b[2K", "\x1b[J"


class KeySource(Protocol):
    """Where keys come from: `dlquiz.screen.keys.Keys`."""

    def read(self, timeout: float | None = None) -> str | None: ...


@dataclass(frozen=True)
class Playback:
    """Where a demo stands, and whether it moves on by itself."""

    last: int
    index: int = 0
    playing: bool = True
    ended: bool = False

    def press(self, key: str | None) -> "Playback":
        """The playback after a key; "" is a frame's time running out."""
        match key if key is None else latin(key):
            case None | "q" | "esc" | "enter":
                return replace(self, ended=True)
            case "space" if self.index == self.last and not self.playing:
                return replace(self, index=0, playing=True)
            case "space":
                return replace(self, playing=not self.playing)
            case "right":
                return self._at(self.index + 1)
            case "left":
                return self._at(self.index - 1)
            case "home":
                return self._at(0)
            case "end":
                return self._at(self.last)
            case "" if self.playing:
                return replace(self._at(self.index + 1), playing=self.index + 1 < self.last)
        return self

    def _at(self, index: int) -> "Playback":
        return replace(self, index=min(max(index, 0), self.last), playing=False)


def play(
    frames: Sequence[Frame],
    console: Console,
    keys: KeySource,
    header: Sequence[Text] = (),
    *,
    speed: float = 1.0,
) -> None:
    """Play the frames below the header until the viewer ends it."""
    window, state = _Window(console, header, (frames[0], frames[-1])), Playback(len(frames) - 1)
    scene_of = [run for run in runs(frames) for _ in run]
    try:
        while not state.ended:
            window.show(frames[state.index], scene_of[state.index], state)
            if state.last == 0:
                return
            key = keys.read(_pause(frames, state) / speed if state.playing else _POLL)
            if key == "resize":
                window.forget()
            state = state.press(key)
    finally:
        window.close()


def _pause(frames: Sequence[Frame], state: Playback) -> float:
    """How long a frame stays: a new sentence takes reading, new numbers in an old one less."""
    caption = frames[state.index].caption
    if state.index and alike(caption, frames[state.index - 1].caption):
        return _STEP
    return max(_SENTENCE, _PER_LETTER * len(caption))


class _Window:
    """The lines below the header, drawn again in place.

    `samples` are frames that tell how much room the demo needs: where the header would take it,
    the formula scrolls away and the title alone stays.
    """

    def __init__(self, console: Console, header: Sequence[Text], samples: Sequence[Frame]) -> None:
        self._console, self._header, self._samples = console, header, samples
        self._shown: object = None
        self._frame: list[Text] = []
        self._drawn = 0  # lines on the screen, the cursor at the end of the last
        self._tallest = 0  # rows of a frame so far, so that the keys below it stay in one place
        self._size = console.size

    def show(self, frame: Frame, scene: Sequence[Frame], state: Playback) -> None:
        """Draw a frame, unless it is what stands there."""
        if self._size != self._console.size:
            self.forget()
        if self._shown == (frame, state):
            return
        size, paper = self._console.size, paper_of(self._console)
        keys = _help(state, paper)
        title, room = self._title_in_frame(paper, size.height - len(keys))
        lines = frame_lines(frame, paper, max(room, _SHORTEST), scene)
        self._tallest = max(self._tallest, len(lines))
        self._frame = [*title, *lines]
        self._draw([*self._frame, *[Text()] * (self._tallest - len(lines)), *keys])
        self._shown = (frame, state)

    def forget(self) -> None:
        """Begin anew on an empty window: nobody knows what a resize has left of the old one."""
        self._size, self._shown, self._drawn = self._console.size, None, 0
        self._tallest = 0
        self._write(f"{_HOME}{_ERASE_BELOW}")

    def close(self) -> None:
        """Leave the frame, without the help below it."""
        with suppress(OSError):  # the window may be gone
            if self._drawn:
                self._draw(self._frame)
            self._write("\n")

    def _title_in_frame(self, paper: Paper, height: int) -> tuple[list[Text], int]:
        """The title if the header scrolls away, and the rows that are left for the frame."""
        needed = max(least_rows(frame, paper) for frame in self._samples)
        if len(self._header) + needed <= height:
            return [], height - len(self._header)
        title = [*takewhile(bool, self._header), Text()]
        return title, height - len(title)

    def _draw(self, lines: Sequence[Text]) -> None:
        start = f"\r{_UP.format(self._drawn - 1)}" if self._drawn > 1 else "\r"
        above = "" if self._drawn else "".join(f"{line}\n" for line in self._rendered(self._header))
        body = "\n".join(f"{_ERASE_LINE}{line}" for line in self._rendered(lines))
        self._write(f"{start}{above}{body}{_ERASE_BELOW}")
        self._drawn = len(lines)

    def _rendered(self, lines: Sequence[Text]) -> list[str]:
        with self._console.capture() as captured:
            for line in lines:
                self._console.print(line, no_wrap=True, overflow="crop")
        return captured.get().split("\n")[:-1]

    def _write(self, text: str) -> None:
        self._console.file.write(text)
        self._console.file.flush()


def _help(state: Playback, paper: Paper) -> list[Text]:
    """The keys that work now, and which frame this is."""
    if state.last == 0:
        return []
    over = state.index == state.last and not state.playing
    space = "pause" if state.playing else "play again" if over else "play"
    keys = f"space {space}   ← → step   home end   q end"
    return [Text(), Text(paper.text(f"{state.index + 1}/{state.last + 1}   {keys}"), "italic")]


def print_scenes(frames: Iterable[Frame], console: Console, header: Sequence[Text] = ()) -> None:
    """The whole demo at once, tables joined and pictures in their last state."""
    paper = paper_of(console)
    for line in header:
        console.print(line)
    for scene in scenes(frames):
        captions = [line for caption in scene.captions for line in caption_lines(caption, paper)]
        for line in [*captions, Text(), *view_lines(scene.views, paper), Text()]:
            console.print(line, no_wrap=True, overflow="crop")

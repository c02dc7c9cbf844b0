"""A demo that plays: what keys do to it, and what a real terminal shows of it."""

import signal
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from rich.console import Console, ConsoleDimensions
from rich.text import Text

from dlquiz.screen.player import Playback, play, print_scenes
from dlquiz.trace import Bars, Frame, Table

START = Playback(last=2)
FRAMES = [
    Frame(f"Frame {i} says so.", {}, (Bars(("a",), (float(i),), "numbers"),)) for i in range(3)
]


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        (START, "", Playback(2, 1)),
        (Playback(2, 1), "", Playback(2, 2, playing=False)),
        (Playback(2, 1, playing=False), "", Playback(2, 1, playing=False)),
        (START, "space", Playback(2, 0, playing=False)),
        (Playback(2, 1, playing=False), "space", Playback(2, 1)),
        (Playback(2, 2, playing=False), "space", Playback(2, 0)),
        (Playback(2, 1), "left", Playback(2, 0, playing=False)),
        (Playback(2, 0), "left", Playback(2, 0, playing=False)),
        (Playback(2, 1), "right", Playback(2, 2, playing=False)),
        (Playback(2, 2), "right", Playback(2, 2, playing=False)),
        (Playback(2, 1), "home", Playback(2, 0, playing=False)),
        (Playback(2, 0), "end", Playback(2, 2, playing=False)),
        (Playback(2, 1), "resize", Playback(2, 1)),
        (Playback(2, 1), "x", Playback(2, 1)),
        (START, "q", Playback(2, ended=True)),
        (START, "й", Playback(2, ended=True)),  # the key of q on a Cyrillic layout
        (START, "esc", Playback(2, ended=True)),
        (START, "enter", Playback(2, ended=True)),
        (START, None, Playback(2, ended=True)),
    ],
)
def test_keys_step_stop_and_end(before: Playback, key: str | None, after: Playback) -> None:
    assert before.press(key) == after


class Typed:
    """Keys that come at once; when none is left, time runs out."""

    def __init__(self, *keys: str | None) -> None:
        self.keys, self.waited = list(keys), []

    def read(self, timeout: float | None = None) -> str | None:
        self.waited.append(timeout)
        return self.keys.pop(0) if self.keys else ""


def console(width: int = 60, height: int = 30) -> Console:
    return Console(
        file=StringIO(), force_terminal=True, color_system=None, width=width, height=height
    )


def test_a_new_sentence_stays_longer_than_new_numbers() -> None:
    frames = [Frame("Step 1.", {}), Frame("Step 2.", {}), Frame("Something else happens.", {})]
    keys = Typed("", "", "", "q")
    play(frames, console(), keys)
    first, numbers, other, _ = keys.waited
    assert numbers < min(first, other)


def test_speed_divides_the_time_a_frame_stays() -> None:
    usual, fast = Typed("q"), Typed("q")
    play(FRAMES, console(), usual)
    play(FRAMES, console(), fast, speed=10)
    assert usual.waited[0] == pytest.approx(10 * fast.waited[0])


def test_a_single_frame_is_shown_without_waiting_for_keys() -> None:
    screen, keys = console(), Typed()
    play(FRAMES[:1], screen, keys, [Text("Title")])
    assert keys.waited == []
    assert "Title" in screen.file.getvalue()
    assert "q end" not in screen.file.getvalue()


def test_what_is_shown_already_is_not_drawn_again() -> None:
    screen = console()
    play(FRAMES, screen, Typed("space", "", "", "", "q"))
    assert screen.file.getvalue().count("Frame 0") == 3  # playing, paused, and left behind


def test_a_new_size_is_noticed_also_where_no_signal_tells_of_it() -> None:
    screen = console()

    class Shrinking(Typed):
        def read(self, timeout: float | None = None) -> str | None:
            screen.size = ConsoleDimensions(30, 20)
            return super().read(timeout)

    play(FRAMES, screen, Shrinking("space", "", "q"))
    assert screen.file.getvalue().count("\x1b[H\x1b[J") == 1


def test_on_paper_steps_become_rows() -> None:
    frames = [Frame(f"Step {i}.", {}, (Table(("step",), ((i,),)),)) for i in (1, 2)]
    screen = console()
    print_scenes(frames, screen, [Text("Title"), Text()])
    lines = [line.rstrip() for line in screen.file.getvalue().splitlines()]
    assert lines == ["Title", "", "Step 2.", "", "step", "────", "   1", "   2", ""]


# On a real terminal ------------------------------------------------------------------------

Start = Callable[..., Any]


def playing(terminal: Start, **size: int) -> Any:
    running = terminal("demo", "adam", "--steps", "40", "--speed", "4", **size)
    running.wait_for("q end")
    return running


def test_it_plays_by_itself_to_the_last_frame(terminal: Start) -> None:
    running = terminal("demo", "adam", "--steps", "5", "--speed", "20")
    screen = running.wait_for("play again")
    assert "5/5" in screen
    assert "θₜ₊₁ = θₜ − η" in screen
    assert "Step 5: the loss goes from" in screen


def test_space_pauses_and_arrows_step(terminal: Start) -> None:
    running = playing(terminal)
    running.press(" ")
    running.wait_for("space play")
    running.press("\x1b[H")
    running.wait_for("1/40")
    running.press("\x1b[C\x1b[C")
    running.wait_for("3/40")
    running.press("\x1b[D")
    assert "Step 2: the loss" in running.wait_for("2/40")
    running.press("\x1b[F")
    running.wait_for("40/40")


def test_q_leaves_the_frame_and_takes_the_help_away(terminal: Start) -> None:
    running = playing(terminal)
    running.press("q")
    assert running.wait_for_end() == 0
    assert "Step 1: the loss" in running.screen
    assert "q end" not in running.screen


def test_ctrl_c_ends_with_130_and_a_whole_screen(terminal: Start) -> None:
    running = playing(terminal)
    running.press("\x03")
    assert running.wait_for_end() == 130
    assert "Step 1: the loss" in running.screen
    assert "Traceback" not in running.screen
    assert running.raw.count(b"\x1b[?25l") == running.raw.count(b"\x1b[?25h")


def test_sigterm_leaves_the_frame_too(terminal: Start) -> None:
    running = playing(terminal)
    running.signal(signal.SIGTERM)
    running.wait_for_end()
    assert "Traceback" not in running.screen


def test_a_resize_draws_the_window_anew(terminal: Start) -> None:
    running = playing(terminal, columns=100, rows=50)
    running.press(" \x1b[H")
    running.wait_for("1/40")
    running.resize(60, 24)
    screen = running.wait_for("space play")
    running.press("\x1b[C")
    screen = running.wait_for("2/40")
    assert screen.count("S start") == 1
    lines = screen.splitlines()
    assert lines[0].startswith("adam: Momentum and a scale")
    assert any(line.startswith("Step 2: the loss") for line in lines)
    assert max(len(line) for line in screen.splitlines()) <= 60


def test_in_a_small_window_the_whole_frame_stays_in_sight(terminal: Start) -> None:
    running = terminal("demo", "adam", "--steps", "30", "--speed", "20", columns=80, rows=24)
    screen = running.wait_for("play again")
    lines = screen.splitlines()
    assert lines[0].startswith("adam: Momentum and a scale")
    assert lines[2].startswith("Step 30: the loss")
    assert lines[-1].startswith("30/30")
    assert "● end" in screen


def test_without_colour_the_terminal_is_sent_none(terminal: Start) -> None:
    running = terminal("demo", "adam", "--steps", "3", "--speed", "20", NO_COLOR="1")
    running.wait_for("play again")
    assert b"\x1b[38" not in running.raw
    assert "░" in running.screen


def test_plain_prints_everything_and_waits_for_nothing(terminal: Start) -> None:
    running = terminal("demo", "adam", "--steps", "3", "--plain")
    assert running.wait_for_end() == 0
    assert "mₜ = β₁ mₜ₋₁" in running.screen
    assert b"\x1b[" not in running.raw

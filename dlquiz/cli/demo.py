"""`dlquiz demo [NAME]`: lists the demos, or runs one with the numbers you give it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dlquiz.cli.completion import demos
from dlquiz.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from dlquiz.cli.demo_words import Words
    from dlquiz.demos import Demo
    from dlquiz.screen.player import KeySource
    from dlquiz.trace import Frame

# Which options there are depends on the demo, so its words are sorted here and not by typer.
SETTINGS = {
    "add_help_option": False,
    "context_settings": {"ignore_unknown_options": True, "help_option_names": []},
}


def demo(
    given: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME] [OPTIONS]", autocompletion=demos)
    ] = None,
) -> None:
    """Run a demo live; without a name, list the demos."""
    from dlquiz.cli.demo_words import name_in, sort_words

    given = given or []
    name = name_in(given)
    if name is None:
        _without_name(sort_words(given, None, {}))
        return
    from dlquiz.demos import load
    from dlquiz.demos.parameters import describe, parse

    chosen = load(name)
    known = {f"--{one.name}": bool(one.kind.sign) for one in describe(chosen.parameters)}
    words = sort_words(given, name, known)
    if "--help" in words.switches:
        from dlquiz.cli.demo_help import demo_help

        print(demo_help(chosen))
        return
    params = parse(chosen.parameters, words.options)
    frames = _frames(chosen, params, words)
    if "--json" in words.switches:
        from dlquiz.demos.record import as_json

        print(as_json(chosen, params, frames))
    elif not words.files:
        _show(chosen, frames, words)


def run_demo(name: str, given: Mapping[str, object]) -> list[Frame]:
    """The frames of a demo with a card's values."""
    from dlquiz.demos import frames_of, load
    from dlquiz.demos.parameters import parse

    chosen = load(name)
    return frames_of(chosen, parse(chosen.parameters, given))


def play(
    name: str, given: Mapping[str, object], console: Console, keys: KeySource, *, plain: bool
) -> None:
    """Run a demo with a card's values on a console that is open already."""
    from dlquiz.demos import load
    from dlquiz.screen import player

    chosen = load(name)
    frames = run_demo(name, given)
    header = _header(chosen, console, plain=plain)
    if plain:
        player.print_scenes(frames, console, header)
    else:
        player.play(frames, console, keys, header)


def _frames(chosen: Demo, params: Any, words: Words) -> list[Frame]:
    """Run the demo, and write the files that are asked for."""
    from dlquiz.demos import frames_of

    if not words.files:
        return frames_of(chosen, params)
    from dlquiz.cli.demo_files import check_files, write_files

    force = "--force" in words.switches
    check_files(words.files, force=force)
    frames = frames_of(chosen, params)
    write_files(words.files, chosen, frames[-1], force=force)
    for name in words.files.values():
        print(f"wrote {name}", file=sys.stderr)
    return frames


def _without_name(words: Words) -> None:
    if "--help" in words.switches:
        from dlquiz.cli.demo_help import general_help

        print(general_help())
    elif words.switches - {"--plain"} or words.values:
        raise UsageError("which demo?", remedy="dlquiz demo lists them")
    else:
        _list()


def _list() -> None:
    """The demos under their topics; those of no topic come last."""
    import shutil
    import textwrap

    from dlquiz.cli.opening import opened_deck
    from dlquiz.demos import DEMOS

    with opened_deck() as deck:
        topics = [(summary.title, list(summary.demos)) for summary in deck.topics()]
    listed = {name for _, names in topics for name in names}
    rest = [name for name in DEMOS if name not in listed]
    width, columns = max(map(len, DEMOS)) + 2, shutil.get_terminal_size().columns
    for title, names in [*topics, ("Others", rest)]:
        known = [name for name in names if name in DEMOS]
        if known:
            print(title)
        for name in known:
            lines = textwrap.wrap(DEMOS[name], max(columns - width - 2, 20))
            print(f"  {name:{width}}" + f"\n{'':{width + 2}}".join(lines))
    print("\ndlquiz demo NAME runs one, dlquiz demo NAME --help lists what can be changed.")


def _show(chosen: Demo, frames: Sequence[Frame], words: Words) -> None:
    """Animated on a terminal, all at once anywhere else."""
    from dlquiz.screen import player
    from dlquiz.screen.console import open_console

    speed = _speed(words.values.get("--speed", "1"))
    plain = "--plain" in words.switches
    console = open_console(plain=plain)
    header = _header(chosen, console, plain=plain)
    moves = sys.stdin.isatty() and console.is_terminal and not console.is_dumb_terminal
    if plain or not moves or console.legacy_windows:
        player.print_scenes(frames, console, header)
        return
    from dlquiz.screen.keys import Keys

    with Keys() as keys:
        player.play(frames, console, keys, header, speed=speed)


def _speed(text: str) -> float:
    from dlquiz.demos.parameters import Number, Refused

    try:
        return Number(0.1, 20).read(text)
    except Refused as reason:
        raise UsageError(str(reason), where="--speed") from None


def _header(chosen: Demo, console: Console, *, plain: bool) -> list[Text]:
    """The title and the formula, which stays TeX where its signs cannot be shown."""
    from rich.text import Text

    from dlquiz.screen.prose import formula
    from dlquiz.screen.stage import caption_lines
    from dlquiz.screen.views.paper import paper_of

    paper = paper_of(console)
    if paper.unicode:
        drawn = formula(chosen.formula, paper.width, plain=plain)
    else:
        drawn = Text(chosen.formula)
    title = [
        Text(line.plain, "bold") for line in caption_lines(f"{chosen.name}: {chosen.title}", paper)
    ]
    return [*title, Text(), *drawn.split("\n", allow_blank=True), Text()]

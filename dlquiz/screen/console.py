"""The console everything is printed on: card text is data to it, never markup."""

from rich.console import Console


class _Console(Console):
    """A console that leaves a reader who went away to the command line: `| head` is no error."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def open_console(*, plain: bool = False) -> Console:
    """A console on standard output; `plain` prints neither colours nor boxes.

    Colours follow the terminal and NO_COLOR.
    """
    console = _Console(
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
        no_color=plain or None,
        color_system=None if plain else "auto",
    )
    if console.width < 1:  # COLUMNS=0, as some tools set it
        console.width = 80
    return console

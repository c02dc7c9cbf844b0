"""The console everything is printed on: card text is data to it, never markup."""

from rich.console import Console


def open_console(*, plain: bool = False) -> Console:
    """A console on standard output; `plain` prints neither colours nor boxes.

    Colours follow the terminal and NO_COLOR.
    """
    return Console(
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
        no_color=plain or None,
        color_system=None if plain else "auto",
    )

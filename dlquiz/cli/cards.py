"""`dlquiz cards …`: the commands of the group, in the order of its help."""

from collections.abc import Callable

import typer

from dlquiz.cli import cards_check, cards_export, cards_import, cards_list, cards_own

commands = typer.Typer(
    help="List, show, check, write, take out, suspend and resume cards.",
    rich_markup_mode=None,
    no_args_is_help=True,
)
_COMMANDS: dict[str, Callable[..., None]] = {
    "list": cards_list.list_cards,
    "show": cards_list.show_card,
    "check": cards_check.check,
    "schema": cards_check.schema,
    "new": cards_own.new,
    "add": cards_own.add,
    "edit": cards_own.edit,
    "rm": cards_own.rm,
    "import": cards_import.import_cards,
    "export": cards_export.export,
    "flags": cards_list.flags,
    "suspend": cards_list.suspend,
    "resume": cards_list.resume,
}
for name, command in _COMMANDS.items():
    commands.command(name)(command)

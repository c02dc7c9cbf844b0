"""The command line: it imports, loads, calls and shows; what it knows is names and exit codes.

Every command imports its rooms inside its function, so `--help` loads typer and nothing else.
"""

import errno
import os
import sys
from collections.abc import Callable, Collection
from importlib import import_module
from typing import Annotated, Any

import typer

from dlquiz import __version__
from dlquiz.errors import UserError
from dlquiz.paths import is_completing

COMMANDS = ("practice", "demo", "explain", "plan", "interview", "code", "topics", "stats", "doctor")
GROUPS = ("cards", "progress")


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"dlquiz {__version__}")
        raise typer.Exit


def overview(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Deep-learning interview questions, each with the formula and code that runs it live."""
    if context.invoked_subcommand is None:
        from dlquiz.cli.home import show_home

        show_home()


def program(
    wanted: Collection[str] = (*COMMANDS, *GROUPS), *, as_listed: bool = False
) -> typer.Typer:
    """The program with these commands and groups, which take time to build.

    `as_listed` leaves each without options of its own: enough to print what there is.
    """
    app = typer.Typer(
        name="dlquiz",
        rich_markup_mode=None,  # help through rich markup takes twice as long to appear
        pretty_exceptions_enable=False,
        add_completion=True,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback(invoke_without_command=True)(overview)
    for name in COMMANDS:
        if name in wanted:
            module = import_module(f"dlquiz.cli.{name}")
            command = getattr(module, name)
            app.command(name, **getattr(module, "SETTINGS", {}))(
                _listed(command) if as_listed else command
            )
    for name in GROUPS:
        if name in wanted:
            group = import_module(f"dlquiz.cli.{name}").commands
            app.add_typer(typer.Typer(help=group.info.help) if as_listed else group, name=name)
    return app


def _listed(command: Callable[..., None]) -> Callable[[], None]:
    def only_its_help() -> None:
        pass

    only_its_help.__doc__ = command.__doc__
    return only_its_help


def main() -> None:
    """Run the command line and leave with its exit code.

    0 done, 1 a check failed or cards or progress are unusable, 2 wrong usage, 130 interrupted.
    """
    _never_fail_to_print()
    stdout = sys.stdout
    try:
        code = _called().main(prog_name="dlquiz", standalone_mode=False)
        sys.stdout.flush()
    except UserError as error:
        code = _complain(f"dlquiz: {error}", error.exit_code)
    except typer.Abort:
        code = 130
    except BrokenPipeError:
        code = _reader_went_away()
    except OSError as error:  # a full disk behind standard output; files of ours say it themselves
        if error.errno not in (errno.ENOSPC, errno.EIO, errno.EBADF):
            raise
        code = _complain(f"dlquiz: cannot read or print: {error.strerror}", 1)
        _reader_went_away()
    except SystemExit as ending:
        # typer replaces standard output when its reader has gone away, and only then.
        code = ending.code if sys.stdout is stdout else _reader_went_away()
    except typer.exceptions.TyperException as error:  # a wrong option or argument
        code = _complain(f"dlquiz: {error.format_message()} (see dlquiz --help)", error.exit_code)
    sys.exit(code if isinstance(code, int) else 0)


def _called() -> Any:
    """The command line with the one command that is called, or what there is to call."""
    words = (word for word in sys.argv[1:] if not word.startswith("-"))
    name = next(words, "")
    if name in COMMANDS or name in GROUPS:
        return typer.main.get_command(program([name]))
    return typer.main.get_command(program(as_listed=not is_completing()))


def _complain(message: str, exit_code: int) -> int:
    print(message, file=sys.stderr)
    return exit_code


def _never_fail_to_print() -> None:
    """What cannot be encoded or decoded is replaced, and a stream that is closed is empty."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: PTH123, SIM115 - for good
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _reader_went_away() -> int:
    """`dlquiz … | head` is no error: what is still buffered has nobody to read it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 0

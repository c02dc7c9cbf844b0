"""The command line: it imports, loads, calls and shows; what it knows is names and exit codes.

Every command imports its rooms inside its function, so `--help` loads typer and nothing else.
"""

import errno
import os
import sys
from typing import Annotated

import typer

from dlquiz import __version__
from dlquiz.cli import (
    cards,
    cards_check,
    cards_own,
    code,
    demo,
    explain,
    interview,
    plan,
    practice,
    progress,
    stats,
    topics,
)
from dlquiz.errors import UserError

app = typer.Typer(
    name="dlquiz",
    help="Deep-learning interview questions, each with the formula and code that runs it live.",
    rich_markup_mode=None,  # help through rich markup takes twice as long to appear
    pretty_exceptions_enable=False,
    add_completion=True,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"dlquiz {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
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


app.command()(practice.practice)
app.command(add_help_option=False, context_settings=demo.SETTINGS)(demo.demo)
app.command()(explain.explain)
app.command()(plan.plan)
app.command()(interview.interview)
app.command()(code.code)
app.command()(topics.topics)
app.command()(stats.stats)
for command in (
    cards_check.check,
    cards_own.new,
    cards_own.add,
    cards_own.edit,
    cards_own.rm,
):
    cards.commands.command()(command)
app.add_typer(cards.commands, name="cards")
app.add_typer(progress.commands, name="progress")


def main() -> None:
    """Run the command line and leave with its exit code.

    0 done, 1 a check failed or cards or progress are unusable, 2 wrong usage, 130 interrupted.
    """
    _never_fail_to_print()
    stdout = sys.stdout
    try:
        code = typer.main.get_command(app).main(prog_name="dlquiz", standalone_mode=False)
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

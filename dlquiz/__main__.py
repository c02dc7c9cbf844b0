"""The command `dlquiz`, and `python -m dlquiz`."""

import sys


def main() -> None:
    """Runs the command line; Ctrl-C while it is still loading ends it as quietly as later."""
    try:
        from dlquiz.cli import main as run
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()

"""`python -m dlquiz` is the command `dlquiz`."""

from dlquiz.cli import main

if __name__ == "__main__":
    main()

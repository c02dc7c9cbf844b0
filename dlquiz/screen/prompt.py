"""The line at which the candidate answers: keys act at once, longer answers end with Enter."""

from rich.console import Console

from dlquiz.screen.keys import Keys, latin

_NEVER_FIRST = "eE/%"


class TerminalGone(Exception):
    """The window was closed or its input ended."""


class Prompt:
    """Reads answers, echoing them; a letter is a command only while nothing is typed."""

    def __init__(self, console: Console, keys: Keys) -> None:
        self._console, self._keys = console, keys

    def ask(self, label: str, *, keys: str, typed: str = "", most: int = 40) -> str:
        """A text over the characters of `typed`, ended by Enter, or one of `keys` pressed alone.

        "enter" means Enter with nothing typed; keys come back as their Latin letter, and a key
        that means nothing here does nothing.
        """
        self._echo(f"  {label} ▸ ")
        text = ""
        while True:
            key = self._read()
            if key == "enter":
                self._echo("\n")
                return text or "enter"
            if key in ("backspace", "esc"):
                text = self._erase(text, 1 if key == "backspace" else len(text))
            elif len(key) == 1 and key in typed and (text or key not in _NEVER_FIRST):
                if len(text) < most:
                    text += key
                    self._echo(key)
            elif not text and len(key) == 1 and latin(key) in keys:
                self._echo(f"{latin(key)}\n")
                return latin(key)

    def line(self, label: str, most: int = 200) -> str | None:
        """A line of free text; None when Esc took it back."""
        self._echo(f"  {label} ▸ ")
        text = ""
        while (key := self._read()) != "enter":
            if key == "esc":
                self._echo("\n")
                return None
            if key == "backspace":
                text = self._erase(text, 1)
            elif (len(key) == 1 or key == "space") and len(text) < most:
                character = " " if key == "space" else key
                text += character
                self._echo(character)
        self._echo("\n")
        return text

    def _read(self) -> str:
        key = self._keys.read()
        if key is None:
            raise TerminalGone
        return key

    def _erase(self, text: str, count: int) -> str:
        count = min(count, len(text))
        self._echo("\b \b" * count)
        return text[: len(text) - count]

    def _echo(self, text: str) -> None:
        self._console.file.write(text)
        self._console.file.flush()

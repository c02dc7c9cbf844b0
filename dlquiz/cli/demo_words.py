"""The words after `dlquiz demo`, sorted into the demo's name, its parameters and the rest.

Which options exist depends on the demo, so typer hands the words on as they are. The value of an
option may begin with a minus: `--x -1,0,3` and `--x=-1,0,3` are the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dlquiz.errors import UsageError, unknown

SWITCHES = {
    "--json": "Write every frame as JSON.",
    "--plain": "Everything at once, without colours and motion; formulas on one line.",
    "--force": "Let --svg and --html replace a file.",
    "--help": "Show this.",
}
VALUED = {
    "--svg": ("FILE", "Write the last frame as a drawing."),
    "--html": ("FILE", "Write the last frame as a page."),
    "--speed": ("NUMBER", "How fast frames follow each other, 0.1 to 20; default 1."),
}


class Words(NamedTuple):
    """What was asked for; `options` are the demo's, by name without dashes."""

    options: dict[str, str]
    switches: set[str]
    values: dict[str, str]

    @property
    def files(self) -> dict[str, str]:
        """The files to write, by option."""
        return {option: name for option, name in self.values.items() if option != "--speed"}


def name_in(words: Sequence[str]) -> str | None:
    """The demo that is named: the first word that is neither an option nor an option's value.

    >>> name_in(["--steps", "20", "adam", "--json"])
    'adam'
    """
    coming = iter(words)
    for word in coming:
        if not word.startswith("-"):
            return word
        if word.startswith("--") and "=" not in word and word not in SWITCHES:
            next(coming, None)
    return None


def sort_words(words: Sequence[str], name: str | None, takes_value: Mapping[str, bool]) -> Words:
    """The words after the demo's name; `takes_value` knows the demo's options, `--x` and all.

    >>> sort_words(["softmax", "--x", "-1,2", "--json"], "softmax", {"--x": True})
    Words(options={'x': '-1,2'}, switches={'--json'}, values={})
    """
    sorted_words = Words({}, set(), {})
    known = [*takes_value, *SWITCHES, *VALUED]
    coming = iter(words)
    for word in coming:
        if word == name:
            name = None  # a second time it would be a mistake
            continue
        option, equals, value = word.partition("=")
        option = "--help" if option == "-h" else option
        if option in SWITCHES and equals:
            raise UsageError("takes no value", where=option)
        if option in SWITCHES:
            sorted_words.switches.add(option)
        elif option in VALUED:
            sorted_words.values[option] = value if equals else _value(option, coming)
        elif takes_value.get(option):
            sorted_words.options[option[2:]] = value if equals else _value(option, coming)
        elif option in takes_value:
            sorted_words.options[option[2:]] = value or "yes"
        elif takes_value.get(negated := f"--{option.removeprefix('--no-')}") is False:
            sorted_words.options[negated[2:]] = "no"
        elif word.startswith("-"):
            names = [name.strip("-") for name in known]  # dashes would make all look alike
            raise unknown("option", option.strip("-"), names, listing="--help lists them")
        else:
            raise UsageError(f"unexpected word {word!r}", remedy="options begin with --")
    return sorted_words


def _value(option: str, coming: Iterator[str]) -> str:
    value = next(coming, None)
    if value is None:
        raise UsageError("a value is missing", where=option)
    return value

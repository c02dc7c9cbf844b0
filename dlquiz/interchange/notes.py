"""Notes of other programs, whatever file they came in."""

from typing import NamedTuple

LONGEST = 20_000  # characters of a field that is worth a look: card text takes a tenth of it


class Note(NamedTuple):
    """A note as it was read, its text marked (see `dlquiz.interchange.marked`).

    `key` names it in its own program for ever, or is "" where only its text can. A cloze note has
    its gaps in `front`. `lost` is what could not be carried over already.
    """

    front: str
    back: str
    where: str
    key: str = ""
    deck: str = ""
    is_cloze: bool = False
    lost: tuple[str, ...] = ()

"""The card types: one frozen Struct a kind; its fields are the schema of a card file.

Text may hold mathematics between dollar signs and `{name}` of a `given` value; `answer` of a
numeric card and every `proof` are expressions (see `dlquiz.deck.expressions`). A description says
in words what a field takes, for whoever wrote something else.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Id = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+([.-][a-z0-9]+)+$",
        max_length=80,
        description="small letters and digits in words joined by . or -, as softmax.by-hand",
    ),
]
Name = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=60,
        description="small letters and digits in words joined by -, as batch-norm",
    ),
]
Function = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z][A-Za-z0-9_]*$",
        max_length=60,
        description="the name of a reference function, as log_softmax",
    ),
]
Variable = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z][A-Za-z0-9_]*$",
        max_length=30,
        description="a letter, then letters, digits and _",
    ),
]
Line = Annotated[str, Meta(min_length=1, max_length=2000, description="text")]
Expression = Annotated[str, Meta(min_length=1, max_length=2000, description="an expression")]
Generator = Annotated[
    str,
    Meta(
        pattern=r"^[a-z]+ *[(][^()]*[)]$",
        max_length=500,
        description="a generator, as integer(1, 5) or pick(0.1, 0.5)",
    ),
]
_DISTANCE = "a number from 0, or a percentage as 1%"
Distance = Annotated[float, Meta(ge=0, description=_DISTANCE)]
Percent = Annotated[str, Meta(pattern=r"^[0-9]+([.][0-9]+)? ?%$", description=_DISTANCE)]
Level = Annotated[Literal[1, 2, 3], Meta(description="1, 2 or 3")]
Plain = str | int | float | bool | list[float | list[float]]


class Point(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something an interviewer listens for; `words` are signs that a typed answer said it."""

    say: Line
    words: tuple[Line, ...] = ()


class Choice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One option of a choice card; a wrong one says why it is wrong."""

    text: Line
    right: bool = False
    why: Line | None = None


class DemoLink(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"with_": "with"}
):
    """A demo and its parameters: names of `given` values, or plain values."""

    name: Name
    with_: dict[str, Plain] = {}


class Base(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What every card has. What is unset is inherited from the topic."""

    id: Id
    level: Level
    given: dict[Variable, Generator] = {}
    hint: Line | None = None
    proof: Expression | None = None
    formula: Line | None = None
    reference: Function | None = None
    demo: Name | DemoLink | None = None
    sources: tuple[Line, ...] = ()
    follow_up: tuple[Id, ...] = ()
    opener: bool = False


class Recall(Base, frozen=True, kw_only=True, tag="recall"):
    """Answered aloud; the candidate ticks the points that were said and rates the answer."""

    ask: Line
    answer: Line
    points: Annotated[tuple[Line | Point, ...], Meta(max_length=9)] = ()


class MultipleChoice(Base, frozen=True, kw_only=True, tag="choice"):
    """Two to six options, one right unless `right` stands on several."""

    ask: Line
    choices: Annotated[tuple[Choice, ...], Meta(min_length=2, max_length=6)]
    explain: Line | None = None


class Numeric(Base, frozen=True, kw_only=True, tag="numeric"):
    """A number, computed by `answer` from freshly drawn `given` values."""

    ask: Line
    answer: Expression
    tolerance: Distance | Percent
    explain: Line | None = None


class Claim(Base, frozen=True, kw_only=True, tag="claim"):
    """A statement that is true or false; `answer` says why, `proof` shows it."""

    claim: Line
    truth: bool
    answer: Line


Card = Recall | MultipleChoice | Numeric | Claim

KINDS: dict[str, type[Card]] = {
    "recall": Recall,
    "choice": MultipleChoice,
    "numeric": Numeric,
    "claim": Claim,
}


class Topic(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The head of a card file: what its cards inherit."""

    topic: Name
    title: Annotated[str, Meta(max_length=200, description="text")] = ""
    formula: Line | None = None
    references: tuple[Function, ...] = ()
    demos: tuple[Name, ...] = ()
    pitfalls: tuple[Line, ...] = ()
    sources: tuple[Line, ...] = ()

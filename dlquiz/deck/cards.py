"""The card types: one frozen Struct a kind; its fields are the schema of a card file.

Text may hold mathematics between dollar signs and `{name}` of a `given` value; `answer` of a
numeric or complete card, `code` and every `proof` are expressions (see `dlquiz.deck.expressions`).
A description says in words what a field takes, for whoever wrote something else.
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
Source = Annotated[str, Meta(min_length=1, max_length=4000, description="Python code")]
Generator = Annotated[
    str,
    Meta(
        pattern=r"^[a-z]+ *[(][^()]*[)]$",
        max_length=500,
        description="a generator, as integer(1, 5) or pick(0.1, 0.5)",
    ),
]
Path = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z][A-Za-z0-9_]*([.][A-Za-z0-9_]+)*$",
        max_length=80,
        description="the path of a value in a frame, as loss or params.0",
    ),
]
Heading = Annotated[str, Meta(pattern=r"^[^\n]+$", max_length=20, description="a short heading")]
_DISTANCE = "a number from 0, or a percentage as 1%"
Distance = Annotated[float, Meta(ge=0, description=_DISTANCE)]
Percent = Annotated[str, Meta(pattern=r"^[0-9]+([.][0-9]+)? ?%$", description=_DISTANCE)]
Level = Annotated[Literal[1, 2, 3], Meta(description="1, 2 or 3")]
HOLE, EMPTY = r"\hole", r"\square"  # in the file, and what is drawn until it is filled
BUG_DEMO = "faulty-training"
Plain = str | int | float | bool | list[float | list[float]]


class Point(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something an interviewer listens for; `words` are signs that a typed answer said it."""

    say: Line
    words: tuple[Line, ...] = ()


class Pitfall(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mistake that people make with a topic, and the proof that it is one."""

    say: Line
    proof: Expression | None = None


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


class Filling(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way to fill the hole of a formula, as TeX and as code; a wrong one says why."""

    tex: Line
    code: Expression
    right: bool = False
    why: Line | None = None


class Run(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the runs that a trace may be of; `tell` is how to recognise it."""

    text: Line
    demo: Name | DemoLink
    tell: Line


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


class Complete(Base, frozen=True, kw_only=True, tag="complete"):
    r"""A formula with a `\hole`, to be filled from a list.

    `code` is the formula as an expression over the name `hole`: with the right filling it comes to
    `answer`, an expression over the reference; with every other it does not.
    """

    ask: Line
    answer: Expression
    code: Expression
    fillings: Annotated[tuple[Filling, ...], Meta(min_length=2, max_length=6)]
    explain: Line | None = None


class Bug(Base, frozen=True, kw_only=True, tag="bug"):
    """A training loop with one fault, by its name in the demo `BUG_DEMO`."""

    ask: Line
    fault: Name
    choices: Annotated[tuple[Choice, ...], Meta(min_length=2, max_length=6)]
    explain: Line | None = None


class Trace(Base, frozen=True, kw_only=True, tag="trace"):
    """The first `frames` of a run, as a table of their values: what comes next, or which run it is.

    `show` names the columns, each with the path of a value in a frame, as `params.0`. Either
    `next` is the path of the value to predict in the following frame, or `runs` are the runs to
    choose from, of which one is drawn.
    """

    ask: Line
    show: dict[Heading, Path]
    frames: Annotated[int, Meta(ge=1, le=30, description="a whole number from 1 to 30")]
    next: Path | None = None
    tolerance: Distance | Percent | None = None
    runs: Annotated[tuple[Run, ...], Meta(max_length=6)] = ()
    explain: Line | None = None


class Holds(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A property of a drill of its own: an expression over `result` and the values of the card."""

    name: Name
    expression: Expression
    say: Line


class Mistake(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A wrong solution that people write, and the name of the first property that it fails."""

    code: Source
    fails: Name


class Code(Base, frozen=True, kw_only=True, tag="code"):
    """A function to write, checked against the function of the reference that bears its name.

    `arguments` are expressions over the card's values; an argument `generator(SEED)` is a fresh
    generator. `edges` are further lists of arguments. Where `compare` is off, only the properties
    in `holds` say what is right, as for what is drawn at random.
    """

    ask: Line
    function: Function
    shapes: Line
    arguments: Annotated[tuple[Expression, ...], Meta(min_length=1)]
    edges: tuple[tuple[Expression, ...], ...] = ()
    compare: bool = True
    holds: tuple[Holds, ...] = ()
    hints: Annotated[tuple[Line, ...], Meta(min_length=1)]
    mistakes: Annotated[tuple[Mistake, ...], Meta(min_length=3)]


Card = Recall | MultipleChoice | Numeric | Claim | Complete | Bug | Trace | Code

KINDS: dict[str, type[Card]] = {
    "recall": Recall,
    "choice": MultipleChoice,
    "numeric": Numeric,
    "claim": Claim,
    "complete": Complete,
    "bug": Bug,
    "trace": Trace,
    "code": Code,
}


class Topic(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The head of a card file: what its cards inherit."""

    topic: Name
    title: Annotated[str, Meta(max_length=200, description="text")] = ""
    formula: Line | None = None
    references: tuple[Function, ...] = ()
    demos: tuple[Name, ...] = ()
    pitfalls: tuple[Line | Pitfall, ...] = ()
    sources: tuple[Line, ...] = ()

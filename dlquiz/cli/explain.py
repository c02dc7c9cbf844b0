"""`dlquiz explain NAME`: the study sheet of a topic, a card, a reference or a demo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from dlquiz.deck.index import Deck, Entry
    from dlquiz.screen.sheet import Sheet


def explain(
    name: Annotated[str, typer.Argument(help="A topic, card id, reference or demo.")],
    plain: Annotated[
        bool, typer.Option("--plain", help="No colour, no boxes, formulas on one line.")
    ] = False,
) -> None:
    """Show the study sheet of a topic, card, reference or demo."""
    from dlquiz.cli.opening import opened_deck
    from dlquiz.screen.console import open_console
    from dlquiz.screen.sheet import Sheet

    with opened_deck() as deck:
        show = _found(deck, name)
        show(Sheet(open_console(plain=plain), plain=plain))


def _found(deck: Deck, name: str) -> Callable[[Sheet], None]:
    """What shows the thing of this name: a topic, then a card, a reference, a demo."""
    from dlquiz.cli.names import beginning_of
    from dlquiz.cli.sources import reference_names
    from dlquiz.demos import DEMOS
    from dlquiz.errors import unknown

    topics = list(deck.topic_names)
    topic = beginning_of(name, topics)
    if topic is not None:
        return lambda sheet: _topic(sheet, deck, topic)
    entry = deck.entry(name)
    if entry is not None:
        return lambda sheet: card_sheet(sheet, entry)
    if name in reference_names():
        return lambda sheet: _reference(sheet, deck, name)
    if name in DEMOS:
        return lambda sheet: _demo(sheet, name)
    known = [*topics, *deck.ids(), *reference_names(), *DEMOS]
    raise unknown("topic, card, reference or demo", name, known, listing="see dlquiz topics")


def _topic(sheet: Sheet, deck: Deck, name: str) -> None:
    from dlquiz.cli.sources import reference_source
    from dlquiz.deck.cards import Claim, Recall
    from dlquiz.demos import DEMOS
    from dlquiz.quiz.question import Question

    topic = deck.topic(name)
    assert topic is not None  # the name is one of the deck's
    questions = [Question(entry, "sheet") for entry in deck.entries(topics=[name])]
    sheet.title(topic.title, name)
    sheet.formula(topic.formula)
    for question in questions:
        if isinstance(question.card, Recall):
            sheet.question(question.ask, question.explanation, question.points)
    sheet.items("Pitfalls", topic.pitfalls)
    false = [q for q in questions if isinstance(q.card, Claim) and not q.card.truth]
    sheet.items("Often claimed, and false", [f"“{q.ask}” {q.explanation}" for q in false])
    for reference in topic.references:
        source = reference_source(reference)
        sheet.code(source.text, f"{source.file}:{source.line}")
    sheet.names("Demos", [(f"dlquiz demo {demo}", DEMOS.get(demo, "")) for demo in topic.demos])
    sheet.items("Sources", topic.sources)


def card_sheet(sheet: Sheet, entry: Entry) -> None:
    """One card whole: question, answer, points, formula, and the code that answers it."""
    from dlquiz.cli.sources import reference_source
    from dlquiz.quiz.question import Question

    question = Question(entry, "sheet")
    sheet.title(entry.card.id, f"{entry.title} · {entry.kind} · level {entry.card.level}")
    sheet.prose(question.ask)
    sheet.items("Answer", question.answers)
    sheet.items("An interviewer listens for", question.points)
    sheet.formula(entry.formula)
    if entry.card.proof:
        sheet.items("Proof", [f"`{entry.card.proof}`"])
    for name in entry.references[:1]:
        source = reference_source(name)
        sheet.code(source.text, f"{source.file}:{source.line}")
    if entry.demo:
        sheet.items("Demo", [f"dlquiz demo {entry.demo.name}"])
    sheet.items("Follow-ups", entry.card.follow_up)
    sheet.items("Sources", entry.sources)


def _reference(sheet: Sheet, deck: Deck, name: str) -> None:
    from dlquiz.cli.sources import reference_source

    source = reference_source(name)
    heads = (deck.topic(summary.name) for summary in deck.topics())
    topics = [head for head in heads if head is not None and name in head.references]
    sheet.title(name, "reference")
    for topic in topics[:1]:
        sheet.formula(topic.formula)
    sheet.code(source.text, f"{source.file}:{source.line}")
    sheet.names("Topics", [(f"dlquiz explain {topic.topic}", topic.title) for topic in topics])


def _demo(sheet: Sheet, name: str) -> None:
    from dlquiz.demos import DEMOS, load

    sheet.title(name, "demo")
    sheet.prose(DEMOS[name])
    sheet.formula(load(name).formula)
    sheet.items("Run it", [f"dlquiz demo {name}", f"dlquiz demo {name} --help"])

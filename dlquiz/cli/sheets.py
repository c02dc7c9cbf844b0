"""What stands on a study sheet, and in which order: of a topic, a card, a reference, a demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dlquiz.deck.cards import Topic
    from dlquiz.deck.index import Deck, Entry
    from dlquiz.quiz.question import Question
    from dlquiz.screen.sheet import Sheet
    from dlquiz.trace import View


def topic_sheet(sheet: Sheet, deck: Deck, name: str) -> None:
    """A topic from its formula to its sources."""
    from dlquiz.cli.demo import run_demo
    from dlquiz.demos import DEMOS
    from dlquiz.quiz.chains import follow_ups
    from dlquiz.quiz.question import Question

    topic = deck.topic(name)
    assert topic is not None  # the name is one of the deck's
    questions = [Question(entry, "sheet", run_demo) for entry in deck.entries(topics=[name])]
    sheet.title(topic.title, name)
    sheet.formula(topic.formula)
    for demo in topic.demos[:1]:
        sheet.views(f"dlquiz demo {demo}", _picture(demo))
    for reference in topic.references:
        _source(sheet, reference)
    _points(sheet, questions)
    _pitfalls(sheet, topic, questions)
    asked = {question.id: question.ask for question in questions}
    chain = [(depth, asked[card]) for depth, card in follow_ups([q.card for q in questions])]
    sheet.tree("The questions, as they follow from each other", chain)
    sheet.names("Demos", [(f"dlquiz demo {demo}", DEMOS.get(demo, "")) for demo in topic.demos])
    sheet.items("Sources", topic.sources)


def card_sheet(sheet: Sheet, entry: Entry) -> None:
    """One card whole: question, answer, points, formula, and the code that answers it."""
    from dlquiz.cli.demo import run_demo
    from dlquiz.quiz.question import Question

    question = Question(entry, "sheet", run_demo)
    sheet.title(entry.card.id, f"{entry.title} · {entry.kind} · level {entry.card.level}")
    sheet.prose(question.ask)
    sheet.formula(question.puzzle)
    sheet.views("", question.exhibits)
    sheet.items("Options", [question.fill(option.text) for option in question.options])
    sheet.items("Answer", question.answers)
    sheet.items("An interviewer listens for", question.points)
    sheet.views("", question.revelations)
    sheet.formula(question.formula)
    if entry.card.proof:
        sheet.items("Proof", [f"`{entry.card.proof}`"])
    for name in entry.references[:1]:
        _source(sheet, name)
    if entry.demo:
        sheet.items("Demo", [f"dlquiz demo {entry.demo.name}"])
    sheet.items("Follow-ups", entry.card.follow_up)
    sheet.items("Sources", entry.sources)


def reference_sheet(sheet: Sheet, deck: Deck, name: str) -> None:
    """A function of the reference, and the topics it belongs to."""
    heads = (deck.topic(summary.name) for summary in deck.topics())
    topics = [head for head in heads if head is not None and name in head.references]
    sheet.title(name, "reference")
    for topic in topics[:1]:
        sheet.formula(topic.formula)
    _source(sheet, name)
    sheet.names("Topics", [(f"dlquiz explain {topic.topic}", topic.title) for topic in topics])


def demo_sheet(sheet: Sheet, name: str) -> None:
    """What a demo shows, and how it is run."""
    from dlquiz.demos import DEMOS, load

    sheet.title(name, "demo")
    sheet.prose(DEMOS[name])
    sheet.formula(load(name).formula)
    sheet.views("", _picture(name))
    sheet.items("Run it", [f"dlquiz demo {name}", f"dlquiz demo {name} --help"])


def _source(sheet: Sheet, name: str) -> None:
    from dlquiz.cli.sources import reference_source

    source = reference_source(name)
    sheet.code(source.text, f"{source.file}:{source.line}")


def _picture(demo: str) -> Sequence[View]:
    """The last frame of a demo as it runs by itself."""
    from dlquiz.cli.demo import run_demo
    from dlquiz.demos import DEMOS

    return run_demo(demo, {})[-1].views if demo in DEMOS else ()


def _points(sheet: Sheet, questions: Sequence[Question]) -> None:
    for question in questions:
        if question.form == "rating":
            sheet.question(question.ask, question.explanation, question.points)


def _pitfalls(sheet: Sheet, topic: Topic, questions: Sequence[Question]) -> None:
    """What goes wrong, and what is often claimed though it is false, each with its proof."""
    from dlquiz.deck.cards import Claim, Pitfall

    plain = (one if isinstance(one, Pitfall) else Pitfall(say=one) for one in topic.pitfalls)
    sheet.proven("Pitfalls", [(one.say, one.proof) for one in plain])
    false = [q for q in questions if isinstance(q.card, Claim) and not q.card.truth]
    sheet.proven(
        "Often claimed, and false",
        [(f"“{q.ask}” {q.explanation}", q.card.proof) for q in false],
    )

"""A scorecard on the screen, and the trend of all interviews."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from dlquiz.quiz.interview import Given
from dlquiz.quiz.scorecard import Past, Scorecard, TopicScore
from dlquiz.screen.card import CardPrinter
from dlquiz.screen.interview import clock
from dlquiz.screen.overview import percent
from dlquiz.screen.prose import prose, visible
from dlquiz.screen.stage import views_block
from dlquiz.screen.summary import count
from dlquiz.screen.tables import plain_table
from dlquiz.trace import Curve

HEADINGS = ("topic", "score", "questions", "depth", "time each")


def print_scorecard(console: Console, card: Scorecard, *, plain: bool) -> None:
    """Each question with what it lacked, the topics, and what to practise."""
    printer = CardPrinter(console, plain=plain)
    printer.rule("Scorecard")
    for number, given in enumerate(card.answers, start=1):
        _print_answer(printer, number, given)
    console.print(plain_table(HEADINGS, topic_rows(card)))
    console.print()
    for line in conclusion(card):
        console.print(line)


def _print_answer(printer: CardPrinter, number: int, given: Given) -> None:
    """A question with its score; below it, what was missed or would have been right."""
    place = f"{number:>2} {mark(given):>4}"
    printer.item(place, prose(asked(given)))
    is_spoken = given.question.form == "rating"
    chosen = [] if is_spoken or not given.missed else answered(given)
    for text in (Text(detail(given), "dim"), *map(Text, chosen), *map(prose, lacking(given))):
        printer.item(" " * len(place), text)
    printer.blank()


def asked(given: Given) -> str:
    """The question; of a claim it has to be said that it is one."""
    ask = given.question.ask
    return f"True or false? {ask}" if given.question.form == "truth" else ask


def mark(given: Given) -> str:
    """The score as a sign or a share."""
    return {1.0: "✓", 0.0: "✗"}.get(given.score) or percent(given.score)


def detail(given: Given) -> str:
    return f"{given.question.id} · depth {given.depth} · {clock(given.seconds)}"


def answered(given: Given) -> list[str]:
    """What was answered, in a line; none where it was said aloud or nothing was known."""
    is_typed = given.question.form == "rating"
    said = visible(given.said) if is_typed else prose(given.said).plain
    return [f"said: {said}"] if said else []


def lacking(given: Given) -> list[str]:
    """What was missed, or what would have been right, a line each."""
    word = "missed" if given.question.form in ("rating", "code") else "right"
    return [f"{word}: {text}" for text in given.missed]


def total(card: Scorecard) -> str:
    questions = count(len(card.answers), "question")
    return f"{percent(card.score)} over {questions} in {clock(card.seconds)}."


def topic_rows(card: Scorecard) -> list[tuple[str, ...]]:
    """The topics under `HEADINGS`."""
    return [
        (
            topic.title,
            percent(topic.score),
            str(topic.questions),
            depths(topic),
            clock(topic.seconds / topic.questions),
        )
        for topic in card.topics
    ]


def depths(topic: TopicScore) -> str:
    """How deep the answers were good, of how deep the questions went, for each chain."""
    reached = Counter(f"{chain.reached} of {chain.asked}" for chain in topic.chains)
    return ", ".join(d if times == 1 else f"{d} ×{times}" for d, times in reached.items())


def conclusion(card: Scorecard) -> list[str]:
    """The sum, the strongest and the weakest topic, and what to practise."""
    strongest, weakest = visible(card.strongest.title), visible(card.weakest.title)
    is_even = card.strongest.score == card.weakest.score
    compared = [] if is_even else [f"Strongest: {strongest}. Weakest: {weakest}."]
    missed = [f"Next: {card.practise}", "What was missed comes back in practice."]
    return [total(card), *compared, *(missed if card.practise else ["Nothing was missed."])]


def print_history(console: Console, past: Sequence[Past], *, plain: bool) -> None:
    """Every interview in a line, and the trend where there are several."""
    if not past:
        console.print("No interview yet: dlquiz interview begins one.")
        return
    rows = [
        (
            f"{one.at.astimezone():%Y-%m-%d %H:%M}",
            str(one.questions),
            percent(one.score),
            clock(one.seconds),
            "" if one.is_over else "not ended",
        )
        for one in past
    ]
    console.print(plain_table(("begun", "questions", "score", "time", ""), rows))
    if len(past) == 1:
        return
    console.print()
    first, last = percent(past[0].score), percent(past[-1].score)
    console.print(f"From {first} to {last} over {len(past)} interviews.")
    if not plain:
        numbers = tuple(float(place) for place in range(1, len(past) + 1))
        scores = tuple(one.score for one in past)
        trend = Curve({"score": (numbers, scores)}, "interview", title="Score")
        console.print()
        console.print(views_block([trend], console, plain=plain))

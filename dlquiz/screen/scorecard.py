"""A scorecard on the screen, and the trend of all interviews."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from dlquiz.quiz.interview import Given
from dlquiz.quiz.scorecard import Past, Scorecard
from dlquiz.screen.interview import clock
from dlquiz.screen.overview import percent
from dlquiz.screen.sheet import Sheet
from dlquiz.screen.stage import views_block
from dlquiz.screen.summary import count
from dlquiz.screen.tables import plain_table
from dlquiz.trace import Curve


def print_scorecard(console: Console, card: Scorecard, *, plain: bool) -> None:
    """Scores by topic, each question with what it lacked, and what to practise."""
    sheet = Sheet(console, plain=plain)
    sheet.title("Scorecard")
    console.print(
        Text(
            f"{percent(card.score)} over {count(len(card.answers), 'question')}"
            f" in {clock(card.seconds)}.",
            "bold",
        )
    )
    console.print()
    rows = [
        (t.title, percent(t.score), str(t.questions), str(t.depth), clock(t.seconds / t.questions))
        for t in card.topics
    ]
    console.print(plain_table(("topic", "score", "questions", "depth", "time each"), rows))
    console.print()
    for number, given in enumerate(card.answers, start=1):
        sheet.items(question_line(number, given), given.missed)
    if card.strongest.score > card.weakest.score:
        console.print(f"Strongest: {card.strongest.title}. Weakest: {card.weakest.title}.")
    console.print(f"Next: {card.practise}" if card.practise else "Nothing was missed.")


def question_line(number: int, given: Given) -> str:
    """A question with its score; what was missed stands below it."""
    mark = "✓" if given.score >= 1 else "✗" if given.score == 0 else percent(given.score)
    level = f"depth {given.depth}"
    missed = "; missed:" if given.missed else ""
    return f"{number}. {mark} {given.entry.card.id} ({level}, {clock(given.seconds)}){missed}"


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
    if len(past) > 1 and not plain:
        numbers = tuple(float(place) for place in range(1, len(past) + 1))
        scores = tuple(one.score for one in past)
        trend = Curve({"score": (numbers, scores)}, "interview", title="Score")
        console.print()
        console.print(views_block([trend], console, plain=plain))

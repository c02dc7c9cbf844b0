"""The numbers of `dlquiz stats` as a page."""

from rich.console import Console

from dlquiz.quiz.overview import Overview
from dlquiz.screen.summary import count, duration
from dlquiz.screen.tables import plain_table

_BAR = 30


def print_overview(console: Console, found: Overview) -> None:
    """What stands, what was learnt, each topic's strength, and the fortnight ahead."""
    now = found.standing
    console.print(
        f"{count(now.cards, 'card')}: {now.due} due, {now.new} new."
        f" {now.answered_today} answered today, streak {count(now.streak, 'day')}."
    )
    console.print(
        f"{count(found.reviews, 'answer')} in {duration(found.time_spent.total_seconds())};"
        f" remembered {percent(found.retention)} of all,"
        f" {percent(found.retention_month)} of the last 30 days."
    )
    console.print()
    rows = [(t.topic, str(t.cards), str(t.seen), percent(t.strength)) for t in found.topics]
    console.print(plain_table(("topic", "cards", "seen", "recall tomorrow"), rows))
    console.print()
    tallest = max(found.forecast, default=0)
    if not tallest:
        console.print("Nothing falls due in the next 14 days.")
        return
    console.print("Due in the next 14 days, none on the days left out:")
    for day, cards in enumerate(found.forecast):
        if cards:
            label = "today" if day == 0 else f"+{day} d"
            console.print(f"{label:>6} {cards:>4} {'█' * round(_BAR * cards / tallest)}")


def percent(share: float | None) -> str:
    """A share for people; a dash where nothing is known yet."""
    return "–" if share is None else f"{share:.0%}"

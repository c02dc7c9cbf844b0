"""The plan for an interview as a page: today's work, how ready it makes you, and where not."""

from rich.console import Console
from rich.text import Text

from dlquiz.quiz.plan import ENOUGH, Plan
from dlquiz.screen.overview import percent
from dlquiz.screen.stage import views_block
from dlquiz.screen.summary import count
from dlquiz.screen.tables import plain_table
from dlquiz.trace import Curve


def print_plan(console: Console, plan: Plan, *, plain: bool) -> None:
    """Days left, today's work, the curve to the day, the topics, and whether it is enough."""
    when = f"{plan.goal.day:%A, %d %B %Y}"
    left = "today" if plan.days_left == 0 else f"in {count(plan.days_left, 'day')}"
    console.print(Text(f"The interview is {left}, on {when}.", "bold"))
    console.print()
    console.print(_today(plan))
    console.print(
        f"Ready on the day: {percent(plan.now)} if you stop now,"
        f" {percent(plan.planned)} with {_minutes(plan.goal.minutes)} a day. {_enough(plan)}"
    )
    console.print()
    if len(plan.curve) > 1 and not plain:
        days = tuple(float(day) for day in range(len(plan.curve)))
        curve = Curve({"ready": (days, plan.curve)}, "days from now", title="Expected readiness")
        console.print(views_block([curve], console, plain=plain))
        console.print()
    rows = [(t.topic, percent(t.now), percent(t.planned)) for t in plan.topics]
    console.print(plain_table(("topic", "ready now", "on the day"), rows))
    console.print()
    if plan.planned < ENOUGH:
        names = ", ".join(topic.topic for topic in plan.weakest)
        console.print(f"Weakest on the day: {names}.")
    if plan.gone:
        console.print(f"No longer in the deck: {', '.join(plan.gone)}.")
    if plan.after:
        console.print(f"Due only after the interview: {count(plan.after, 'card')}.")
    console.print("dlquiz practice asks what gains most; dlquiz interview is a rehearsal.")


def _today(plan: Plan) -> str:
    if plan.review + plan.new == 0:
        return "Nothing is left for today. dlquiz practice goes on if you want to."
    work = f"{count(plan.review, 'review')} and {count(plan.new, 'new card')}"
    return f"Today: about {_minutes(max(1, round(plan.minutes)))}, {work}."


def _minutes(minutes: float) -> str:
    return "1 minute" if minutes == 1 else f"{minutes:g} minutes"


def _enough(plan: Plan) -> str:
    if plan.suffices:
        return "That is enough."
    if plan.needed is None:
        return f"{percent(ENOUGH)} is out of reach: choose topics, or weigh them."
    return f"For {percent(ENOUGH)} it would take about {plan.needed:.0f} minutes a day."

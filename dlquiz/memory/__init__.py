"""What a person remembers: the log of reviews and the schedule that follows from it.

The room knows card ids, grades and times; it does not know what a card says.
"""

from dlquiz.memory.days import StudyDays
from dlquiz.memory.goals import Goal
from dlquiz.memory.log import MODES, Flag, Rating, Review
from dlquiz.memory.progress import Progress, open_progress
from dlquiz.memory.schedule import State

__all__ = [
    "MODES",
    "Flag",
    "Goal",
    "Progress",
    "Rating",
    "Review",
    "State",
    "StudyDays",
    "open_progress",
]

"""The files of a survey executed in as many processes as there are cores, each for itself."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from dlquiz.check.execution import Tally
from dlquiz.check.survey import Survey
from dlquiz.deck.problems import Problem
from dlquiz.errors import UserError

ALONE = 4  # so many files are executed sooner than another process has started

_survey: Survey  # of a process that helps


def executed_all(survey: Survey) -> Iterator[tuple[list[Problem], Tally]]:
    """What is wrong with each file, in any order."""
    places = sorted(range(len(survey.files)), key=lambda place: -survey.files[place].size)
    count = min(_cores(), len(places))
    if count < 2 or len(places) <= ALONE or (pool := _pool(count, survey.asked)) is None:
        yield from map(survey.executed, places)
        return
    try:
        with pool:
            yield from pool.map(_execute, places)
    except BrokenProcessPool as error:
        raise UserError("the check was ended from outside", remedy="start it again") from error


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # where there is no such thing
        return os.cpu_count() or 1


def _pool(count: int, asked: tuple[Any, ...]) -> ProcessPoolExecutor | None:
    """Processes that read the same files; None where the platform has no means for it."""
    try:
        return ProcessPoolExecutor(count, get_context("spawn"), _begin, asked)
    except (ImportError, NotImplementedError, OSError):
        return None


def _begin(paths: list[Path], deck: list[Path], builtin: Path | None) -> None:
    global _survey
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a word
    _survey = Survey(paths, deck, builtin)


def _execute(place: int) -> tuple[list[Problem], Tally]:
    return _survey.executed(place)

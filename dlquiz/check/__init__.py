"""Executes the whole deck: every answer, proof, formula, demo and link, in one run.

The room reads card files itself, with their YAML, so that every problem points at its place.
"""

from dlquiz.check.report import Report, check

__all__ = ["Report", "check"]

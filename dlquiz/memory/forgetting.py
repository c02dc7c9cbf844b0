"""FSRS-6 for many cards at once: the scheduler's formulas over arrays.

`weights` are the 21 parameters of FSRS-6, each a number or an array that broadcasts with the
cards; `memory` holds stability in days and difficulty from 1 to 10; days count from the last
answer. Source: Ye, "A stochastic shortest path algorithm for optimizing spaced repetition
scheduling" (2022) and its later versions, as the fsrs library computes them.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dlquiz.memory.log import Rating

Array = NDArray[np.float64]

LEAST_STABILITY = 0.001


class Memory(NamedTuple):
    """How long cards are remembered, and how hard they are; nan where a card was never seen."""

    stability: Array
    difficulty: Array


def recall(weights: Any, stability: Array, days: Any) -> Array:
    """R = (1 + F·t/S)^−w₂₀ with F such that R = 0.9 at t = S."""
    factor = 0.9 ** (-1 / weights[20]) - 1
    return np.asarray((1 + factor * np.maximum(days, 0) / stability) ** -weights[20])


def first_answer(weights: Any, rating: Any) -> Memory:
    """S₀ = w_{r−1} and D₀ = w₄ − e^(w₅(r−1)) + 1, for a rating or an array of them."""
    again = np.asarray(rating) == Rating.AGAIN
    stability = np.where(again, weights[Rating.AGAIN - 1], weights[Rating.GOOD - 1])
    difficulty = np.where(
        again, _first_difficulty(weights, Rating.AGAIN), _first_difficulty(weights, Rating.GOOD)
    )
    return Memory(np.maximum(stability, LEAST_STABILITY), np.clip(difficulty, 1, 10))


def next_answer(weights: Any, memory: Memory, days: Any, rating: Any) -> Memory:
    """The memory after one more answer, again or good, `days` after the last."""
    stability, difficulty = memory
    again = np.asarray(rating) == Rating.AGAIN
    r = recall(weights, stability, days)
    longer = np.where(
        again,
        _forgotten(weights, stability, difficulty, r),
        _remembered(weights, stability, difficulty, r),
    )
    same_day = stability * _short_term_factor(weights, stability, again)
    after = np.where(np.asarray(days) < 1, same_day, longer)
    return Memory(np.maximum(after, LEAST_STABILITY), _next_difficulty(weights, difficulty, again))


def _remembered(w: Any, s: Array, d: Array, r: Array) -> Array:
    """S·(1 + e^w₈ (11 − D) S^−w₉ (e^(w₁₀(1 − R)) − 1))."""
    return np.asarray(s * (1 + np.exp(w[8]) * (11 - d) * s ** -w[9] * np.expm1((1 - r) * w[10])))


def _forgotten(w: Any, s: Array, d: Array, r: Array) -> Array:
    """min(w₁₁ D^−w₁₂ ((S + 1)^w₁₃ − 1) e^(w₁₄(1 − R)), S / e^(w₁₇ w₁₈))."""
    long_term = w[11] * d ** -w[12] * ((s + 1) ** w[13] - 1) * np.exp((1 - r) * w[14])
    return np.asarray(np.minimum(long_term, s / np.exp(w[17] * w[18])))


def _short_term_factor(w: Any, s: Array, again: Any) -> Array:
    """e^(w₁₇(r − 3 + w₁₈)) S^−w₁₉ on the same day, at least 1 for what was remembered."""
    rating = np.where(again, Rating.AGAIN, Rating.GOOD)
    factor = np.exp(w[17] * (rating - 3 + w[18])) * s ** -w[19]
    return np.asarray(np.where(again, factor, np.maximum(factor, 1)))


def _next_difficulty(w: Any, d: Array, again: Any) -> Array:
    """A failure adds 2·w₆, damped toward 10; all drift toward the difficulty of an easy card."""
    harder = np.where(again, 2 * w[6], 0.0)
    damped = d + (10 - d) * harder / 9
    drifted = w[7] * _first_difficulty(w, Rating.EASY) + (1 - w[7]) * damped
    return np.asarray(np.clip(drifted, 1, 10))


def _first_difficulty(w: Any, rating: Rating) -> Any:
    return w[4] - np.exp(w[5] * (rating - 1)) + 1

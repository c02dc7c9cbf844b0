"""Questions that ask the same, word for word or nearly."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import TypeVar

from dlquiz.deck.cards import Bug, Card, Claim, Code, Complete, MultipleChoice, Trace

Key = TypeVar("Key")
NEAR = 0.65  # of the words and pairs of words that two questions have, those they share
_MOST_HOLDERS = 500  # of a word: thousands of texts made by one pattern are like the first of them
_WORD = re.compile(r"\\?[^\W_]+|[^\w\s]")


def wording(card: Card) -> str:
    """What a person is shown before they answer."""
    match card:
        case Claim(claim=claim):
            return claim
        case MultipleChoice(choices=choices):
            return " ".join([card.ask, *(choice.text for choice in choices)])
        case Complete(formula=formula):
            return f"{card.ask} {formula}"
        case Bug(fault=fault):
            return f"{card.ask} {fault}"
        case Trace(show=show, demo=demo):
            return f"{card.ask} {' '.join(show)} {demo}"
        case Code(function=function):
            return f"{card.ask} {function}"
    return card.ask


def alike(
    texts: Mapping[Key, str], wanted: Collection[Key], near: float = NEAR
) -> Iterator[tuple[Key, Key, float]]:
    """For every text the first one before it that shares at least `near` of its words.

    One of the two is wanted. The measure is |A ∩ B| / |A ∪ B| over their words and pairs of words
    (Jaccard, 1901). Two sets as alike as that share one of the rarest words of each, so only those
    are looked up (Chaudhuri, Ganti and Kaushik, 2006: A primitive operator for similarity joins).

    >>> list(alike({1: "What is a b c d e?", 2: "what is  a b c d e", 3: "Who?"}, [1]))
    [(1, 2, 1.0)]
    """
    sets = {key: _features(text) for key, text in texts.items()}
    count = Counter(word for words in sets.values() for word in words)
    holders = defaultdict[str, list[Key]](list)
    for key, words in sets.items():
        rarest = sorted(words, key=lambda word: (count[word], word))
        rarest = rarest[: len(words) - math.ceil(round(near * len(words), 9)) + 1]
        others = dict.fromkeys(other for word in rarest for other in holders[word])
        for other in others:
            if key in wanted or other in wanted:
                share = len(words & sets[other]) / len(words | sets[other])
                if share >= near:
                    yield other, key, share
                    break
        for word in rarest:
            if len(holders[word]) < _MOST_HOLDERS:
                holders[word].append(key)


def _features(text: str) -> frozenset[str]:
    words = [word for word in _WORD.findall(text.lower()) if word[-1].isalnum()]
    return frozenset((*words, *(f"{a} {b}" for a, b in pairwise(words))))

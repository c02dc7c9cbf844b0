"""Follow-ups stand below the question they follow."""

from typing import NamedTuple

from dlquiz.quiz.chains import follow_ups


class Card(NamedTuple):
    id: str
    follow_up: tuple[str, ...] = ()


def test_a_chain_goes_deeper_and_comes_back() -> None:
    cards = [Card("a", ("b", "c")), Card("b", ("d",)), Card("c"), Card("d"), Card("e")]
    assert list(follow_ups(cards)) == [(0, "a"), (1, "b"), (2, "d"), (1, "c"), (0, "e")]


def test_a_card_stands_once_below_the_first_that_leads_to_it() -> None:
    assert list(follow_ups([Card("a", ("c",)), Card("b", ("c",)), Card("c")])) == [
        (0, "a"),
        (1, "c"),
        (0, "b"),
    ]


def test_links_elsewhere_are_left_out_and_circles_end() -> None:
    cards = [Card("a", ("x", "b")), Card("b", ("a",))]
    assert list(follow_ups(cards)) == [(0, "a"), (1, "b")]

"""Due before new, failed cards again, siblings apart."""

from collections.abc import Iterable
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from dlquiz.quiz.order import MOST_RETURNS, SIBLING_DISTANCE, Order, round_robin


class Card(NamedTuple):
    id: str
    follow_up: tuple[str, ...] = ()


class Entry(NamedTuple):
    card: Card


def order_of(cards: Iterable[Card]) -> Order:
    entries = {card.id: Entry(card) for card in cards}
    return Order(iter(list(entries)), entries.get)


def drained(order: Order, most: int = 1000) -> list[str]:
    asked = []
    while len(asked) < most and (entry := order.next()) is not None:
        asked.append(entry.card.id)
    return asked


def test_cards_without_siblings_keep_their_order() -> None:
    assert drained(order_of(Card(c) for c in "abcdef")) == list("abcdef")


def test_a_follow_up_waits_until_three_cards_lie_between() -> None:
    asked = drained(order_of([Card("a", ("b",)), Card("b"), *(Card(c) for c in "cdef")]))
    assert asked.index("b") - asked.index("a") >= SIBLING_DISTANCE
    assert sorted(asked) == list("abcdef")


def test_siblings_that_are_all_there_is_are_asked_all_the_same() -> None:
    assert sorted(drained(order_of([Card("a", ("b",)), Card("b")]))) == ["a", "b"]


def test_a_failed_card_returns_after_others() -> None:
    order = order_of(Card(c) for c in "abcdefgh")
    first = order.next()
    order.failed(first)
    assert drained(order) == list("bcdeafgh")


def test_a_failed_last_card_returns_at_once_rather_than_never() -> None:
    order = order_of([Card("a")])
    order.failed(order.next())
    assert drained(order) == ["a"]


def test_a_card_that_is_always_failed_does_not_trap_the_candidate() -> None:
    order = order_of([Card("a")])
    asked = 0
    while (entry := order.next()) is not None:
        asked += 1
        order.failed(entry)
    assert asked == 1 + MOST_RETURNS


def test_a_rating_taken_back_takes_the_return_back() -> None:
    order = order_of(Card(c) for c in "ab")
    entry = order.next()
    order.failed(entry)
    order.passed("a")
    assert drained(order) == ["b"]


def test_a_card_put_first_is_next_and_not_asked_twice() -> None:
    order = order_of(Card(c) for c in "abc")
    order.next()
    order.put_first(order.next())
    assert drained(order) == ["b", "c"]


def test_ids_that_are_not_in_the_deck_are_passed_over() -> None:
    entries = {"b": Entry(Card("b"))}
    assert drained(Order(iter(["a", "b", "b"]), entries.get)) == ["b"]


def test_the_first_card_reads_no_further_than_itself() -> None:
    read = []

    def ids():
        for number in range(100_000):
            read.append(number)
            yield str(number)

    Order(ids(), lambda card_id: Entry(Card(card_id))).next()
    assert read == [0]


@given(st.lists(st.lists(st.integers(), max_size=5), max_size=5))
def test_round_robin_takes_from_each_in_turn_and_loses_none(sources: list[list[int]]) -> None:
    merged = list(round_robin(map(iter, sources)))
    assert sorted(merged) == sorted(x for source in sources for x in source)
    assert merged[: sum(map(bool, sources))] == [source[0] for source in sources if source]


@given(
    st.lists(st.sets(st.integers(0, 14), max_size=3), min_size=15, max_size=15),
    st.lists(st.booleans(), min_size=80, max_size=80),
)
def test_every_card_is_asked_whatever_the_links_and_failures(links, failures) -> None:
    order = order_of(
        Card(str(n), tuple(str(m) for m in linked if m != n)) for n, linked in enumerate(links)
    )
    asked = []
    for fails in failures:
        entry = order.next()
        if entry is None:
            break
        asked.append(entry.card.id)
        if fails:
            order.failed(entry)
    assert order.next() is None
    assert set(asked) == {str(n) for n in range(15)}

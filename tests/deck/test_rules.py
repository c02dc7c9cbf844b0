"""A card that fits its types can still be impossible to ask."""

from collections.abc import Callable

import pytest

from dlquiz.deck.reading import read_text

Cards = dict[str, str]


@pytest.fixture
def problems(head: str) -> Callable[[str], list[str]]:
    return lambda card: [str(problem) for problem in read_text(head + card, "f").problems]


def test_good_cards_break_no_rule(cards: Cards, problems: Callable[[str], list[str]]) -> None:
    assert problems("".join(cards.values())) == []


@pytest.mark.parametrize(
    ("kind", "good", "bad", "message"),
    [
        (
            "choice",
            ", right: true",
            "",
            "f:8:5: no option is right (add `right: true` to the one that is)",
        ),
        (
            "choice",
            "each row,",
            "each  column,",
            "f:10:16: the option on line 9 says the same (reword one of them)",
        ),
        (
            "numeric",
            "softmax(x)[k]",
            "softmax(x",
            "f:11:20: `softmax(x`: not an expression: '(' was never closed",
        ),
        (
            "numeric",
            "softmax(x)[k]",
            "'1 + x.T'",
            "f:11:18: `1 + x.T`: an attribute (the dot) is not part of the language",
        ),
        (
            "claim",
            "any(isnan(softmax_naive([1000, 1001])))",
            "any(x for x in y)",
            "f:10:15: `any(x for x in y)`: a comprehension is not part of the language",
        ),
        (
            "numeric",
            "integers(4, -2, 5)",
            "integer(4)",
            "f:9:10: x: 'integer(4)' has 1 arguments (integer(low, high))",
        ),
        (
            "numeric",
            "index(x)",
            "index(y)",
            "f:10:10: k: 'y' is not a number (arguments are numbers,",
        ),
        (
            "numeric",
            "      k: index",
            "      lambda: index",
            "f:10:7: `lambda` cannot be a name in an expression (choose another)",
        ),
    ],
)
def test_a_broken_rule_is_told_at_its_field(
    kind: str,
    good: str,
    bad: str,
    message: str,
    cards: Cards,
    problems: Callable[[str], list[str]],
) -> None:
    (problem,) = problems(cards[kind].replace(good, bad, 1))
    assert problem.startswith(message)


def test_an_expression_over_several_lines_is_told_at_its_beginning(
    cards: Cards, problems: Callable[[str], list[str]]
) -> None:
    folded = "answer: >-\n      softmax(x)\n      [k].T\n"
    text = cards["numeric"].replace("answer: softmax(x)[k]     #", f"{folded}    #")
    assert problems(text) == [
        "f:11:13: `softmax(x) [k].T`: an attribute (the dot) is not part of the language"
    ]

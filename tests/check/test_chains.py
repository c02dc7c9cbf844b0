"""Chains of follow-ups end, and in the built-in deck they reach every card."""

from pathlib import Path

from dlquiz.check import check


def deck(directory: Path, *cards: str) -> list[str]:
    """What is wrong with a built-in deck of one topic; a card is `name level follow-ups…`."""
    lines = ["topic: made", "cards:"]
    for name, level, *follow_up in map(str.split, cards):
        lines += [
            f"  - id: made.{name}",
            "    kind: recall",
            f"    level: {level}",
            f"    ask: What is {name}?",
            "    answer: It is that.",
        ]
        lines += [f"    follow_up: [{', '.join(f'made.{one}' for one in follow_up)}]"] * bool(
            follow_up
        )
    path = directory / "made.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = check([directory], deck=[directory], builtin=directory)
    return [str(problem).removeprefix(f"{path}:") for problem in report.problems]


def test_a_chain_from_shallow_to_deep_is_sound(tmp_path: Path) -> None:
    assert deck(tmp_path, "a 1 b", "b 2 c d", "c 3", "d 3 c") == []


def test_a_circle_is_told_at_every_edge_of_it(tmp_path: Path) -> None:
    assert deck(tmp_path, "a 1 b", "b 2 c", "c 3 b") == [
        "14:17: `made.c` leads back to this card (a chain of follow-ups has an end)",
        "20:17: `made.b` leads back to this card (a chain of follow-ups has an end)",
    ]


def test_a_card_that_nothing_leads_to_is_told(tmp_path: Path) -> None:
    (problem,) = deck(tmp_path, "a 1", "b 2")
    assert problem.startswith("8:9: no chain of follow-ups reaches this card")


def test_an_opener_needs_no_chain(tmp_path: Path) -> None:
    (problem,) = deck(tmp_path, "a 1", "b 2 c", "c 3")[:1]
    assert problem.startswith("8:9: no chain")
    path = tmp_path / "made.yaml"
    path.write_text(path.read_text().replace("level: 2", "level: 2\n    opener: true"))
    assert check([tmp_path], deck=[tmp_path], builtin=tmp_path).problems == ()


def test_a_persons_own_cards_may_stand_alone(tmp_path: Path) -> None:
    deck(tmp_path, "a 1", "b 2")
    assert check([tmp_path]).problems == ()

"""Every formula of a card and of its topic is drawn, wherever it stands."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlquiz.check import check

Problems = Callable[..., list[str]]

_MISSING = r"(did you mean \frac?)"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (r"formula: \frac{a}{b}", r"formula: 1 + \fraq{a}{b}", "3:14"),
        (r"formula: \frac{a}{b}", r"formula: '\fraq{a}{b}'", "3:11"),
        ("    reference: softmax\n", "    formula: x + \\fraq{a}{b}\n", "16:18"),
        ("title: Made", r"title: Made of $\fraq{a}{b}$", "2:17"),
        ("title: Made", "title: Made\npitfalls:\n- one\n- the $\\fraq{a}{b}$", "5:8"),
        ("    reference: softmax\n", "    hint: as $x$ and $x + \\fraq{a}{b}$\n", "16:27"),
    ],
)
def test_a_formula_that_cannot_be_drawn_is_told_at_its_column(
    old: str, new: str, place: str, problems: Problems
) -> None:
    (problem,) = problems((old, new))
    assert problem.startswith(f"{place}: ")
    assert r"cannot be drawn: unknown command \fraq" in problem


def test_inside_double_quotes_or_blocks_the_beginning_of_the_text_must_do(
    problems: Problems,
) -> None:
    (problem,) = problems(("title: Made", 'title: "Made of $\\\\fraq{a}{b}$"'))
    assert problem.startswith("2:8: `$\\fraq{a}{b}$` cannot be drawn")
    (problem,) = problems(("title: Made", "title: >-\n  Made of $\\fraq{a}{b}$"))
    assert problem.startswith("2:8: `$\\fraq{a}{b}$` cannot be drawn")


def test_formulas_inside_points_and_options_are_drawn_too(tmp_path: Path) -> None:
    path = tmp_path / "made.yaml"
    path.write_text(
        r"""topic: made
cards:
  - id: made.recall
    kind: recall
    level: 1
    ask: What is $a$?
    answer: It is $\frac{a}{b}$.
    points:
      - so $\sqrt{b}$
      - say: and $\sqrtt{b}$
  - id: made.choice
    kind: choice
    level: 1
    ask: Which?
    choices:
      - text: this $c$
        right: true
      - text: that
        why: it is $\sqrtt{d}$
""",
        encoding="utf-8",
    )
    report = check([path])
    assert [(p.line, p.card) for p in report.problems] == [(10, "made.recall"), (19, "made.choice")]
    assert report.tally.formulas == 4


def test_expressions_are_not_taken_for_formulas(problems: Problems) -> None:
    assert problems(("tolerance: 0.01", "tolerance: 0.01\n    sources: [costs $5]")) == []

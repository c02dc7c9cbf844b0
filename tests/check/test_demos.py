"""Every demo that is named runs, with the values that any seed may hand it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlquiz.check import check
from dlquiz.check.demos import Demos
from dlquiz.check.execution import Tally
from dlquiz.deck.nodes import Composer
from dlquiz.demos import DEMOS

Problems = Callable[..., list[str]]

_LINK = "demo: {name: softmax, with: {x: x}}"


@pytest.mark.parametrize(
    ("link", "message"),
    [
        (
            "demo: sotfmax",
            "17:11: unknown demo 'sotfmax' (did you mean softmax or softmax-overflow?)",
        ),
        (
            "demo: {name: sotfmax}",
            "17:18: unknown demo 'sotfmax' (did you mean softmax or softmax-overflow?)",
        ),
        (
            "demo: {name: softmax, with: {y: x}}",
            "17:37: the demo softmax refuses `y`: unknown parameter 'y' (there are x, temperature)",
        ),
        (
            "demo: {name: softmax, with: {x: x, temperature: -1}}",
            "17:53: the demo softmax refuses `temperature`: -1 is not a number from 0.001 to 1000",
        ),
    ],
)
def test_a_link_to_a_demo_is_told_at_its_name_or_parameter(
    link: str, message: str, problems: Problems
) -> None:
    assert problems((_LINK, link)) == [message]


def test_values_that_only_some_seeds_draw_are_tried(problems: Problems) -> None:
    (problem,) = problems(
        ("      x: integers(3, -2, 2)\n", "      x: integers(3, -2, 2)\n      t: integer(0, 9)\n"),
        (_LINK, "demo: {name: softmax, with: {x: x, temperature: t}}"),
    )
    assert problem == (
        "18:53: the demo softmax refuses `temperature`: 0 is not a number from 0.001 to 1000"
    )


def test_a_topic_names_demos_that_exist(problems: Problems) -> None:
    assert problems(("demos: [softmax]", "demos: [sotfmax]")) == [
        "5:9: unknown demo 'sotfmax' (did you mean softmax or softmax-overflow?)"
    ]


def test_a_demo_named_often_runs_once_for_the_same_parameters(tmp_path: Path, sound: str) -> None:
    path = tmp_path / "made.yaml"
    path.write_text(sound.replace("with: {x: x}", "with: {temperature: 1}"), encoding="utf-8")
    assert check([path]).tally.demos == 1


def test_a_demo_that_fails_is_told_and_does_not_end_the_check(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken_demo.py"
    broken.write_text(
        "from dataclasses import dataclass\nFORMULA = 'x'\n"
        "@dataclass(frozen=True, kw_only=True)\nclass Params:\n    pass\n"
        "def run(params):\n    raise ValueError('no such shape')\n    yield\n"
    )
    import dlquiz.demos

    monkeypatch.setattr(dlquiz.demos, "__path__", [*dlquiz.demos.__path__, str(tmp_path)])
    monkeypatch.setitem(DEMOS, "broken-demo", "A demo that fails")
    (part,) = Composer("demo: broken-demo").parts()
    assert part.value is not None
    flaws = [*Demos(Tally()).named("broken-demo", part.value)]
    assert [flaw.what for flaw in flaws] == [
        "the demo broken-demo fails: ValueError: no such shape"
    ]

"""The words after `dlquiz demo`."""

import pytest

from dlquiz.cli.demo_words import name_in, sort_words
from dlquiz.errors import UsageError

OPTIONS = {"--x": True, "--steps": True, "--bias-correction": False}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["adam"], "adam"),
        (["adam", "sgd"], "adam"),
        (["--json", "adam"], "adam"),
        (["--steps", "5", "adam"], "adam"),
        (["--steps=5", "adam"], "adam"),
        (["--svg", "file", "adam"], "adam"),
        (["-h", "adam"], "adam"),
        (["--json"], None),
        (["--svg", "file"], None),
        ([], None),
    ],
)
def test_the_name_is_found_wherever_it_stands(words: list[str], name: str | None) -> None:
    assert name_in(words) == name


def test_options_of_the_demo_and_of_every_demo_are_told_apart() -> None:
    words = ["adam", "--x", "-1,0", "--json", "--steps=3", "--svg", "a.svg", "--speed=2"]
    sorted_words = sort_words(words, "adam", OPTIONS)
    assert sorted_words.options == {"x": "-1,0", "steps": "3"}
    assert sorted_words.switches == {"--json"}
    assert sorted_words.values == {"--svg": "a.svg", "--speed": "2"}
    assert sorted_words.files == {"--svg": "a.svg"}


def test_a_switch_of_the_demo_takes_no_value() -> None:
    assert sort_words(["--bias-correction"], None, OPTIONS).options == {"bias-correction": "yes"}
    assert sort_words(["--no-bias-correction"], None, OPTIONS).options == {"bias-correction": "no"}
    assert sort_words(["--bias-correction=no"], None, OPTIONS).options == {"bias-correction": "no"}


def test_h_asks_for_help() -> None:
    assert sort_words(["adam", "-h"], "adam", OPTIONS).switches == {"--help"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--step", "3"], "unknown option 'step' (did you mean steps or help?)"),
        (["--zzzzz"], "unknown option 'zzzzz' (--help lists them)"),
        (["--jsn"], "unknown option 'jsn' (did you mean json?)"),
        (["--steps"], "--steps: a value is missing"),
        (["--svg"], "--svg: a value is missing"),
        (["adam", "adam"], "unexpected word 'adam' (options begin with --)"),
        (["--json=yes"], "--json: takes no value"),
        (["-5"], "unknown option '5' (--help lists them)"),
    ],
)
def test_what_cannot_be_meant_is_named(words: list[str], message: str) -> None:
    with pytest.raises(UsageError) as refused:
        sort_words(words, "adam", OPTIONS)
    assert str(refused.value) == message

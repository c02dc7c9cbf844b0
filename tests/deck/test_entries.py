"""A card has from its topic what it does not say itself."""

from pathlib import Path

from dlquiz.deck.cards import Claim, DemoLink, Topic
from dlquiz.deck.entries import Entry, merged

HEAD = Topic(
    topic="softmax",
    title="Softmax",
    formula="F",
    references=("softmax", "log_softmax"),
    demos=("softmax", "temperature"),
    sources=("a book",),
)
BARE = Claim(id="a.b", level=1, claim="x", truth=True, answer="y")


def test_what_a_card_leaves_out_it_has_from_its_topic() -> None:
    entry = Entry(BARE, HEAD, Path("a.yaml"), 3)
    assert (entry.topic, entry.title, entry.kind) == ("softmax", "Softmax", "claim")
    assert entry.formula == "F"
    assert entry.references == ("softmax", "log_softmax")
    assert entry.demo == DemoLink(name="softmax")
    assert entry.sources == ("a book",)


def test_what_a_card_says_itself_counts() -> None:
    link = DemoLink(name="temperature", with_={"x": [1.0]})
    card = Claim(
        id="a.b", level=1, claim="x", truth=True, answer="y",
        formula="G", reference="entropy", demo=link, sources=("a paper",),
    )  # fmt: skip
    entry = Entry(card, HEAD, Path("a.yaml"), 3)
    assert (entry.formula, entry.references) == ("G", ("entropy",))
    assert (entry.demo, entry.sources) == (link, ("a paper",))


def test_a_demo_may_be_a_name_alone_or_missing() -> None:
    named = Claim(id="a.b", level=1, claim="x", truth=True, answer="y", demo="adam")
    assert Entry(named, HEAD, Path("a.yaml"), 3).demo == DemoLink(name="adam")
    assert Entry(BARE, Topic(topic="a", title="A"), Path("a.yaml"), 3).demo is None


def test_heads_of_one_topic_fill_each_other_up() -> None:
    own = Topic(topic="softmax", formula="G", pitfalls=("axis",))
    topic = merged([own, HEAD])
    assert (topic.title, topic.formula, topic.pitfalls) == ("Softmax", "G", ("axis",))
    assert topic.demos == HEAD.demos


def test_a_topic_without_a_title_is_called_by_its_name() -> None:
    assert merged([Topic(topic="batch-norm")]).title == "Batch norm"
